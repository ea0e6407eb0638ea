"""Which files lie inside what was given, each with its hash."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from goldthread.evidence.containers import members
from goldthread.evidence.lake.disk import sha256_of
from goldthread.evidence.lake.hands import Hands
from goldthread.evidence.lake.orders import Lost, ToList
from goldthread.evidence.lake.report import FileReport
from goldthread.evidence.reading import Unreadable

# Files placed by lookups; everything else is read first, so that lookups that arrive
# in the same load are known by then.
_EVENTS = re.compile(r"(street|outcomes|stop-and-search)\.csv$|\.jsonl$")


@dataclass(frozen=True, slots=True)
class Supplied:
    """One file inside one path that was given: its name there, and its size as sent."""

    path: Path
    sha256: str
    name: str
    size: int

    @property
    def is_event(self) -> bool:
        """Whether its rows will be placed by lookups."""
        return _EVENTS.search(self.name) is not None


def supplied(
    paths: Sequence[Path], team: Hands | None
) -> Iterator[Supplied | FileReport]:
    """Every file inside the paths, with its hash; one that cannot be opened says why.

    Looking into an archive is reading it: `team` does it where there is one.
    """
    files: list[Path] = []
    for path in paths:
        if path.exists():
            files += _files_in(path)
        else:
            words = f"{path.name} is not there; check the name and try again."
            yield unopened(path, "", words)
    if team is None:
        for path in files:
            yield from inside(path)
        return
    jobs = [ToList(path.absolute(), path.stat().st_size) for path in files]
    for path, answer in zip(files, team.each(jobs), strict=True):
        if isinstance(answer, Lost):
            yield unopened(path, sha256_of(path), answer.words)
        else:
            yield from (replace(each, path=_as_given(path, each)) for each in answer)


def _as_given(path: Path, found: Supplied | FileReport) -> Any:
    return path if isinstance(found, Supplied) else str(path)


def inside(path: Path) -> Iterator[Supplied | FileReport]:
    """The files inside one file: itself, or what an archive holds."""
    sha256 = sha256_of(path)
    try:
        for member in members(path):
            if isinstance(member, Unreadable):
                yield unopened(path, sha256, str(member))
            else:
                yield Supplied(path, sha256, member.name, member.size)
    except Unreadable as refusal:
        yield unopened(path, sha256, str(refusal))


def _files_in(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(p for p in path.rglob("*") if p.is_file() and p.name[0] != ".")


def unopened(path: Path, sha256: str, refusal: str) -> FileReport:
    """The report of a file that could not even be opened."""
    return FileReport(str(path), path.name, sha256, "", 0, 0, 0, 0, 0, refusal=refusal)
