"""How quickly information flows: request to reply, event to receipt, by agency (S13)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import quantiles

from goldthread.core.uk_time import local_day
from goldthread.delivery.models import Chase
from goldthread.intake.owed import FileOwed, files_owed
from goldthread.performance.models import FigureChase, Reading
from goldthread.performance.periods import label, later

FEWEST = 5  # pairs of dates before a 90th centile says anything
LONGEST_AGO = 24  # months


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One agency in one quarter: how many, the middle and the slow tenth, in days."""

    agency: str
    period: str
    count: int
    open: int  # asked and not answered yet
    middle: float | None
    slow: float | None


@dataclass(frozen=True, slots=True)
class LateFile:
    """One file that came late, or has not come though it is owed."""

    file: FileOwed
    month: str
    days: int


@dataclass(frozen=True, slots=True)
class FlowPage:
    """Three clocks: from asking to an answer, from an event to its figure, to its file."""

    replies: tuple[FlowRow, ...]
    receipts: tuple[FlowRow, ...]
    files: tuple[FlowRow, ...]
    late_files: tuple[LateFile, ...]  # the newest months first

    @property
    def is_empty(self) -> bool:
        return not self.replies and not self.receipts and not self.files


Days = dict[tuple[date, str], list[float | None]]


def flow_page(*, on: date) -> FlowPage:
    """The last two years, by agency and quarter, the newest first."""
    since = later(_quarter(on), -LONGEST_AGO)
    files = [each for each in files_owed(on=on) if each.month >= since]
    return FlowPage(
        _rows(_replies(since)),
        _rows(_receipts(since)),
        _rows(_deliveries(files)),
        tuple(
            LateFile(each, label(each.month, later(each.month, 1)), days)
            for each in reversed(files)
            if (days := each.days_late(on=on))
        ),
    )


def _deliveries(files: Sequence[FileOwed]) -> Days:
    """From the end of a month to the day on which its file was in the lake."""
    found: Days = defaultdict(list)
    for each in files:
        ended = later(each.month, 1)
        days = float((each.came_on - ended).days) if each.came_on else None
        found[_quarter(each.month), each.agency].append(days)
    return found


def _replies(since: date) -> Days:
    """From telling somebody that a word or a figure is owed to the next one of it."""
    found: Days = defaultdict(list)
    rows = Chase.objects.filter(at__date__gte=since).values_list(
        "at",
        "answered_at",
        "action__lead_agency__short_name",
        "action__lead_agency__name",
        "action__community_owner",
    )
    for asked, answered, short, name, community in rows.order_by("pk"):
        whose = short or name or community
        found[_quarter(local_day(asked)), whose].append(
            _days(asked, answered) if answered else None
        )
    figures = FigureChase.objects.filter(at__date__gte=since).values_list(
        "at", "answered_at", "agency__short_name", "agency__name"
    )
    for asked, answered, short, name in figures.order_by("pk"):
        found[_quarter(local_day(asked)), short or name].append(
            _days(asked, answered) if answered else None
        )
    return found


def _receipts(since: date) -> Days:
    """From the end of a period to the first figure of it."""
    found: Days = defaultdict(list)
    rows = Reading.objects.filter(
        vintage=1, comes_from="return", period_end__gte=since
    ).values_list(
        "period_end",
        "recorded_at",
        "came_with__agency__short_name",
        "came_with__agency__name",
    )
    for ended, recorded, short, name in rows.order_by("pk"):
        days = (local_day(recorded) - ended).days
        found[_quarter(ended - timedelta(days=1)), short or name].append(float(days))
    return found


def _rows(found: Days) -> tuple[FlowRow, ...]:
    made = []
    for (start, agency), days in sorted(
        found.items(), key=lambda each: (-each[0][0].toordinal(), each[0][1])
    ):
        known = sorted(each for each in days if each is not None)
        made.append(
            FlowRow(
                agency,
                label(start, later(start, 3)),
                len(days),
                len(days) - len(known),
                _cut(known, 50) if known else None,
                _cut(known, 90) if len(known) >= FEWEST else None,
            )
        )
    return tuple(made)


def _cut(known: Sequence[float], centile: int) -> float:
    """The value under which so many of a hundred lie, between the two nearest."""
    if len(known) == 1:
        return known[0]
    return quantiles(known, n=100, method="inclusive")[centile - 1]


def _days(asked: datetime, answered: datetime) -> float:
    return round((answered - asked).total_seconds() / 86_400, 1)


def _quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
