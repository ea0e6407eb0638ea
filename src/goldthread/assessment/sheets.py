"""A document's table as the rows of a spreadsheet: values only, nothing that runs."""

from collections.abc import Iterator

from goldthread.documents.markup import machine_value
from goldthread.documents.model import Cell, Column, Interval, Table

# A spreadsheet runs a cell that begins so (FIL-7), full-width forms included.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def flat_rows(table: Table) -> Iterator[list[str]]:
    """The heading and the rows; an interval becomes two cells, missing is empty."""
    yield [_safe(name) for column in table.columns for name in _names(column)]
    for row in table.rows:
        yield [
            text
            for column, cell in zip(table.columns, row, strict=True)
            for text in _cells(column, cell)
        ]


def _names(column: Column) -> list[str]:
    name = f"{column.heading} ({column.unit})" if column.unit else column.heading
    return [f"{name}, low", f"{name}, high"] if _is_pair(column) else [name]


def _cells(column: Column, cell: Cell) -> list[str]:
    if isinstance(cell, Interval):
        return [machine_value(cell.low), machine_value(cell.high)]
    text = machine_value(cell)
    safe = _safe(text) if isinstance(cell, str) else text
    return [safe, safe] if _is_pair(column) else [safe]


def _is_pair(column: Column) -> bool:
    return column.kind in ("interval", "share-interval")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_RUNS) else text
