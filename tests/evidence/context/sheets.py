"""Small published files, made in the test, read as if a supplier had sent them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from goldthread.evidence.containers import Member
from goldthread.evidence.reading import Portion, Unreadable
from goldthread.evidence.sources import read_member, source_of

TODAY = date(2026, 11, 23)


def member(content: str | bytes, name: str = "lookup.csv") -> Member:
    """A file of this content."""
    raw = content.encode() if isinstance(content, str) else content
    return Member(name, len(raw), lambda: io.BytesIO(raw))


def table(header: str, *rows: str) -> str:
    """A CSV file from its lines."""
    return "\n".join((header, *rows)) + "\n"


def portions(content: str | bytes, name: str = "lookup.csv") -> list[Portion]:
    """The portions, through the door every file comes in by."""
    found: list[Portion] = []
    for each in read_member(member(content, name), today=TODAY):
        assert isinstance(each, Portion), each
        found.append(each)
    return found


def refusal(content: str | bytes, name: str = "lookup.csv") -> str:
    """The one sentence with which the file is refused."""
    (answer,) = read_member(member(content, name), today=TODAY)
    assert isinstance(answer, Unreadable), answer
    return str(answer)


def reader_of(path: Path) -> str:
    """The short name of the source that knows a file."""
    raw = path.read_bytes()
    return source_of(member(raw, path.name)).__name__.rpartition(".")[2]


def faults(portion: Portion) -> list[tuple[int, str, str]]:
    """Line, column and what was found, of each row set aside."""
    return [
        (row["row"], row["column"], row["found"])
        for row in portion.set_aside.to_pylist()
    ]


def ages(persons: Sequence[int]) -> str:
    """The cells of the ages, joined."""
    return ",".join(map(str, persons))
