"""Rows that could not be understood go back to the analyst, to be put right and sent again.

The file she downloads has the supplier's own columns, the line each row stood on and
what is wrong with it. She corrects the cells and sends that same file; readers know
it by its last column and take its rows as additions to the month they came from.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from goldthread.evidence.reading import Portion

LINE = "Line in the file"
PROBLEM = "What is wrong"

# A spreadsheet runs a cell that begins so as a formula, also in full-width spelling.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?", re.ASCII)


def safe_cell(cell: str) -> str:
    """The cell as a spreadsheet may show it: text that looks like a formula stays text."""
    if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


def without_apostrophes(cells: list[str]) -> list[str]:
    """The cells as they were before `safe_cell`."""
    return [
        c[1:] if c.startswith("'") and c[1:].startswith(_FORMULA) else c for c in cells
    ]


def set_aside_csv(portion: Portion) -> bytes:
    """The rows set aside as a CSV file to correct and send again."""
    delimiter = max(",;\t|", key=portion.header.count)
    header = next(csv.reader([portion.header], delimiter=delimiter))
    header = [name for name in header if name not in (LINE, PROBLEM)]
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n").writerow
    write([*header, LINE, PROBLEM])
    for row in _rows(portion):
        cells = _cells(row["line"], delimiter, len(header))
        problem = f"{row['column']}: expected {row['expected']}, found {row['found']}"
        write([*map(safe_cell, cells), row["row"], safe_cell(problem)])
    return text.getvalue().encode("utf-8")


def _rows(portion: Portion) -> Iterator[dict[str, str]]:
    for batch in portion.set_aside.to_batches(max_chunksize=10_000):
        yield from batch.to_pylist()


def _cells(line: str, delimiter: str, width: int) -> list[str]:
    """The line's cells; one too short is filled up, one too long keeps its tail."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        cells = [line]
    # An overlong line keeps its surplus in the last cell, where the analyst sees it.
    if len(cells) > width:
        cells = [*cells[: width - 1], delimiter.join(cells[width - 1 :])]
    return cells + [""] * (width - len(cells))
