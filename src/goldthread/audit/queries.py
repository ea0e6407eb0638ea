"""What the pages about the record ask of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from goldthread.audit.checkpoints import Signed, of_row
from goldthread.audit.models import Checkpoint, Event, Events, Seal, SealedEvent
from goldthread.audit.roles import reading

LINES = 50  # of one page

# Every verb in use, found by stepping through the index: sixty steps instead of a look
# at every row.
VERBS = """
    WITH RECURSIVE found(verb) AS (
        SELECT min(verb) FROM audit_event
        UNION ALL
        SELECT (SELECT min(e.verb) FROM audit_event e WHERE e.verb > found.verb)
        FROM found WHERE found.verb IS NOT NULL
    )
    SELECT verb FROM found WHERE verb IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the record somebody wants to see; empty is all of it."""

    actor: str = ""  # a reference, such as person:7
    email: str = ""
    verb: str = ""
    kind: str = ""
    reference: str = ""
    start: datetime | None = None
    end: datetime | None = None
    agency: str = ""  # its name, as it was written down with each act
    things: Mapping[str, Sequence[str]] | None = (
        None  # of these kinds, these references
    )

    def events(self) -> Events:
        found: Events = Event.objects.between(self.start, self.end)
        if self.actor:
            found = found.by_actor(self.actor)
        if self.agency:
            found = found.for_agency(self.agency)
        if self.email:
            found = found.by_email(self.email)
        if self.verb:
            found = found.filter(verb=self.verb)
        if self.kind:
            found = found.about(self.kind, self.reference)
        if self.things is not None:
            found = found.about_any(self.things)
        return found

    @property
    def by(self) -> list[str]:
        """What it asks by, in words: never what was searched for."""
        told = {
            "person": self.email,
            "act": self.verb,
            "thing": self.kind,
            "time": self.start or self.end,
        }
        return [word for word, given in told.items() if given]


@dataclass(frozen=True, slots=True)
class Line:
    """One act as a list shows it."""

    uuid: UUID
    at: datetime
    who: str
    agency: str
    verb: str
    about: str
    outcome: str
    kind: str  # of what it was about


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of the record, the newest acts first."""

    lines: tuple[Line, ...]
    older: str  # where the next page begins; empty on the last one
    checkpoint: Signed | None


@dataclass(frozen=True, slots=True)
class OneAct:
    """One act with everything that is recorded of it, and its seal."""

    event: Event
    seq: int | None  # None while it waits for its seal
    sealed_at: datetime | None


def record_page(asked: Asked, *, after: str = "") -> RecordPage:
    """The lines that come after `after`, with no total: what is hidden leaves no trace."""
    with reading():
        found = asked.events().newest_first()
        if where := _place(after):
            at, number = where
            found = found.filter(Q(at__lt=at) | Q(at=at, id__lt=number), at__lte=at)
        rows = list(
            found.values_list(
                "pk",
                "uuid",
                "at",
                "actor_label",
                "agency_label",
                "verb",
                "subject_label",
                "outcome",
                "subject_kind",
            )[: LINES + 1]
        )
        newest = Checkpoint.objects.order_by("-number").first()
    shown, more = rows[:LINES], len(rows) > LINES
    return RecordPage(
        lines=tuple(Line(*row[1:]) for row in shown),
        older=_mark(shown[-1][2], shown[-1][0]) if more else "",
        checkpoint=of_row(newest) if newest else None,
    )


def one_act(uuid: UUID, *, actor: str = "") -> OneAct | None:
    """One act; with `actor` only where it is theirs. None where there is none."""
    with reading():
        event = Asked(actor=actor).events().filter(uuid=uuid).first()
        if event is None:
            return None
        place = SealedEvent.objects.filter(event_id=event.pk).first()
        seal = (
            Seal.objects.filter(first_seq__lte=place.seq).order_by("-first_seq").first()
            if place
            else None
        )
    return OneAct(event, place.seq if place else None, seal.at if seal else None)


def verbs() -> tuple[str, ...]:
    """Every verb that the record knows, in order."""
    with reading(), connection.cursor() as cursor:
        cursor.execute(VERBS)
        return tuple(row[0] for row in cursor.fetchall())


def _mark(at: datetime, number: int) -> str:
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}-{number}"


def _place(mark: str) -> tuple[datetime, int] | None:
    """The moment and number in a mark of ours; None where it is none."""
    at, _, number = mark.partition("-")
    if not (mark.isascii() and at.isdigit() and number.isdigit() and len(mark) < 36):
        return None
    try:
        return _EPOCH + timedelta(microseconds=int(at)), int(number)
    except OverflowError:
        return None


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
