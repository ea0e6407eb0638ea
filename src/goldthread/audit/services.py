"""The one way to write the record of who did what."""

import getpass
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from goldthread import __version__
from goldthread.audit.act import Act, current_act
from goldthread.audit.brief import brief
from goldthread.audit.models import Event


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, in plain values."""

    reference: str
    label: str
    email: str = ""
    agency: str = ""
    appointment: str = ""  # acting as what: "Community safety manager"
    role: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What it was done to, in plain values."""

    kind: str
    reference: str
    label: str


class Acts(Protocol):
    """Anyone who can say who they are: a person, or the system account."""

    def as_actor(self) -> Actor: ...


def record(
    verb: str,
    subject: Subject | Model,
    *,
    by: Actor | Acts | None,
    at: datetime,
    outcome: str = Event.Outcome.DONE,
    detail: dict[str, Any] | None = None,
    cause: UUID | None = None,
) -> Event:
    """Write down one act, in the transaction of the act itself.

    Refuses to write outside a transaction: an act and its record stand or fall
    together. `by` is None where nobody is signed in: the system account acts, and the
    operating system's user is named. `detail` holds before and after of what changed,
    never anything restricted, because the record outlives erasure; a long text in it is
    cut, so that the record never becomes a second copy.

    The event returned has no number: the database gives it, and the application may
    not be allowed to read it back. Its `uuid` finds it.
    """
    event = _event(
        verb, subject, by=by, at=at, outcome=outcome, detail=detail, cause=cause
    )
    Event.objects.append(event)
    return event


def record_together(
    acts: Iterable[tuple[str, Subject | Model, dict[str, Any]]],
    *,
    by: Actor | Acts | None,
    at: datetime,
) -> None:
    """Write down many acts (verb, subject, detail) that one person did at one moment."""
    Event.objects.append(
        *(
            _event(verb, subject, by=by, at=at, detail=detail)
            for verb, subject, detail in acts
        )
    )


def _event(
    verb: str,
    subject: Subject | Model,
    *,
    by: Actor | Acts | None,
    at: datetime,
    outcome: str = Event.Outcome.DONE,
    detail: dict[str, Any] | None = None,
    cause: UUID | None = None,
) -> Event:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(
            f"{verb} was to be recorded outside the transaction of the act; wrap the service in transaction.atomic."
        )
    actor = _who(by)
    about = subject if isinstance(subject, Subject) else _subject_of(subject)
    act = current_act.get() or Act()
    return Event(
        at=at,
        actor_reference=actor.reference,
        actor_label=actor.label[:200],
        actor_email=actor.email.lower(),
        agency_label=actor.agency[:200],
        appointment_label=(actor.appointment or actor.role)[:200],
        verb=verb,
        subject_kind=about.kind,
        subject_reference=about.reference[:200],
        subject_label=about.label[:300],
        outcome=outcome,
        cause=cause or act.cause,
        detail=brief(verb, detail or {}),
        request_id=act.request_id,
        software=__version__,
    )


def _who(by: Actor | Acts | None) -> Actor:
    if by is None:
        return system_account()
    return by if isinstance(by, Actor) else by.as_actor()


def system_account() -> Actor:
    """Goldthread itself, run by a user of the operating system."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container without a user entry
        user = "unknown"
    return Actor("system", f"System account, run by {user}")


def _subject_of(thing: Model) -> Subject:
    return Subject(
        kind=thing._meta.label_lower, reference=str(thing.pk), label=str(thing)
    )
