"""Which monthly files are owed by when, and when they came (Z4, B6, E69).

The law gives every quarter's prescribed data until the end of the quarter after it:
January to March by 30 June. A month that is over and not here is owed, from the first
month that its supplier ever sent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from goldthread.core.uk_time import local_day
from goldthread.evidence.forces import force_name
from goldthread.evidence.home import home
from goldthread.evidence.lake import Lake, Receipt
from goldthread.partners.models import Agency

Names = Callable[[set[str]], dict[str, str]]
FILES = {
    "offence": "recorded crime",
    "outcome": "outcomes",
    "stop_search": "stop and search",
}


@dataclass(frozen=True, slots=True)
class FileOwed:
    """One month of one file: by when it is owed, and when it came."""

    agency: str
    file: str
    month: date
    owed_on: date
    came_on: date | None

    def days_late(self, *, on: date) -> int:
        """Days past the day on which it was owed; nothing where it came in time."""
        return max(0, ((self.came_on or on) - self.owed_on).days)


def owed_on(month: date) -> date:
    """The last day of the quarter after the one that a month lies in."""
    quarters = month.year * 4 + (month.month - 1) // 3 + 2
    return date(quarters // 4, quarters % 4 * 3 + 1, 1) - timedelta(days=1)


def files_owed(*, on: date) -> tuple[FileOwed, ...]:
    """Every monthly file since its supplier's first load, the oldest first.

    What the first load brought of the years before was owed to nobody yet.
    """
    if not (home() / "lake").exists():
        return ()
    return owed_of(Lake(home()).receipts(), on=on, names=_names)


def owed_of(
    receipts: Sequence[Receipt], *, on: date, names: Names
) -> tuple[FileOwed, ...]:
    """The same from what a lake received."""
    came: dict[tuple[str, str], dict[date, date]] = {}
    for each in receipts:
        if each.table in FILES:
            own = came.setdefault((each.supplier, each.table), {})
            own[each.month] = local_day(each.at)
    called = names({supplier for supplier, _ in came})
    found = []
    for (supplier, table), own in came.items():
        began, month = min(own.values()), min(own)
        while _next(month) <= on:
            due = owed_on(month)
            if due >= began:
                found.append(
                    FileOwed(called[supplier], FILES[table], month, due, own.get(month))
                )
            month = _next(month)
    return tuple(sorted(found, key=lambda each: (each.month, each.agency, each.file)))


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _names(suppliers: set[str]) -> dict[str, str]:
    """What people call a supplier: the police agency of that name, else the force."""
    police = list(Agency.objects.filter(kind=Agency.Kind.POLICE).order_by("pk"))
    found = {}
    for slug in suppliers:
        force = force_name(slug)
        own = next((a for a in police if a.name.startswith(force)), None)
        found[slug] = (own.short_name or own.name) if own else force
    return found
