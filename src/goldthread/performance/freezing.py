"""What is frozen of a measure for residents: plain words, and figures that point at nobody.

The figures are those that the newest pack held, and what stood before them. Where they
are a partner's own, or count people or a hidden crime, small ones are hidden with what protects them: along time beside the
totals of whole years, against everything that was ever made public of this measure; and
by area beside the figure of all areas. Where nothing protects a small one, the total or
the table of areas is left out.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import prefetch_related_objects

from goldthread.core.along_time import AlongTime, protect_along_time
from goldthread.core.arrays import Flags, Floats
from goldthread.core.disclosure import protected_shares
from goldthread.core.periods import statutory_year
from goldthread.core.refusal import Refused
from goldthread.core.suppression import protect_with_totals
from goldthread.notes.models import Publication
from goldthread.partners.models import Area
from goldthread.performance.deriving import Behind, derive
from goldthread.performance.models import Indicator, Lock, LockedReading, Reading
from goldthread.performance.periods import spoken
from goldthread.performance.plain import plainly
from goldthread.performance.protection import FEW as FEW
from goldthread.performance.protection import HIDDEN as HIDDEN
from goldthread.performance.protection import SMALL, WHY, is_open
from goldthread.performance.published import about
from goldthread.performance.services.standings import behind
from goldthread.performance.sureness import sure_of
from goldthread.performance.words import shown, shown_reading

BESIDE = ("outcomes__priority", "workstream__priorities")


def told_of(indicator: Indicator, *, at: datetime) -> dict[str, Any] | None:
    """What would be frozen of a measure; None where no pack was issued with a figure."""
    lock = newest_pack(indicator)
    if lock is None:
        return None
    held = _as_the_pack_had_it(indicator, lock)
    stands = derive(indicator, indicator.area_code, held, at=at)
    plain = plainly(indicator, stands, held)
    figures = _Figures(indicator, held.readings, earlier_copies(indicator))
    return {
        "name": indicator.name,
        "definition": indicator.definition,
        "counts": indicator.counts,
        "unit": indicator.unit,
        "source": indicator.source,
        "caveat": indicator.caveat,
        "sure": _sure(indicator, held.readings[-1]),
        "every": indicator.every,
        "aim": plain.aim,
        "status": plain.status,
        "mood": plain.mood,
        "sentence": plain.sentence,
        "hidden_crime": plain.hidden_crime,
        "companion": plain.companion,
        "points": figures.points(),
        "years": figures.years(),
        "places": figures.places(),
        # The band of a seasonal measure is that of the series without its season.
        "usual": None
        if figures.hides_any or stands.low is None or indicator.is_seasonal
        else [round(float(n or 0), 4) for n in (stands.low, stands.mean, stands.high)],
        "small": figures.words(),
        "priorities": priorities_of(indicator),
        "pack": lock.name,
        "pack_on": lock.locked_at.date().isoformat(),
    }


def _sure(indicator: Indicator, newest: Reading) -> str:
    """How many answered and how sure that makes it, or that nobody knows (S93)."""
    found = sure_of(indicator, newest)
    return found.sentence if found else ""


def newest_pack(indicator: Indicator) -> Lock | None:
    """The newest pack that was issued with a figure of this measure for the whole area."""
    return (
        Lock.objects.filter(
            readings__indicator=indicator, readings__area_code=indicator.area_code
        )
        .order_by("-locked_at", "-pk")
        .first()
    )


def earlier_copies(indicator: Indicator) -> list[Publication]:
    """All that was ever public of it: whoever kept it can subtract."""
    return list(Publication.objects.on(about(indicator)).in_order())


def _as_the_pack_had_it(indicator: Indicator, lock: Lock) -> Behind:
    """The series up to the pack's newest figure, in the vintages that packs showed."""
    locked = LockedReading.objects.filter(
        lock__locked_at__lte=lock.locked_at,
        reading__indicator=indicator,
        reading__area_code=indicator.area_code,
    )
    by_start = {
        row.reading.period_start: row.reading
        for row in locked.select_related("reading").order_by("lock__locked_at", "pk")
    }
    newest = max(
        row.reading.period_start
        for row in locked.filter(lock=lock).select_related("reading")
    )
    known = behind(indicator, indicator.area_code)
    series = {
        one.period_start: one for one in known.readings if one.period_start <= newest
    } | {start: one for start, one in by_start.items() if start <= newest}
    return replace(known, readings=[series[start] for start in sorted(series)])


class _Figures:
    """The figures of a measure, each shown or hidden."""

    def __init__(
        self,
        indicator: Indicator,
        readings: Sequence[Reading],
        earlier: Sequence[Publication],
    ) -> None:
        self.indicator, self.readings = indicator, readings
        self.is_open = is_open(indicator)
        self.is_count = indicator.kind == Indicator.Kind.COUNT
        self.along = self._along(earlier) if self.is_count else None
        self.hidden = self._hidden()

    @property
    def hides_any(self) -> bool:
        return bool(self.hidden.any())

    def points(self) -> list[list[Any]]:
        """Period, first day, value, words: no value where none is shown."""
        return [
            [
                spoken(one.period_start, one.period_end),
                one.period_start.isoformat(),
                *((None, FEW) if gone else self._said(one)),
            ]
            for one, gone in zip(self.readings, self.hidden, strict=True)
        ]

    def _said(self, one: Reading) -> tuple[float | None, str]:
        """A figure and its words; a share of too few has no value to draw (E17, E36)."""
        words = shown_reading(self.indicator, one)
        is_whole = words == shown(self.indicator, one.value)
        return (one.value if is_whole else None), words

    def years(self) -> list[list[str]]:
        """The totals of whole years; only counts have some, and not of one figure."""
        if self.along is None or self.indicator.every == 12:
            return []
        return [
            [year, HIDDEN if total is None else shown(self.indicator, total)]
            for year, total in self.along.totals.items()
        ]

    def places(self) -> list[list[str]]:
        """The newest period by area, beside the figure of all of them; [] where unsafe."""
        newest = self.readings[-1]
        rows = list(
            Reading.objects.standing()
            .filter(indicator=self.indicator, period_start=newest.period_start)
            .exclude(area_code__in=[self.indicator.area_code, *self.indicator.peers])
            .order_by("area_code")
        )
        names = dict(
            Area.objects.filter(code__in=[one.area_code for one in rows]).values_list(
                "code", "name"
            )
        )
        rows = [one for one in rows if one.area_code in names]
        if len(rows) < 2 or self.hidden[-1] or not (self.is_open or self.is_count):
            return []
        hidden = _hidden_places(rows, newest) if not self.is_open else None
        if isinstance(hidden, Refused):
            return []
        return [
            [
                names[one.area_code],
                HIDDEN
                if hidden is not None and hidden[n]
                else shown_reading(self.indicator, one),
            ]
            for n, one in enumerate(rows)
        ]

    def words(self) -> str:
        """What is not shown and why, in a sentence."""
        if self.hides_any:
            return WHY
        if self.is_count and any(0 < one.value < SMALL for one in self.readings):
            return "Some of these counts are small. Their source made them public before, so they stand as they were."
        return ""

    def _along(self, earlier: Sequence[Publication]) -> AlongTime:
        counts = np.array([one.value for one in self.readings], dtype=np.float64)
        named = [_year(one) for one in self.readings]
        per_year = 12 // self.indicator.every
        whole = (
            []
            if per_year == 1
            else [
                year for year in dict.fromkeys(named) if named.count(year) == per_year
            ]
        )
        if self.is_open:
            return _open(counts, named, whole)
        if not np.array_equal(counts, np.round(counts)):  # an average has no total
            counts, whole = np.round(counts), []
        showed, hid = _seen_before(self.readings, earlier)
        return protect_along_time(
            counts, named, whole=whole, shown_before=showed, hidden_before=hid
        )

    def _hidden(self) -> Flags:
        if self.is_open:
            return np.zeros(len(self.readings), dtype=np.bool_)
        if self.along is not None:
            return self.along.suppressed
        return np.array([_is_small_share(one) for one in self.readings], dtype=np.bool_)


def _open(counts: Floats, named: Sequence[str], whole: Sequence[str]) -> AlongTime:
    """Public already to the single case: every figure and every total stands."""
    nothing = np.zeros(counts.size, dtype=np.bool_)
    totals: dict[str, float | None] = {
        year: float(sum(n for n, its in zip(counts, named, strict=True) if its == year))
        for year in whole
    }
    return AlongTime(counts, nothing, nothing, totals, 5)


def _seen_before(
    readings: Sequence[Reading], earlier: Sequence[Publication]
) -> tuple[list[bool], list[bool]]:
    """Which periods some copy showed, and which the newest one hid."""
    showed: set[str] = set()
    hid: set[str] = set()
    for copy in earlier:
        hid = set()
        for _, start, value, _ in copy.content["points"]:
            (hid if value is None else showed).add(start)
    starts = [one.period_start.isoformat() for one in readings]
    return [start in showed for start in starts], [start in hid for start in starts]


def _hidden_places(rows: Sequence[Reading], all_of_it: Reading) -> Flags | Refused:
    """What of the areas is hidden beside the figure of all of them.

    What lies in no area that has a figure is one more cell, known by subtraction.
    """
    counts = [one.value for one in rows]
    rest = all_of_it.value - sum(counts)
    if rest < 0:
        return Refused("The areas hold more than all of them together.")
    found = protect_with_totals([*counts, rest] if rest else counts)
    return found if isinstance(found, Refused) else found.suppressed[: len(rows)]


def _is_small_share(reading: Reading) -> bool:
    if reading.numerator is None or not reading.denominator:
        return False
    part, of = round(reading.numerator), round(reading.denominator)
    return part <= of and bool(protected_shares([part], [of]).suppressed[0])


def _year(reading: Reading) -> str:
    """The statutory year that a period ends in; one that straddles two has its own."""
    start = reading.period_start
    year = start.year if start.month >= 4 else start.year - 1
    return statutory_year(year).label


def priorities_of(indicator: Indicator) -> list[str]:
    """Keys of the priorities it belongs to: by its outcomes, else by its workstream."""
    prefetch_related_objects([indicator], *BESIDE)
    keys = {each.priority.key for each in indicator.outcomes.all()}
    if not keys and indicator.workstream is not None:
        keys = {each.key for each in indicator.workstream.priorities.all()}
    return sorted(keys)
