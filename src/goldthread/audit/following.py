"""The sealed rows followed one by one, from the first that is kept to the last."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from goldthread.audit import canonical, chain
from goldthread.audit.keys import SealKey
from goldthread.audit.models import Event, Seal, SealedEvent

SEALS_AT_ONCE = 200
ROWS_AT_ONCE = 5_000

# In one statement, so that a row recorded or sealed meanwhile is seen in one place.
STRAY = """
    SELECT min(e.id) FROM audit_event e
    WHERE NOT EXISTS (SELECT 1 FROM audit_sealedevent s WHERE s.event_id = e.id)
    AND NOT EXISTS (SELECT 1 FROM audit_unsealed u WHERE u.event_id = e.id)
"""
GONE_UNSEALED = """
    SELECT min(u.event_id) FROM audit_unsealed u
    WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.id = u.event_id)
"""
LAST_PLACES = """
    SELECT (SELECT coalesce(max(seq), 0) FROM audit_sealedevent),
           (SELECT coalesce(max(first_seq + rows - 1), 0) FROM audit_seal)
"""


class Tampered(Exception):
    """The first bad place, in a sentence."""


@dataclass(slots=True)
class Walk:
    """How far the seals have been followed."""

    number: int = 0
    seq: int = 0
    head: str = chain.START


def follow(walk: Walk, key: SealKey | None) -> None:
    """Compare every row from where the walk stands with its seal, seal by seal.

    Raises:
        Tampered: here is the first bad place.
    """
    newest = Seal.objects.order_by("-number").first()
    end = newest.number if newest else 0
    while walk.number < end:
        seals = list(
            Seal.objects.filter(number__gt=walk.number, number__lte=end).order_by(
                "number"
            )[:SEALS_AT_ONCE]
        )
        if not seals:
            raise Tampered(f"Seal {walk.number + 1} is missing.")
        for some in _by_rows(seals):
            _check_seals(some, walk, key)


def _by_rows(seals: Iterable[Seal]) -> Iterator[list[Seal]]:
    some: list[Seal] = []
    for seal in seals:
        if some and sum(each.rows for each in some) + seal.rows > ROWS_AT_ONCE:
            yield some
            some = []
        some.append(seal)
    yield some


def _check_seals(seals: Sequence[Seal], walk: Walk, key: SealKey | None) -> None:
    places = {
        row[0]: row
        for row in SealedEvent.objects.filter(
            seq__gte=seals[0].first_seq, seq__lte=seals[-1].last_seq
        ).values_list("seq", "event_id", "digest")
    }
    for seal in seals:
        _check_order(seal, walk, key)
        digests = _check_rows(seal, places)
        _check_head(seal, digests, key)
        walk.number, walk.seq, walk.head = seal.number, seal.last_seq, seal.head


def _check_order(seal: Seal, walk: Walk, key: SealKey | None) -> None:
    if seal.number != walk.number + 1:
        raise Tampered(f"Seal {walk.number + 1} is missing.")
    if key is not None and seal.key != key.name:
        raise Tampered(
            f"Seal {seal.number} (from row {seal.first_seq}) was made with key {seal.key}, and the key of this installation is {key.name}: the record is another installation's, or the key file was changed."
        )
    if seal.first_seq != walk.seq + 1 or seal.previous != walk.head:
        raise Tampered(
            f"Seal {seal.number} does not follow seal {walk.number}: rows were taken out or put in after row {walk.seq}."
        )
    if seal.form not in canonical.FIELDS:
        raise Tampered(f"Seal {seal.number} was changed: no form {seal.form} exists.")


def _check_rows(seal: Seal, places: dict[int, tuple[int, int, str]]) -> list[str]:
    sealed = []
    for seq in range(seal.first_seq, seal.last_seq + 1):
        if seq not in places:
            raise Tampered(f"Row {seq} is missing from the list of sealed rows.")
        sealed.append(places[seq])
    rows = _rows([event_id for _, event_id, _ in sealed], seal.form)
    for seq, event_id, digest in sealed:
        if event_id not in rows:
            raise Tampered(f"Row {seq} (event {event_id}) was removed after its seal.")
        told = rows[event_id]
        if told is None or canonical.digest(told) != digest:
            about = f", {told['verb']}" if told else ""
            raise Tampered(
                f"Row {seq} (event {event_id}{about}) is not what was sealed: it, or its fingerprint, was changed."
            )
    return [digest for _, _, digest in sealed]


def _rows(ids: Sequence[int], form: int) -> dict[int, dict[str, Any] | None]:
    """The events by their number; None where one cannot even be read."""
    fields = canonical.FIELDS[form]
    found = Event.objects.filter(pk__in=ids).values_list(*fields)
    try:
        return {values[0]: canonical.row(values, form) for values in found}
    except (ValueError, TypeError, AttributeError):  # a value of no kind we write
        return dict(_one_by_one(ids, form))


def _one_by_one(
    ids: Iterable[int], form: int
) -> Iterator[tuple[int, dict[str, Any] | None]]:
    for event_id in ids:
        found = Event.objects.filter(pk=event_id).values_list(*canonical.FIELDS[form])
        try:
            for values in found:
                yield event_id, canonical.row(values, form)
        except (ValueError, TypeError, AttributeError):
            yield event_id, None


def _check_head(seal: Seal, digests: list[str], key: SealKey | None) -> None:
    head = chain.head(
        number=seal.number,
        first_seq=seal.first_seq,
        form=seal.form,
        previous=seal.previous,
        key=seal.key,
        at=seal.at,
        digests=digests,
    )
    if head != seal.head:
        raise Tampered(
            f"Seal {seal.number} does not fit its rows {seal.first_seq} to {seal.last_seq}: they, or the seal, were changed."
        )
    if key is not None and key.mac(head) != seal.mac:
        raise Tampered(
            f"Seal {seal.number} was made without the key: from row {seal.first_seq} on the record was sealed again by somebody else."
        )


def check_strays(walk: Walk) -> None:
    """Nothing lies beside the seals: every event is sealed or waits for its seal."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_PLACES)
        places, sealed = cursor.fetchone()
        cursor.execute(STRAY)
        stray = cursor.fetchone()[0]
        cursor.execute(GONE_UNSEALED)
        gone = cursor.fetchone()[0]
    if places > sealed:
        raise Tampered(f"Row {sealed + 1} is listed as sealed, and no seal covers it.")
    if stray is not None:
        raise Tampered(
            f"Event {stray} is neither sealed nor waiting for its seal: it was put in past the triggers, or its seal was removed (the last sealed row is {walk.seq})."
        )
    if gone is not None:
        raise Tampered(f"Event {gone} was removed before it was sealed.")
