"""What boards wait for, on the desk of whoever owes it: each with the form that does it.

The partnership manager runs every board, a chair the one they chair; others owe what was
asked of their agency or of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from goldthread.delivery.working_calendar import days_off
from goldthread.desk.queries.errand import MOST, Errand
from goldthread.governance.models import (
    AgendaItem,
    Ask,
    Challenge,
    Decision,
    ForwardItem,
    Meeting,
    Paper,
    Risk,
    ScrutinyRequest,
    Section17Check,
)
from goldthread.governance.queries.duties import due_in_words, scrutiny_status
from goldthread.governance.queries.reading import days_late, spoken_about, visible
from goldthread.governance.rules import RUN, Reader, may, reader_of
from goldthread.partners.models import Holding, Person
from goldthread.strategy.services.approvals import CHAIRS
from goldthread.web.kit import Status
from goldthread.web.templatetags.kit import day

SOON = timedelta(days=14)
UNANSWERED, LATE = Status("Not answered", "waiting"), Status("Overdue", "concern")


@dataclass(frozen=True, slots=True)
class Boards:
    """Who looks at the boards' business, and whose of it they run."""

    reader: Reader
    chaired: Sequence[int]
    on: date

    @property
    def runs_any(self) -> bool:
        return self.reader.runs or bool(self.chaired)

    def own(self, rows: Any, body: str = "body") -> Any:
        """Those of the boards that this reader runs."""
        return rows if self.reader.runs else rows.filter(**{f"{body}__in": self.chaired})  # fmt: skip


def boards_of(person: Person, *, on: date) -> Boards:
    """The boards as somebody looks at them in the role they act in."""
    chaired: Sequence[int] = ()
    if may(person, RUN):
        seats = Holding.objects.on(on).filter(person=person, seat__kind__in=CHAIRS)
        chaired = tuple(seats.values_list("seat__body", flat=True))
    return Boards(reader_of(person), chaired, on)


def owed_to_boards(boards: Boards) -> list[Errand]:
    """What this reader owes, the overdue of each kind before what is soon due."""
    found = [*_scrutiny(boards), *_asks(boards), *_challenges(boards), *_risks(boards)]
    if boards.runs_any:
        found += [*_decisions(boards), *_meetings(boards), *_forward(boards)]
    return [*found, *_papers(boards), *_follow_ups(boards)]


def awaited_by(boards: Boards) -> list[Errand]:
    """What a chair and scrutiny wait for, and others owe."""
    person = boards.reader.person
    role = person.acting.role if person.acting else ""
    found = []
    if role in ("chair", "scrutiny"):
        off = days_off(around=boards.on)
        for one in ScrutinyRequest.objects.open().order_by("due_on", "pk")[:MOST]:
            words = f"The reply to {one.reference}: {one.asked}"
            href = reverse("scrutiny", args=[one.reference])
            note = f"asked by {one.committee}, due {due_in_words(one.due_on, off)}"
            stands = scrutiny_status(one, boards.on, off=off)
            found.append(Errand(words, href, note, (stands,)))
    own = agency_key(person)
    asked = visible(Ask.objects.open().filter(body__in=boards.chaired), boards.reader)
    rows = asked.exclude(agency=own) if own else asked
    for ask in rows.select_related("agency").order_by("due_on", "pk")[:MOST]:
        note = f"asked of {ask.asked_of}, due {day(ask.due_on)}"
        href = reverse("ask", args=[ask.reference])
        words = f"The answer to {ask.reference}: {ask.words}"
        found.append(Errand(words, href, note, (_clock(ask.due_on, boards.on),)))
    return found


def agency_key(person: Person) -> int | None:
    """The agency that somebody acts for."""
    return person.acting.agency_id if person.acting else None


def _clock(due: date, on: date) -> Status:
    return LATE if due < on else UNANSWERED


def _scrutiny(boards: Boards) -> Iterator[Errand]:
    """What scrutiny asked: whoever keeps the log answers it (B8, Z15)."""
    if not boards.reader.runs:
        return
    off = days_off(around=boards.on)
    for one in ScrutinyRequest.objects.open().order_by("due_on", "pk")[:MOST]:
        yield Errand(
            f"Answer scrutiny {one.reference}: {one.asked}",
            reverse("answer_scrutiny", args=[one.reference]),
            f"{one.committee}, due {due_in_words(one.due_on, off)}",
            (scrutiny_status(one, boards.on, off=off),),
        )


def _asks(boards: Boards) -> Iterator[Errand]:
    """What was asked of one's agency; whoever runs the boards sees what is overdue."""
    wanted = Q(agency=agency_key(boards.reader.person))
    if boards.reader.runs:
        wanted |= Q(due_on__lt=boards.on)
    rows = visible(Ask.objects.open().filter(wanted), boards.reader)
    for one in rows.select_related("agency").order_by("due_on", "pk")[:MOST]:
        mine = one.agency_id == agency_key(boards.reader.person)
        yield Errand(
            f"{'Answer' if mine else 'Get the answer to'} {one.reference}: {one.words}",
            reverse("reply_to_ask", args=[one.reference]),
            f"asked of {one.asked_of}, due {day(one.due_on)}",
            (_clock(one.due_on, boards.on),),
        )


def _challenges(boards: Boards) -> Iterator[Errand]:
    person = boards.reader.person
    rows = visible(Challenge.objects.unanswered(), boards.reader)
    if not boards.reader.runs:
        rows = rows.filter(Q(asked_of=person) | Q(body__in=boards.chaired))
    for one in rows.select_related("asked_of").order_by("asked_on", "pk")[:MOST]:
        mine = one.asked_of_id == person.pk
        asked = "you" if mine else one.asked_of or "nobody by name"
        yield Errand(
            f"{'Answer' if mine else 'Get an answer to'} {one.reference}: {one.question}",
            reverse("answer_challenge", args=[one.reference]),
            f"put to {asked} on {day(one.asked_on)}",
            (UNANSWERED,),
        )


def _risks(boards: Boards) -> Iterator[Errand]:
    rows = Risk.objects.overdue(boards.on)
    if not boards.reader.runs:
        rows = rows.filter(owner=boards.reader.person)
    found = rows.select_related("owner", "owner_agency")
    for one in found.order_by("review_on", "pk")[:MOST]:
        owner = one.owner or one.owner_agency or "nobody owns it"
        yield Errand(
            f"Review {one.reference}: {one.title}",
            reverse("review_risk", args=[one.reference]),
            f"{owner}, review {days_late(one.review_on, boards.on)}",
            (Status("Review overdue", "concern"),),
        )


def _decisions(boards: Boards) -> Iterator[Errand]:
    due = visible(boards.own(Decision.objects.due(boards.on)), boards.reader)
    for one in due.order_by("effect_by", "pk")[:MOST]:
        yield Errand(
            f"Say what came of {one.reference}: {one.title}",
            reverse("decision_outcome", args=[one.reference]),
            f"its effect was {days_late(one.effect_by, boards.on)}",
        )
    for one in boards.own(Decision.objects.unreported()).order_by("decided_on", "pk"):
        yield Errand(
            f"Report {one.reference} to the next meeting: {one.title}",
            reverse("report_decision", args=[one.reference]),
            f"taken between meetings on {day(one.decided_on)}",
        )


def _meetings(boards: Boards) -> Iterator[Errand]:
    rows = boards.own(Meeting.objects.select_related("body"))
    undecided = AgendaItem.objects.undecided().filter(meeting=OuterRef("pk"))
    unminuted = rows.unminuted().annotate(lacks=Exists(undecided))
    for one in unminuted.order_by("held_on", "pk"):
        note = "an item waits for its decision" if one.lacks else ""
        yield Errand(
            f"Write and agree the minutes: {one}", _at("meeting", one.pk), note
        )
    for one in rows.overdue(boards.on).order_by("held_on", "pk"):
        words = f"Write down who came and that it was held: {one}"
        yield Errand(words, _at("meeting", one.pk), "its day is past", (LATE,))
    soon = rows.ahead(boards.on).filter(
        state=Meeting.State.PLANNED, held_on__lte=boards.on + SOON
    )
    for one in soon:
        yield Errand(f"Send the agenda: {one}", _at("meeting", one.pk))


def _at(page: str, *args: object) -> str:
    return reverse(page, args=args)


def _forward(boards: Boards) -> Iterator[Errand]:
    due = ForwardItem.objects.soon(boards.on)
    rows = boards.own(due).select_related("body", "decision")
    for one in rows.order_by("due_on", "pk")[:MOST]:
        yield Errand(
            f"Put on an agenda: {one.title}",
            _at("place_item", one.pk),
            f"{one.body}, {spoken_about(one)}",
            (LATE,) if one.due_on < boards.on else (),
        )


def _papers(boards: Boards) -> Iterator[Errand]:
    """Items that one presents at a meeting soon, and that have no paper yet."""
    person = boards.reader.person
    papers = Paper.objects.filter(item=OuterRef("pk"))
    rows = AgendaItem.objects.filter(
        ~Exists(papers),
        presenter=person,
        meeting__state__in=Meeting.COMING,
        meeting__held_on__gte=boards.on,
        meeting__held_on__lte=boards.on + SOON,
    ).select_related("meeting__body")
    seen = visible(rows, boards.reader)
    for one in seen.order_by("meeting__held_on", "number", "pk")[:MOST]:
        body, key = one.meeting.body_id, one.meeting_id
        adds = boards.reader.runs or body in boards.chaired
        words = "Add the paper" if adds else "Send the chair the paper"
        yield Errand(
            f"{words} to item {one.number}: {one.title}",
            _at("add_paper" if adds else "agenda_item", key, one.number),
            f"you present it; {one.meeting}",
        )


def _follow_ups(boards: Boards) -> Iterator[Errand]:
    """Section 17 checks that somebody was to look at again by now (B12)."""
    rows = Section17Check.objects.to_follow_up(boards.on)
    if not boards.reader.runs:
        rows = rows.filter(owner=boards.reader.person)
    page = "follow_up_section_17" if boards.reader.runs else "section_17"
    for one in rows.order_by("follow_up_on", "pk")[:MOST]:
        yield Errand(
            f"Say what came of {one.reference}: {one.subject}",
            _at(page, one.reference),
            f"section 17 check, {days_late(one.follow_up_on or boards.on, boards.on)}",
        )
