"""The file of a backup: a tar of tables and files, closed by its manifest.

tables/partners_person.jsonl.gz
home/lake/CURRENT
home/files/…
manifest.json            last, so that a file cut short has none
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from goldthread.backup.refusal import Refused

FORMAT = 1
MANIFEST = "manifest.json"
A_READ = 1 << 20


@dataclass(frozen=True, slots=True)
class Table:
    """What a table held at the moment of the backup."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Kept:
    """One member of the tar."""

    size: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """What a backup says of itself."""

    software: str
    made_at: str
    database: str
    migrations: list[tuple[str, str]]
    lake_version: str | None = None
    tables: dict[str, Table] = field(default_factory=dict)
    members: dict[str, Kept] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    """Files that a row speaks of and that the home folder did not have."""

    def to_json(self) -> bytes:
        """As it stands at the end of the tar."""
        told = {"what": "goldthread backup", "format": FORMAT} | asdict(self)
        return json.dumps(told, indent=1, sort_keys=True).encode() + b"\n"


def manifest_from(content: bytes) -> Manifest:
    """The manifest read back; refuses what is none."""
    try:
        told = json.loads(content)
        if told.pop("what") != "goldthread backup" or told.pop("format") != FORMAT:
            raise ValueError("another format")
        return Manifest(
            **told
            | {
                "migrations": [(app, name) for app, name in told["migrations"]],
                "tables": {n: Table(**t) for n, t in told["tables"].items()},
                "members": {n: Kept(**k) for n, k in told["members"].items()},
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(
            f"Expected a backup of format {FORMAT}; found a manifest that does not "
            f"read as one ({error}). Use the version of Goldthread that made it."
        ) from error


class Writer:
    """Adds members one after another and closes the tar with the manifest."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._tar = tar
        self.manifest = manifest

    def add_file(self, name: str, path: Path) -> None:
        """Add a file as it is now; one that grows meanwhile is taken to its old end."""
        with path.open("rb") as source:
            told = os.fstat(source.fileno())
            self._add(name, source, told.st_size, int(told.st_mtime), told.st_mode)

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add what is in memory."""
        self._add(name, io.BytesIO(content), len(content), 0, 0o600)

    def _add(self, name: str, source: IO[bytes], size: int, at: int, mode: int) -> None:
        about = tarfile.TarInfo(name)
        about.size, about.mtime, about.mode = size, at, mode & 0o777
        hashing = _Hashing(source)
        self._tar.addfile(about, hashing)
        self.manifest.members[name] = Kept(size, hashing.hex)

    def close(self) -> None:
        """Write the manifest; nothing comes after it."""
        content = self.manifest.to_json()
        about = tarfile.TarInfo(MANIFEST)
        about.size, about.mode = len(content), 0o600
        self._tar.addfile(about, io.BytesIO(content))


@contextmanager
def writing(path: Path, manifest: Manifest) -> Iterator[Writer]:
    """A backup at `path`, there whole or not at all, readable by its owner alone."""
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                writer = Writer(tar, manifest)
                yield writer
                writer.close()
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def reading(path: Path) -> Iterator[tuple[tarfile.TarFile, Manifest]]:
    """The tar and what it says of itself; nothing in it is believed yet."""
    try:
        with tarfile.open(path, mode="r:") as tar:
            try:
                last = tar.extractfile(MANIFEST)
            except KeyError:
                last = None
            if last is None:
                raise Refused(
                    f"{path.name} has no manifest at its end: it is cut short, or no "
                    "backup. Take another."
                )
            yield tar, manifest_from(last.read())
    except FileNotFoundError:
        raise Refused(f"Expected a backup at {path}; there is no such file.") from None
    except (tarfile.TarError, EOFError) as error:
        raise Refused(
            f"{path.name} cannot be read as a backup ({error}). It is damaged or cut "
            "short; take another."
        ) from error


def faults_of(tar: tarfile.TarFile, manifest: Manifest) -> Iterator[str]:
    """Every member that is not what the manifest says, in sentences."""
    seen = set()
    for about in tar:
        if about.name == MANIFEST:
            continue
        told = manifest.members.get(about.name)
        if told is None or not _is_safe(about):
            yield f"{about.name} does not belong into the backup."
            continue
        seen.add(about.name)
        source = tar.extractfile(about)
        hashing = _Hashing(source) if source else None
        while hashing and hashing.read(A_READ):
            pass
        if hashing is None or (about.size, hashing.hex) != (told.size, told.sha256):
            yield f"{about.name} was changed or damaged after the backup was made."
    for name in sorted(set(manifest.members) - seen):
        yield f"{name} is missing from the backup."


def _is_safe(about: tarfile.TarInfo) -> bool:
    path = PurePosixPath(about.name)
    return (
        about.isreg()
        and not path.is_absolute()
        and ".." not in path.parts
        and path.parts[0] in ("tables", "home")
    )


def table_lines(tar: tarfile.TarFile, table: str) -> Iterator[str]:
    """The lines of one table in the tar."""
    source = tar.extractfile(f"tables/{table}.jsonl.gz")
    if source is None:
        raise Refused(f"The backup has no rows of {table}; it is damaged.")
    with gzip.open(source, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.rstrip("\n")


class _Hashing:
    """A file that hashes what is read from it."""

    def __init__(self, source: IO[bytes] | Any) -> None:
        self._source = source
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content: bytes = self._source.read(size)
        self._hash.update(content)
        return content

    @property
    def hex(self) -> str:
        return self._hash.hexdigest()
