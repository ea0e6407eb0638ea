"""Signed checkpoints: what the record held at a moment, for others to keep.

The partnership's agencies are each other's witnesses. Whoever keeps a checkpoint can
show later that a row before it was changed, removed or slipped in, whoever did it.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from goldthread.audit import chain
from goldthread.audit.canonical import plain
from goldthread.audit.keys import Keys, PublicKey, keys
from goldthread.audit.models import Checkpoint, Seal, Sealer
from goldthread.audit.refusal import KeptElsewhere, Refused
from goldthread.audit.roles import reading, sealing

EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint as it is handed over: what it says, and the signature."""

    number: int
    seal: int
    rows: int
    head: str
    at: datetime
    key: str
    signature: str

    def is_signed_by(self, key: PublicKey) -> bool:
        told = {name: value for name, value in asdict(self).items() if name in _SAID}
        message = chain.checkpoint_message(**told)
        return self.key == key.name and key.has_signed(message, self.signature)

    def line(self) -> str:
        """One line of JSON, as the file of checkpoints and the one handed over hold it."""
        told = {"what": "goldthread checkpoint 1"} | asdict(self)
        return json.dumps(told | {"at": plain(self.at)})


_SAID = ("number", "seal", "rows", "head", "at", "key")


def checkpoint_due(*, at: datetime) -> Signed | None:
    """Sign a checkpoint when an hour has passed and something was sealed since; cheap
    otherwise. For the worker to call every minute."""
    with reading():
        last = Checkpoint.objects.order_by("-number").first()
        newest = Seal.objects.order_by("-number").first()
    if newest is None or (last and last.seal == newest.number):
        return None
    if last and timedelta(0) <= at - last.at < EVERY:
        return None
    try:
        return sign_checkpoint(at=at)
    except KeptElsewhere:  # whoever has the key signs
        return None


def sign_checkpoint(*, at: datetime) -> Signed:
    """Sign what is sealed by now, keep it in its table and in its file.

    Raises:
        Refused: nothing is sealed yet, or the signing key is missing.
    """
    place = keys()
    with sealing():
        Sealer.objects.select_for_update().first()  # one checkpoint at a time
        last = Checkpoint.objects.order_by("-number").first()
        newest = Seal.objects.order_by("-number").first()
        if newest is None:
            raise Refused("Nothing is sealed yet, so there is nothing to sign.")
        # After a backup was put back the file knows of more than the table does.
        number = max(last.number if last else 0, _last_in(place.checkpoint_file)) + 1
        signed = _signed(_key(place, last), newest, last, number, at)
        Checkpoint(**asdict(signed)).save(force_insert=True)
        missing = Checkpoint.objects.filter(number__gt=_last_in(place.checkpoint_file))
        lines = [of_row(each).line() for each in missing.order_by("number")]
    _append(place.checkpoint_file, lines)
    return signed


def read(path: Path) -> tuple[Signed, ...]:
    """The checkpoints in a file, one a line.

    Raises:
        Refused: a line of it is no checkpoint.
    """
    found = []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    for place, line in enumerate(lines, start=1):
        try:
            told = json.loads(line)
            found.append(
                Signed(
                    number=int(told["number"]),
                    seal=int(told["seal"]),
                    rows=int(told["rows"]),
                    head=str(told["head"]),
                    at=datetime.fromisoformat(told["at"]).astimezone(UTC),
                    key=str(told["key"]),
                    signature=str(told["signature"]),
                )
            )
        except (ValueError, TypeError, KeyError):
            raise Refused(f"Line {place} of {path} is no checkpoint.") from None
    return tuple(found)


def of_row(row: Checkpoint) -> Signed:
    """A checkpoint of the table, as it would be handed over."""
    return Signed(
        row.number, row.seal, row.rows, row.head, row.at, row.key, row.signature
    )


def _signed(
    key: Ed25519PrivateKey,
    newest: Seal,
    last: Checkpoint | None,
    number: int,
    at: datetime,
) -> Signed:
    name = PublicKey(key.public_key().public_bytes_raw()).name
    if last is not None and last.key != name:
        raise Refused(
            f"No checkpoint can be signed: the signing key is {name}, and the last checkpoint was signed with {last.key}. Put that key back."
        )
    told: dict[str, Any] = {
        "number": number,
        "seal": newest.number,
        "rows": newest.last_seq,
        "head": newest.head,
        "at": at,
        "key": name,
    }
    signature = key.sign(chain.checkpoint_message(**told)).hex()
    return Signed(**told, signature=signature)


def _key(place: Keys, last: Checkpoint | None) -> Ed25519PrivateKey:
    key = place.signing_key()
    if key is None and last is None:
        return place.make_signing_key()
    if key is None:
        raise Refused(
            f"No checkpoint can be signed: the key {place.signing_file} is missing. Put it back from where you keep a copy."
        )
    return key


def _last_in(path: Path) -> int:
    """The number of the last checkpoint in the file; what a kill left out comes next."""
    if not path.exists():
        return 0
    try:
        return max((signed.number for signed in read(path)), default=0)
    except Refused:  # somebody wrote in it; `verify` says so, and signing goes on
        last = Checkpoint.objects.order_by("-number")[1:2]
        return last[0].number if last else 0


def _append(path: Path, lines: Iterable[str]) -> None:
    """Add lines at the end of the file; nothing in it is ever rewritten."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, "".join(f"{line}\n" for line in lines).encode())
        os.fsync(handle)
    finally:
        os.close(handle)
