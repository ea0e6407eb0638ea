"""When is it half past one in London, and how often?

Moments are kept in UTC; days begin and end, and jobs run, by the clock on the wall. Twice
a year the two disagree: on 25 October 2026 half past one strikes twice, on 29 March 2026
it does not strike at all. Python compares the two half past ones as equal, so nothing
here ever compares wall times.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def local_day(moment: datetime) -> date:
    """The day on the wall in London at this moment.

    Raises:
        ValueError: the moment does not say which clock it is of.
    """
    if moment.tzinfo is None:
        raise ValueError(f"expected a moment with its time zone; found {moment}")
    return moment.astimezone(LONDON).date()


def start_of_day(day: date) -> datetime:
    """The moment at which this day begins in London, in UTC."""
    return datetime.combine(day, time.min, tzinfo=LONDON).astimezone(UTC)


def moments_of(day: date, wall: time) -> tuple[datetime, ...]:
    """Every moment at which the clock shows this: one, or two, or none; in UTC."""
    told = [
        datetime.combine(day, wall.replace(fold=fold), tzinfo=LONDON).astimezone(UTC)
        for fold in (0, 1)
    ]
    real = {
        moment
        for moment in told
        if moment.astimezone(LONDON).replace(tzinfo=None)
        == datetime.combine(day, wall.replace(fold=0))
    }
    return tuple(sorted(real))


def once_on(day: date, wall: time) -> datetime:
    """The one moment for what is to happen once at this time: in UTC.

    The first of two; where the time does not exist, the moment the clock jumps over it.
    """
    found = moments_of(day, wall)
    if found:
        return found[0]
    skipped = datetime.combine(day, wall.replace(fold=1), tzinfo=LONDON)
    after = datetime.combine(day, wall.replace(fold=0), tzinfo=LONDON)
    # Of the two readings of a time that is not there, one lies before the jump and one
    # after it; the jump itself is on the full hour between them.
    later = max(skipped.astimezone(UTC), after.astimezone(UTC))
    return later.replace(minute=0, second=0, microsecond=0)
