"""How numbers, dates and gaps are written, in one place for every writer.

Thousands are parted by a narrow space that never breaks a line, minus is a minus sign,
a missing value is "not held" and a small one "under 5". A percentage of fewer than
twenty is not written at all: one more burglary in a hamlet is not "up 100%" (E36).
"""

import math
import re
from datetime import date

from goldthread.documents.model import (
    Cell,
    Column,
    Figure,
    Interval,
    Number,
    Suppressed,
    Table,
)

THIN = "\u202f"  # narrow and no-break; the HTML writer turns it into a glyph fonts have
MINUS = "\u2212"
NOT_HELD = "not held"
SMALLEST_BASE = 20  # below this a share or a change is written as counts
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def count(value: int | float | Suppressed | None) -> str:
    """A whole number: 9 310."""
    return decimal(value, 0)


def spaced(words: str) -> str:
    """A sentence written elsewhere with its thousands parted as ours are: 9,310 is 9 310."""
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", THIN, words)


def decimal(value: int | float | Suppressed | None, places: int) -> str:
    """A number with `places` decimals; a tiny one keeps its first significant digit."""
    if value is None:
        return NOT_HELD
    if isinstance(value, Suppressed):
        return suppressed(value)
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be written; give None where it is not held.")
    written = f"{abs(value):,.{places}f}".replace(",", THIN)
    if value and not written.strip("0."):
        return _tiny(value)
    return MINUS + written if value < 0 else written


def _tiny(value: float) -> str:
    if abs(value) < 0.0001:
        return "under 0.0001" if value > 0 else f"over {MINUS}0.0001"
    digits = -math.floor(math.log10(abs(value)))
    return (MINUS if value < 0 else "") + f"{abs(value):.{digits}f}"


def suppressed(value: Suppressed) -> str:
    """How a number too small to print is named."""
    return f"under {value.under}" if value.under else "suppressed"


def share(value: float | Suppressed | None, places: int | None = None) -> str:
    """A part of one as a percentage: 0.044 is 4.4%, and 0.31 is 31%.

    Never rounds something to nothing, nor nearly all to all.
    """
    if value is None or isinstance(value, Suppressed):
        return decimal(value, 0)
    if places is None:
        places = 1 if 0 < abs(value) < 0.0995 else 0
    smallest = 10**-places
    if 0 < abs(value) * 100 < smallest / 2:
        return f"under {smallest:.{places}f}%"
    if 100 - smallest / 2 <= value * 100 < 100:
        return f"over {100 - smallest:.{places}f}%"
    return decimal(value * 100, places) + "%"


def share_of(part: int, whole: int) -> str:
    """A part of a whole: a percentage, or "3 of 11" where the whole is under twenty."""
    if whole < SMALLEST_BASE:
        return f"{count(part)} of {count(whole)}"
    return share(part / whole)


def signed_share(value: float, places: int | None = None) -> str:
    """A change as a percentage with its sign: +12%, −3.5%."""
    return ("+" if value > 0 else "") + share(value, places)


def interval(low: float, high: float, places: int = 0) -> str:
    """A range in words: 3.1 to 4.2."""
    return f"{decimal(low, places)} to {decimal(high, places)}"


def day(value: date) -> str:
    """23 November 2026."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def month(value: date) -> str:
    """November 2026."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def short_month(value: date) -> str:
    """Nov 2026, where there is no room for more."""
    return f"{MONTHS[value.month - 1][:3]} {value.year}"


def months_between(first: date, last: date) -> str:
    """April 2021 to March 2022, both named months included."""
    if (first.year, first.month) == (last.year, last.month):
        return month(first)
    return f"{month(first)} to {month(last)}"


def cell(value: Cell, column: Column) -> str:
    """One table cell as its column writes it."""
    if value is None:
        return NOT_HELD
    if isinstance(value, Suppressed):
        return suppressed(value)
    if isinstance(value, str):
        return value
    if isinstance(value, Interval):
        return _interval_cell(value, column)
    if isinstance(value, date):
        return month(value) if column.kind == "month" else day(value)
    if column.kind == "share":
        return share(value, column.decimals)
    return decimal(value, column.decimals)


def written(table: Table) -> list[list[str]]:
    """The cells of a table, row by row, as the house writes them."""
    return [
        [cell(value, column) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]


def _interval_cell(value: Interval, column: Column) -> str:
    if column.kind == "share-interval":
        low, high = (
            share(value.low, column.decimals),
            share(value.high, column.decimals),
        )
        return f"{low} to {high}"
    return interval(value.low, value.high, column.decimals)


def count_figure(value: Number, ref: str = "") -> Figure:
    """A whole number that a sentence states."""
    return Figure(value, count(value), ref)


def decimal_figure(value: Number, places: int, ref: str = "") -> Figure:
    """A number with decimals that a sentence states."""
    return Figure(value, decimal(value, places), ref)


def share_figure(
    value: float | Suppressed | None, ref: str = "", places: int | None = None
) -> Figure:
    """A percentage that a sentence states; the value stays a part of one."""
    return Figure(value, share(value, places), ref)


def signed_share_figure(value: float, ref: str = "") -> Figure:
    """A change in per cent that a sentence states."""
    return Figure(value, signed_share(value), ref)


def share_of_figure(part: int, whole: int, ref: str = "") -> Figure:
    """A part of a whole; the value is the part of one, whichever way it is written."""
    if whole <= 0:
        raise ValueError("a share needs a whole: it must be above zero")
    return Figure(part / whole, share_of(part, whole), ref)


def interval_figure(low: float, high: float, places: int = 0, ref: str = "") -> Figure:
    """A range that a sentence states."""
    return Figure(Interval(low, high), interval(low, high, places), ref)


def share_interval_figure(low: float, high: float, ref: str = "") -> Figure:
    """A range of percentages that a sentence states."""
    return Figure(
        Interval(low, high), f"{signed_share(low)} to {signed_share(high)}", ref
    )


def day_figure(value: date, ref: str = "") -> Figure:
    """A date that a sentence states."""
    return Figure(value, day(value), ref)


def month_figure(value: date, ref: str = "") -> Figure:
    """A month that a sentence states."""
    return Figure(value, month(value), ref)
