"""What one assessment is about: the area, the months, the codes, and what to compare.

Settled once, by a handful of questions, before any finding; stored with every finding
and printed in the method note, so that nothing later depends on a guess made twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.assessment import breaks as known
from goldthread.assessment.breaks import Break, Mask
from goldthread.core import periods
from goldthread.core.periods import Period

HISTORY_MONTHS = 60  # five years: what a seasonal method can use, and a board remember


class NothingHeld(Exception):
    """The lake cannot support an assessment; `str()` says what to load."""


@dataclass(frozen=True, slots=True)
class Population:
    """Which estimate of residents is used: census vintage, year, and how many."""

    vintage: str
    year: int
    persons: float


@dataclass(frozen=True, slots=True)
class Deprivation:
    """Which edition of the deprivation indices is used."""

    edition: int
    vintage: str


@dataclass(frozen=True, slots=True)
class Wards:
    """Which ward boundaries are used, and the census vintage of their members."""

    year: int
    vintage: str
    named: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """The settled scope; see the module for why it exists."""

    area: str
    area_name: str
    level: str
    period: Period
    history: Period
    held: tuple[date, ...]
    partial: tuple[date, ...]
    force: str
    vintage: str
    population: Population | None
    deprivation: Deprivation | None
    wards: Wards | None
    has_outlines: bool
    comparison: tuple[str, ...]
    breaks: tuple[Break, ...]
    masks: tuple[Mask, ...]
    invented: bool

    @property
    def months_held(self) -> tuple[date, ...]:
        """The months of the period that are held in full."""
        return tuple(m for m in self.held if m in self.period)

    @property
    def is_whole_year(self) -> bool:
        """Whether all twelve months of the period are held."""
        return len(self.months_held) == 12

    @property
    def earlier(self) -> Period:
        """The same months one year before."""
        return periods.year_earlier(self.period)

    def held_in(self, period: Period) -> int:
        """How many months of `period` are held in full."""
        return sum(month in period for month in self.held)

    def is_masked(self, month: date) -> bool:
        """Whether `month` lies in a stretch that teaches no ordinary level."""
        return any(mask.start <= month < mask.end for mask in self.masks)

    def breaks_in(self, category: str, period: Period) -> tuple[Break, ...]:
        """The recording breaks that cut `category` inside `period` (not at its start)."""
        return tuple(
            b
            for b in self.breaks
            if period.start < b.month < period.end and b.category in ("", category)
        )


def breaks_for(
    force: str, local: Sequence[Break], *, invented: bool
) -> tuple[Break, ...]:
    """Known breaks of one force, its own first; an invented force has no real history."""
    national = () if invented else known.KNOWN
    return tuple(b for b in (*local, *national) if b.force in ("", force))
