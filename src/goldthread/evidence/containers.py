"""Opens what a supplier sends: one file, a .gz, a .zip or a folder of months.

`members(path)` gives the files inside one at a time, in name order, without unpacking
anything to disk. What looks like an attack, or is merely broken, comes as an
`Unreadable` in its place, so one bad file does not lose the good ones.
"""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from goldthread.evidence.reading import Unreadable


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a container may hold before it is taken for an attack."""

    entries: int
    ratio: int
    total: int

    def bound(self, packed: int) -> int:
        """The most bytes that `packed` bytes may become."""
        # Small files may shrink more than a hundredfold without harm to anyone.
        return min(self.total, max(10_000_000, self.ratio * packed))


# Three years of all forces are 4,644 files and about 9 GB; its files shrink sixfold.
ARCHIVE = Limits(entries=20_000, ratio=100, total=40_000_000_000)

# What a person may send through the site.
UPLOAD = Limits(entries=1_000, ratio=100, total=500_000_000)

# Left behind by the systems that packed the files; never data.
_LITTER = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside what was given: its name, its size in bytes and how to open it.

    Names of compressed files are given without `.gz`, and `size` is then the size as
    sent. Reading raises `Unreadable` when the file turns out to be broken or a bomb.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]

    def head(self, length: int = 8192) -> bytes:
        """The first bytes, to tell what kind of file it is."""
        with self.open() as stream:
            return stream.read(length)


def members(path: Path, limits: Limits = ARCHIVE) -> Iterator[Member | Unreadable]:
    """Every file inside `path`, in name order; what must not be opened as `Unreadable`."""
    if not path.exists():
        yield Unreadable(f"{path.name} is not there; check the name and try again.")
    elif path.is_dir():
        yield from _in_folder(path, limits)
    else:
        yield from _in_file(path, path.name, limits)


def _in_folder(folder: Path, limits: Limits) -> Iterator[Member | Unreadable]:
    count = 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield Unreadable(
                f"{name} is a link to another place; put the file itself in the folder."
            )
        elif path.is_dir() or _is_litter(name):
            continue
        elif not path.is_file():
            yield Unreadable(f"{name} is not a file that can be read; leave it out.")
        else:
            count += 1
            if count > limits.entries:
                yield _too_many(folder.name, limits)
                return
            yield from _in_file(path, name, limits)


def _in_file(path: Path, name: str, limits: Limits) -> Iterator[Member | Unreadable]:
    size = path.stat().st_size
    try:
        with path.open("rb") as stream:
            head = stream.read(4)
    except OSError as error:
        yield Unreadable(f"{name} cannot be opened ({error.strerror}); check it.")
        return
    if head.startswith(b"PK") and (
        name.lower().endswith(".zip") or head[2:] == b"\5\6"
    ):
        yield from _in_zip(path, name, limits)
    elif head.startswith(b"\x1f\x8b"):
        inner = name[:-3] if name.lower().endswith(".gz") else name
        yield Member(inner, size, lambda: _gunzipped(path, name, size, limits))
    elif name.lower().endswith((".zip", ".gz")):
        kind = "a zip archive" if name.lower().endswith(".zip") else "gzip-compressed"
        yield Unreadable(
            f"{name} is not {kind} although its name says so, or its beginning is lost; "
            "get it again."
        )
    else:
        yield Member(name, size, lambda: path.open("rb"))


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return parts[-1].startswith("._") or any(part in _LITTER for part in parts)


def _too_many(name: str, limits: Limits) -> Unreadable:
    return Unreadable(
        f"{name} holds more than {limits.entries:,} files; expected months of forces. "
        "Send it in parts."
    )


def _gunzipped(path: Path, name: str, size: int, limits: Limits) -> BinaryIO:
    return _guarded(gzip.open(path, "rb"), name, limits.bound(size))


def _guarded(stream: object, name: str, bound: int) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Guarded(stream, name, bound), 1 << 16))  # type: ignore[arg-type]


class _Guarded(io.RawIOBase):
    """A compressed stream that stops at its bound and speaks in sentences."""

    def __init__(self, stream: BinaryIO, name: str, bound: int) -> None:
        self._stream, self._name, self._left = stream, name, bound

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            chunk = self._stream.read(len(buffer))
        except EOFError:
            raise Unreadable(
                f"{self._name} breaks off in the middle; it was not received whole. "
                "Get it again."
            ) from None
        except (zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, OSError):
            raise Unreadable(
                f"{self._name} is damaged: its contents do not match their own check "
                "sum. Get it again."
            ) from None
        self._left -= len(chunk)
        if self._left < 0:
            raise Unreadable(
                f"{self._name} unpacks to far more than its size allows, as files made "
                "to fill a disk do; it was not opened. Ask the supplier for it unpacked."
            )
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def _in_zip(path: Path, name: str, limits: Limits) -> Iterator[Member | Unreadable]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        yield Unreadable(
            f"{name} is not a whole zip archive: it breaks off or is damaged. Get it again."
        )
        return
    if refusal := _refusal_of_zip(archive, name, limits):
        archive.close()
        yield refusal
        return
    for entry in sorted(archive.infolist(), key=lambda e: e.filename):
        if entry.is_dir() or _is_litter(entry.filename):
            continue
        yield _refusal_of_entry(entry, name) or _entry(archive, entry, name, limits)


def _entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limits: Limits
) -> Member | Unreadable:
    """One file of the archive, unless it is itself packed."""
    inside = f"{name}/{entry.filename}"

    # The archive stays open while any of its members is held: opening it anew for each
    # of 4,644 months would read the list of its files 4,644 times.
    def opened() -> BinaryIO:
        try:
            stream = archive.open(entry)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
            raise Unreadable(
                f"{inside} is damaged in the archive; get it again."
            ) from None
        return _guarded(stream, inside, limits.bound(entry.compress_size))

    member = Member(inside, entry.file_size, opened)
    try:
        head = member.head(8)
    except Unreadable as refusal:
        return refusal
    if head.startswith(_PACKED):
        return Unreadable(
            f"{inside} is an archive inside an archive; unpack it first and send what "
            "is inside."
        )
    return member


def _refusal_of_zip(
    archive: zipfile.ZipFile, name: str, limits: Limits
) -> Unreadable | None:
    entries = archive.infolist()
    if not any(not e.is_dir() for e in entries):
        return Unreadable(f"{name} is an empty zip archive; expected files of months.")
    if len(entries) > limits.entries:
        return _too_many(name, limits)
    total = sum(e.file_size for e in entries)
    if total > limits.total:
        return Unreadable(
            f"{name} would unpack to {total / 1e9:,.1f} GB, more than the "
            f"{limits.total / 1e9:,.1f} GB allowed; send it in parts."
        )
    names = [e.filename for e in entries]
    if len(set(names)) < len(names):
        return Unreadable(
            f"{name} holds two files of the same name; it cannot be told which is meant."
        )
    end = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        # A local header is 30 bytes and the name; overlapping files are a bomb's trick.
        if entry.header_offset < end:
            return Unreadable(
                f"{name} has files that overlap, as archives made to fill a disk do; it "
                "was not opened. Ask the supplier for it again."
            )
        end = entry.header_offset + 30 + entry.compress_size
    return None


def _refusal_of_entry(entry: zipfile.ZipInfo, name: str) -> Unreadable | None:
    inside = f"{name}/{entry.filename}"
    shown = inside.encode("ascii", "backslashreplace").decode()[:200]
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename:
        return Unreadable(
            f"{shown} asks to be written outside its own folder; it was not opened."
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Unreadable(
            f"{shown} is a link to another place, not a file; it was not opened."
        )
    if entry.flag_bits & 0x1:
        return Unreadable(
            f"{shown} is locked with a password; send it unlocked over a safe channel."
        )
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Unreadable(
            f"{shown} is packed in a way this program does not open; pack it as an "
            "ordinary zip."
        )
    if entry.file_size > max(10_000_000, ARCHIVE.ratio * entry.compress_size):
        return Unreadable(
            f"{shown} unpacks to far more than its size allows, as files made to fill a "
            "disk do; it was not opened. Ask the supplier for it unpacked."
        )
    return None
