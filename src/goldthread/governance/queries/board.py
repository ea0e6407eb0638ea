"""The board's first page: what waits for somebody, then what is coming."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from goldthread.governance.models import (
    AgendaItem,
    Ask,
    Challenge,
    Deadline,
    Decision,
    EmergingIssue,
    ForwardItem,
    Meeting,
    Risk,
)
from goldthread.governance.queries.reading import (
    Need,
    days_late,
    decision_status,
    meeting_status,
    spoken_about,
    table,
    to_ask,
    to_challenge,
    to_decision,
    to_meeting,
    to_risk,
    visible,
)
from goldthread.governance.rules import Reader
from goldthread.web.kit import Link, Status, Table
from goldthread.web.templatetags.kit import day

MOST = 8
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class BoardPage:
    """What needs a board, and what there is."""

    needs: tuple[Need, ...]
    coming: Table | None
    decided: Table | None
    past: Table | None
    is_empty: bool


def board_page(reader: Reader, *, on: date) -> BoardPage:
    """Everything on the board's first page, for this reader."""
    coming = list(
        Meeting.objects.ahead(on)
        .select_related("body")
        .annotate(asked=Count("items"))[:MOST]
    )
    past = list(
        Meeting.objects.took_place().select_related("body").newest_first()[:MOST]
    )
    decided = list(
        visible(Decision.objects.select_related("body"), reader).newest_first()[:MOST]
    )
    return BoardPage(
        needs=tuple(needs_of_boards(reader, on=on)),
        coming=_meetings("Meetings to come", coming) if coming else None,
        decided=_decided(decided) if decided else None,
        past=_held(past) if past else None,
        is_empty=not (coming or past or decided),
    )


def needs_of_boards(reader: Reader, *, on: date) -> Iterator[Need]:
    """What waits, the oldest of each kind first: overdue work before what is soon due."""
    yield from _asks(reader, on)
    yield from _decisions(reader, on)
    yield from _risks(on)
    yield from _challenges(reader)
    if reader.runs:
        yield from _clocks(on)
        yield from _coming(on)
        yield from _meetings_to_write(on)
        yield from _forward(on)


def _asks(reader: Reader, on: date) -> Iterator[Need]:
    late = visible(Ask.objects.overdue(on), reader).select_related("agency")
    for ask in late.order_by("due_on", "pk")[:MOST]:
        link = to_ask(ask)
        note = f"asked of {ask.asked_of}, {days_late(ask.due_on, on)}"
        yield Need(link.words, link.href, note, Status("Not answered", "concern"))


def _decisions(reader: Reader, on: date) -> Iterator[Need]:
    due = visible(Decision.objects.due(on), reader).order_by("effect_by", "pk")
    for decision in due[:MOST]:
        link = to_decision(decision)
        note = f"its effect was {days_late(decision.effect_by, on)}"
        yield Need(link.words, link.href, note, Status("What came of it?", "concern"))
    if reader.runs:
        for decision in Decision.objects.unreported().order_by("decided_on", "pk"):
            link = to_decision(decision)
            note = f"taken between meetings on {day(decision.decided_on)}; the next meeting hears of it"
            yield Need(link.words, link.href, note, Status("Report it", "waiting"))


def _risks(on: date) -> Iterator[Need]:
    late = Risk.objects.overdue(on).select_related("owner", "owner_agency")
    for risk in late.order_by("review_on", "pk")[:MOST]:
        link = to_risk(risk)
        note = f"{risk.owner or risk.owner_agency or 'nobody owns it'}, review {days_late(risk.review_on, on)}"
        yield Need(link.words, link.href, note, Status("Review overdue", "concern"))


def _challenges(reader: Reader) -> Iterator[Need]:
    open_ = visible(Challenge.objects.unanswered(), reader).select_related("asked_of")
    for challenge in open_.order_by("asked_on", "pk")[:MOST]:
        link = to_challenge(challenge)
        note = f"put to {challenge.asked_of or 'nobody by name'} on {day(challenge.asked_on)}"
        yield Need(link.words, link.href, note, Status("Not answered", "waiting"))


def _clocks(on: date) -> Iterator[Need]:
    late = Deadline.objects.overdue(on).select_related("clock")
    for one in late.order_by("due_on", "pk")[:MOST]:
        note = f"{one.clock.title}, {days_late(one.due_on, on)}"
        yield Need(one.about, reverse("clocks"), note, Status("Late", "concern"))


def _coming(on: date) -> Iterator[Need]:
    for issue in EmergingIssue.objects.waiting().order_by("raised_on", "pk")[:MOST]:
        href = reverse("emerging_issue", args=[issue.reference])
        note = f"seen coming by {issue.source}, {issue.days(on)} days ago"
        yield Need(str(issue), href, note, Status("No answer yet", "waiting"))


def _meetings_to_write(on: date) -> Iterator[Need]:
    undecided = AgendaItem.objects.undecided().filter(meeting=OuterRef("pk"))
    rows = Meeting.objects.unminuted().select_related("body")
    lacking = set(rows.filter(Exists(undecided)).values_list("pk", flat=True))
    for meeting in rows.order_by("held_on", "pk"):
        lacks = "; an item waits for its decision" if meeting.pk in lacking else ""
        yield _of(meeting, f"minutes are not agreed{lacks}", "To minute")
    late = Meeting.objects.overdue(on).select_related("body")
    for meeting in late.order_by("held_on", "pk"):
        yield _of(meeting, "its day is past; was it held?", "To write down")
    soon = Meeting.objects.ahead(on).filter(state="planned", held_on__lte=on + SOON)
    for meeting in soon.select_related("body"):
        yield _of(meeting, "its agenda is not sent", "Agenda due")


def _of(meeting: Meeting, note: str, words: str) -> Need:
    href = reverse("meeting", args=[meeting.pk])
    return Need(str(meeting), href, note, Status(words, "waiting"))


def _forward(on: date) -> Iterator[Need]:
    rows = ForwardItem.objects.soon(on).select_related("body", "decision")
    for planned in rows.order_by("due_on", "pk")[:MOST]:
        href = reverse("forward_plan")
        note = f"{planned.body}, {spoken_about(planned)}"
        yield Need(planned.title, href, note, Status("On no agenda", "waiting"))


def _meetings(caption: str, meetings: list[Meeting]) -> Table:
    columns = ("Day", "Board", "Where", "#Items", "Status")
    return table(
        caption,
        columns,
        [
            (
                to_meeting(one),
                str(one.body),
                _where(one),
                one.asked,  # type: ignore[attr-defined]
                meeting_status(one),
            )
            for one in meetings
        ],
    )


def _where(meeting: Meeting) -> str:
    time = f"{meeting.starts_at:%H:%M}" if meeting.starts_at else ""
    return ", ".join(filter(None, (time, meeting.place))) or "not said yet"


def _held(meetings: list[Meeting]) -> Table:
    return table(
        "Meetings held",
        ("Day", "Board", "Kind", "Status"),
        [
            (to_meeting(m), str(m.body), m.get_kind_display(), meeting_status(m))
            for m in meetings
        ],
    )


def _decided(decisions: list[Decision]) -> Table:
    return table(
        "Newest decisions",
        ("Decision", "Board", "Day", "Decided"),
        [
            (to_decision(d), str(d.body), day(d.decided_on), decision_status(d))
            for d in decisions
        ],
    )


def tabs(here: str) -> tuple[Link, ...]:
    """The parts of the board's business, each a page."""
    return tuple(Link(words, reverse(page), page == here) for words, page in TABS)


TABS = (
    ("Board", "board"),
    ("Decisions", "decisions"),
    ("Action log", "action_log"),
    ("Asks", "asks"),
    ("Challenges", "challenges"),
    ("Risks", "risks"),
    ("Exceptions", "exceptions"),
    ("Packs", "packs"),
    ("Forward plan", "forward_plan"),
    ("Reviews", "reviews"),
    ("Duties", "duties"),
    ("The year", "board_year"),
    ("Attendance", "board_attendance"),
)
