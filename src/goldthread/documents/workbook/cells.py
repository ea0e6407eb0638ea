"""One column of a table as cells: the value, never how it was written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from goldthread.documents import house_style as style
from goldthread.documents import numbers, svg
from goldthread.documents.model import Cell, Column, Interval, Suppressed

# A spreadsheet runs a cell that begins so as a formula, also in full-width spelling.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST = 32_000  # letters that a cell holds
_WIDEST, _NARROWEST = 60, 10


def clean(text: str) -> str:
    """Words without the control characters that no workbook may hold."""
    return svg.NOT_XML.sub("", text)[:_LONGEST]


def words(
    sheet: Any,
    row: int,
    column: int,
    text: str,
    *,
    bold: bool = False,
    size: float = 11,
    wrap: bool = False,
) -> Any:
    """Words in a cell, said to be text so that nothing in them is ever run."""
    from openpyxl.styles import Alignment

    cell = sheet.cell(row, column)
    if not text:
        return cell
    cell.value, cell.data_type = clean(text), "s"
    # It stays text when somebody edits the cell.
    cell.quotePrefix = text.startswith(_RUN)
    if bold or size != 11:
        cell.font = font(bold=bold, size=size)
    cell.alignment = Alignment(wrap_text=wrap, vertical="top")
    return cell


def head(sheet: Any, row: int, column: int, text: str, *, right: bool = False) -> None:
    """A heading over a rule."""
    from openpyxl.styles import Alignment, Border, Side

    cell = words(sheet, row, column, text)
    cell.font = font(bold=True)
    side = Side(style="thin", color=style.INK[1:])
    cell.border = Border(bottom=side)
    cell.alignment = Alignment(
        horizontal="right" if right else "left",
        vertical="bottom",
        wrap_text=True,
        indent=0 if right or column == 1 else 1,
    )


def link(sheet: Any, row: int, column: int, name: str) -> None:
    """The name of a sheet, leading to it."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell = words(sheet, row, column, name)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!A1")
    cell.font = font(color=style.BLUE[1:], underline="single")


def column(sheet: Any, top: int, at: int, one: Column, values: Sequence[Cell]) -> int:
    """A column of the table under its heading; gives how many it takes in the sheet."""
    unit = f" ({one.unit})" if one.unit else ""
    parts: tuple[str, ...] = ("",)
    if one.kind in ("interval", "share-interval"):
        parts = (", from", ", to")
    for part, ending in enumerate(parts):
        title = f"{one.heading}{ending}{unit}"
        head(sheet, top, at + part, title, right=one.is_numeric)
        longest = 0
        for row, value in enumerate(values, start=top + 1):
            put(sheet, row, at + part, _end(value, part), one)
            longest = max(longest, len(numbers.cell(value, one)))
        wide = max(min(longest, _WIDEST) + 3, _NARROWEST, _longest_word(title) + 3)
        sheet.column_dimensions[sheet.cell(top, at + part).column_letter].width = wide
        room = sheet.row_dimensions[top]
        room.height = max(room.height or 0, 16 * -(-len(title) * 5 // (wide * 4)))
    return len(parts)


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _end(value: Cell, part: int) -> Cell:
    if isinstance(value, Interval):
        return (value.low, value.high)[part]
    return value


def put(sheet: Any, row: int, column: int, value: Cell, one: Column) -> None:
    """A number as a number, a date as a date; what is not held says so in words."""
    if value is None or isinstance(value, Suppressed):
        said = numbers.NOT_HELD if value is None else numbers.suppressed(value)
        cell = words(sheet, row, column, said)
        cell.font = font(italic=True, color=style.GREY[1:])
    elif isinstance(value, str):
        cell = words(sheet, row, column, value)
    else:
        cell = sheet.cell(row, column, value)
        cell.number_format = number_format(one, value)
    _align(cell, value, one)


def _align(cell: Any, value: Cell, one: Column) -> None:
    from openpyxl.styles import Alignment

    right = one.is_numeric or isinstance(value, int | float)
    cell.alignment = Alignment(
        horizontal="right" if right else "left",
        vertical="top",
        wrap_text=isinstance(value, str),
        indent=0 if right or cell.column == 1 else 1,
    )


def font(**look: Any) -> Any:
    """The workbook's own typeface; without a name a cell falls back to another."""
    from openpyxl.styles import Font

    return Font(**({"name": "Calibri", "size": 11} | look))


def number_format(one: Column, value: Cell) -> str:
    """How the column writes its numbers, in a spreadsheet's own code."""
    if isinstance(value, date):
        return "mmmm yyyy" if one.kind == "month" else "d mmmm yyyy"
    if one.kind == "text":
        return "General"
    places = "." + "0" * one.decimals if one.decimals else ""
    if one.kind in ("share", "share-interval"):
        return f"0{places}%"
    return f"#,##0{places}"
