"""What every reader of a supplied file gives back, in the same shape.

A file becomes portions. A portion is one piece of one lake table that is replaced
whole (one force's month, say), with the rows that were understood, the rows that
were set aside and why, and remarks in words. Nothing is ever dropped silently:
`len(rows) == spread * (rows_read - len(set_aside) - collapsed)`, or the portion is
not made.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

SET_ASIDE = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("column", pa.string(), nullable=False),
        pa.field("expected", pa.string(), nullable=False),
        pa.field("found", pa.string(), nullable=False),
        pa.field("line", pa.string(), nullable=False),
    ]
)


class Unreadable(Exception):
    """A file, or one file inside it, that cannot be read; the text says why and what to do."""


class Unneeded(Unreadable):
    """A file that is known and deliberately not loaded; the text says why."""


NOT_NEEDED = "not-needed"  # the remark on a file that was left out


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd in a file that the analyst should know, in words.

    `code` names the oddity for programs ("oddity-5"), `words` is for people and
    `count` is how many rows it concerns.
    """

    code: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Portion:
    """One replaceable piece of one lake table, as read from one file.

    table      the lake table's name, such as "offence"
    key        what is replaced whole, such as ("leicestershire", "2021-02")
    rows       the table's columns as read, in a fixed row order
    set_aside  the rows not understood; `row` is the line number in the file
    rows_read  rows in the file that belong to this portion
    collapsed  duplicates merged into another row
    remarks    what the analyst should know
    member     the file's name inside the path that was given
    header     the file's own header line, so rows set aside can be sent again
    spread     lake rows made from one row of the file (91 where ages are columns)
    mends      these rows were set aside before and put right: they are added to the
               portion held under the same key instead of replacing it, and one with
               a `source_row` already held takes that row's place
    """

    table: str
    key: tuple[str, ...]
    rows: pa.Table
    set_aside: pa.Table
    rows_read: int
    collapsed: int
    remarks: tuple[Remark, ...]
    member: str
    header: str = ""
    spread: int = 1
    mends: bool = False

    def __post_init__(self) -> None:
        understood = self.rows_read - self.set_aside.num_rows - self.collapsed
        if self.rows.num_rows != self.spread * understood:
            raise AssertionError(
                f"{self.member}: of {self.rows_read} rows read {understood} should be "
                f"kept, {self.rows.num_rows} are; a reader must never lose a row"
            )


def nothing_set_aside() -> pa.Table:
    """An empty table of rows set aside."""
    return SET_ASIDE.empty_table()
