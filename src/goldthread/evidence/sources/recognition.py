"""Is this file of that kind? Told from its first bytes, and from its name if they fail."""

from __future__ import annotations

from goldthread.evidence.reading import Unreadable
from goldthread.evidence.sources.delimited import heading_of
from goldthread.evidence.sources.plain_text import as_utf8, what_it_is_instead


def has_columns(head: bytes, *columns: str) -> bool:
    """Whether the first line of the file names all these columns."""
    if not head or what_it_is_instead(head):
        return False
    try:
        # An odd last byte would spoil the reading of a two-byte encoding.
        text, _ = as_utf8(head[: len(head) // 4 * 4], "head")
        cells = {cell.casefold() for cell in heading_of(text, "head").cells}
    except Unreadable:
        return False
    return cells.issuperset(column.casefold() for column in columns)


def is_named(name: str, ending: str) -> bool:
    """Whether the archive would give such a file this ending: 2021-02-kent-street.csv."""
    return name.rsplit("/", 1)[-1].lower().split(".")[0].endswith(ending)
