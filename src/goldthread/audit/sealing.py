"""Seals what was recorded: rows that wait become a batch, bound to all before it.

The act and its event are one transaction; sealing comes after it, in one process, so
that acts never wait for each other (chained in the act itself, PostgreSQL did half as
many writes a second, and the slowest took six times as long).

A row is sealed when it can be seen, in a batch after those that were seen earlier. It
is struck from what waits in the transaction of its seal: killed at any moment, the
sealer neither loses a row nor seals one twice.
"""

import json
import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min

from goldthread.audit import canonical, chain
from goldthread.audit.keys import Keys, SealKey, draft_of, keys
from goldthread.audit.models import Event, Seal, SealedEvent, Sealer, Unsealed
from goldthread.audit.refusal import KeptElsewhere, Refused
from goldthread.audit.roles import reading, sealing

BATCH = 500  # rows of one seal at most
MOST_BATCHES = 20  # of one call, so that a worker with a backlog still does other work
LEASE = timedelta(seconds=5)
LAG_ALARM = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is recorded and not sealed yet."""

    rows: int
    since: datetime | None
    of_the_site: datetime | None  # the oldest that a page of the running site wrote


def seal_due(*, at: datetime) -> int:
    """Seal what waits; how many rows were sealed. Cheap when nothing waits.

    For the worker to call every second. Returns 0 also where another process seals, or
    another user of the system has the key.

    Raises:
        Refused: the seal key is missing or is another one; nothing was sealed.
    """
    if not Unsealed.objects.exists():
        return 0
    place, sealed = keys(), 0
    for _ in range(MOST_BATCHES):
        try:
            done = _seal_batch(place, at)
        except (
            KeptElsewhere
        ):  # a sealer under another user does it; `doctor` sees a lag
            break
        sealed += done
        if done < BATCH:
            break
    return sealed


def waiting() -> Waiting:
    """How much waits for its seal, and since when."""
    with reading():
        found = Event.objects.filter(pk__in=Unsealed.objects.values("event_id"))
        told = found.aggregate(rows=Count("pk"), since=Min("at"))
        site = found.exclude(request_id="").aggregate(since=Min("at"))
    return Waiting(told["rows"], told["since"], site["since"])


def holder() -> str:
    """What this process calls itself when it seals."""
    return f"{socket.gethostname()}:{os.getpid()}"[:100]


def _seal_batch(place: Keys, at: datetime) -> int:
    with sealing():
        if not _lease(holder(), at):
            return 0
        last = Seal.objects.order_by("-number").first()
        key = _key(place, last)
        rows = list(
            Event.objects.filter(pk__in=Unsealed.objects.values("event_id"))
            .order_by("pk")
            .values_list(*canonical.FIELDS[canonical.FORM])[:BATCH]
        )
        if not rows:
            return 0
        seal = _sealed(rows, last, key, at)
        Unsealed.objects.filter(pk__in=[row[0] for row in rows]).delete()
    _note_last(place, seal, key)
    return len(rows)


def _sealed(rows: list[Any], last: Seal | None, key: SealKey, at: datetime) -> Seal:
    digests = [canonical.digest(canonical.row(row)) for row in rows]
    first = last.last_seq + 1 if last else 1
    told: dict[str, Any] = {
        "number": last.number + 1 if last else 1,
        "first_seq": first,
        "form": canonical.FORM,
        "previous": last.head if last else chain.START,
        "key": key.name,
        "at": at,
    }
    head = chain.head(digests=digests, **told)
    seal = Seal(rows=len(rows), head=head, mac=key.mac(head), **told)
    seal.save(force_insert=True)
    SealedEvent.objects.bulk_create(
        SealedEvent(seq=first + place, event_id=row[0], digest=digest)
        for place, (row, digest) in enumerate(zip(rows, digests, strict=True))
    )
    return seal


def _lease(who: str, at: datetime) -> bool:
    """Whether `who` seals now: nobody else holds the lease, or theirs has run out."""
    Sealer.objects.get_or_create(only=True)
    lease = Sealer.objects.select_for_update(skip_locked=True).first()
    if lease is None:
        return False
    # A clock that jumped back must not stop the sealer: no lease is longer than LEASE.
    runs = lease.until is not None and at < lease.until <= at + LEASE
    if runs and lease.holder != who:
        return False
    Sealer.objects.filter(only=True).update(holder=who, until=at + LEASE)
    return True


def _key(place: Keys, last: Seal | None) -> SealKey:
    key = place.seal_key()
    if key is None and last is None:
        return place.make_seal_key()
    if key is None:
        raise Refused(
            f"The record cannot be sealed: its key {place.seal_file} is missing. Put it back from where you keep a copy; a new one would look like a forgery."
        )
    if last is not None and key.name != last.key:
        raise Refused(
            f"The record cannot be sealed: {place.seal_file} holds key {key.name}, and the last rows were sealed with key {last.key}. Put that key back."
        )
    return key


def _note_last(place: Keys, seal: Seal, key: SealKey) -> None:
    """Write outside the database how far the record has come; never backwards, so that
    a database put back to yesterday is still found out."""
    noted = last_noted(place)
    if noted is None or noted["number"] < seal.number:
        _write_note(place, seal, key)


def note_anew(place: Keys, key: SealKey) -> None:
    """Write the note as the record stands, also backwards: a restoration was declared."""
    with reading():
        last = Seal.objects.order_by("-number").first()
    if last is not None:
        _write_note(place, last, key)


def _write_note(place: Keys, seal: Seal, key: SealKey) -> None:
    told = {"number": seal.number, "rows": seal.last_seq, "head": seal.head}
    told["mac"] = key.mac(canonical.written(told).decode())
    place.papers.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = draft_of(place.last_seal_file)
    draft.write_text(json.dumps(told) + "\n", encoding="ascii")
    draft.replace(place.last_seal_file)


def last_noted(place: Keys) -> dict[str, Any] | None:
    """The last seal as noted outside the database; None where nothing is noted.

    Raises:
        Refused: the note cannot be read.
    """
    try:
        told = json.loads(place.last_seal_file.read_text(encoding="ascii"))
        return {name: told[name] for name in ("number", "rows", "head", "mac")}
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError):
        raise Refused(
            f"{place.last_seal_file} was changed: it is no note of ours."
        ) from None
