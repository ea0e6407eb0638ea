"""The verbs of the record: seal, checkpoint, verify, export, keys, protect.

Those for its long life (restored, expire, watch) are in keeping.py."""

import argparse
import time
from dataclasses import asdict
from datetime import UTC, datetime
from datetime import time as clock
from pathlib import Path
from typing import TYPE_CHECKING

from goldthread.cli.booted import boot, login_name, now
from goldthread.cli.endings import (
    CANNOT_TELL,
    DONE,
    REFUSED,
    CannotTell,
    Refused,
    UsedWrongly,
)
from goldthread.cli.printing import print_json, progress
from goldthread.evidence.home import home

if TYPE_CHECKING:
    from goldthread.audit.checkpoints import Signed
    from goldthread.audit.keys import PublicKey
    from goldthread.audit.verification import Verdict

BETWEEN_SEALS = 1.0  # seconds


def seal(chosen: argparse.Namespace) -> int:
    """Seal what waits, and sign a checkpoint when one is due."""
    boot_with_record()
    from goldthread.audit.checkpoints import checkpoint_due
    from goldthread.audit.sealing import seal_due

    rows = seal_due(at=now())
    signed = checkpoint_due(at=now())
    if chosen.json:
        print_json({"rows": rows, "checkpoint": signed and asdict(signed)})
    else:
        print(f"{rows:,} rows sealed." + (f" {_told(signed)}" if signed else ""))
    while chosen.keep_on:  # a sealer of its own, under another user of the system
        time.sleep(BETWEEN_SEALS)
        if rows := seal_due(at=now()):
            progress(f"{rows:,} rows sealed.")
        checkpoint_due(at=now())
    return DONE


def checkpoint(chosen: argparse.Namespace) -> int:
    """Sign the record as it is now, for another agency to keep."""
    boot_with_record()
    from goldthread.audit.checkpoints import sign_checkpoint
    from goldthread.audit.sealing import seal_due

    seal_due(at=now())
    signed = sign_checkpoint(at=now())
    if chosen.out:
        Path(chosen.out).write_text(f"{signed.line()}\n", encoding="ascii")
        print(f"{_told(signed)} Written to {chosen.out}.")
    else:
        print(signed.line())
    return DONE


def verify(chosen: argparse.Namespace) -> int:
    """Say whether the record is whole: 0 yes, 1 tampered with, 3 cannot tell."""
    given, key = handed_over(chosen)
    boot_with_record()
    from goldthread.audit.keys import keys
    from goldthread.audit.verification import verify as look

    found = look(keys(), given=given, given_key=key)
    if chosen.json:
        print_json(asdict(found) | {"state": found.state})
    else:
        print("\n".join([_sentence(found), *found.told]))
    return {"tampered": REFUSED, "cannot tell": CANNOT_TELL}.get(found.state, DONE)


def export(chosen: argparse.Namespace) -> int:
    """Write a part of the record, with what proves it, to a ZIP file."""
    start, end = _day(chosen.start), _day(chosen.end)
    boot_with_record()
    from django.db import transaction

    from goldthread.audit.export import export as write
    from goldthread.audit.keys import keys
    from goldthread.audit.queries import Asked
    from goldthread.audit.services import Actor, Subject, record

    asked, by = (
        Asked(start=start, end=end),
        Actor("system", f"the system account ({login_name()})"),
    )
    with transaction.atomic():
        whole = Subject("audit.record", "", "the record of acts")
        told = {"asked_by": asked.by}
        record("record.exported", whole, by=by, at=now(), detail=told)
    path = Path(chosen.out)
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("w+b") as file:
            draft.chmod(0o600)
            made = write(file, asked, keys(), by=by.label, at=now())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    print(f"{made.rows:,} rows under {made.seals:,} seals written to {path}.")
    return DONE


def show_keys(chosen: argparse.Namespace) -> int:
    """Show the public key that checkpoints are checked with."""
    boot_with_record()
    from goldthread.audit.keys import keys

    place = keys()
    public, sealing = place.public_key(), place.seal_key()
    if public is None and sealing is None:
        raise CannotTell(
            f"There are no keys in {place.folder} yet: the first act that is sealed "
            "makes them. `goldthread audit seal` seals what waits."
        )
    told = {
        "seal key": sealing and sealing.name,
        "signing key": public and public.name,
        "fingerprint": public and public.fingerprint,
        "public key": public and public.pem,
        "folder": str(place.folder),
    }
    if chosen.json:
        print_json(told)
        return DONE
    for name in ("folder", "seal key", "signing key", "fingerprint"):
        print(f"{name}: {told[name] or 'not made yet'}")
    if public:
        print(public.pem, end="")
    return DONE


def protect(chosen: argparse.Namespace) -> int:
    """Print the SQL that takes the record out of the application's hands."""
    boot()
    from django.db import connection

    from goldthread.audit import roles

    if connection.vendor != "postgresql":
        raise Refused(
            "SQLite has no roles: whoever can write the file can change it. The triggers "
            "are set, and the seals tell. Use PostgreSQL where that is not enough."
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database(), current_schema()")
        user, database, schema = cursor.fetchone()
    write = roles.lifting if chosen.lift else roles.protecting
    sql = write(app=chosen.role or user, database=database, schema=schema)
    if chosen.out:
        Path(chosen.out).write_text(sql, encoding="utf-8")
        print(f"Written to {chosen.out}. Run it as a superuser: psql -f {chosen.out}")
    else:
        print(sql, end="")
    return DONE


def boot_with_record() -> None:
    """Set Django up where there is a record already; never make one just to look."""
    boot()
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    in_a_file = connection.vendor == "sqlite" and "memory" not in name
    if in_a_file and not Path(name).exists():
        raise CannotTell(f"There is no record in {home()} yet.")
    if "audit_seal" not in connection.introspection.table_names():
        raise CannotTell(
            "This database holds no record of this version yet. `goldthread serve` "
            "brings it up to date."
        )


def handed_over(
    chosen: argparse.Namespace,
) -> "tuple[tuple[Signed, ...], PublicKey | None]":
    if bool(chosen.checkpoint) != bool(chosen.pubkey):
        raise UsedWrongly(
            "expected --checkpoint and --pubkey together: the one is checked with the "
            "other."
        )
    if not chosen.checkpoint:
        return (), None
    boot()
    from goldthread.audit.checkpoints import read
    from goldthread.audit.keys import public_key_of
    from goldthread.audit.refusal import Refused as Unfit

    try:
        given, key = read(Path(chosen.checkpoint)), public_key_of(Path(chosen.pubkey))
    except FileNotFoundError as missing:
        raise UsedWrongly(f"there is no file {missing.filename}.") from None
    except Unfit as unfit:
        raise UsedWrongly(str(unfit)) from None
    if not given:
        raise UsedWrongly(f"{chosen.checkpoint} holds no checkpoint.")
    return given, key


def _sentence(found: "Verdict") -> str:
    if found.state == "tampered":
        return f"The record was tampered with. {found.fault}"
    if found.state == "cannot tell":
        return f"Cannot tell. {found.cannot_tell}"
    told = (
        f"The record is whole: {found.rows:,} rows under {found.seals:,} seals, compared "
        f"with {found.checkpoints:,} checkpoints."
    )
    if found.waiting and found.waiting_since:
        told += (
            f" {found.waiting:,} rows wait for their seal, the oldest since "
            f"{found.waiting_since:%d %B %Y, %H:%M:%S} UTC."
        )
    return told


def _told(signed: "Signed") -> str:
    return f"Checkpoint {signed.number} over {signed.rows:,} rows is signed."


def _day(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.combine(datetime.fromisoformat(text).date(), clock.min, UTC)
    except ValueError:
        raise UsedWrongly(f"expected a day like 2026-11-23; found {text}.") from None
