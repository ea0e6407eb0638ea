"""Links that say nothing or lead nowhere, and pictures without words."""

import re
from collections.abc import Iterator

from goldthread.documents.prose.faults import Fault
from goldthread.documents.prose.parts import Section, line_of

_LINK = re.compile(
    r"(?P<picture>!)?\[(?P<words>[^\[\]\n]{0,300})\]\((?P<to>[^)\n]{0,500})\)"
)
_TAG = re.compile(
    r"<a\b[^<>]{0,500}\bhref=[\"'](?P<to>[^\"'<>]{0,500})[\"'][^<>]{0,500}>"
    r"(?P<words>[^<]{0,300})</a>",
    re.I,
)
_IMAGE = re.compile(r"<img\b[^<>]{0,1000}>", re.I)
_ALT = re.compile(r"\balt=[\"']\s*[^\"'\s]", re.I)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"']+", re.I)
_SAYS_NOTHING = frozenset(
    ("here", "click here", "link", "this link", "this", "more", "read more", "see here")
)

_DEAD = re.compile(
    r"#?|javascript:.*|file:.*|mailto:|(?:https?://)?(?:localhost|127\.|192\.168\.|10\.)\S*|"
    r"(?:https?://)?(?:www\.)?example\.(?:com|org|net)\S*|https?://[^./]*/?",
    re.I,
)


def faults(section: Section) -> Iterator[Fault]:
    """Every link and picture of the section that a reader cannot use."""
    taken: list[tuple[int, int]] = []
    for found in (*_LINK.finditer(section.text), *_TAG.finditer(section.text)):
        taken.append(found.span())
        if "picture" in found.groupdict() and found["picture"]:
            yield from _picture(section, found, bool(found["words"].strip()))
        else:
            yield from _link(section, found)
    for found in _IMAGE.finditer(section.text):
        taken.append(found.span())
        yield from _picture(section, found, bool(_ALT.search(found.group())))
    for found in _ADDRESS.finditer(section.text):
        if not any(start <= found.start() < end for start, end in taken):
            yield _fault(
                section,
                found,
                "An address stands in the text and will be read aloud letter by letter. "
                "Write the name of what it leads to, and link that.",
            )


def _link(section: Section, found: re.Match[str]) -> Iterator[Fault]:
    words, to = found["words"].strip(), found["to"].strip()
    if _DEAD.fullmatch(to) or " " in to:
        yield _fault(
            section,
            found,
            f"This link leads to {to!r}, which is not an address others can open. "
            "Give the whole address, or take the link out.",
        )
    elif not words or words.lower() in _SAYS_NOTHING or _ADDRESS.match(words):
        yield _fault(
            section,
            found,
            f"The words of this link, {words!r}, do not say where it leads. "
            "Write the name of what it leads to.",
        )


def _picture(
    section: Section, found: re.Match[str], has_words: bool
) -> Iterator[Fault]:
    if not has_words:
        yield Fault(
            section.key,
            line_of(section.text, found.start()),
            found.group(),
            "picture",
            "This picture has no words for people who cannot see it. "
            "Say in a sentence what it shows.",
        )


def _fault(section: Section, found: re.Match[str], sentence: str) -> Fault:
    line = line_of(section.text, found.start())
    return Fault(section.key, line, found.group().rstrip(".,;"), "link", sentence)
