"""What is otherwise now than in a pack that was read over: section by section, in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from goldthread.documents.lint import texts_of_block
from goldthread.documents.model import (
    Block,
    Chart,
    Document,
    KeyFigures,
    Table,
    plain,
    sections_of,
)
from goldthread.documents.numbers import cell

MOST = 4  # lines a section
# A day that passes is no change: what was overdue is overdue by one more.
_GOES_ON = re.compile(r"\b(Overdue) by \d+\s(?:working\s)?days?")


@dataclass(frozen=True, slots=True)
class Changed:
    """A section that reads otherwise now, with the first few differences."""

    heading: str
    lines: tuple[str, ...]
    more: int


def changed_since(read: Document, now: Document) -> tuple[Changed, ...]:
    """The sections that would read otherwise if the pack were built again."""
    was, stands = _sections(read), _sections(now)
    found = []
    for key in dict.fromkeys((*was, *stands)):
        heading, old = was.get(key, ("", {}))
        heading, new = stands.get(key, (heading, {}))
        lines = list(_lines(old, new))
        if lines:
            shown = tuple(lines[:MOST])
            found.append(Changed(heading, shown, len(lines) - len(shown)))
    return tuple(found)


def _lines(old: dict[str, str], new: dict[str, str]) -> Iterator[str]:
    for what, words in new.items():
        if what not in old:
            yield f"New: {_told(what, words)}"
        elif old[what] != words:
            yield f"{what}: was {old[what]}, is {words} now"
    for what, words in old.items():
        if what not in new:
            yield f"No longer there: {_told(what, words)}"


def _told(what: str, words: str) -> str:
    return f"{what}: {words}" if words else what


def _sections(document: Document) -> dict[str, tuple[str, dict[str, str]]]:
    return {
        section.id: (
            section.heading,
            {what: words for block in section.blocks for what, words in _said(block)},
        )
        for _, section in sections_of(document)
    }


def _said(block: Block) -> Iterator[tuple[str, str]]:
    """What a block says: each cell under its row and column, each sentence by itself."""
    if isinstance(block, KeyFigures):
        for one in block.items:
            note = plain(one.note)
            yield one.label, f"{one.figure.display} {note}".strip()
    elif isinstance(block, Table):
        yield from _cells(block)
    elif isinstance(block, Chart):
        for what, words in _cells(block.table):
            yield f"{plain(block.title).rstrip('.')}: {what}", words
    else:
        for text in texts_of_block(block):
            yield plain(text), ""


def _cells(table: Table) -> Iterator[tuple[str, str]]:
    first, *others = table.columns
    for row in table.rows:
        name = cell(row[0], first)
        for value, column in zip(row[1:], others, strict=True):
            words = _GOES_ON.sub(r"\1", cell(value, column))
            yield f"{name}, {column.heading.lower()}", words
