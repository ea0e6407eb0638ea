"""Monthly counts as tables (category x month), with missing kept apart from nothing.

A month that is not held, or held in part, is NaN in every category. A month that is held
is zero where a category of its scheme has no record, and NaN where its scheme did not know
the category: in 2011 nobody counted bicycle theft.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from goldthread.assessment.notebook import Notebook
from goldthread.assessment.scope import Scope
from goldthread.core.arrays import Flags, Floats, Months
from goldthread.core.breaks import Break
from goldthread.core.periods import Period, days_in, inside
from goldthread.evidence import offences
from goldthread.evidence.crosswalk import LABELS
from goldthread.evidence.offences import ALL_CRIME, ASB


@dataclass(frozen=True, slots=True)
class Monthly:
    """Counts by category and month; `months` follow each other without gaps."""

    categories: tuple[str, ...]
    months: Months
    counts: Floats

    def of(self, category: str) -> Floats:
        """One category's months."""
        row: Floats = self.counts[self.categories.index(category)]
        return row

    def total(self, period: Period) -> Floats:
        """Sum of each category over the held months of `period`; NaN where none is."""
        chosen = self.counts[:, inside(self.months, period)]
        held = ~np.isnan(chosen)
        summed = np.where(held, chosen, 0.0).sum(axis=1)
        total: Floats = np.where(held.any(axis=1), summed, np.nan)
        return total

    @property
    def dates(self) -> tuple[date, ...]:
        """The months as dates, for charts."""
        return tuple(
            month.astype("datetime64[D]").astype(date) for month in self.months
        )


def crime_categories(monthly: Monthly) -> tuple[str, ...]:
    """The categories that are crimes, all crime first."""
    return tuple(c for c in monthly.categories if c != ASB)


def monthly_counts(scope: Scope, notebook: Notebook) -> Monthly:
    """All held months up to the end of the period, all crime and every category."""
    answer = offences.monthly_by_category(
        notebook, area=scope.area, start=scope.history.start, end=scope.history.end
    )
    first = min(scope.held)
    months = np.arange(
        np.datetime64(first, "M"), np.datetime64(scope.period.end, "M")
    ).astype("datetime64[M]")
    place = {month.astype(date): at for at, month in enumerate(months)}
    schemes: dict[date, str] = {}
    found: dict[str, Floats] = {}
    for row in answer.to_pylist():
        at = place.get(row["month"])
        if at is None:
            continue
        schemes[row["month"]] = row["scheme"]
        series = found.setdefault(row["category"], np.full(months.size, np.nan))
        series[at] = row["offences"]
    for month in scope.held:
        _fill_nothing(found, place[month], schemes.get(month))
    missing = [at for month, at in place.items() if month not in set(scope.held)]
    for series in found.values():
        series[missing] = np.nan
    return _with_total(found, months)


def _fill_nothing(found: dict[str, Floats], at: int, scheme: str | None) -> None:
    """Zero where the month is held and its scheme knows the category."""
    known = LABELS.get(scheme or "", {})
    for category, series in found.items():
        if np.isnan(series[at]) and category in known:
            series[at] = 0.0


def _with_total(found: dict[str, Floats], months: Months) -> Monthly:
    crimes = [series for category, series in found.items() if category != ASB]
    total = _sum_of(crimes, months.size)
    categories = (ALL_CRIME, *sorted(found))
    counts = np.array([total, *(found[c] for c in sorted(found))])
    return Monthly(categories, months, counts)


def _sum_of(crimes: Sequence[Floats], size: int) -> Floats:
    if not crimes:
        return np.full(size, np.nan)
    table = np.array(crimes)
    held = ~np.isnan(table)
    return np.where(held.any(axis=0), np.where(held, table, 0.0).sum(axis=0), np.nan)


ORDINARY_MONTH = 365.25 / 12  # days
LARGE_PART = 0.1  # of all crime: a recording change of so much moves the total too
SORTING = 3  # a step that names so many categories sorts between them, it adds nothing


def by_ordinary_month(monthly: Monthly, category: str) -> Floats:
    """The counts as if every month had as many days.

    Without this February looks quiet and July busy for a reason that is in the calendar:
    31 against 28 days is a swing of a tenth.
    """
    scaled: Floats = monthly.of(category) * ORDINARY_MONTH / days_in(monthly.months)
    return scaled


def steps_in(
    scope: Scope, monthly: Monthly, category: str, period: Period
) -> tuple[Break, ...]:
    """The recording changes that cut a series inside `period`.

    The total is cut by a change in any category that is a tenth of it or more: when a
    force began to record more violence, "all crime" rose by seventy-five a month each year.
    """
    if category != ALL_CRIME:
        return scope.steps_in(category, period)
    total = monthly.total(scope.period)
    shares = dict(zip(monthly.categories, total / total[0], strict=True))
    found = set(scope.steps_in(ALL_CRIME, period))
    for part, share in shares.items():
        if part not in (ALL_CRIME, ASB) and share >= LARGE_PART:
            found |= {
                b for b in scope.steps_in(part, period) if len(b.categories) < SORTING
            }
    return tuple(sorted(found, key=lambda b: (b.start, b.name)))


@dataclass(frozen=True, slots=True)
class Unbroken:
    """The part of a series that may be read as one: from its last recording change on."""

    months: Months
    counts: Floats
    masked: Flags
    since: date | None

    def at(self, months: Months) -> Floats:
        """The counts laid over a longer run of months, NaN outside this one."""
        return laid_over(self.counts, self.months, months)


def unbroken(scope: Scope, monthly: Monthly, category: str) -> Unbroken:
    """One category by ordinary month, with everything before its last change cut off."""
    steps = steps_in(scope, monthly, category, scope.stretch)
    since = max((step.start for step in steps), default=None)
    kept = monthly.months >= np.datetime64(since or scope.stretch.start, "M")
    months = monthly.months[kept]
    return Unbroken(
        months,
        by_ordinary_month(monthly, category)[kept],
        scope.masked(months, category),
        since,
    )


def laid_over(values: Floats, of: Months, months: Months) -> Floats:
    """Values of some months as a series over more months; NaN where there is none."""
    whole = np.full(months.size, np.nan)
    whole[np.isin(months, of)] = values
    return whole


def plain_months(values: Floats) -> tuple[float | None, ...]:
    """The values for a result: None where a month has none."""
    return tuple(None if np.isnan(v) else float(v) for v in values)
