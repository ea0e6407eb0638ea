"""Every kind of broken thread, and what is broken now for a reader.

One more kind is one entry in the list of its file.
"""

from dataclasses import dataclass
from datetime import date

from goldthread.thread.broken import board, numbers, plan, reasons
from goldthread.thread.broken.shape import Break, Kind, Mend, scope_on
from goldthread.thread.nouns import Reader

KINDS: tuple[Kind, ...] = (*reasons.KINDS, *numbers.KINDS, *board.KINDS, *plan.KINDS)


@dataclass(frozen=True, slots=True)
class Broken:
    """One kind with what is broken in this way."""

    kind: Kind
    breaks: tuple[Break, ...]


def broken(reader: Reader, *, on: date) -> tuple[Broken, ...]:
    """Everything that is broken and that this reader may see; kinds without any left out.

    Two questions a kind at most, however much is broken.
    """
    scope = scope_on(on)
    found = (
        Broken(kind, tuple(kind.find(scope, reader)))
        for kind in KINDS
        if reader.may(kind.act)
    )
    return tuple(one for one in found if one.breaks)


def count(reader: Reader, *, on: date) -> int:
    """How many threads are broken for this reader."""
    return sum(len(one.breaks) for one in broken(reader, on=on))


__all__ = ["KINDS", "Break", "Broken", "Kind", "Mend", "broken", "count"]
