"""Is the record whole? Compares every row with its seal, and the seals with what is
kept outside the database.

Three answers: it is whole; it was tampered with, and here is the first bad place; or it
cannot be told, because what it should be compared with is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from goldthread.audit.checkpoints import Signed
from goldthread.audit.following import Tampered, Walk, check_strays, follow
from goldthread.audit.keys import Keys, PublicKey, SealKey
from goldthread.audit.papers import Papers
from goldthread.audit.refusal import Refused, Unreadable
from goldthread.audit.restorations import declared
from goldthread.audit.roles import reading
from goldthread.audit.sealing import waiting
from goldthread.audit.tombstones import Stone, begin, stones


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out: `fault` is the first bad place, in a sentence."""

    fault: str = ""
    cannot_tell: str = ""
    rows: int = 0
    seals: int = 0
    checkpoints: int = 0
    waiting: int = 0
    waiting_since: datetime | None = None
    told: tuple[str, ...] = ()  # what is not here any more, and why

    @property
    def state(self) -> str:
        if self.fault:
            return "tampered"
        return "cannot tell" if self.cannot_tell else "whole"


def verify(
    place: Keys,
    *,
    given: Sequence[Signed] = (),
    given_key: PublicKey | None = None,
) -> Verdict:
    """Follow the whole record from its first row; compare it with the papers of this
    installation and with the checkpoints that somebody kept."""
    walk = Walk()
    try:
        with reading():
            key, public = place.seal_key(), place.public_key()
            kept = follow_all(walk, key, public)
            papers = Papers(place, kept, declared(public))
            noted = papers.check_note(key)
            papers.check(given, given_key, "the checkpoint handed over")
            signed = papers.check_own(public)
            left = waiting()
    except Unreadable as why:
        return Verdict(cannot_tell=str(why))
    except (Tampered, Refused) as found:
        return Verdict(fault=str(found), rows=walk.seq, seals=walk.number)
    return Verdict(
        cannot_tell=_unknown(walk, place, key, given, noted or signed > 0),
        rows=walk.seq,
        seals=walk.number,
        checkpoints=signed + len(given),
        waiting=left.rows,
        waiting_since=left.since,
        told=(
            *(stone.words for stone in kept),
            *(each.words for each in papers.restorations),
        ),
    )


def follow_all(
    walk: Walk, key: SealKey | None, public: PublicKey | None
) -> tuple[Stone, ...]:
    """Follow the record by itself, with no paper beside it; the tombstones it begins with.

    Raises:
        Tampered: here is the first bad place.
    """
    kept = stones()
    begin(walk, kept, public)
    follow(walk, key)
    check_strays(walk)
    return kept


def _unknown(
    walk: Walk, place: Keys, key: SealKey | None, given: Sequence[Signed], noted: bool
) -> str:
    """Why nothing can be said for certain; empty where it can."""
    covered = max((signed.rows for signed in given), default=0)
    if walk.number == 0 or covered == walk.seq:
        return ""
    if key is None:
        beyond = f" beyond row {covered}" if covered else ""
        return f"The rows{beyond} fit together, but whoever changed them could have made them fit: the key {place.seal_file} is missing."
    if not noted and not given:
        return f"The rows fit together, but nothing outside the database says how many there should be: {place.papers} is empty. Compare with a checkpoint that somebody kept."
    return ""
