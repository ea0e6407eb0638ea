"""How a measure stands, derived from its readings; nothing here is saved or asked for.

`services.restand` keeps what comes out; a page derives it again where what is kept was
derived by an older rule.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean, median

from goldthread.core import status
from goldthread.core.targets import against_target
from goldthread.performance.models import Indicator, Mark, Reading, Standing, Target
from goldthread.performance.periods import calendar, later, months_apart

RECENT = 13  # points of the small line on a scorecard: a year and where it began
NAN = math.nan


@dataclass(frozen=True, slots=True)
class Behind:
    """All that a standing rests on."""

    readings: Sequence[Reading]  # standing ones of one area, along time
    marks: Sequence[Mark]
    target: Target | None
    peers: Mapping[date, Sequence[float]]  # start -> values of similar areas
    companion: Standing | None


def derive(
    indicator: Indicator, area_code: str, behind: Behind, *, at: datetime
) -> Standing:
    """One measure's standing in one area, not saved."""
    along = Along.of(indicator, behind)
    baseline = _baseline(indicator, behind.readings)
    target = _target(behind, baseline, along.last_start)
    own = status.standing(along.series(indicator, target), rules=status.CURRENT)
    if indicator.hidden_crime:
        own = status.guarded(
            own,
            _as_core(behind.companion),
            name=str(indicator.companion.name) if indicator.companion else "",
        )
    verdict = against_target(along.last, target, better=indicator.better)
    peers = list(behind.peers.get(along.last_start, ())) if along.last_start else []
    return Standing(
        indicator=indicator,
        area_code=area_code,
        reading=behind.readings[-1] if behind.readings else None,
        rules=own.rules,
        derived_at=at,
        variation=own.variation,
        assurance=own.assurance,
        colour=own.colour,
        word=own.word,
        sentence=own.sentence,
        reason=own.reason,
        caveat=own.caveat,
        low=own.low,
        mean=own.mean,
        high=own.high,
        previous=along.back(1),
        year_ago=along.back(12 // indicator.every),
        twelve_months=along.twelve_months() if indicator.kind == "count" else None,
        three_year_mean=along.three_years(),
        baseline=baseline,
        target=target,
        verdict=verdict.verdict,
        shortfall=verdict.shortfall,
        peer_middle=median(peers) if peers else None,
        peer_rank=_rank(along.last, peers, indicator.better) if peers else None,
        peer_count=len(peers) + 1 if peers else None,
        recent=along.recent(),
    )


@dataclass(frozen=True, slots=True)
class Along:
    """A series on its calendar: a period without a reading is NaN."""

    every: int
    starts: list[date]
    values: list[float]
    bases: list[float]
    masked: list[bool]
    since: date | None

    @classmethod
    def of(cls, indicator: Indicator, behind: Behind) -> "Along":
        held = {each.period_start: each for each in behind.readings}
        starts = calendar(list(held), indicator.every)
        breaks = [mark.from_on for mark in behind.marks if mark.kind == "break"]
        spells = [mark for mark in behind.marks if mark.kind == "left_out"]
        return cls(
            indicator.every,
            starts,
            [held[day].value if day in held else NAN for day in starts],
            [_base(held[day]) if day in held else NAN for day in starts],
            [
                any(
                    mark.from_on <= day and mark.until_on and day < mark.until_on
                    for mark in spells
                )
                for day in starts
            ],
            max(breaks, default=None),
        )

    def series(self, indicator: Indicator, target: float | None) -> status.Series:
        return status.Series(
            values=self.values,
            starts=self.starts,
            every=self.every,
            better=indicator.better,
            is_count=indicator.kind == Indicator.Kind.COUNT,
            is_seasonal=indicator.is_seasonal,
            is_survey=indicator.basis == Indicator.Basis.SURVEY,
            target=target if indicator.better != "neutral" else None,
            bases=self.bases if indicator.kind == Indicator.Kind.PERCENT else None,
            masked=self.masked,
            since=self.since,
        )

    @property
    def last(self) -> float | None:
        return self.values[-1] if self.values else None

    @property
    def last_start(self) -> date | None:
        return self.starts[-1] if self.starts else None

    def back(self, steps: int) -> float | None:
        """The value so many periods before the last; None where it is not held."""
        if len(self.values) <= steps:
            return None
        return _held(self.values[-1 - steps])

    def twelve_months(self) -> float | None:
        """The sum of the last twelve months; for show, never for a test."""
        points = self.values[-(12 // self.every) :]
        full = len(points) == 12 // self.every and not any(map(math.isnan, points))
        return sum(points) if full else None

    def three_years(self) -> float | None:
        points = self.values[-(36 // self.every) :]
        full = len(points) == 36 // self.every and not any(map(math.isnan, points))
        return fmean(points) if full else None

    def recent(self) -> list[float | None]:
        return [_held(value) for value in self.values[-RECENT:]]


def _held(value: float) -> float | None:
    return None if math.isnan(value) else value


def _base(reading: Reading) -> float:
    return NAN if reading.denominator is None else reading.denominator


def _baseline(indicator: Indicator, readings: Sequence[Reading]) -> float | None:
    """The mean of the baseline's readings; None where one of them is missing."""
    start, end = indicator.baseline_from, indicator.baseline_until
    if start is None or end is None:
        return None
    inside = [
        each.value
        for each in readings
        if start <= each.period_start and each.period_end <= end
    ]
    wanted = months_apart(start, end) // indicator.every
    return fmean(inside) if inside and len(inside) >= wanted else None


def _target(behind: Behind, baseline: float | None, last: date | None) -> float | None:
    told = behind.target
    if told is None:
        return None
    if told.kind == Target.Kind.ABSOLUTE:
        return told.value
    if told.kind == Target.Kind.SIMILAR:
        peers = behind.peers.get(last, ()) if last else ()
        return median(peers) if peers else None
    if baseline is None:
        return None
    if told.kind == Target.Kind.MAINTAIN:
        return baseline
    return baseline * (1 + (told.value or 0) / 100)


def _rank(value: float | None, peers: Sequence[float], better: str) -> int | None:
    """1 is the best of all; where neither direction is, 1 is the highest."""
    if value is None or math.isnan(value):
        return None
    if better == "down":
        return 1 + sum(peer < value for peer in peers)
    return 1 + sum(peer > value for peer in peers)


def _as_core(kept: Standing | None) -> status.Standing | None:
    if kept is None:
        return None
    return status.Standing(
        kept.variation,
        kept.assurance,
        kept.colour,
        kept.word,
        kept.sentence,
        kept.rules,
        kept.reason,
    )


def next_period(readings: Sequence[Reading], indicator: Indicator) -> date | None:
    """The first day of the period after the newest reading."""
    if not readings:
        return None
    return later(readings[-1].period_start, indicator.every)
