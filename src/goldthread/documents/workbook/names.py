"""Names that a spreadsheet accepts: of sheets, and in the head and foot of a page."""

import re
from collections.abc import Sequence

from goldthread.documents import svg

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def sheet_name(number: int, caption: str, taken: Sequence[str]) -> str:
    """The table's number and as much of its caption as fits; never one that is taken."""
    words = _FORBIDDEN.sub(" ", svg.NOT_XML.sub("", caption))
    words = " ".join(words.split())
    name = f"{number} {words}"[:_LONGEST].strip()
    while name.casefold() in (one.casefold() for one in taken):
        name = f"{number} {words[: _LONGEST - 12]} again"[:_LONGEST].strip()
        number += 1000
    return name


def in_header(text: str) -> str:
    """Words for the head of a printed page, where an ampersand starts a command."""
    return svg.NOT_XML.sub("", text).replace("&", "&&")
