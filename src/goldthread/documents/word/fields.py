"""The pieces of Word's own markup that the library has no words for."""

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from goldthread.documents import svg
from goldthread.documents.word import styles

WORDS_ONLY = re.compile(r"[^A-Za-z0-9_]+")


def clean(text: str) -> str:
    """Words without the control characters that no Word file may hold."""
    return svg.NOT_XML.sub("", text)


def element(tag: str, **attributes: str) -> Any:
    """One element of Word's markup: element("w:jc", val="right")."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name.rstrip('_')}"), value)
    return made


def paragraph(where: Any, text: str, style: str) -> Any:
    """A paragraph in one of the document's styles."""
    return where.add_paragraph(clean(text), style=style)


def run(text: str, *, style: str = "") -> Any:
    """Words to be set inside a link or a field, where the library adds none."""
    made = element("w:r")
    if style:
        looks = element("w:rPr")
        looks.append(element("w:rStyle", val=style))
        made.append(looks)
    words = element("w:t")
    words.text = clean(text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made.append(words)
    return made


def bookmark_name(anchor: str) -> str:
    """The anchor as Word allows it: letters, digits, at most forty of them."""
    name = f"_gt_{WORDS_ONLY.sub('_', anchor)}"
    if len(name) <= 40 and name == f"_gt_{anchor}":
        return name
    return f"{name[:30]}_{hashlib.sha256(anchor.encode()).hexdigest()[:8]}"


def bookmark(where: Any, anchor: str, number: int) -> None:
    """Names the place where a paragraph stands, so that links and contents find it."""
    start = element("w:bookmarkStart", id=str(number), name=bookmark_name(anchor))
    end = element("w:bookmarkEnd", id=str(number))
    content = where._p
    content.insert(1 if content.pPr is not None else 0, start)
    content.append(end)


def link(where: Any, text: str, anchor: str, *, style: str = "") -> Any:
    """Words that lead to a bookmark of the same document."""
    made = element("w:hyperlink", anchor=bookmark_name(anchor), history="1")
    if text:
        made.append(run(text, style=style))
    where._p.append(made)
    return made


def field(where: Any, instruction: str, shown: str = "1") -> None:
    """A field that Word works out itself, such as a page number."""
    for piece in (
        _character("begin"),
        _instruction(instruction),
        _character("separate"),
        run(shown),
        _character("end"),
    ):
        where.append(piece)


def contents(file: Any, headings: Sequence[tuple[int, str, str]]) -> None:
    """The contents: a link to each heading, and its page once somebody works that out."""
    # Only who lays the file out knows its pages. LibreOffice (7.4) works out references,
    # but prints what a TOC field around them last held: so there is none around them.
    paragraph(file, "Contents", styles.CONTENTS)
    for depth, words, anchor in headings:
        _contents_line(file, depth, words, anchor)
    _updated_when_opened(file)


def _updated_when_opened(file: Any) -> None:
    """Word asks whoever opens the file, and fills in the pages."""
    settings = file.settings.element
    compat = settings.find(element("w:compat").tag)  # the schema wants it before this
    compat.addprevious(element("w:updateFields", val="true"))


def _contents_line(file: Any, depth: int, words: str, anchor: str) -> None:
    line = file.add_paragraph(style=f"toc {depth}")
    link_to = link(line, words, anchor)
    tab = element("w:r")
    tab.append(element("w:tab"))
    link_to.append(tab)
    field(link_to, f"PAGEREF {bookmark_name(anchor)} \\h", "")


def _character(kind: str) -> Any:
    made = element("w:r")
    made.append(element("w:fldChar", fldCharType=kind))
    return made


def _instruction(words: str) -> Any:
    made = element("w:r")
    text = element("w:instrText")
    text.text = f" {words} "
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made.append(text)
    return made
