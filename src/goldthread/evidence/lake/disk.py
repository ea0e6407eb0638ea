"""Writing so that a crash at any moment leaves the old file or the new, never half."""

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from goldthread.evidence.lake.report import LakeBusy, LakeDamaged

CHUNK = 1 << 20


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in one pass."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def canonical(value: Any) -> bytes:
    """One spelling of a JSON value, so that its hash means its content."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1)
    return (text + "\n").encode()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    _fsync(folder, os.O_RDONLY | os.O_DIRECTORY)


def sync_file(path: Path) -> None:
    """Make a file's content survive a power cut."""
    _fsync(path, os.O_RDONLY)


def _fsync(path: Path, mode: int) -> None:
    handle = os.open(path, mode)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path` at once: temporary file, fsync, rename, folder fsync."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _written(path, content)
    sync_file(temporary)
    temporary.replace(path)
    sync_folder(path.parent)


def write_unsynced(path: Path, content: bytes) -> None:
    """As `write_whole`, but file and folder are synced by the caller, later."""
    _written(path, content).replace(path)


def _written(path: Path, content: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(content)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def read_json(path: Path) -> Any:
    """A JSON file of the lake; a damaged or missing one is named in a sentence."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise LakeDamaged(
            f"The lake needs the file {path.name} and it is not there; restore it from"
            " a backup or build the lake again from its files.",
            _below(path),
        ) from error
    except ValueError as error:
        raise LakeDamaged(
            f"The lake's file {path.name} cannot be read as written; restore it from a"
            " backup or build the lake again from its files.",
            _below(path),
        ) from error


def _below(path: Path) -> str:
    """A file of the lake as `verify` names it."""
    return path.name if path.name == "CURRENT" else f"{path.parent.name}/{path.name}"


def _holder(lock: Path) -> str:
    try:
        who, pid, since = lock.read_text(encoding="utf-8").split("\n")[:3]
    except (OSError, ValueError):
        return "another writer"
    return f"{who} (process {pid}, since {since})"


@contextmanager
def writer_lock(folder: Path, *, by: str, wait_s: float) -> Iterator[None]:
    """Hold the lake for writing; wait up to `wait_s`, then say who holds it."""
    lock = folder / "LOCK"
    folder.mkdir(parents=True, exist_ok=True)
    with lock.open("a+", encoding="utf-8") as file:
        patience = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= patience:
                    raise LakeBusy(
                        f"The lake is being written by {_holder(lock)}; nothing was"
                        " changed. Try again when that load has ended."
                    ) from error
                time.sleep(0.05)
        file.seek(0)
        file.truncate()
        # The clock is read for the person who waits; it never enters a version.
        file.write(f"{by}\n{os.getpid()}\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n")
        file.flush()
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
