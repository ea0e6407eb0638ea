"""Every number that a sentence states, as a row: what was said, and the value itself."""

from collections.abc import Iterator
from datetime import date

from goldthread.documents import numbers
from goldthread.documents.lint import texts_of_block
from goldthread.documents.model import (
    Cell,
    Column,
    Document,
    Figure,
    Interval,
    Suppressed,
    Table,
    plain,
    runs,
    sections_of,
)


def as_table(document: Document) -> Table:
    """The figures of all sentences in reading order."""
    return Table(
        "Figures in the text",
        (
            Column("Section"),
            Column("Sentence"),
            Column("As written"),
            Column("Value"),
            Column("Or from"),
            Column("To"),
            Column("Ref"),
        ),
        tuple(_rows(document)),
        notes=("Shares are parts of one: 0.12 is 12%.",),
    )


def _rows(document: Document) -> Iterator[tuple[Cell, ...]]:
    for _, section in sections_of(document):
        for block in section.blocks:
            for text in texts_of_block(block):
                for run in runs(text):
                    if isinstance(run, Figure):
                        yield _row(section.heading, plain(text), run)


def _row(section: str, sentence: str, one: Figure) -> tuple[Cell, ...]:
    value, low, high = _parts(one)
    return (section, sentence, one.display, value, low, high, one.ref)


def _parts(one: Figure) -> tuple[Cell, Cell, Cell]:
    if isinstance(one.value, Interval):
        return "", one.value.low, one.value.high
    if one.value is None:
        return numbers.NOT_HELD, "", ""
    held: int | float | date | Suppressed = one.value
    return held, "", ""
