"""What was planted in the invented figures, and what an honest reader must say.

An assessment of Saxonbridge can be marked like a school paper, because here, unlike
anywhere real, the answers are known. Sizes are what was asked of the generator; what
came out differs by chance, and `tests/saxonbridge` shows by how little.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """The sort of thing a truth is, so that a test can pick the ones it can judge."""

    RISE = "rise"  # a level went up, in the places named and nowhere else
    SEASON = "season"  # peaks every year in the same months
    RECORDING = "recording"  # the counting changed, not the crime
    NO_CHANGE = "no-change"  # two end points suggest a change that did not happen
    MOVED = "moved"  # hot in one place first, in another afterwards
    DOMINANT = "dominant"  # one place holds a large share of everything
    COMPARISON = "comparison"  # against the comparison areas
    CONCENTRATED = "concentrated"  # unevenly spread beyond chance
    EVEN = "even"  # spread as chance would spread it
    ARTEFACT = "artefact"  # a gap or dip in the files, not in the city


@dataclass(frozen=True, slots=True)
class Truth:
    """One planted fact: where, what, when, how large, and what may be said about it."""

    key: str
    kind: Kind
    category: str | None  # police.uk slug; None = every category together
    areas: tuple[
        str, ...
    ]  # ward, small-area or authority codes; empty = the whole city
    first: date  # first and last month in which it holds
    last: date
    size: float  # in the unit that `measured` names
    measured: str
    must_say: str
    must_not_say: str
    areas_before: tuple[str, ...] = ()  # for MOVED: where it was until `first`


@dataclass(frozen=True, slots=True)
class Break:
    """A month from which one force counted one category differently."""

    force: str  # the slug in its file names
    category: str
    month: date
    words: str
