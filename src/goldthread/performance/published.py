"""What anybody may know of the measures: how people in the area are, as a pack froze it.

Only measures of the population, and only figures that a board's pack was issued with:
what services count of those they reach stays with the board. Small counts that are not
public already are not shown (methods §16).
"""

from dataclasses import dataclass
from datetime import date, datetime

from goldthread.core.disclosure import protect, protected_shares
from goldthread.performance.models import Indicator, Lock, LockedReading, Reading
from goldthread.performance.periods import label
from goldthread.performance.words import shown

FEW = "too few to show"
OPEN = ("recorded", "official")  # public already, to the single case


@dataclass(frozen=True, slots=True)
class PublishedMeasure:
    """One measure, as a pack froze it."""

    code: str
    name: str
    counts: str  # what one unit of it is
    unit: str
    period: str
    value: str
    before: str  # a year earlier, where a pack held that figure too
    caveat: str
    source: str


@dataclass(frozen=True, slots=True)
class PublishedMeasures:
    """The measures of the newest pack."""

    name: str
    issued_at: datetime
    measures: tuple[PublishedMeasure, ...]


def published_measures(on: date) -> PublishedMeasures | None:
    """The newest pack's measures of the population; None before any was issued."""
    lock = Lock.objects.filter(locked_at__date__lte=on).order_by("-locked_at").first()
    if lock is None:
        return None
    held = LockedReading.objects.filter(
        reading__indicator__about=Indicator.About.POPULATION,
        lock__locked_at__lte=lock.locked_at,
    )
    rows = held.select_related("reading__indicator").order_by(
        "reading__indicator__code", "reading__period_start", "lock__locked_at", "pk"
    )
    newest: dict[int, Reading] = {}
    by_period: dict[tuple[int, date], Reading] = {}
    for row in rows:
        reading = row.reading
        if reading.area_code != reading.indicator.area_code:
            continue
        by_period[reading.indicator_id, reading.period_start] = reading
        if row.lock_id == lock.pk:
            newest[reading.indicator_id] = reading
    told = tuple(_told(one, by_period) for one in newest.values())
    return PublishedMeasures(lock.name, lock.locked_at, told)


def _told(
    reading: Reading, by_period: dict[tuple[int, date], Reading]
) -> PublishedMeasure:
    one = reading.indicator
    start = reading.period_start
    earlier = by_period.get((one.pk, start.replace(year=start.year - 1)))
    return PublishedMeasure(
        code=one.code,
        name=one.name,
        counts=one.counts,
        unit=one.unit,
        period=label(reading.period_start, reading.period_end),
        value=_shown(one, reading),
        before=_shown(one, earlier) if earlier else "",
        caveat=one.caveat,
        source=one.source,
    )


def _shown(one: Indicator, reading: Reading) -> str:
    """The figure, or that it is too small to be shown."""
    if one.basis in OPEN:
        return shown(one, reading.value)
    if reading.numerator is not None and reading.denominator:
        part, of = round(reading.numerator), round(reading.denominator)
        if part <= of and protected_shares([part], [of]).suppressed[0]:
            return FEW
    if (
        one.kind == Indicator.Kind.COUNT
        and protect([round(reading.value)]).suppressed[0]
    ):
        return FEW
    return shown(one, reading.value)
