"""Holds: rows that stay though their time is over, because somebody needs them (RET-1).

A hold has a name, a reason, a person who answers for it and an end; it is placed and
lifted by name, and both are in the record. `expiry.py` leaves what is held.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from goldthread.audit.models import Hold
from goldthread.audit.refusal import Refused
from goldthread.audit.services import Actor, Acts, record, system_account
from goldthread.core.uk_time import local_day, start_of_day

LONGEST = timedelta(days=3660)  # ten years; longer needs is said again


@transaction.atomic
def place_hold(
    name: str,
    *,
    reason: str,
    until: date,
    rows_from: date | None = None,
    by: Actor | Acts | None,
    at: datetime,
) -> Hold:
    """Keep rows beyond their time, for a reason and until a day.

    Raises:
        Refused: it has no name, reason or sensible end, or one of its name stands.
    """
    name, reason = name.strip(), reason.strip()
    standing = Hold.objects.select_for_update().filter(lifted_at__isnull=True)
    taken = standing.filter(name=name).exists()
    if refusal := refusal_to_hold(
        name, reason, until=until, on=local_day(at), is_taken=taken
    ):
        raise Refused(refusal)
    hold = Hold(
        name=name,
        reason=reason,
        until=until,
        rows_from=rows_from,
        placed_by=_label(by),
        placed_at=at,
    )
    hold.save(force_insert=True)
    told = {"reason": reason, "until": str(until), "rows from": str(rows_from or "all")}
    record("record.held", hold, by=by, at=at, detail=told)
    return hold


@transaction.atomic
def lift_hold(
    name: str, *, because: str, by: Actor | Acts | None, at: datetime
) -> Hold:
    """End a hold before its day; what it held may go when its time is over.

    Raises:
        Refused: no hold of this name stands, or nothing is said why.
    """
    rows = Hold.objects.select_for_update().filter(lifted_at__isnull=True)
    hold: Hold | None = rows.filter(name=name.strip()).first()
    if hold is None:
        raise Refused(
            f"No hold called {name!r} stands. `goldthread audit holds` lists them."
        )
    if not because.strip():
        raise Refused("Say why what was held may go: --reason WORDS.")
    hold.lifted_by, hold.lifted_at = _label(by), at
    hold.lifted_because = because.strip()
    hold.save(update_fields=["lifted_by", "lifted_at", "lifted_because"])
    detail = {"because": hold.lifted_because}
    record("record.hold_lifted", hold, by=by, at=at, detail=detail)
    return hold


def refusal_to_hold(
    name: str, reason: str, *, until: date, on: date, is_taken: bool
) -> str | None:
    """Why a hold cannot be placed so; None when it can."""
    if not name or not reason:
        return "A hold has a name and a reason, so that somebody can judge in years whether it is still needed."
    if not on < until <= on + LONGEST:
        return f"A hold ends on a day within ten years; found {until}."
    if is_taken:
        return f"A hold called {name!r} stands already. Choose another name, or lift that one first."
    return None


def standing_holds(*, at: datetime) -> Sequence[Hold]:
    """The holds that stand now, what ends first above."""
    return tuple(Hold.objects.standing(local_day(at)).in_order())


def held_back(older_than: datetime, holds: Sequence[Hold]) -> datetime | None:
    """How old a row must be to go while these hold; None where none may."""
    if any(hold.rows_from is None for hold in holds):
        return None
    starts = [start_of_day(hold.rows_from) for hold in holds if hold.rows_from]
    return min([older_than, *starts])


def _label(by: Actor | Acts | None) -> str:
    actor = by if isinstance(by, Actor) else (by.as_actor() if by else system_account())
    return actor.label[:200]
