"""What is written down about second factors, and the way back for who lost theirs."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from goldthread.audit.services import Actor, record
from goldthread.partners import emails, rules, rules_people
from goldthread.partners.models import Appointment, Person
from goldthread.partners.policy import policy
from goldthread.partners.services.sessions import end_sessions

_CHANGED = {
    "person.second_factor_added": "A second factor was added: {words}.",
    "person.second_factor_removed": "A second factor was taken away: {words}.",
    "person.recovery_codes_made": "New recovery codes were made. The old ones do not work any more.",
}


@transaction.atomic
def note_second_factor_changed(
    person: Person, verb: str, *, words: str, keep: str, at: datetime
) -> None:
    """Write down that someone changed a factor; all their other sessions end, and they are told."""
    record(verb, person, by=person, at=at, detail={"after": {"factor": words}})
    end_sessions(person, why="a second factor changed", keep=keep, by=person, at=at)
    told = _CHANGED[verb].format(words=words)
    transaction.on_commit(lambda: _tell(person, told))


@transaction.atomic
def note_second_factor_used(person: Person, *, words: str, at: datetime) -> None:
    """Write down that someone proved who they are a second time."""
    record(
        "person.second_factor_used",
        person,
        by=person,
        at=at,
        detail={"after": {"factor": words}},
    )


@transaction.atomic
def note_recovery_code_used(person: Person, *, left: int, at: datetime) -> None:
    """Write down that a code on paper was used, and tell its owner: it may not be them."""
    record(
        "person.recovery_code_used",
        person,
        by=person,
        at=at,
        detail={"after": {"codes left": left}},
    )
    told = f"A recovery code was used to sign in. You have {left} left."
    transaction.on_commit(lambda: _tell(person, told))


@transaction.atomic
def note_second_factor_refused(person: Person, *, why: str, at: datetime) -> None:
    """Write down a wrong code; never what was typed."""
    stranger = Actor("nobody", "Someone not signed in yet")
    record(
        "person.second_factor_refused",
        person,
        by=stranger,
        at=at,
        outcome="refused",
        detail={"why": why},
    )


@transaction.atomic
def reset_second_factor(person: Person, *, by: Person | None, at: datetime) -> int:
    """Take away the factors of somebody who lost them; two people know of it, always.

    Their sessions end. With their password they come in again, and where their role
    needs a second factor they set a new one up before they see anything.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    held = Appointment.objects.on(at.date()).filter(person=person)
    factors = Authenticator.objects.filter(user_id=person.pk)
    refusal = rules_people.refusal_to_change_person(
        person,
        held.select_related("agency"),
        by=by,
        found=policy(),
        act="take your second factor away",
    ) or (None if factors.exists() else f"{person} has no second factor to take away.")
    if refusal:
        raise rules.Refused(refusal)
    taken, _ = factors.delete()
    end_sessions(person, why="the second factor was reset", by=by, at=at)
    record(
        "person.second_factor_reset", person, by=by, at=at, detail={"factors": taken}
    )
    told = "Your second factor was taken away by somebody who looks after accounts, so that you can set up a new one."
    transaction.on_commit(lambda: _tell(person, told))
    return int(taken)


def _tell(person: Person, words: str) -> None:
    emails.tell_of_change(person, words)
