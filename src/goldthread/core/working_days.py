"""Which day is it, counted in days on which offices are open?

Every clock of the field is counted so, and every area has its own (Z17): acknowledge in
two working days, review in 28. The day on which something came in does not count. The
days off are handed in, so that the bank holidays of one part of the country, and a
council's own closures, are data of the caller. Not for periods in calendar days.
"""

from collections.abc import Collection
from datetime import date, timedelta

_DAY = timedelta(days=1)
LONGEST = 1_300  # working days, five years: further is a slip of the hand


def is_working_day(day: date, *, off: Collection[date]) -> bool:
    """Whether offices are open: Monday to Friday, and none of the days off."""
    return day.weekday() < 5 and day not in off


def add_working_days(start: date, days: int, *, off: Collection[date]) -> date:
    """The day that many working days after `start`; before it where `days` is negative.

    With nought it is `start` itself, or the first working day after it.

    Raises:
        ValueError: more working days than anybody waits.
    """
    if abs(days) > LONGEST:
        raise ValueError(
            f"expected at most {LONGEST} working days either way; found {days}"
        )
    step = -_DAY if days < 0 else _DAY
    day = start
    if days == 0:
        while not is_working_day(day, off=off):
            day += step
        return day
    left = abs(days)
    while left:
        day += step
        left -= is_working_day(day, off=off)
    return day


def working_days_between(start: date, end: date, *, off: Collection[date]) -> int:
    """How many working days lie after `start`, up to and with `end`.

    Negative where `end` is the earlier one; a day is no working day from itself.
    """
    if end < start:
        return -working_days_between(end, start, off=off)
    span = (end - start).days
    return sum(
        is_working_day(start + timedelta(days=n), off=off) for n in range(1, span + 1)
    )
