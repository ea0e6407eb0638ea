"""Fetches months of police files from the archive of data.police.uk, and checks them.

Each archive is one zip named after its newest month and holds the 36 months up to it:

    https://data.police.uk/data/archive/2024-12.zip
        2022-01/2022-01-leicestershire-street.csv
        2022-01/2022-01-leicestershire-outcomes.csv ...

The zip stays in the archives folder, so that a run that was interrupted, or the next
force, need not fetch it again.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from goldthread.evidence.fetching.addresses import POLICE_FILES
from goldthread.evidence.fetching.client import Client, FetchFailed
from goldthread.evidence.fetching.downloads import download, fingerprint
from goldthread.evidence.fetching.months import named, number

BASE = "https://data.police.uk/data/archive"
MONTHS_IN_ARCHIVE = 36
# 36 months of all forces pack into about 1.7 GB.
MOST_BYTES = 8 * 1024**3
# One month of the largest force is 6 MB; this is a bomb.
MOST_FILE_BYTES = 400 * 1024**2
_NAME = re.compile(
    r"(?:.*/)?(?P<month>\d{4}-\d\d)/(?P=month)-(?P<force>[a-z0-9-]+?)-"
    rf"(?P<kind>{'|'.join(POLICE_FILES)})\.csv"
)


@dataclass(frozen=True, slots=True)
class Came:
    """What a fetch of months brought, and what it did not.

    files    every file asked for that is now in the folder
    changed  files that were there before with other content: the publisher revised them
    absent   what was asked for and is not published, one sentence each
    """

    files: tuple[Path, ...]
    changed: tuple[str, ...]
    absent: tuple[str, ...]


def fetch_months(
    client: Client,
    months: Sequence[str],
    to: Path,
    *,
    forces: Sequence[str] = (),
    kinds: Sequence[str] = ("street",),
    archives: Path | None = None,
    base: str = BASE,
    say: Callable[[str], None] = lambda words: None,
) -> Came:
    """Put the months' files of the forces (all, if none is named) into the folder `to`."""
    kept = archives or to.with_name(to.name + "-archives")
    files: list[Path] = []
    changed: list[str] = []
    found: dict[tuple[str, str, str], str] = {}
    for newest in archives_for(months):
        say(f"Fetching the archive that ends with {newest}; this can take an hour.")
        zipped = _archive(client, f"{base}/{newest}.zip", kept / f"{newest}.zip")
        wanted = {m for m in months if archive_of(m, months) == newest}
        with zipfile.ZipFile(zipped) as opened:
            for name, key in _members(opened, wanted, forces, kinds).items():
                found[key] = _check(opened, name, key[0])
                path, differs = _take_out(opened, name, key, to)
                files.append(path)
                changed += [path.name] if differs else []
    _refuse_same_twice(found)
    return Came(
        files=tuple(sorted(files)),
        changed=tuple(sorted(changed)),
        absent=tuple(_absences(found, months, forces, kinds)),
    )


def archives_for(months: Sequence[str]) -> tuple[str, ...]:
    """The newest months of the archives that hold `months`, the fewest that do."""
    return tuple(sorted({archive_of(month, months) for month in months}))


def archive_of(month: str, months: Sequence[str]) -> str:
    """The archive that this month is taken from when these months are asked for."""
    newest = number(max(months))
    steps = (newest - number(month)) // MONTHS_IN_ARCHIVE
    return named(newest - steps * MONTHS_IN_ARCHIVE)


def _archive(client: Client, url: str, to: Path) -> Path:
    if to.exists():
        _whole_zip(to)
        return to
    return download(client, url, to, most_bytes=MOST_BYTES, check=_whole_zip).path


def _whole_zip(path: Path) -> None:
    """A zip whose list of files is there; each file's own checksum is read with it."""
    try:
        with zipfile.ZipFile(path) as opened:
            if opened.namelist():
                return
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        pass
    raise FetchFailed(
        f"What came as {path.name.removesuffix('.part')} is not a whole zip archive; it "
        "was cut short or is an error page. Run the same command again."
    )


def _members(
    opened: zipfile.ZipFile,
    months: Iterable[str],
    forces: Sequence[str],
    kinds: Sequence[str],
) -> dict[str, tuple[str, str, str]]:
    """Archive name -> (month, force, kind) of what was asked for."""
    wanted = set(months)
    found: dict[str, tuple[str, str, str]] = {}
    for entry in opened.infolist():
        named = _NAME.fullmatch(entry.filename)
        if named is None or named["month"] not in wanted or named["kind"] not in kinds:
            continue
        if forces and named["force"] not in forces:
            continue
        if entry.file_size > MOST_FILE_BYTES:
            raise FetchFailed(
                f"{entry.filename} unpacks to {entry.file_size / 2**20:,.0f} MB, more "
                "than any month of any force; the archive was not used."
            )
        found[entry.filename] = (named["month"], named["force"], named["kind"])
    return dict(sorted(found.items()))


def _check(opened: zipfile.ZipFile, name: str, month: str) -> str:
    """Every record is of the month its folder says (oddity 12); gives the fingerprint."""
    digest = hashlib.sha256()
    column: int | None = None
    try:
        with opened.open(name) as stream:
            for line in stream:
                digest.update(line)
                cells = line.split(b",", 3)
                if column is None:
                    column = _month_column(cells)
                elif (
                    column >= 0
                    and (of := cells[column].strip(b'" \r\n')) != month.encode()
                ):
                    raise FetchFailed(
                        f"{name} was asked for {month} and holds a record of "
                        f"“{of[:20].decode('utf-8', 'replace')}”. The publisher sent "
                        "something else than was asked; nothing of it was used."
                    )
    except (zipfile.BadZipFile, zlib.error, EOFError, IndexError):
        raise FetchFailed(
            f"{name} is damaged inside the archive {opened.filename}; delete the archive "
            "and run the same command again."
        ) from None
    return digest.hexdigest()


def _month_column(header: list[bytes]) -> int:
    """Where the month stands: first in 2010-11, second since; stop-and-search has none."""
    names = [cell.strip(b'"\xef\xbb\xbf \r\n').lower() for cell in header[:3]]
    return names.index(b"month") if b"month" in names else -1


def _take_out(
    opened: zipfile.ZipFile, name: str, key: tuple[str, str, str], to: Path
) -> tuple[Path, bool]:
    """Write one file, whole or not at all; says whether an older one differed."""
    month, force, kind = key
    path = to / month / f"{month}-{force}-{kind}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with opened.open(name) as stream, part.open("wb") as out:
        _copy(stream, out)
    differs = path.exists() and fingerprint(path) != fingerprint(part)
    part.replace(path)
    return path, differs


def _copy(stream: IO[bytes], out: IO[bytes]) -> None:
    while piece := stream.read(1 << 20):
        out.write(piece)


def _refuse_same_twice(found: dict[tuple[str, str, str], str]) -> None:
    """The same bytes for two months mean that one month was answered twice (oddity 12)."""
    by_content: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for (month, force, kind), digest in found.items():
        by_content[force, kind, digest].append(month)
    for (force, kind, _), months in sorted(by_content.items()):
        if len(months) > 1:
            raise FetchFailed(
                f"The {kind} files of {force} for {' and '.join(sorted(months))} are "
                "identical byte for byte, so one of them is not what it says. Ask the "
                "publisher; do not load them."
            )


def _absences(
    found: Iterable[tuple[str, str, str]],
    months: Sequence[str],
    forces: Sequence[str],
    kinds: Sequence[str],
) -> Iterable[str]:
    """A sentence for each month and force that is not there."""
    held = set(found)
    expected = set(forces) or {force for _, force, _ in held}
    for month in months:
        if not any(key[0] == month for key in held):
            yield f"{month}: nothing in the archive for what was asked."
            continue
        for kind in kinds:
            missing = sorted(f for f in expected if (month, f, kind) not in held)
            if missing:
                yield f"{month}: no {kind} file of {', '.join(missing)}."
