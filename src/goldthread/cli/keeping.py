"""The verbs for the record's long life: restorations declared, what expired removed."""

import argparse
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

from goldthread.cli.audit import boot_with_record, handed_over
from goldthread.cli.booted import acting, now
from goldthread.cli.endings import DONE, REFUSED, UsedWrongly
from goldthread.cli.printing import print_json


def restored(chosen: argparse.Namespace) -> int:
    """Declare that a backup was put back; what is missing since is recorded and signed."""
    given, key = handed_over(chosen)
    backup_of = _moment(chosen.backup_of)
    boot_with_record()
    from goldthread.audit.keys import keys
    from goldthread.audit.restoring import declare_restored

    told = declare_restored(
        keys(),
        reason=chosen.reason,
        given=given,
        given_key=key,
        backup_of=backup_of,
        by=acting(chosen.as_email),
        at=now(),
    )
    if chosen.json:
        print_json(asdict(told) | {"words": told.words})
    else:
        print(told.words)
        print(
            "Recorded, sealed and signed. Hand the newest checkpoint to the other "
            "agencies: goldthread audit checkpoint --out checkpoint.json"
        )
    return DONE


def expire(chosen: argparse.Namespace) -> int:
    """Show what is older than the record is kept for, or remove it."""
    boot_with_record()
    from goldthread.audit.expiry import (
        expired,
        nothing_goes,
        older_than_years,
        remove_expired,
    )
    from goldthread.audit.holds import held_back, standing_holds
    from goldthread.audit.keys import keys

    older_than, holds = older_than_years(chosen.years, at=now()), standing_holds(at=now())  # fmt: skip
    held = [hold.words for hold in holds]
    if chosen.remove:
        by = acting(chosen.as_email)
        stone = remove_expired(keys(), older_than=older_than, by=by, at=now())
        told, words = asdict(stone), stone.words
    else:
        cut = held_back(older_than, holds)
        found = expired(older_than=cut) if cut else None
        told = {"stretch": found and asdict(found), "older_than": older_than}
        day = f"{(cut or older_than).day} {cut or older_than:%B %Y}"
        words = nothing_goes(cut or older_than, ())
        if found:
            words = (
                f"Rows {found.first_row:,} to {found.last_row:,} ({found.rows:,} rows, up to "
                f"checkpoint {found.checkpoint}) are older than {day}. Nothing was removed. "
                "To remove them for good, run it again with --remove."
            )
    if chosen.json:
        print_json(told | {"words": words, "held": held})
    else:
        print(words)
        for each in held:
            print(f"{each}.")
    return DONE


def hold(chosen: argparse.Namespace) -> int:
    """Keep rows beyond their time, with a name, a reason and an end; or lift a hold."""
    until, rows_from = _date(chosen.until), _date(chosen.rows_from)
    if not chosen.lift and until is None:
        raise UsedWrongly("say until when it holds: --until 2027-04-01.")
    boot_with_record()
    from goldthread.audit.holds import lift_hold, place_hold

    by = acting(chosen.as_email)
    if chosen.lift:
        made = lift_hold(chosen.name, because=chosen.reason, by=by, at=now())
        print(f"“{made}” is lifted: {made.lifted_because}. It is in the record.")
        return DONE
    assert until is not None  # refused above
    made = place_hold(
        chosen.name,
        reason=chosen.reason,
        until=until,
        rows_from=rows_from,
        by=by,
        at=now(),
    )
    print(f"{made.words}. It is in the record.")
    return DONE


def holds(chosen: argparse.Namespace) -> int:
    """List what is held, by whom and until when."""
    boot_with_record()
    from goldthread.audit.holds import standing_holds

    found = standing_holds(at=now())
    if chosen.json:
        names = ("name", "reason", "rows_from", "until", "placed_by", "placed_at")
        print_json([{name: getattr(one, name) for name in names} for one in found])
    for one in [] if chosen.json else found:
        print(f"{one.words}.")
    if not found and not chosen.json:
        print("Nothing is held: what is older than it is kept for may go.")
    return DONE


def watch(chosen: argparse.Namespace) -> int:
    """Say what in the record asks for a look: 0 nothing waits, 1 something does."""
    end = _date(chosen.end) or now().date() + timedelta(days=1)
    start = _date(chosen.start) or end - timedelta(days=30)
    boot_with_record()
    from goldthread.audit.watching import watch as look

    found = [one for one in look(start, end) if one.settled is None]
    if chosen.json:
        print_json([asdict(one.oddity) for one in found])
    for one in [] if chosen.json else found:
        odd = one.oddity
        print(f"{odd.on} {odd.rule}: {odd.name} ({odd.actor}). {odd.words}")
    if not found and not chosen.json:
        print(f"Nothing unusual waits from {start} up to {end}.")
    return REFUSED if found else DONE


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsedWrongly(f"expected a day like 2026-11-23; found {text}.") from None


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsedWrongly(
            f"expected a moment like 2026-11-23T03:00; found {text}."
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
