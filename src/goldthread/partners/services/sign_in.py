"""What is written down about signing in."""

from datetime import datetime

from django.db import transaction

from goldthread.audit.services import Actor, Subject, record
from goldthread.partners import emails
from goldthread.partners.models import Appointment, Person
from goldthread.partners.services.sessions import end_sessions


@transaction.atomic
def note_sign_in(person: Person, *, how: str = "", at: datetime) -> None:
    """Write down that someone signed in, and with what."""
    record("person.signed_in", person, by=person, at=at, detail={"with": how})


@transaction.atomic
def note_sign_out(person: Person, *, at: datetime) -> None:
    """Write down that someone signed out."""
    record("person.signed_out", person, by=person, at=at)


@transaction.atomic
def note_acting(person: Person, appointment: Appointment, *, at: datetime) -> None:
    """Write down that someone acts in another appointment from now on."""
    detail = {"after": {"agency": str(appointment.agency), "role": appointment.role}}
    record("person.acts_as", person, by=person, at=at, detail=detail)


@transaction.atomic
def note_refused_sign_in(person: Person | None, *, at: datetime) -> None:
    """Write down a wrong password; for an unknown e-mail, without what was typed."""
    stranger = Actor("nobody", "Someone not signed in")
    subject = person or Subject("partners.person", "", "an e-mail without an account")
    record("person.sign_in_refused", subject, by=stranger, at=at, outcome="refused")


@transaction.atomic
def note_asleep(person: Person, *, at: datetime) -> None:
    """Write down that a right password met an account that nobody had used for long."""
    stranger = Actor("nobody", "Someone not signed in")
    record(
        "person.sign_in_refused",
        person,
        by=stranger,
        at=at,
        outcome="refused",
        detail={"why": "asleep"},
    )


@transaction.atomic
def note_password_changed(person: Person, *, keep: str = "", at: datetime) -> None:
    """Write down that someone chose a new password; every other session of theirs ends."""
    record("person.password_changed", person, by=person, at=at)
    end_sessions(person, why="a new password", keep=keep, by=person, at=at)
    told = "The password of your account was changed."
    transaction.on_commit(lambda: _tell(person, told))


def _tell(person: Person, words: str) -> None:
    emails.tell_of_change(person, words)
