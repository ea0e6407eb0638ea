"""Declare that a backup was put back: recorded, sealed and signed in one go."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from goldthread.audit.checkpoints import Signed, sign_checkpoint
from goldthread.audit.following import Tampered, Walk
from goldthread.audit.keys import Keys, PublicKey, SealKey
from goldthread.audit.models import Seal
from goldthread.audit.papers import Contradiction, Papers
from goldthread.audit.refusal import Refused
from goldthread.audit.restorations import VERB, Restoration, declared
from goldthread.audit.roles import reading
from goldthread.audit.sealing import note_anew, seal_due
from goldthread.audit.services import Actor, Acts, Subject, record
from goldthread.audit.verification import follow_all

SHORTEST, LONGEST = 10, 200  # characters of a reason


def declare_restored(
    place: Keys,
    *,
    reason: str,
    given: Sequence[Signed] = (),
    given_key: PublicKey | None = None,
    backup_of: datetime | None = None,
    by: Actor | Acts | None,
    at: datetime,
) -> Restoration:
    """Say that a backup was put back; what is missing since is written into the record.

    Raises:
        Refused: nothing is missing, a key is, or the record itself was tampered with: a
            declaration explains rows that are gone and nothing else.
    """
    reason = " ".join(reason.split())
    if not SHORTEST <= len(reason) <= LONGEST:
        raise Refused(
            f"Expected a reason of {SHORTEST} to {LONGEST} characters: what happened, and which backup was put back."
        )
    sealing_key, signing = place.seal_key(), place.signing_key()
    if sealing_key is None or signing is None:
        raise Refused(
            f"A restoration is signed, and {place.folder} lacks a key. Put both back from where you keep a copy."
        )
    for each in given:
        if given_key is not None and not each.is_signed_by(given_key):
            raise Refused("The checkpoint handed over is not signed by that key.")
    with reading():
        gone = _gone(place, sealing_key, signing, given)
        found = _signed(gone, reason, signing, backup_of or at, at)
    subject = Subject("audit.record", "", "the record of acts")
    with transaction.atomic():
        record(VERB, subject, by=by, at=at, detail=found.as_detail())
    seal_due(at=at)
    note_anew(place, sealing_key)
    sign_checkpoint(at=at)
    return found


def _gone(
    place: Keys, key: SealKey, signing: Ed25519PrivateKey, given: Sequence[Signed]
) -> list[Contradiction]:
    """Every paper that knows of rows which are not here; at least one."""
    public = _public(signing)
    try:
        kept = follow_all(Walk(), key, public)
        papers = Papers(place, kept, declared(public))
        gone = list(papers.contradictions(key, given))
    except Tampered as fault:
        raise Refused(f"A restoration cannot be declared. {fault}") from None
    if not gone:
        raise Refused(
            "Nothing is missing: no note and no checkpoint knows of a row that is not here. Where the home folder was put back too, hand over a checkpoint that somebody kept: --checkpoint FILE --pubkey FILE."
        )
    return gone


def _signed(
    gone: Sequence[Contradiction],
    reason: str,
    signing: Ed25519PrivateKey,
    backup_of: datetime,
    at: datetime,
) -> Restoration:
    last = _last_sure(gone, backup_of)
    told = Restoration(
        kept_seal=last.number if last else 0,
        kept_rows=last.last_seq if last else 0,
        kept_head=last.head if last else "",
        lost_seal=max(one.seal for one in gone),
        lost_rows=max(one.rows for one in gone),
        since=last.at if last else min(one.at or at for one in gone),
        until=at,
        reason=reason,
        key=_public(signing).name,
    )
    return replace(told, signature=signing.sign(told.message).hex())


def _last_sure(gone: Sequence[Contradiction], backup_of: datetime) -> Seal | None:
    """The last seal that the backup held, before the first one known otherwise."""
    before = Seal.objects.filter(
        number__lt=min(one.seal for one in gone), at__lte=backup_of
    )
    return before.order_by("-number").first()


def _public(signing: Ed25519PrivateKey) -> PublicKey:
    return PublicKey(signing.public_key().public_bytes_raw())
