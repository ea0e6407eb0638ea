"""Small ways to ask a reader in a test."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date

from tests.corpus.build import NAME

from goldthread.evidence.containers import Member
from goldthread.evidence.reading import Portion
from goldthread.evidence.sources import police_street

TODAY = date(2026, 11, 23)


def member(content: bytes, name: str = NAME) -> Member:
    """A file that exists only in memory."""
    return Member(name, len(content), lambda: io.BytesIO(content))


def read(
    content: bytes,
    name: str = NAME,
    reader: Callable[..., Iterator[Portion]] = police_street.read,
) -> list[Portion]:
    """The portions of a file."""
    return list(reader(member(content, name), today=TODAY))


def only(
    content: bytes,
    name: str = NAME,
    reader: Callable[..., Iterator[Portion]] = police_street.read,
) -> Portion:
    """The one portion of a file."""
    (portion,) = read(content, name, reader)
    return portion


def words(portion: Portion, code: str) -> str:
    """What the analyst is told under this code; empty when nothing is."""
    return " ".join(r.words for r in portion.remarks if r.code == code)


def count(portion: Portion, code: str) -> int:
    """How many rows a remark concerns."""
    return sum(r.count for r in portion.remarks if r.code == code)
