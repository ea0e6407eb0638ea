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
from goldthread.core.arrays import Floats, Months
from goldthread.core.periods import Period, inside
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
