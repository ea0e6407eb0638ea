"""Figures given by hand: a table of periods and places, read row by row.

The first row names the period and the places, every other row is one period:

    period      Wharf   Hill   Quay
    April 2024  12      9      14

An empty cell is a figure that nobody knows; it is not nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.delivery.effect_series import EffectSeries, Named
from goldthread.delivery.models import ExpectedEffect
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.sheets.values import Wrong, date_of

MOST_PERIODS = 240


class Odd(Exception):
    """A row that cannot be taken, in a sentence without its number."""


UNKNOWN = ("", "-", "n/a", "na", "not known", "missing")
Cells = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Given:
    """What was read: the series, or one sentence for everything that is wrong."""

    series: EffectSeries | None
    faults: tuple[str, ...]


def place_of(expected: ExpectedEffect) -> str:
    """What the column of the place itself is called."""
    return expected.area.name if expected.area else "this place"


def template(expected: ExpectedEffect, months: Iterable[date]) -> str:
    """The table to fill in: its headings, and every period that is needed."""
    places = [place_of(expected), *expected.comparison]
    head = "\t".join(["period", *places])
    return "\n".join([head, *(f"{m:%B %Y}" + "\t" * len(places) for m in months)])


def table_of(series: EffectSeries) -> str:
    """Figures that were given, as the table that would give them again."""
    places = (series.place, *series.others)
    rows = ["\t".join(["period", *(one.name for one in places)])]
    for at, month in enumerate(series.months):
        cells = [one.counts[at] for one in places]
        rows.append(
            "\t".join(
                [f"{month:%B %Y}", *("" if c is None else f"{c:.0f}" for c in cells)]
            )
        )
    return "\n".join(rows)


def read_given(rows: Cells, expected: ExpectedEffect, *, every: int, on: date) -> Given:
    """The rows of a table as a series; every fault in a sentence with its row."""
    filled = [
        (n, row) for n, row in enumerate(rows, start=1) if any(map(str.strip, row))
    ]
    if len(filled) < 2:
        return Given(
            None,
            (
                "The table has no figures: a first row with the places, then one row for each period.",
            ),
        )
    places = [place_of(expected), *expected.comparison]
    columns, faults = _columns(filled[0][1], places)
    if faults:
        return Given(None, tuple(faults))
    counts: dict[date, list[float | None]] = {}
    for number, row in filled[1:]:
        if not any(map(str.strip, row[1:])):
            continue  # a period without a figure is one that is left out
        try:
            month, told = _row(row, columns, every=every, on=on)
        except Odd as odd:
            faults.append(f"Row {number}: {odd}")
            continue
        if month in counts:
            faults.append(
                f"Row {number}: {month:%B %Y} is in it twice. Leave one of them."
            )
        counts[month] = told
    if not faults and not counts:
        faults.append("No figure stands in the table yet.")
    if not faults and len(counts) > MOST_PERIODS:
        faults.append(f"Expected at most {MOST_PERIODS} periods; found {len(counts)}.")
    if not faults and any((_number(m) - _number(min(counts))) % every for m in counts):
        faults.append("Quarters begin three months apart; some of these do not.")
    if faults:
        return Given(None, tuple(faults))
    return Given(_series(counts, places, expected, every), ())


def _columns(head: Sequence[str], places: list[str]) -> tuple[list[int], list[str]]:
    """Where each place stands; the places are those that were named in advance."""
    known = {plainly(name): at for at, name in enumerate(head) if at and name.strip()}
    columns, faults = [], []
    for place in places:
        at = known.pop(plainly(place), None)
        if at is None:
            faults.append(
                f"Row 1: there is no column {place}. It was named in advance, so it has one, empty where nobody knows."
            )
        columns.append(at or 0)
    for at in sorted(known.values()):
        faults.append(
            f"Row 1: {head[at].strip()} was not named in advance, so it proves nothing. Leave that column out."
        )
    return columns, faults


def _row(
    row: Sequence[str], columns: list[int], *, every: int, on: date
) -> tuple[date, list[float | None]]:
    try:
        found = date_of(row[0])
    except Wrong:
        found = None
    if found is None:
        raise Odd(
            f"expected a month such as April 2024; found {row[0].strip()[:30]!r}."
        )
    month = found.replace(day=1)
    ends = _number(month) + every
    if date(ends // 12, ends % 12 + 1, 1) > on:
        raise Odd(f"{month:%B %Y} is not over yet. Leave it out.")
    return month, [_count(row[at] if at < len(row) else "") for at in columns]


def _count(cell: str) -> float | None:
    plain = cell.strip().replace(",", "").replace("\N{NARROW NO-BREAK SPACE}", "")
    if plain.lower() in UNKNOWN:
        return None
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 9:
        raise Odd(
            f"expected a whole number; found {cell.strip()[:30]!r}. Leave it empty where nobody knows."
        )
    return float(plain)


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def _series(
    counts: dict[date, list[float | None]],
    places: list[str],
    expected: ExpectedEffect,
    every: int,
) -> EffectSeries:
    first, last = min(counts), max(counts)
    months = [
        date(n // 12, n % 12 + 1, 1)
        for n in range(_number(first), _number(last) + 1, every)
    ]
    nothing = [None] * len(places)
    told = [
        Named(name, tuple(counts.get(m, nothing)[at] for m in months))
        for at, name in enumerate(places)
    ]
    return EffectSeries(
        months=tuple(months),
        place=told[0],
        others=tuple(told[1:]),
        rule="Named in advance" if told[1:] else "",
        unit=f"counted as “{expected.measure}”",
        every=every,
    )
