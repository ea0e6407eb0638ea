"""Somebody leaves: their appointments, seats, sessions and invitations end together.

What they had to do is handed over by the rooms above, which call `end_person` and then
give the person's things to `person.handed_to`; see docs/how-to/leavers.md.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from goldthread.audit.services import record
from goldthread.partners import rules, rules_people
from goldthread.partners.models import (
    Appointment,
    Holding,
    Invitation,
    Membership,
    Person,
)
from goldthread.partners.policy import policy
from goldthread.partners.services.people import refuse_to_leave_nobody
from goldthread.partners.services.sessions import end_sessions


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who left, who takes over, and what ended with it."""

    person: Person
    handed_to: Person | None
    appointments: int
    seats: tuple[str, ...]  # they stand vacant now
    invitations: int


@transaction.atomic
def end_person(
    person: Person,
    *,
    hand_to: Person | None,
    on: date,
    by: Person | None,
    at: datetime,
) -> Leaving:
    """Let somebody leave: everything they hold here ends, and they cannot sign in again.

    `on` is the first day they are not here; access ends at once, whatever the day says.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    held = list(_open(Appointment, person, on).select_related("agency"))
    refusal = (
        rules_people.refusal_to_change_person(
            person, held, by=by, found=policy(), act="see to it"
        )
        or rules_people.refusal_to_leave_on(on, today=at.date())
        or rules_people.refusal_to_hand_over(person, hand_to)
    )
    if refusal:
        raise rules.Refused(refusal)
    if by is not None:
        refuse_to_leave_nobody(person, held, on=on)
    left = Leaving(
        person=person,
        handed_to=hand_to,
        appointments=_end_all(held, on),
        seats=_leave_seats(person, on),
        invitations=_withdraw(person, at),
    )
    person.is_active, person.left_on, person.handed_to = False, on, hand_to
    person.save(update_fields=["is_active", "left_on", "handed_to"])
    Membership.objects.filter(facilitator=person).update(facilitator=hand_to)
    end_sessions(person, why="the person left", by=by, at=at)
    record("person.left", person, by=by, at=at, detail={"after": _told(left, on)})
    return left


def _open(kind: type[Appointment | Holding], person: Person, on: date) -> QuerySet[Any]:
    """What is not over on that day, begun or not."""
    found: QuerySet[Any] = (
        kind.objects.select_for_update(of=("self",))
        .filter(person=person)
        .exclude(until_on__lte=on)
    )
    return found


def _end_all(held: list[Appointment], on: date) -> int:
    for one in held:
        # What would begin later, or began that very day, ends the day after its start.
        first = (one.from_on or on) + timedelta(days=1)
        one.until_on = max(on, first)
        one.save(update_fields=["until_on"])
    return len(held)


def _leave_seats(person: Person, on: date) -> tuple[str, ...]:
    seats = list(_open(Holding, person, on).select_related("seat__body"))
    for one in seats:
        if one.from_on is None or one.from_on < on:
            one.until_on = on
            one.save(update_fields=["until_on"])
        else:  # it had not begun
            one.delete()
    return tuple(str(one.seat) for one in seats)


def _withdraw(person: Person, at: datetime) -> int:
    return int(Invitation.objects.open().filter(person=person).update(withdrawn_at=at))


def _told(left: Leaving, on: date) -> dict[str, str]:
    return {
        "left on": str(on),
        "hands over to": str(left.handed_to or ""),
        "appointments ended": str(left.appointments),
        "seats left": "; ".join(left.seats)[:200],
        "invitations withdrawn": str(left.invitations),
    }
