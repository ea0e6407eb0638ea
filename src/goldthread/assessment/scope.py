"""What one assessment is about: the area, the months, the codes, and what to compare.

Settled once, by a handful of questions, before any finding; stored with every finding
and printed in the method note, so that nothing later depends on a guess made twice.
"""

from dataclasses import dataclass
from datetime import date

from goldthread.assessment.loads import Loads
from goldthread.core import breaks as recording
from goldthread.core import periods
from goldthread.core.arrays import Flags, MonthsLike
from goldthread.core.breaks import Break
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
    loads: Loads | None
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
    def stretch(self) -> Period:
        """From the first month held to the end of the period: what a series shows."""
        return periods.months_between(min(self.held), self.period.last_day)

    @property
    def earlier(self) -> Period:
        """The same months one year before."""
        return periods.year_earlier(self.period)

    def held_in(self, period: Period) -> int:
        """How many months of `period` are held in full."""
        return sum(month in period for month in self.held)

    def masked(self, months: MonthsLike, category: str | None = None) -> Flags:
        """Which of `months` teach no ordinary level of `category` (E34)."""
        return recording.masked_months(
            months, category=category, force=self.force, known=self.breaks
        )

    def is_masked(self, month: date) -> bool:
        """Whether `month` lies in a stretch that teaches no ordinary level."""
        return bool(self.masked([month])[0])

    def steps_in(self, category: str, period: Period) -> tuple[Break, ...]:
        """The recording changes of `category` inside `period` (not at its start).

        A sort between types hardly moves the total: all crime is cut only by a step
        that names no category.
        """
        found = recording.breaks_in(
            period, category=category, force=self.force, known=self.breaks
        )
        return tuple(b for b in found if b.end is None)

    def spells_in(self, period: Period) -> tuple[Break, ...]:
        """The masked stretches that touch `period`."""
        found = recording.breaks_in(period, force=self.force, known=self.breaks)
        return tuple(b for b in found if b.masks)
