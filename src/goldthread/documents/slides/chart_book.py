"""The little workbook inside a chart of a slide: what "Edit data" opens, text kept text."""

import io
from collections.abc import Sequence
from typing import Any

from goldthread.documents.charts.figures import Figures, Series
from goldthread.documents.slides.text import clean

LOW, HIGH = "lower end of the interval", "upper end of the interval"
BELOW, ABOVE = "from the value down to it", "from the value up to it"


def book_of(figures: Figures, number_format: str) -> bytes:
    """The numbers where the chart's references look for them."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    if figures.kind == "points":
        _points(sheet, figures, number_format)
    else:
        _categories(sheet, figures, number_format)
    book.properties.creator = "Goldthread"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _categories(sheet: Any, figures: Figures, number_format: str) -> None:
    for at, month in enumerate(figures.months, start=2):
        cell = sheet.cell(at, 1, month)
        cell.number_format = "mmm yyyy"
    for at, name in enumerate(figures.categories, start=2):
        _words(sheet, at, 1, name)
    wanted = [(one.name, one.values) for one in figures.series]
    if figures.low:
        wanted += [(LOW, figures.low), (HIGH, figures.high), *intervals(figures)]
    for column, (name, values) in enumerate(wanted, start=2):
        _words(sheet, 1, column, name)
        _numbers(sheet, 2, column, values, number_format)
    sheet.column_dimensions["A"].width = 32


def intervals(
    figures: Figures,
) -> list[tuple[str, tuple[float | None, ...]]]:
    """How far each interval reaches below and above its value."""
    values = figures.series[0].values
    below = tuple(
        None if v is None or end is None else v - end
        for v, end in zip(values, figures.low, strict=True)
    )
    above = tuple(
        None if v is None or end is None else end - v
        for v, end in zip(values, figures.high, strict=True)
    )
    return [(BELOW, below), (ABOVE, above)]


def held(one: Series) -> list[tuple[float, float]]:
    """The points that there are."""
    return [(x, y) for x, y in zip(one.along, one.values, strict=True) if y is not None]


def _points(sheet: Any, figures: Figures, number_format: str) -> None:
    row = 1
    for one in figures.series:
        _words(sheet, row, 1, figures.along)
        _words(sheet, row, 2, one.name)
        names = [
            name
            for name, value in zip(figures.named, one.values, strict=False)
            if one.role == "dots" and value is not None
        ]
        for at, (x, y) in enumerate(held(one), start=row + 1):
            sheet.cell(at, 1, x)
            sheet.cell(at, 2, y).number_format = number_format
        for at, name in enumerate(names, start=row + 1):
            _words(sheet, at, 3, name)
        row += len(held(one)) + 2


def _words(sheet: Any, row: int, column: int, words: str) -> None:
    cell = sheet.cell(row, column)
    # Said to be text: an area called "=1+1" is never a formula.
    cell.value, cell.data_type = clean(words), "s"


def _numbers(
    sheet: Any,
    row: int,
    column: int,
    values: Sequence[float | None],
    number_format: str,
) -> None:
    for at, value in enumerate(values, start=row):
        if value is not None:
            sheet.cell(at, column, value).number_format = number_format
