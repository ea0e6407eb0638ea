"""Changes since last year: what moved, and what only seems to have (B4 b, E1, E2).

The period is compared with the same months a year before and with the mean of the three
years before. Masked months and recording breaks are not compared across: where the year
before was partly masked, the months that were ordinary in both years are compared
instead, and where even those are few, nothing is.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from goldthread.assessment.chapters.located import located
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid
from goldthread.assessment.scope import Scope
from goldthread.assessment.series import Monthly, monthly_counts, steps_in
from goldthread.core.change import Change, change, over_dispersion
from goldthread.core.periods import Period, months_between
from goldthread.documents import numbers
from goldthread.evidence.offences import ALL_CRIME, ASB, PUBLIC_ORDER

CHAPTER = "change"
FEWEST_LIKE_MONTHS = 3
NOTICEABLE = 0.01  # a move of the counts that is of places, not of crime
# Fifteen counts are read at once: at 95 % two assessments in three would flag an
# unchanged one, at 99 % one in seven.
CONFIDENCE = 0.99
REF = "change-by-category"
BOTH = "anti-social-behaviour-and-public-order"
NOT_A_CATEGORY = (ALL_CRIME, BOTH)


@dataclass(frozen=True, slots=True)
class Moved:
    """One category now and a year before, or why the two are not compared."""

    category: str
    now: int
    before: int | None
    three_year_mean: float | None
    change: Change | None
    refused: str

    @property
    def direction(self) -> str:
        """ "higher", "lower", "not distinguishable" or "not comparable"."""
        return self.change.direction if self.change else "not comparable"


@dataclass(frozen=True, slots=True)
class Changed:
    """Every category over the months compared."""

    months: tuple[date, ...]
    whole_year: bool
    left_out: str
    unlocated_now: float | None
    unlocated_before: float | None
    moved: tuple[Moved, ...]

    @property
    def places_alone(self) -> float:
        """By what part the counts moved only because more or fewer records have a place."""
        if self.unlocated_now is None or self.unlocated_before is None:
            return 0.0
        return (1 - self.unlocated_now) / (1 - self.unlocated_before) - 1

    def in_direction(self, direction: str) -> tuple[Moved, ...]:
        """Categories that moved that way beyond chance, the largest number first."""
        found = [
            m
            for m in self.moved
            if m.direction == direction and m.category not in NOT_A_CATEGORY
        ]
        return tuple(
            sorted(
                found,
                key=lambda m: (-abs(m.change.absolute if m.change else 0), m.category),
            )
        )


def changed(scope: Scope, notebook: Notebook) -> Changed | NotSaid:
    """Compare like months with like months, each category with its own spread."""
    months = comparable_months(scope)
    if len(months) < FEWEST_LIKE_MONTHS:
        return NotSaid(_too_few(scope, len(months)))
    monthly = monthly_counts(scope, notebook)
    monthly = _with_both(monthly)
    phis = _phis(scope, monthly)
    moved = tuple(
        _moved(scope, monthly, category, months, float(phi))
        for category, phi in zip(monthly.categories, phis, strict=True)
    )
    return Changed(
        months=months,
        whole_year=len(months) == 12,
        left_out="" if len(months) == 12 else _left_out(scope),
        unlocated_now=_unlocated(scope, notebook, months),
        unlocated_before=_unlocated(
            scope, notebook, tuple(_year_before(m) for m in months)
        ),
        moved=moved,
    )


def comparable_months(scope: Scope) -> tuple[date, ...]:
    """Months of the period that are held and ordinary in both years."""
    held = set(scope.held)
    return tuple(
        month
        for month in scope.months_held
        if _year_before(month) in held
        and not scope.is_masked(month)
        and not scope.is_masked(_year_before(month))
    )


def _with_both(monthly: Monthly) -> Monthly:
    """The table with anti-social behaviour and public order as one more row (E39)."""
    if not {ASB, PUBLIC_ORDER} <= set(monthly.categories):
        return monthly
    both = monthly.of(ASB) + monthly.of(PUBLIC_ORDER)
    return Monthly(
        (*monthly.categories, BOTH), monthly.months, np.vstack([monthly.counts, both])
    )


def _unlocated(
    scope: Scope, notebook: Notebook, months: tuple[date, ...]
) -> float | None:
    """The share of the force's records without a place in these months."""
    found = located(scope, notebook, months_between(months[0], months[-1]))
    if isinstance(found, NotSaid) or not found.lists_unlocated:
        return None
    chosen = [m for m in found.months if m.month in set(months)]
    records = sum(m.records for m in chosen)
    return sum(m.unlocated for m in chosen) / records if records else None


def _too_few(scope: Scope, months: int) -> str:
    before = scope.held_in(scope.earlier)
    words = (
        f"{len(scope.months_held)} months of the period and {before} of the twelve "
        "before are held"
    )
    if months or before:
        words += f"; {months} of them can be compared like with like"
    return (
        f"No change is stated: {words}, and at least {FEWEST_LIKE_MONTHS} are needed."
    )


def _phis(scope: Scope, monthly: Monthly) -> np.ndarray:
    """Spread beyond chance of each category, masked months left out of the estimate."""
    ordinary = np.where(scope.masked(monthly.months), np.nan, monthly.counts)
    found = over_dispersion(ordinary, months=monthly.months)
    # Too few ordinary months: the masked ones, which swing more, err on the safe side.
    restless = over_dispersion(monthly.counts, months=monthly.months)
    known = np.where(np.isnan(found), restless, found)
    return np.where(np.isnan(known), 1.0, known)


def _moved(
    scope: Scope, monthly: Monthly, category: str, months: tuple[date, ...], phi: float
) -> Moved:
    now = _sum(monthly, category, months)
    before = _sum(monthly, category, tuple(_year_before(m) for m in months))
    between = Period(
        _year_before(months[0]), scope.period.end, "the two years compared"
    )
    cut = steps_in(scope, monthly, category, between)
    if now is None:
        return Moved(category, 0, None, None, None, "Not counted in these months.")
    if cut:
        reason = f"Recording change in {numbers.month(cut[-1].start)}: {cut[-1].words}"
        return Moved(category, int(now), _whole(before), None, None, reason)
    if before is None:
        return Moved(category, int(now), None, None, None, "Not counted a year before.")
    return Moved(
        category,
        int(now),
        int(before),
        _three_year_mean(scope, monthly, category, months),
        change(now, before, phi=phi, confidence=CONFIDENCE),
        "",
    )


def _sum(monthly: Monthly, category: str, months: tuple[date, ...]) -> float | None:
    wanted = np.array(months, dtype="datetime64[M]")
    values = monthly.of(category)[np.isin(monthly.months, wanted)]
    if values.size < len(months) or np.isnan(values).any():
        return None
    return float(values.sum())


def _three_year_mean(
    scope: Scope, monthly: Monthly, category: str, months: tuple[date, ...]
) -> float | None:
    """Mean of the same months in the three years before; None unless all are ordinary."""
    totals = []
    for back in (1, 2, 3):
        then = tuple(date(m.year - back, m.month, 1) for m in months)
        if any(scope.is_masked(m) for m in then):
            return None
        total = _sum(monthly, category, then)
        if total is None:
            return None
        totals.append(total)
    first = date(months[0].year - 3, months[0].month, 1)
    if steps_in(
        scope, monthly, category, Period(first, scope.period.end, "three years")
    ):
        return None
    return sum(totals) / 3


def _left_out(scope: Scope) -> str:
    both = Period(scope.earlier.start, scope.period.end, "the two years")
    spells = scope.spells_in(both)
    if spells:
        return f"{spells[0].name.lower()} touches {both.label}"
    return "not every month is held in both years"


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _year_before(month: date) -> date:
    return date(month.year - 1, month.month, 1)
