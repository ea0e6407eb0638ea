"""The partnership's year on a page, and what a seat takes back to its network (C48)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldthread.core.periods import Period, statutory_year_of
from goldthread.governance.models import Ask, Decision, Meeting, YearStep
from goldthread.governance.year import STEPS, Step, ends_on
from goldthread.web.kit import Link, Status
from goldthread.web.templatetags.kit import day

MOODS = {"to_do": "waiting", "in_hand": "working", "done": "done"}


@dataclass(frozen=True, slots=True)
class YearLine:
    """One month's work, whose it is, how it stands."""

    step: Step
    month: str
    owner: str
    status: Status
    note: str
    links: tuple[Link, ...]  # where its work is done


@dataclass(frozen=True, slots=True)
class YearPage:
    """The twelve months of a statutory year; what is late first."""

    year: Period
    late: tuple[YearLine, ...]
    lines: tuple[YearLine, ...]


def year_page(
    *, on: date, may_open: Callable[[str], bool] = lambda page: True
) -> YearPage:
    """The year that a day falls in, with the pages that this reader may open."""
    year = statutory_year_of(on)
    rows = YearStep.objects.filter(year=year.start.year).select_related("owner")
    kept = {row.key: row for row in rows}
    lines = [_line(step, kept.get(step.key), year, on, may_open) for step in STEPS]
    late = tuple(line for line in lines if line.status.mood == "concern")
    return YearPage(year, late, tuple(lines))


def _line(
    step: Step,
    row: YearStep | None,
    year: Period,
    on: date,
    may_open: Callable[[str], bool],
) -> YearLine:
    state = row.state if row else YearStep.State.TO_DO
    label = dict(YearStep.State.choices)[state]
    ends = ends_on(step, year.start.year)
    late = state != YearStep.State.DONE and ends <= on
    status = Status("Late", "concern") if late else Status(str(label), MOODS[state])  # type: ignore[arg-type]
    done = f"done on {day(row.done_on)}" if row and row.done_on else ""
    note = ". ".join(filter(None, (row.words if row else "", done)))
    month = f"{date(2000, step.month, 1):%B}"
    links = tuple(
        Link(words, reverse(page)) for words, page in step.pages if may_open(page)
    )
    owner = str(row.owner or "") if row else ""
    return YearLine(step, month, owner, status, note, links)


@dataclass(frozen=True, slots=True)
class ReportBack:
    """What may be told of a meeting to a network: open items only, in plain words."""

    meeting: Meeting
    items: tuple[str, ...]
    decisions: tuple[Decision, ...]
    asks: tuple[Ask, ...]
    hidden: bool


def report_back(meeting: Meeting) -> ReportBack:
    """What a seat holder takes back from a meeting that was held (C48)."""
    every = list(meeting.items.order_by("number"))
    open_ = [item for item in every if not item.is_restricted]
    keys = [item.pk for item in open_]
    return ReportBack(
        meeting,
        tuple(item.title for item in open_),
        tuple(meeting.decisions.filter(item__in=keys).order_by("pk")),
        tuple(
            meeting.asks.filter(item__in=keys).select_related("agency").order_by("pk")
        ),
        hidden=len(open_) < len(every),
    )
