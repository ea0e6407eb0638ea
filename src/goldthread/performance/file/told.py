"""What a file of measures tells, as plain values."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TargetTold:
    """What a measure should reach."""

    kind: str = "absolute"
    value: float | None = None
    by_on: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class MarkTold:
    """A change of counting, or a spell that is left out where it has an end."""

    from_on: date
    until_on: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class MeasureTold:
    """One measure; people, agencies and other measures by their names and codes."""

    name: str
    code: str
    unit: str
    kind: str
    polarity: str
    about: str
    basis: str
    every: int
    owner: str
    source: str
    opened_on: date
    comes_from: str = "hand"
    per: int = 1
    is_seasonal: bool = False
    due_days: int = 45
    lag_months: int = 0
    cohort: str = ""
    lead: str = ""
    workstream: str = ""
    outcomes: tuple[str, ...] = ()
    question: str = ""
    column: str = ""
    only: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    hidden_crime: str = ""
    companion: str = ""
    beside: str = ""
    victims: str = ""
    victims_within: int | None = None
    residents: int | None = None
    baseline_from: date | None = None
    baseline_until: date | None = None
    area_code: str = ""
    peers: tuple[str, ...] = ()
    quality: str = "medium"
    quality_note: str = ""
    definition: str = ""
    counts: str = ""
    out_of: str = ""
    caveat: str = ""
    asked: str = ""
    interval: str = ""
    design_effect: float = 1.0
    targets: tuple[TargetTold, ...] = ()
    marks: tuple[MarkTold, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureFile:
    """Every measure of a file, and the strategy whose outcomes they name."""

    strategy: str = ""
    measures: tuple[MeasureTold, ...] = ()
