"""Boards, meetings and what they decide for the tests, walked by the real services."""

from datetime import date, datetime, timedelta
from typing import Any

from tests.laid import laid
from tests.make import make_body as make_body
from tests.make import make_manager
from tests.partners.people import NOW, make_agency, make_person

from goldthread.governance import services
from goldthread.governance.models import (
    AgendaItem,
    Ask,
    Attendance,
    Challenge,
    Decision,
    Meeting,
    Risk,
)
from goldthread.partners import services as partners
from goldthread.partners.models import Body, Person, Seat
from goldthread.partners.services import BodyTold

TODAY = date(2026, 11, 23)
SEATS = (
    ("Chair", "chair", "Saxonbridge City Council", "odette@example.org", "Odette Farrow", "chair"),
    ("Police", "statutory", "Saxonshire Police", "gethin@example.org", "Gethin Marsh", "board"),
    ("Residents", "resident", "", "isolde@example.org", "Isolde Wren", "resident"),
)  # fmt: skip


@laid
def make_board(quorum: int | None = 2) -> Body:
    """The board of Saxonbridge with a chair, the police and a resident on it."""
    board = make_body()
    if board.seats.exists():
        return board
    partners.change_body(
        board,
        BodyTold(name=board.name, kind=board.kind, level=board.level, quorum=quorum),
        by=None,
        at=NOW,
    )
    board.refresh_from_db()
    for title, kind, agency, email, name, role in SEATS:
        seat = partners.add_seat(
            board,
            title=title,
            kind=kind,
            agency=make_agency(agency) if agency else None,
            by=None,
            at=NOW,
        )
        person = make_person(
            email, name=name, role=role, agency=make_agency(agency or "Residents")
        )
        partners.take_seat(
            seat, person=person, from_on=date(2025, 1, 1), by=None, at=NOW
        )
    return board


def on_seat(title: str) -> Person:
    """Whoever sits on this seat, acting in their role."""
    seat = Seat.objects.get(title=title, body=make_board())
    person: Person = seat.holdings.get().person
    person.acting = person.appointments.first()
    return person


@laid
def make_meeting(
    *, state: str = "planned", held_on: date = TODAY, body: Body | None = None
) -> Meeting:
    """A meeting of the board, walked to this state; two of three seats come."""
    by = make_manager()
    before = datetime.combine(held_on, NOW.timetz()) - timedelta(days=14)
    meeting = services.plan_meeting(
        body or make_board(),
        held_on=held_on,
        place="Guildhall, room 4",
        by=by,
        at=min(NOW, before),
    )
    if state == "planned":
        return meeting
    make_item(meeting)
    meeting = services.call_meeting(meeting, by=by, at=min(NOW, before))
    if state == "called":
        return meeting
    come(meeting)
    meeting = services.hold_meeting(meeting, chair=on_seat("Chair"), by=by, at=NOW)
    if state == "held":
        return meeting
    make_decision(meeting.items.get(number=1))
    return services.agree_minutes(meeting, agreed_on=TODAY, by=by, at=NOW)


def come(meeting: Meeting, *titles: str, by: Person | None = None) -> list[Attendance]:
    """These seats are filled by their holders; the others send apologies."""
    titles = titles or ("Chair", "Police")
    came = [
        services.Came(
            seat,
            "present" if seat.title in titles else "apologies",
            seat.holdings.get().person if seat.title in titles else None,
        )
        for seat in meeting.body.seats.order_by("number")
    ]
    return services.take_attendance(meeting, came, by=by or make_manager(), at=NOW)


def make_item(
    meeting: Meeting, title: str = "A second year of taxi marshals", **how: Any
) -> AgendaItem:
    """Something on an agenda, for decision."""
    told = services.ItemTold(**{"title": title, "purpose": "decision"} | how)
    return services.add_item(
        meeting, told, by=make_manager(), at=meeting.called_at or NOW
    )


def told(kind: str = "approve", **how: Any) -> services.DecisionTold:
    """What is told of a decision that holds."""
    usual: dict[str, Any] = {
        "title": "A second year of taxi marshals is paid for",
        "reasons": "Violence at the rank fell, and the money is there.",
        "evidence": (services.Told(words="Licensing review, October 2026, page 4"),),
    }
    if kind == "approve":
        usual |= {
            "effect": "Violence at the rank stays at least a tenth lower",
            "effect_by": TODAY + timedelta(days=365),
        }
    if kind == "defer":
        usual |= {"deferred_to": TODAY + timedelta(days=90)}
    return services.DecisionTold(kind=kind, **usual | how)


@laid
def make_decision(
    item: AgendaItem | None = None, kind: str = "approve", **how: Any
) -> Decision:
    """A decision of a meeting that was held."""
    item = item or make_meeting(state="held").items.get(number=1)
    return services.take_decision(item, told(kind, **how), by=make_manager(), at=NOW)


@laid
def make_ask(**how: Any) -> Ask:
    """What the board asks of the police."""
    usual: dict[str, Any] = {
        "words": "Name one officer for the rank until Easter",
        "asked_on": TODAY,
        "due_on": TODAY + timedelta(days=28),
    }
    if not how.get("outside"):
        usual["agency"] = make_agency("Saxonshire Police")
    told = services.AskTold(**usual | how)
    return services.make_ask(make_board(), told, by=make_manager(), at=NOW)


@laid
def make_challenge(by: Person | None = None, **how: Any) -> Challenge:
    """What the resident asks the police."""
    usual = {
        "question": "How do you know that the marshals did it?",
        "asked_on": TODAY,
        "asked_of": on_seat("Police"),
    }
    told = services.ChallengeTold(**usual | how)
    by = by or on_seat("Residents")
    return services.put_challenge(make_board(), told, by=by, at=NOW)


def risk_told(**how: Any) -> services.RiskTold:
    """What is told of a risk that holds."""
    usual: dict[str, Any] = {
        "title": "The youth grant ends in March",
        "cause": "The grant was given for one year only",
        "event": "No follow-on is agreed by January",
        "consequence": "Thirty young people lose their mentor",
        "category": "financial",
        "inherent": (4, 4),
        "residual": (3, 4),
        "target": (2, 3),
        "appetite": 9,
        "review_on": TODAY + timedelta(days=60),
    }
    return services.RiskTold(**usual | how)


@laid
def make_risk(**how: Any) -> Risk:
    """A risk on the board's register."""
    return services.add_risk(make_board(), risk_told(**how), by=make_manager(), at=NOW)
