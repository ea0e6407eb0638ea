"""The sources that can be read, and the one door through which a path is read.

A source is a module with two functions: `recognises(name, head)` says whether it
knows a file from its name and first bytes, `read(member, today=...)` turns it into
portions. `read_path` finds the right one for every file inside a path.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from goldthread.evidence.reading import Portion, Unreadable

__all__ = ["read_path"]


def read_path(path: Path, *, today: date) -> Iterator[Portion | Unreadable]:
    """Read every file inside `path`; a bad one is told and does not lose the good ones."""
    raise NotImplementedError
    yield
