"""Which periods a measure has: aligned to its first, called by what people call them."""

from collections.abc import Sequence
from datetime import date, timedelta

from goldthread.core import periods


def later(day: date, months: int) -> date:
    """The first of the month so many months later, or earlier where negative."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def months_apart(start: date, end: date) -> int:
    """Months from one first of a month to another."""
    return (end.year - start.year) * 12 + end.month - start.month


def label(start: date, end: date) -> str:
    """What people call a period: October 2026, Q2 2026/27, 2026/27."""
    months = months_apart(start, end)
    if months == 1:
        return periods.month(start).label
    if months == 3 and start.month in (1, 4, 7, 10):
        return periods.quarter_of(start).label
    if months == 12 and start.month == 4:
        return periods.statutory_year(start.year).label
    return periods.months_between(start, end - timedelta(days=1)).label


def spoken(start: date, end: date) -> str:
    """The same for somebody who knows no quarters: April to June 2026."""
    last = end - timedelta(days=1)
    if months_apart(start, end) == 1:
        return f"{start:%B %Y}"
    begins = f"{start:%B}" if start.year == last.year else f"{start:%B %Y}"
    return f"{begins} to {last:%B %Y}"


def short_label(start: date, end: date) -> str:
    """The same for a narrow column."""
    text = label(start, end)
    return text if months_apart(start, end) > 1 else f"{text[:3]} {start.year}"


def newest_due(
    *, every: int, first: date, due_days: int, lag_months: int = 0, on: date
) -> date | None:
    """The start of the newest period whose figure is due by this day.

    `first` is the start of any period of the series: the others follow it in steps.
    """
    start = later(first, months_apart(first, on.replace(day=1)) // every * every)
    while start >= first:
        if due_on(start, every=every, due_days=due_days, lag_months=lag_months) <= on:
            return start
        start = later(start, -every)
    return None


def due_on(start: date, *, every: int, due_days: int, lag_months: int = 0) -> date:
    """The day by which the figure of this period is due."""
    return later(start, every + lag_months) + timedelta(days=due_days)


def first_start(opened_on: date, every: int) -> date:
    """The start of the first period of a measure that is kept since this day."""
    day = opened_on.replace(day=1)
    if every == 3:
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return day


def calendar(starts: Sequence[date], every: int) -> list[date]:
    """Every period from the first to the last, so that one left out leaves a gap."""
    if not starts:
        return []
    first, last = min(starts), max(starts)
    steps = months_apart(first, last) // every
    return [later(first, step * every) for step in range(steps + 1)]


def holes(starts: Sequence[date], every: int, *, since: date | None) -> list[date]:
    """The periods before the newest figure that have none, the oldest first.

    From the first figure on, or from `since` (the beginning of a baseline) if that is
    earlier: there somebody said that figures stand.
    """
    if not starts:
        return []
    first = min(starts)
    while since is not None and later(first, -every) >= since:
        first = later(first, -every)
    return [one for one in calendar([first, *starts], every) if one not in set(starts)]
