"""A backup was put back, and somebody says so: what is missing since, signed.

Without a declaration a record that is behind its papers is a record put back by a thief.
The declaration is an act of the record itself, sealed into the chain, and signed with the
key of the checkpoints, which no owner of the database holds. It explains the checkpoints
signed between the last row that is here and the moment of the declaration, and no others:
the next time the record is behind, it is red again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from goldthread.audit.canonical import plain, written
from goldthread.audit.keys import PublicKey
from goldthread.audit.models import Event, Seal, SealedEvent

VERB = "record.restored"
WHAT = "goldthread restoration 1"


@dataclass(frozen=True, slots=True)
class Restoration:
    """What a declaration says; times as it was written down."""

    kept_seal: int  # the last seal that is surely here, with its head
    kept_rows: int
    kept_head: str
    lost_seal: int  # the furthest that any paper knew of
    lost_rows: int
    since: datetime  # acts after this are not here
    until: datetime  # and from here on they are again
    reason: str
    key: str
    signature: str = ""

    @property
    def message(self) -> bytes:
        """What its signature is over."""
        told = {
            each.name: plain(getattr(self, each.name))
            for each in fields(self)
            if each.name != "signature"
        }
        return written({"what": WHAT} | told)

    def covers(self, seal: int, at: datetime) -> bool:
        """Whether a checkpoint of this seal, signed then, is explained by it."""
        return self.kept_seal < seal <= self.lost_seal and at <= self.until

    def as_detail(self) -> dict[str, Any]:
        """As the record keeps it."""
        told = {each.name: plain(getattr(self, each.name)) for each in fields(self)}
        return {"declaration": told}

    @property
    def words(self) -> str:
        """What a person is told of it."""
        return (
            f"Restored from a backup, as declared on {_moment(self.until)} "
            f"({self.reason}): acts between {_moment(self.since)} and that moment are not "
            f"here; as they were counted then, rows {self.kept_rows + 1:,} to "
            f"{self.lost_rows:,}."
        )


def declared(key: PublicKey | None) -> tuple[Restoration, ...]:
    """Every declaration in the sealed record that is signed and stands in its place."""
    return tuple(_good(key)) if key is not None else ()


def _good(key: PublicKey) -> Iterator[Restoration]:
    told = Event.objects.filter(verb=VERB).order_by("pk")
    for number, detail in told.values_list("pk", "detail"):
        found = _read(detail)
        if found is None or found.key != key.name:
            continue
        if key.has_signed(found.message, found.signature) and _stands(found, number):
            yield found


def _stands(found: Restoration, event: int) -> bool:
    """Whether the act lies after the last row that it says is here, and that row is."""
    place = SealedEvent.objects.filter(event_id=event).first()
    if place is None or place.seq <= found.kept_rows:
        return False
    if found.kept_seal == 0:
        return True
    seal = Seal.objects.filter(number=found.kept_seal).first()
    return (
        seal is None or seal.head == found.kept_head
    )  # None: under a tombstone by now


def _read(detail: Any) -> Restoration | None:
    try:
        told = dict(detail["declaration"])
        for name in ("since", "until"):
            told[name] = datetime.fromisoformat(told[name])
        return Restoration(**told)
    except (KeyError, TypeError, ValueError):
        return None


def _moment(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M} UTC"
