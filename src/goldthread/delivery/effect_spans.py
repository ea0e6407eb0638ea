"""Which months stand on which side of the work, so that both sides hold the same season.

The before is the same calendar months some whole years earlier, the latest that end
before the work began. A period missing on either side is left out on both.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from goldthread.core.arrays import Flags
from goldthread.core.difference import BeforeAfter
from goldthread.core.periods import Period, inside, months_between
from goldthread.core.refusal import Refused
from goldthread.delivery.effect_series import EffectSeries, Named, counted

MOST_MISSING = 0.25  # of the window


@dataclass(frozen=True, slots=True)
class Spans:
    """Which months stand on which side; the two hold the same calendar months."""

    before: Period
    after: Period
    begins: Period
    on_before: Flags
    on_after: Flags

    def of(self, one: Named) -> BeforeAfter:
        """A place's counts on both sides."""
        counts = counted(one)
        return BeforeAfter(
            float(counts[self.on_before].sum()), float(counts[self.on_after].sum())
        )


def first_of(day: date) -> date:
    """The first of its month."""
    return day.replace(day=1)


def last_month(until: date) -> date:
    """The last month of a half-open window."""
    return date.fromordinal(until.toordinal() - 1)


def shifted(period: Period, years: int) -> Period:
    """The same months so many years earlier."""
    return months_between(
        period.start.replace(year=period.start.year - years),
        first_of(period.last_day).replace(year=period.last_day.year - years),
    )


def spans_of(series: EffectSeries, after: Period, began: date) -> Spans | Refused:
    """Both sides of the work; refused where one of them is not held."""
    if series.every > 1 and _splits(series, after):
        return Refused("its window begins or ends inside a quarter of the figures.")
    start = min(first_of(began), after.start)
    years = 1
    while shifted(after, years).end > start:
        years += 1
    before = shifted(after, years)
    axis = series.axis
    on_before, on_after = inside(axis, before), inside(axis, after)
    if on_before.sum() != on_after.sum():
        return Refused(
            f"the figures do not reach back to {before.label}, which it would be "
            "compared with."
        )
    held = np.all(
        [
            ~np.isnan(counted(one))
            for one in (series.place, *series.others, *series.beside)
        ],
        axis=0,
    )
    both = held[on_before] & held[on_after]
    if (~both).mean() > MOST_MISSING:
        called = "months" if series.every == 1 else "quarters"
        return Refused(
            f"{int((~both).sum())} of the {both.size} {called} are missing on one side."
        )
    on_before[on_before] = both
    on_after[on_after] = both
    begins = Period(start, after.start, "the work") if start < after.start else after
    return Spans(before, after, begins, on_before, on_after)


def _splits(series: EffectSeries, after: Period) -> bool:
    first = series.months[0]
    apart = [
        (day.year - first.year) * 12 + day.month - first.month
        for day in (after.start, after.end)
    ]
    return any(months % series.every for months in apart)


def together(others: tuple[Named, ...], spans: Spans) -> BeforeAfter:
    """Several places' counts on both sides, added up."""
    parts = [spans.of(one) for one in others]
    return BeforeAfter(sum(p.before for p in parts), sum(p.after for p in parts))
