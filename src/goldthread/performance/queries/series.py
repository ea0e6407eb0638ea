"""A series along time, and what was revised after somebody had seen it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from goldthread.performance.models import Indicator, LockedReading, Reading
from goldthread.performance.periods import label, later
from goldthread.performance.words import shown_reading


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure that a pack showed and that has changed since."""

    measure: str  # its name
    period: str
    period_start: date
    was: float
    now: float
    was_shown: str
    now_shown: str
    pack: str
    pack_at: datetime
    reason: str

    @property
    def words(self) -> str:
        """As a pack says it: was 412 in January 2027 (board pack), now 437."""
        return f"{self.period}: was {self.was_shown} in {self.pack}, now {self.now_shown}. {self.reason}".strip()


def series_of(indicator: Indicator, area_code: str = "") -> list[Reading]:
    """The standing readings of a measure in one area, along time."""
    return list(
        Reading.objects.standing()
        .filter(indicator=indicator, area_code=area_code or indicator.area_code)
        .select_related("indicator", "came_with__agency", "recorded_by")
        .along_time()
    )


def with_earlier(keys: Sequence[int]) -> list[Reading]:
    """These readings, and what stands beside them: the one before, and a year before."""
    last = list(Reading.objects.filter(pk__in=keys).select_related("indicator"))
    wanted = Q(pk__in=keys)
    for each in last:
        every = each.indicator.every
        wanted |= Q(
            superseded_at__isnull=True,
            indicator=each.indicator_id,
            area_code=each.area_code,
            period_start__in=[
                later(each.period_start, -every),
                later(each.period_start, -12),
            ],
        )
    return list(Reading.objects.filter(wanted).order_by("pk"))


def revisions_of(
    indicators: Sequence[Indicator], *, area_code: str = ""
) -> tuple[Revision, ...]:
    """What issued packs showed and is different now, the newest pack first.

    A figure that several packs showed is told once, with the newest of them.
    """
    held = (
        LockedReading.objects.filter(
            reading__indicator__in=[each.pk for each in indicators],
            reading__superseded_at__isnull=False,
        )
        .select_related("lock", "reading__indicator")
        .order_by("-lock__locked_at", "reading__period_start", "pk")
    )
    if area_code:
        held = held.filter(reading__area_code=area_code)
    found, told = [], set()
    for each in held:
        was = each.reading
        if was.pk in told:
            continue
        told.add(was.pk)
        now = (
            Reading.objects.standing()
            .filter(
                indicator=was.indicator_id,
                area_code=was.area_code,
                period_start=was.period_start,
            )
            .first()
        )
        if now is None or now.value == was.value:
            continue
        found.append(
            Revision(
                was.indicator.name,
                label(was.period_start, was.period_end),
                was.period_start,
                was.value,
                now.value,
                shown_reading(was.indicator, was),
                shown_reading(was.indicator, now),
                each.lock.name,
                each.lock.locked_at,
                now.reason,
            )
        )
    return tuple(found)
