"""From one thing up to every reason for it and down to everything it led to.

The nouns stand in the order of the thread, and every strand leads from an earlier one to
a later one. So one pass over the list in each direction reaches everything, and each noun
and each strand is asked once, however much there is.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from goldthread.thread.nouns import Knot, Noun, Place, Reader
from goldthread.thread.spine import NOUNS, STRANDS

BY_KEY: Mapping[str, Noun] = {noun.key: noun for noun in NOUNS}
RANK: Mapping[str, int] = {noun.key: rank for rank, noun in enumerate(NOUNS)}

Tie = tuple[Place, Place]  # the thing above, the thing below
Steps = Callable[[str, Sequence[int]], list[Tie]]


@dataclass(frozen=True, slots=True)
class Woven:
    """One thing with all that is above and below it, as far as its reader may see."""

    start: Knot
    above: Mapping[Place, Knot]
    below: Mapping[Place, Knot]
    ties: tuple[Tie, ...]  # every strand between two that are shown
    parents: Mapping[Place, tuple[Place, ...]]
    children: Mapping[Place, tuple[Place, ...]]

    @property
    def all(self) -> Mapping[Place, Knot]:
        """Everything that is shown, the thing itself among it."""
        return {**self.above, self.start.place: self.start, **self.below}

    def levels(self) -> tuple[tuple[Noun, tuple[Knot, ...]], ...]:
        """What is above, noun by noun, from the furthest reason to the nearest."""
        found = []
        for noun in NOUNS:
            here = tuple(one for one in self.above.values() if one.noun == noun.key)
            if here:
                found.append((noun, here))
        return tuple(found)


def walk(start: Knot, reader: Reader) -> Woven:
    """Follow every strand from `start`, up and down."""
    above, ties_up = _follow(start, reader, NOUNS[::-1], _ties_up, end=0)
    below, ties_down = _follow(start, reader, NOUNS, _ties_down, end=1)
    ties = (*ties_up, *ties_down)
    parents, children = defaultdict(list), defaultdict(list)
    for upper, lower in ties_down:
        parents[lower].append(upper)
        children[upper].append(lower)
    return Woven(
        start=start,
        above=above,
        below=below,
        ties=ties,
        parents={place: tuple(found) for place, found in parents.items()},
        children={place: tuple(found) for place, found in children.items()},
    )


def _follow(
    start: Knot, reader: Reader, nouns: Sequence[Noun], steps: Steps, *, end: int
) -> tuple[dict[Place, Knot], list[Tie]]:
    """Everything reached in one direction; what the reader may not see ends the way."""
    reached: dict[str, set[int]] = defaultdict(set, {start.noun: {start.key}})
    seen: dict[Place, Knot] = {start.place: start}
    ties: list[Tie] = []
    for noun in nouns:
        keys = reached[noun.key]
        if not keys:
            continue
        if noun.key != start.noun:
            knots = noun.knots(keys, reader)
            seen |= {knot.place: knot for knot in knots.values()}
            keys = set(knots)
        for tie in steps(noun.key, sorted(keys)):
            ties.append(tie)
            far, key = tie[end]
            reached[far].add(key)
    shown = [tie for tie in ties if tie[0] in seen and tie[1] in seen]
    seen.pop(start.place)
    return seen, shown


def _ties_up(noun: str, keys: Sequence[int]) -> list[Tie]:
    return [
        ((strand.upper, above), (noun, below))
        for strand in STRANDS
        if strand.lower == noun and keys
        for above, below in strand.up(keys)
    ]


def _ties_down(noun: str, keys: Sequence[int]) -> list[Tie]:
    return [
        ((noun, above), (strand.lower, below))
        for strand in STRANDS
        if strand.upper == noun and keys
        for above, below in strand.down(keys)
    ]


def knot_of(noun: str, reference: str, reader: Reader) -> Knot | None:
    """The thing of this noun that people call so; None where the reader sees none."""
    kind = BY_KEY.get(noun)
    key = kind.find(reference, reader) if kind else None
    return kind.knots([key], reader).get(key) if kind and key else None


def knot_called(reference: str, reader: Reader) -> Knot | None:
    """The thing that people call so, of whatever noun: "A-014", "priority/2026/violence"."""
    first, _, rest = reference.partition("/")
    if first in BY_KEY and rest:
        return knot_of(first, rest, reader)
    found = (knot_of(noun.key, reference, reader) for noun in NOUNS)
    return next((knot for knot in found if knot), None)
