"""Who came, seat by seat, and who declared an interest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.governance import rules
from goldthread.governance.models import (
    AgendaItem,
    Attendance,
    Declaration,
    Meeting,
)
from goldthread.governance.services.writing import (
    check,
    locked_meeting,
    refuse,
    refuse_unless_runs,
)
from goldthread.partners.models import Interest, Person, Seat


@dataclass(frozen=True, slots=True)
class Came:
    """How one seat was filled."""

    seat: Seat
    state: str
    person: Person | None = None
    words: str = ""  # a deputy without an account here


@transaction.atomic
def take_attendance(
    meeting: Meeting, came: Sequence[Came], *, by: Person | None, at: datetime
) -> list[Attendance]:
    """Write down how each seat was filled; said again, it replaces what stood."""
    kept = locked_meeting(meeting)
    refuse_unless_runs(kept.body, by, at=at, what="takes attendance")
    refuse(rules.refusal_to_say_who_came(kept, on=local_day(at)))
    seats = {s.pk: s for s in Seat.objects.on(kept.held_on).filter(body=kept.body)}
    refuse(
        rules.refusal_of_attendance(
            {one.seat.pk: one.state for one in came},
            seats=seats,
            named=[one.seat.pk for one in came if one.person or one.words.strip()],
        )
    )
    kept.attendance.all().delete()
    rows = [
        Attendance(
            meeting=kept,
            seat=one.seat,
            state=one.state,
            person=one.person if one.state in Attendance.FILLED else None,
            words=one.words.strip() if one.state in Attendance.FILLED else "",
        )
        for one in came
    ]
    for row in rows:
        check(row)
        row.save()
    filled = sum(row.state in Attendance.FILLED for row in rows)
    detail = {"after": {"seats": len(rows), "filled": filled}}
    record("attendance.taken", kept, by=by, at=at, detail=detail)
    return rows


@transaction.atomic
def declare(
    meeting: Meeting,
    *,
    person: Person,
    words: str,
    item: AgendaItem | None = None,
    interest: Interest | None = None,
    withdrew: bool = False,
    by: Person | None,
    at: datetime,
) -> Declaration:
    """Write down an interest that somebody declared at a meeting."""
    kept = locked_meeting(meeting)
    refuse_unless_runs(kept.body, by, at=at, what="writes down declared interests")
    refuse(rules.refusal_to_take_attendance(kept))
    declaration = Declaration(
        meeting=kept,
        item=item,
        person=person,
        interest=interest,
        words=words.strip() or (interest.words if interest else ""),
        withdrew=withdrew,
        declared_by=by,
        declared_at=at,
    )
    check(declaration)
    declaration.save()
    detail = {"item": item.number if item else "", "withdrew": withdrew}
    record("interest.declared_at_meeting", declaration, by=by, at=at, detail=detail)
    return declaration


def is_quorate(meeting: Meeting) -> bool:
    """Whether enough seats with a vote were filled for the board to decide."""
    asked = meeting.quorum_asked
    if asked is None and meeting.state in Meeting.COMING:
        asked = meeting.body.quorum
    voting = meeting.attendance.filter(seat__votes=True)
    filled = voting.filter(state__in=Attendance.FILLED).count()
    return rules.is_quorate(asked, filled=filled, seats=voting.count())
