"""A document as a Word file: real styles, real tables, contents that lead to their pages.

People edit what they are sent, so everything here is what Word itself would have made:
a heading is a heading style and not large bold letters, so the contents, the navigation
pane and a screen reader find it; the look lives in the styles and can be changed there.
"""

import io
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from goldthread.documents import page
from goldthread.documents.archive import timeless
from goldthread.documents.folding import folded
from goldthread.documents.model import (
    Chart,
    Document,
    MapBlock,
    Section,
    blocks_of,
)
from goldthread.documents.word import fields, running, styles
from goldthread.documents.word.blocks import Writer

_THUMBNAIL = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
)


def to_word(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    """The document as a .docx; `pictures` are drawn PNGs by block id.

    Equal documents give equal bytes: the file carries the document's date, not the clock.
    """
    import docx  # 0.2 s: only where a Word file is written

    file = docx.Document()
    _without_thumbnail(file)
    styles.put_on(file, document.language)
    running.put_on(file, document)
    _say_what_it_is(file, document)
    _title_page(file, document)
    writer = Writer(file, pictures)
    fields.contents(file, _headings(document))
    for number, section in enumerate(document.sections):
        line = _section(writer, section, depth=1)
        line.paragraph_format.page_break_before = number == 0 or None
    _back_matter(writer, document)
    written = io.BytesIO()
    file.save(written)
    return timeless(written.getvalue())


def _section(writer: Writer, section: Section, depth: int) -> Any:
    line = writer.heading(section.heading, depth, section.id)
    for block in section.blocks:
        writer.block(block)
    for inner in section.sections:
        _section(writer, inner, depth + 1)
    return line


def _headings(document: Document) -> list[tuple[int, str, str]]:
    """What the contents list: depth, words and anchor of chapters and their sections."""
    listed = []
    for chapter in document.sections:
        listed.append((1, chapter.heading, chapter.id))
        listed += [(2, inner.heading, inner.id) for inner in chapter.sections]
    return listed + [(1, heading, anchor) for anchor, heading in _ends(document)]


def _ends(document: Document) -> list[tuple[str, str]]:
    has_pictures = any(isinstance(b, Chart | MapBlock) for b in blocks_of(document))
    ends = [page.BEHIND] if has_pictures else []
    return ends + ([page.SOURCES] if document.attributions else [])


def _back_matter(writer: Writer, document: Document) -> None:
    for end in _ends(document):
        line = writer.heading(end[1], 1, end[0])
        line.paragraph_format.page_break_before = True
        if end == page.BEHIND:
            for block in blocks_of(document):
                if isinstance(block, Chart | MapBlock):
                    writer.table(folded(block.table), anchor=f"{block.id}-table")
        else:
            for line in document.attributions:
                writer.paragraph(line, "List Bullet")


def _title_page(file: Any, document: Document) -> None:
    if document.area:
        fields.paragraph(file, document.area, styles.MARK)
    fields.paragraph(file, document.title, "Title")
    if document.subtitle:
        fields.paragraph(file, document.subtitle, "Subtitle")
    if document.invented:
        fields.paragraph(file, page.INVENTED, styles.INVENTED)
    for name, value in page.cover_facts(document):
        fields.paragraph(file, f"{name}\t{value}", styles.FACT)


def _say_what_it_is(file: Any, document: Document) -> None:
    """The file's own properties; the author is the partnership, never a person."""
    known = file.core_properties
    at = datetime.combine(document.date, time(), UTC)
    known.title = fields.clean(document.title)
    known.subject = fields.clean(document.subtitle)
    known.author = known.last_modified_by = fields.clean(document.area)
    known.keywords = fields.clean(document.marking)
    known.comments = page.INVENTED if document.invented else ""
    known.content_status = page.DRAFT if document.draft else "Final"
    known.language = document.language
    known.created = known.modified = at
    known.revision = 1


def _without_thumbnail(file: Any) -> None:
    """The library's template carries a picture of somebody else's first page."""
    links = file.part.package.rels
    for key in [key for key, rel in links.items() if rel.reltype == _THUMBNAIL]:
        del links[key]
