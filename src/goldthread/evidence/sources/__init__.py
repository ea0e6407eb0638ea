"""The sources that can be read, and the one door through which a path is read.

A source is a module with two functions: `recognises(name, head)` says whether it
knows a file from its name and first bytes, `read(member, today=...)` turns it into
portions. `read_path` finds the right one for every file inside a path.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

from goldthread.evidence.containers import ARCHIVE, Limits, Member, members
from goldthread.evidence.reading import Portion, Unreadable
from goldthread.evidence.sources import (
    boundaries,
    deprivation,
    lookups,
    police_api,
    police_outcomes,
    police_street,
    population,
    stop_search,
)
from goldthread.evidence.sources.plain_text import what_it_is_instead
from goldthread.evidence.sources.unneeded import refuse_uncoded, refuse_unneeded

# The first that recognises a file reads it. Lookups come last: a deprivation file
# also names two levels of area.
SOURCES: tuple[ModuleType, ...] = (
    police_street,
    police_outcomes,
    stop_search,
    police_api,
    population,
    deprivation,
    boundaries,
    lookups,
)


def read_path(
    path: Path, *, today: date, limits: Limits = ARCHIVE
) -> Iterator[Portion | Unreadable]:
    """Read every file inside `path`; a bad one is told and does not lose the good ones."""
    for member in members(path, limits):
        if isinstance(member, Unreadable):
            yield member
        else:
            yield from read_member(member, today=today)


def read_member(member: Member, *, today: date) -> Iterator[Portion | Unreadable]:
    """The portions of one file, or the one sentence that says why there are none.

    A portion is given out only when the whole file could be read, so that a file that
    breaks off in its last month leaves nothing half done.
    """
    try:
        yield from list(source_of(member).read(member, today=today))
    except Unreadable as refusal:
        yield refusal


def source_of(member: Member) -> ModuleType:
    """The source that knows this file."""
    head = member.head()
    for source in SOURCES:
        if source.recognises(member.name, head):
            if source in (lookups, deprivation):
                refuse_unneeded(member)
            if source is boundaries:
                refuse_uncoded(member)
            return source
    if not head.strip():
        raise Unreadable(f"{member.name} is empty; ask for it again.")
    refuse_unneeded(member)
    is_what = what_it_is_instead(head)
    found = f"it is {is_what}" if is_what else "its first line is none that we know"
    raise Unreadable(
        f"{member.name} is not a file Goldthread reads: {found}. Expected street, "
        "outcome or stop-and-search files of data.police.uk, or a lookup, population, "
        "deprivation or boundary file as published."
    )
