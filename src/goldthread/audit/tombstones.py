"""What was removed when its time was over: a whole stretch of seals, and a signed stone.

Rows are kept for seven years (docs/explanation/the-record.md says for what). Then the
oldest stretch goes as a whole, up to a checkpoint that other agencies hold, and a
tombstone says what lay there: from which row to which, and the head that the rest of the
chain goes on from. It is signed like a checkpoint: an owner of the database can delete
rows, and cannot make a stone for them.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from goldthread.audit.canonical import plain, written
from goldthread.audit.following import Tampered, Walk
from goldthread.audit.keys import PublicKey
from goldthread.audit.models import Seal, SealedEvent, Tombstone
from goldthread.audit.refusal import Unreadable

_SAID = (
    "number",
    "first_seal",
    "last_seal",
    "first_row",
    "last_row",
    "previous",
    "head",
    "older_than",
    "at",
    "key",
)


@dataclass(frozen=True, slots=True)
class Stone:
    """A tombstone's words, and the signature over them."""

    number: int
    first_seal: int
    last_seal: int
    first_row: int
    last_row: int
    previous: str  # the head before the stretch
    head: str  # the head of its last seal: the chain goes on from here
    older_than: datetime
    at: datetime
    key: str
    signature: str = ""

    @property
    def message(self) -> bytes:
        """What its signature is over."""
        told = {name: plain(getattr(self, name)) for name in _SAID}
        return written({"what": "goldthread tombstone 1"} | told)

    @property
    def words(self) -> str:
        """What a person is told of it."""
        return (
            f"Rows {self.first_row:,} to {self.last_row:,}, older than "
            f"{_day(self.older_than)}, were removed on {_day(self.at)}, their time being over."
        )


def stones() -> tuple[Stone, ...]:
    """Every tombstone, the oldest first."""
    names = [*_SAID, "signature"]
    rows = Tombstone.objects.order_by("number").values(*names)
    return tuple(Stone(**row) for row in rows)


def begin(walk: Walk, kept: Sequence[Stone], key: PublicKey | None) -> None:
    """Let a walk along the seals begin where the last removed stretch ends.

    Raises:
        Tampered: a stone is not signed by this key, does not follow the one before, or
            something lies under it again.
        Unreadable: there is no key to check a stone with.
    """
    for number, stone in enumerate(kept, start=1):
        _check(stone, number, walk, key)
        walk.number, walk.seq, walk.head = stone.last_seal, stone.last_row, stone.head
    under = SealedEvent.objects.filter(seq__lte=walk.seq).order_by("seq").first()
    if under is not None:
        raise Tampered(f"Row {under.seq} was put in under a tombstone.")
    if Seal.objects.filter(number__lte=walk.number).exists():
        raise Tampered(f"A seal up to {walk.number} was put in under a tombstone.")


def _check(stone: Stone, number: int, walk: Walk, key: PublicKey | None) -> None:
    place = (stone.number, stone.first_seal, stone.first_row, stone.previous)
    if place != (number, walk.number + 1, walk.seq + 1, walk.head):
        raise Tampered(
            f"Tombstone {stone.number} does not follow what lay before it: one was changed, put in or taken away."
        )
    if key is None:
        raise Unreadable(
            "Rows were removed under a tombstone, and the public key that it is checked with is missing."
        )
    if stone.key != key.name or not key.has_signed(stone.message, stone.signature):
        raise Tampered(
            f"Tombstone {stone.number} is not signed by key {key.name}: rows {stone.first_row} to {stone.last_row} were removed by somebody else."
        )


def as_row(stone: Stone) -> Tombstone:
    """The stone as its table keeps it."""
    told: dict[str, Any] = asdict(stone)
    return Tombstone(**told)


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
