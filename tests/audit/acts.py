"""Acts for the tests of the record, and an owner of the database who tampers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from goldthread.audit import protection
from goldthread.audit.models import Event
from goldthread.audit.services import Actor, Subject, record

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
# Of nobody whom a test adds: the seventh person would read her acts as their own.
OTTOLINE = Actor("person:700007", "Ottoline", "ottoline@example.org", "The council")
BATCH = Subject("intake.batch", "12", "Street files, January 2022")


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def act(verb: str = "batch.loaded", *, at: datetime = NOW, **how: Any) -> Event:
    """One act, recorded in a transaction of its own; as the database holds it."""
    told: dict[str, Any] = {"by": OTTOLINE, "subject": BATCH} | how
    with transaction.atomic():
        made = record(verb, told.pop("subject"), at=at, **told)
    return Event.objects.get(uuid=made.uuid)


def acts(how_many: int, *, begin: int = 0) -> list[Event]:
    """Acts a second apart, each saying which it is."""
    return [
        act(at=after(place), detail={"n": place})
        for place in range(begin, begin + how_many)
    ]


@contextmanager
def without_triggers() -> Iterator[Any]:
    """What an owner of the database can do: drop the triggers, and put them back."""
    with connection.cursor() as cursor:
        for statement in protection.lift(connection.vendor):
            cursor.execute(statement)
        yield cursor
        for statement in protection.protect_all(connection.vendor):
            cursor.execute(statement)
