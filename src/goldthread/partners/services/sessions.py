"""Ending sessions: one's own, somebody else's, and those above three."""

from collections.abc import Iterable
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from goldthread.audit.services import record
from goldthread.partners.models import Person


@transaction.atomic
def end_sessions(
    person: Person, *, why: str, keep: str = "", by: Person | None, at: datetime
) -> int:
    """End somebody's sessions, but for the one of this key; they last until the next click."""
    found = UserSession.objects.filter(user_id=person.pk).exclude(session_key=keep)
    return _end_each(person, found, why=why, by=by, at=at)


@transaction.atomic
def end_session(person: Person, key: int, *, by: Person | None, at: datetime) -> int:
    """End one session of somebody; 0 where it is not theirs or over already."""
    found = UserSession.objects.filter(user_id=person.pk, pk=key)
    return _end_each(person, found, why="ended by hand", by=by, at=at)


@transaction.atomic
def end_oldest_sessions(
    person: Person, *, most: int, by: Person | None, at: datetime
) -> int:
    """Leave somebody their newest sessions, so many at most."""
    newest = (
        UserSession.objects.filter(user_id=person.pk)
        .order_by("-created_at", "-pk")
        .values_list("pk", flat=True)[:most]
    )
    found = UserSession.objects.filter(user_id=person.pk).exclude(pk__in=list(newest))
    return _end_each(person, found, why=f"more than {most} at a time", by=by, at=at)


def _end_each(
    person: Person,
    sessions: Iterable[UserSession],
    *,
    why: str,
    by: Person | None,
    at: datetime,
) -> int:
    ended = 0
    for session in sessions:
        ended += session.exists()
        session.end()
    if ended:
        record(
            "person.sessions_ended",
            person,
            by=by,
            at=at,
            detail={"sessions": ended, "why": why},
        )
    return ended
