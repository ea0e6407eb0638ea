"""One meeting's page: agenda, papers, who came, what was decided, for one reader."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse

from goldthread.delivery.working_calendar import days_off
from goldthread.governance.about import about_paper
from goldthread.governance.models import (
    AgendaItem,
    Arising,
    Ask,
    Attendance,
    Challenge,
    Decision,
    Declaration,
    Meeting,
    Paper,
)
from goldthread.governance.queries.reading import (
    action_status,
    ask_status,
    challenge_status,
    decision_status,
    deferred_as,
    meeting_status,
    to_ask,
    to_challenge,
    to_decision,
    visible,
)
from goldthread.governance.rules import Reader, is_quorate
from goldthread.notes.models import Attachment
from goldthread.web.kit import Link, Row, Status
from goldthread.web.templatetags.kit import day


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper with its file."""

    name: str  # "4a"
    title: str
    href: str  # nothing where the file was taken back
    size: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an item led to: a decision, an action, an ask or a challenge."""

    kind: str
    link: Link
    status: Status


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item as its meeting shows it; one that is closed to the reader has only a number."""

    number: int
    title: str
    purpose: str
    is_open: bool  # to this reader
    is_restricted: bool = False
    is_late: bool = False
    summary: str = ""
    presenter: str = ""
    discussion: str = ""
    minutes_wanted: int | None = None
    papers: tuple[PaperLine, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    lacks_decision: bool = False
    deferred: Link | None = None  # the decision that put it off to this meeting
    href: str = ""


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting for one reader."""

    meeting: Meeting
    status: Status
    facts: tuple[Row, ...]
    items: tuple[ItemLine, ...]
    came: tuple[Attendance, ...]
    declarations: tuple[Declaration, ...]
    quorate: bool | None  # None: nobody has written down who came
    heard: tuple[Link, ...]  # decisions between meetings that it was told of
    runs: bool
    is_still_to_come: bool
    next_step: str  # in a sentence, for whoever runs it

    @property
    def minutes(self) -> int:
        """How long the agenda takes, as far as it says so."""
        return sum(item.minutes_wanted or 0 for item in self.items)


def meeting_page(
    meeting: Meeting, reader: Reader, *, runs: bool, on: date
) -> MeetingPage:
    """Everything that this reader may see of a meeting."""
    reader = Reader(reader.person, reader.cleared or runs, reader.runs or runs)
    came = tuple(
        meeting.attendance.select_related("seat__agency", "person").order_by(
            "seat__number", "pk"
        )
    )
    items = item_lines(meeting, reader, on=on)
    return MeetingPage(
        meeting=meeting,
        status=meeting_status(meeting),
        facts=(*_facts(meeting), *_packs(meeting, runs)),
        items=items,
        came=came,
        declarations=_declared(meeting, items),
        quorate=None if meeting.held_on > on else _quorate(meeting, came),
        heard=tuple(to_decision(d) for d in meeting.heard.order_by("pk")),
        runs=runs,
        is_still_to_come=meeting.held_on > on,
        next_step=_next(meeting, items, came, on) if runs else "",
    )


def item_lines(meeting: Meeting, reader: Reader, *, on: date) -> tuple[ItemLine, ...]:
    """The agenda in order; what is closed keeps its number and says so."""
    seen = set(visible(meeting.items, reader).values_list("pk", flat=True))
    papers = Prefetch("papers", Paper.objects.order_by("letter"))
    rows = list(
        meeting.items.select_related("presenter", "planned_as__decision")
        .prefetch_related(papers)
        .order_by("number")
    )
    files = _files([p for row in rows if row.pk in seen for p in row.papers.all()])
    led = _outcomes(meeting, seen, on)
    return tuple(
        _line(meeting, row, files, led.get(row.pk, ()))
        if row.pk in seen
        else _closed(row)
        for row in rows
    )


def _closed(item: AgendaItem) -> ItemLine:
    return ItemLine(
        item.number, "Restricted item", "", is_open=False, is_restricted=True
    )


def _line(
    meeting: Meeting,
    item: AgendaItem,
    files: dict[str, Attachment],
    outcomes: Sequence[Outcome],
) -> ItemLine:
    decided = any(one.kind == "Decision" for one in outcomes)
    held = meeting.state == Meeting.State.HELD
    return ItemLine(
        number=item.number,
        title=item.title,
        purpose=item.get_purpose_display(),
        is_open=True,
        is_restricted=item.is_restricted,
        is_late=item.is_late,
        summary=item.summary,
        presenter=str(item.presenter or ""),
        discussion=item.discussion,
        minutes_wanted=item.minutes_wanted,
        papers=tuple(_paper(meeting, item, p, files) for p in item.papers.all()),
        outcomes=tuple(outcomes),
        lacks_decision=held and item.purpose == "decision" and not decided,
        deferred=_deferred(item),
        href=reverse("agenda_item", args=[meeting.pk, item.number]),
    )


def _deferred(item: AgendaItem) -> Link | None:
    planned = getattr(item, "planned_as", None)
    return deferred_as(planned) if planned else None


def _paper(
    meeting: Meeting, item: AgendaItem, paper: Paper, files: dict[str, Attachment]
) -> PaperLine:
    file = files.get(str(paper.pk))
    href = (
        reverse("paper_file", args=[meeting.pk, item.number, paper.letter])
        if file
        else ""
    )
    size = file.size if file else 0
    name = f"{item.number}{paper.letter}"
    return PaperLine(name, paper.title, href, size, paper.is_late)


def _files(papers: list[Paper]) -> dict[str, Attachment]:
    if not papers:
        return {}
    kind = about_paper(papers[0]).kind
    found = Attachment.objects.standing().filter(
        about_kind=kind, about_reference__in=[str(paper.pk) for paper in papers]
    )
    return {one.about_reference: one for one in found.oldest_first()}


def _outcomes(meeting: Meeting, seen: set[int], on: date) -> dict[int, list[Outcome]]:
    """What each item led to, in four questions however long the agenda."""
    found: dict[int, list[Outcome]] = {}
    of = {"meeting": meeting, "item__in": seen}
    today, off = meeting.held_on, days_off(around=on)
    for decision in Decision.objects.filter(**of).order_by("pk"):
        led = Outcome("Decision", to_decision(decision), decision_status(decision))
        found.setdefault(decision.item_id, []).append(led)
    for born in Arising.objects.filter(**of).select_related("action").order_by("pk"):
        action = born.action
        link = Link(str(action), reverse("action", args=[action.reference]))
        status = action_status(action, on, off=off)
        found.setdefault(born.item_id, []).append(Outcome("Action", link, status))
    for ask in Ask.objects.filter(**of).select_related("agency").order_by("pk"):
        led = Outcome("Ask", to_ask(ask), ask_status(ask, today))
        found.setdefault(ask.item_id, []).append(led)
    for one in Challenge.objects.filter(**of).order_by("pk"):
        led = Outcome("Challenge", to_challenge(one), challenge_status(one))
        found.setdefault(one.item_id, []).append(led)
    return found


def _facts(meeting: Meeting) -> tuple[Row, ...]:
    rows = [
        Row("Board", Link(str(meeting.body), reverse("body", args=[meeting.body_id])))
    ]
    if meeting.starts_at:
        rows.append(Row("Begins", f"{meeting.starts_at:%H:%M}"))
    rows.append(Row("Where", meeting.place or "not said yet"))
    rows.append(Row("Kind", meeting.get_kind_display()))
    if meeting.chair:
        rows.append(Row("Chaired by", str(meeting.chair)))
    if meeting.called_at:
        rows.append(Row("Agenda sent", day(meeting.called_at)))
    if meeting.minutes_agreed_on:
        rows.append(Row("Minutes agreed", day(meeting.minutes_agreed_on)))
    return tuple(rows)


def _packs(meeting: Meeting, runs: bool) -> Iterator[Row]:
    """The packs that this meeting has before it; drafts only for whoever runs it."""
    rows = meeting.packs.newest_first()
    for pack in rows if runs else rows.issued():
        words = f"{pack.quarter}, version {pack.version}"
        words += "" if pack.issued_at else f", {pack.get_state_display().lower()}"
        yield Row("Pack", Link(words, reverse("pack", args=[pack.pk])))


def _declared(meeting: Meeting, items: Sequence[ItemLine]) -> tuple[Declaration, ...]:
    """What was declared, but not on an item that the reader does not see."""
    closed = {item.number for item in items if not item.is_open}
    rows = meeting.declarations.select_related("person", "item").order_by("pk")
    return tuple(
        one for one in rows if one.item is None or one.item.number not in closed
    )


def _quorate(meeting: Meeting, came: Sequence[Attendance]) -> bool | None:
    if not came:
        return None
    voting = [one for one in came if one.seat.votes]
    asked = meeting.quorum_asked
    if asked is None and meeting.state in Meeting.COMING:
        asked = meeting.body.quorum
    filled = sum(one.state in Attendance.FILLED for one in voting)
    return is_quorate(asked, filled=filled, seats=len(voting))


def _next(
    meeting: Meeting,
    items: Sequence[ItemLine],
    came: Sequence[Attendance],
    on: date,
) -> str:
    """What whoever runs the board does next, in one sentence."""
    if meeting.state == Meeting.State.PLANNED:
        if not items:
            return "Put the first item on the agenda."
        return "When the agenda is whole, send it. From then on its numbers stand."
    if meeting.state == Meeting.State.CALLED:
        if meeting.held_on > on:
            return "The agenda is sent. Late items and papers can still be added; they say that they are late."
        if not came:
            return "Write down who came, seat by seat."
        return "Write down that it was held, and who chaired."
    if meeting.state == Meeting.State.HELD:
        lacking = [str(item.number) for item in items if item.lacks_decision]
        if lacking:
            return f"Write down what was decided on item {', '.join(lacking)}."
        return "Write the minutes, and when the board has agreed them, say so."
    return ""
