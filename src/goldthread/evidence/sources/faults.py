"""Finds the rows of a sheet that break a rule, and sets them aside with the reason.

Rules are asked of whole columns at once; only rows that break one are looked at one
by one. The first rule a row breaks is the one the analyst is told.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from goldthread.evidence.reading import SET_ASIDE, Unreadable
from goldthread.evidence.sources.delimited import WHOLE_LINE, Sheet, cells_of

Mask = npt.NDArray[np.bool_]

# One cell is shown to a person; the whole line is kept beside it up to this length,
# forty times the longest published line, so that 100,000 bad rows stay small.
LONGEST_SHOWN = 120
LONGEST_KEPT = 10_000


class Rules:
    """The rules asked of one sheet so far, and which rows broke which."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.broken: Mask = np.zeros(sheet.columns.num_rows, bool)
        self._which = np.zeros(sheet.columns.num_rows, np.int16)
        self._rules: list[tuple[str, str]] = [("", "")]

    def refuse(self, rows: Mask, column: str, expected: str) -> None:
        """Set aside `rows`, unless an earlier rule did so already."""
        if not rows.any():
            return
        self._rules.append((column, expected))
        self._which[rows & ~self.broken] = len(self._rules) - 1
        self.broken |= rows

    def set_aside(self) -> pa.Table:
        """Every row that broke a rule or could not be cut into cells, in file order."""
        sheet = self.sheet
        rows: list[tuple[int, str, str, str, str]] = []
        for fault in sheet.faults:
            found = show(fault.found)
            line = sheet.raw_line(fault.line)[:LONGEST_KEPT]
            rows.append((fault.line, WHOLE_LINE, fault.expected, found, line))
        names = {name.casefold(): i for i, name in enumerate(sheet.heading.cells)}
        for i in np.flatnonzero(self.broken):
            column, expected = self._rules[self._which[i]]
            number = int(sheet.line[i])
            line = sheet.raw_line(number)
            cells = cells_of(line, sheet.heading.delimiter) or []
            at = names.get(column.casefold(), len(cells))
            found = show(cells[at]) if at < len(cells) else "nothing"
            rows.append((number, column, expected, found, line[:LONGEST_KEPT]))
        return set_aside_table(rows)

    def refuse_when_nothing_is_left(self, noun: str) -> None:
        """A file of which no row is usable is refused whole, with its first faults."""
        sheet = self.sheet
        if not self.broken.all():
            return
        table = self.set_aside()
        first = table.slice(0, 1).to_pylist()[0]
        raise Unreadable(
            f"None of the {table.num_rows:,} rows of {sheet.member} is a {noun}: line "
            f"{first['row']:,}, column {first['column']}, expected {first['expected']}, "
            f"found {first['found']}. Nothing was loaded; ask for the file again."
        )


def set_aside_table(rows: Iterable[tuple[int, str, str, str, str]]) -> pa.Table:
    """Rows set aside as a table, in the order of their lines."""
    ordered = sorted(rows)
    arrays = [
        pa.array([row[i] for row in ordered], column.type)
        for i, column in enumerate(SET_ASIDE)
    ]
    return pa.Table.from_arrays(arrays, schema=SET_ASIDE)


def show(cell: str) -> str:
    """A cell as a sentence can carry it: hidden characters spelt out, not too long."""
    if not cell.strip():
        return "nothing"
    plain = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in cell[:400])
    return plain if len(plain) <= LONGEST_SHOWN else plain[:LONGEST_SHOWN] + "…"


def counted(rows: int) -> str:
    """1 row, 2,510 rows."""
    return "1 row" if rows == 1 else f"{rows:,} rows"
