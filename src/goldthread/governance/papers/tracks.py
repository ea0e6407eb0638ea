"""How the measures of an old priority went, from the first year of its term to the last.

A measure belongs to the strategy in force; it is of an old priority when that one went
into a priority of today through the crosswalk (S41).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from statistics import fmean

from django.db.models import Q

from goldthread.performance.deriving import derive
from goldthread.performance.models import Indicator, Reading, Standing
from goldthread.performance.periods import later
from goldthread.performance.services.standings import behind
from goldthread.strategy.models import Crosswalk, Priority, Strategy


@dataclass(frozen=True, slots=True)
class Term:
    """The days of a strategy that are over; half-open."""

    start: date
    end: date

    @classmethod
    def of(cls, strategy: Strategy, on: date) -> "Term":
        start = strategy.in_force_from or strategy.period_start
        return cls(start, min(strategy.in_force_until or strategy.period_end, on))


@dataclass(frozen=True, slots=True)
class Track:
    """One measure over a term: a year's mean at each end, and how it stood at the last."""

    indicator: Indicator
    first_year: float | None
    last_year: float | None
    last: Reading  # what a claim on it rests on
    standing: Standing  # by the readings up to then


def went_into(priority: Priority) -> list[Crosswalk]:
    """What the strategies after say became of a priority."""
    rows = Crosswalk.objects.filter(old=priority).select_related("new", "strategy")
    return list(rows.order_by("strategy__period_start", "pk"))


def with_newer(priority: Priority) -> set[int]:
    """A priority and everything that it went into since."""
    known = {priority.pk}
    fresh = set(known)
    while fresh:
        rows = Crosswalk.objects.filter(old__in=fresh, new__isnull=False)
        fresh = set(rows.values_list("new", flat=True)) - known
        known |= fresh
    return known


def tracks_of(priority: Priority, term: Term) -> list[Track]:
    """The measures of a priority that have readings of its term, by their codes."""
    keys = with_newer(priority)
    wanted = Indicator.objects.filter(
        Q(outcomes__priority__in=keys)
        | Q(workstream__links__priority__in=keys, workstream__links__is_primary=True)
    )
    rows = Indicator.objects.filter(pk__in=wanted.values("pk"))
    found = (
        track_of(each, term)
        for each in rows.select_related("companion").order_by("code", "pk")
    )
    return [track for track in found if track is not None]


def track_of(indicator: Indicator, term: Term) -> Track | None:
    """One measure over the term; None where it has no reading of it."""
    inside = [
        each
        for each in behind(indicator, indicator.area_code).readings
        if term.start <= each.period_start and each.period_end <= term.end
    ]
    if not inside:
        return None
    return Track(
        indicator,
        _mean(inside, term.start, later(term.start, 12)),
        _mean(inside, later(term.end, -12), term.end),
        inside[-1],
        standing_at(indicator, term.end),
    )


def standing_at(indicator: Indicator, end: date) -> Standing:
    """How a measure stood when a term ended, by what is known of it now."""
    rests = behind(indicator, indicator.area_code)
    cut = [each for each in rests.readings if each.period_end <= end]
    companion = indicator.companion
    beside = standing_at(companion, end) if companion and rests.companion else None
    told = replace(rests, readings=cut, target=None, peers={}, companion=beside)
    at = datetime.combine(end, time())
    return derive(indicator, indicator.area_code, told, at=at)


def _mean(readings: Sequence[Reading], start: date, end: date) -> float | None:
    values = [
        each.value
        for each in readings
        if start <= each.period_start and each.period_end <= end
    ]
    return fmean(values) if values else None
