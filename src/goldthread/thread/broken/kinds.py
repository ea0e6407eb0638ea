"""Every kind of broken thread, and what is broken now for a reader.

One more kind is one entry in the list of its file.
"""

from dataclasses import dataclass, replace
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
    over: int = 0  # that are over and lack it too; not counted


def broken(reader: Reader, *, on: date) -> tuple[Broken, ...]:
    """Everything that is broken and that this reader may see; kinds without any left out.

    Three questions a kind at most, however much is broken.
    """
    scope = scope_on(on)
    found = []
    for kind in KINDS:
        if reader.may(kind.act) and (breaks := tuple(kind.find(scope, reader))):
            found.append(Broken(kind, breaks))
    return tuple(found)


def with_those_over(found: tuple[Broken, ...], *, on: date) -> tuple[Broken, ...]:
    """The same, with how many that are over lack it too: said, and not counted."""
    scope = scope_on(on)
    return tuple(
        replace(one, over=one.kind.over(scope)) if one.kind.over else one
        for one in found
    )


def count(reader: Reader, *, on: date) -> int:
    """How many threads are broken for this reader."""
    return sum(len(one.breaks) for one in broken(reader, on=on))


__all__ = [
    "KINDS",
    "Break",
    "Broken",
    "Kind",
    "Mend",
    "broken",
    "count",
    "with_those_over",
]
