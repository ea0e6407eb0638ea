"""Rows whose time is over go as one whole stretch, under a signed tombstone.

A stretch ends at a checkpoint, because that is the head which other agencies hold: they
can still show that the stone stands for what they were once handed. Nothing is removed
from a record that is not whole: evidence of tampering must not expire.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from goldthread.audit import chain, protection
from goldthread.audit.holds import held_back, standing_holds
from goldthread.audit.keys import Keys, PublicKey
from goldthread.audit.models import (
    Checkpoint,
    Event,
    Hold,
    Seal,
    SealedEvent,
    Sealer,
)
from goldthread.audit.refusal import Refused
from goldthread.audit.roles import reading
from goldthread.audit.services import Actor, Acts, Subject, record
from goldthread.audit.tombstones import Stone, as_row, stones
from goldthread.audit.verification import verify

YEARS, FEWEST = 7, 1  # how long rows are kept; nobody asks for less than a year
VERB = "record.expired"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What would be removed: from the first row kept to a checkpoint's last one."""

    first_seal: int
    last_seal: int
    first_row: int
    last_row: int
    previous: str
    head: str
    checkpoint: int
    newest: datetime  # when its last seal was made

    @property
    def rows(self) -> int:
        return self.last_row - self.first_row + 1


def older_than_years(years: int, *, at: datetime) -> datetime:
    """The moment so many years before another; the 29th of February is the 28th."""
    if years < FEWEST:
        raise Refused(f"Expected at least {FEWEST} year; found {years}.")
    day = 28 if (at.month, at.day) == (2, 29) else at.day
    return at.replace(year=at.year - years, day=day)


def expired(*, older_than: datetime) -> Stretch | None:
    """The stretch whose time is over; None where there is none. Changes nothing."""
    with reading():
        kept = stones()
        newest = Seal.objects.order_by("-number").first()
        begun = kept[-1].last_seal if kept else 0
        over = Checkpoint.objects.filter(at__lt=older_than, seal__gt=begun)
        # The last seal always stays: the next one is chained to it.
        end = over.filter(seal__lt=newest.number if newest else 0)
        last = end.order_by("-seal", "-number").first()
        if last is None:
            return None
        seal = Seal.objects.get(number=last.seal)
    return Stretch(
        first_seal=begun + 1,
        last_seal=seal.number,
        first_row=kept[-1].last_row + 1 if kept else 1,
        last_row=seal.last_seq,
        previous=kept[-1].head if kept else chain.START,
        head=seal.head,
        checkpoint=last.number,
        newest=seal.at,
    )


def remove_expired(
    place: Keys, *, older_than: datetime, by: Actor | Acts | None, at: datetime
) -> Stone:
    """Remove what is older, set the stone over it and record it, in one transaction.

    Raises:
        Refused: nothing is that old or all of it is held, the record is not whole, a
            key is missing, or the database does not let this connection remove rows.
    """
    _refuse_what_is_not_whole(place)
    signing = place.signing_key()
    if signing is None:
        raise Refused(f"A tombstone is signed, and {place.signing_file} is missing.")
    _refuse_without_ownership()
    with transaction.atomic():
        Sealer.objects.select_for_update().first()  # nothing is sealed or signed meanwhile
        holds = standing_holds(at=at)
        older_than = _unless_held(older_than, holds)
        stretch = expired(older_than=older_than)
        if stretch is None:
            raise Refused(nothing_goes(older_than, holds))
        stone = _signed(stretch, signing, older_than, at)
        _remove(stretch)
        as_row(stone).save(force_insert=True)
        told = {
            "rows": [stone.first_row, stone.last_row],
            "seals": [stone.first_seal, stone.last_seal],
            "older than": older_than.isoformat(),
            "tombstone": stone.number,
            "held": [str(hold) for hold in holds],
        }
        subject = Subject("audit.record", "", "the record of acts")
        record(VERB, subject, by=by, at=at, detail=told)
    return stone


def nothing_goes(older_than: datetime, holds: Sequence[Hold]) -> str:
    """Why nothing is removed: nothing is so old, or what is so old is held."""
    day = f"{older_than.day} {older_than:%B %Y}"
    told = f"Nothing sealed under a checkpoint is older than {day}."
    return " ".join([told, *(f"{hold.words}." for hold in holds)])


def _unless_held(older_than: datetime, holds: Sequence[Hold]) -> datetime:
    cut = held_back(older_than, holds)
    if cut is None:
        everything = next(hold for hold in holds if hold.rows_from is None)
        raise Refused(f"Nothing is removed. {everything.words}.")
    return cut


def _refuse_what_is_not_whole(place: Keys) -> None:
    found = verify(place)
    if found.state != "whole":
        raise Refused(
            f"Nothing is removed from a record that is not whole. {found.fault or found.cannot_tell}"
        )


def _refuse_without_ownership() -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(pg_has_role(current_user, relowner, 'USAGE')) "
            "FROM pg_class WHERE relname = ANY(%s) AND pg_table_is_visible(oid)",
            [[*protection.EXPIRING, protection.STONES]],
        )
        owns = cursor.fetchone()[0]
    if not owns:
        raise Refused(
            "The application may add to the record and remove nothing, as it should be. Run this once with GOLDTHREAD_DATABASE naming a role that owns the record: a superuser, or a member of goldthread_owner."
        )


def _signed(
    stretch: Stretch, signing: Ed25519PrivateKey, older_than: datetime, at: datetime
) -> Stone:
    stone = Stone(
        number=len(stones()) + 1,
        first_seal=stretch.first_seal,
        last_seal=stretch.last_seal,
        first_row=stretch.first_row,
        last_row=stretch.last_row,
        previous=stretch.previous,
        head=stretch.head,
        older_than=older_than,
        at=at,
        key=PublicKey(signing.public_key().public_bytes_raw()).name,
    )
    return replace(stone, signature=signing.sign(stone.message).hex())


def _remove(stretch: Stretch) -> None:
    places = SealedEvent.objects.filter(seq__lte=stretch.last_row)
    with connection.cursor() as cursor:
        if (
            connection.vendor == "sqlite"
        ):  # else the words stay in the file's free pages
            cursor.execute("PRAGMA secure_delete = ON")
        for statement in protection.open_for_removal(connection.vendor):
            cursor.execute(statement)
        # Raw deletion: the managers of the record have no way to remove anything.
        Event.objects.filter(pk__in=places.values("event_id"))._raw_delete(
            connection.alias
        )
        places._raw_delete(connection.alias)
        Seal.objects.filter(number__lte=stretch.last_seal)._raw_delete(connection.alias)
        for statement in protection.shut_again(connection.vendor):
            cursor.execute(statement)
