"""A whole strategy as plain values: what the file says, and what the database holds.

Texts are as typed; agencies, bodies and people are named, not numbered, so that a file
can be read, mailed and loaded elsewhere.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ThreadTold:
    """A golden thread; without a name until the board gives it one (Z10)."""

    name: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class SectionTold:
    """One part of the running text."""

    key: str
    title: str
    gate: str = ""
    author: str = ""  # e-mail
    is_finished: bool = False
    signed_name: str = ""
    signed_role: str = ""
    signed_on: date | None = None
    signed_through: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class PriorityTold:
    """A priority with what it wants and where it begins."""

    key: str
    title: str
    heads: tuple[str, ...] = ()
    statement: str = ""
    choice: str = ""
    outcomes: tuple[str, ...] = ()
    focus_areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkstreamTold:
    """A workstream; the first of its priorities is the primary one."""

    key: str
    title: str
    priorities: tuple[str, ...] = ()
    lead: str = ""  # e-mail
    lead_agency: str = ""
    support: tuple[str, ...] = ()
    opened_on: date | None = None
    closed_on: date | None = None
    close_reason: str = ""
    boards: tuple[str, ...] = ()
    purpose: str = ""
    statements: tuple["StatementTold", ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceTold:
    """One piece of evidence: a finding of an assessment, or words with their source."""

    kind: str
    category: str
    finding: str = ""  # "A12-change-by-category"
    source: str = ""
    strength: str = ""
    dated_on: date | None = None
    priorities: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class ResourceTold:
    """What one authority puts in."""

    agency: str
    kind: str
    words: str
    amount_pounds: Decimal | None = None
    year_start: date | None = None
    priority: str = ""


@dataclass(frozen=True, slots=True)
class LinkedTold:
    """Somebody else's plan that touches this one."""

    title: str
    relation: str
    owner: str = ""
    body: str = ""
    is_regional: bool = False
    address: str = ""
    priorities: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class CrossingTold:
    """Where a priority of the strategy before went."""

    old: str
    kind: str
    new: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AgencyTold:
    """An organisation of the partnership."""

    name: str
    short_name: str = ""
    kind: str = "other"
    tier: str = ""
    note: str = ""
    from_on: date | None = None
    until_on: date | None = None
    successor: str = ""
    succeeded_on: date | None = None


@dataclass(frozen=True, slots=True)
class SeatTold:
    """A place at a table."""

    title: str
    kind: str
    agency: str = ""
    area: str = ""
    chosen_by: str = ""
    term_months: int | None = None
    votes: bool = True


@dataclass(frozen=True, slots=True)
class BodyTold:
    """A board, a group or a network."""

    name: str
    kind: str
    level: str
    short_name: str = ""
    is_ours: bool = True
    host: str = ""
    meets: str = ""
    quorum: int | None = None
    legal_roles: tuple[str, ...] = ()
    reports_to: tuple[str, ...] = ()
    linked_with: tuple[str, ...] = ()
    from_on: date | None = None
    until_on: date | None = None
    purpose: str = ""
    seats: tuple[SeatTold, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaTold:
    """A place that seats speak for."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class TermTold:
    """A word of the glossary."""

    term: str
    expansions: tuple[str, ...] = ()
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class MeasureTold:
    """How one authority will measure its own success."""

    agency: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class WaiverTold:
    """A requirement that is not met, and why the partnership goes on."""

    requirement: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StatementTold:
    """How a workstream answers one golden thread, by the thread's number."""

    thread: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class StrategyFile:
    """The whole file."""

    title: str
    key: str
    partnership_name: str
    period_start: date
    period_end: date  # the last day, as people say it
    version: str = "0.1"
    marking: str = "OFFICIAL"
    handling: str = ""
    strapline: str = ""
    follows: str = ""
    is_template: bool = False
    aim: str = ""
    boards: tuple[str, ...] = ()
    threads: tuple[ThreadTold, ...] = ()
    hidden_crimes: tuple[str, ...] = ()
    sections: tuple[SectionTold, ...] = ()
    priorities: tuple[PriorityTold, ...] = ()
    workstreams: tuple[WorkstreamTold, ...] = ()
    evidence: tuple[EvidenceTold, ...] = ()
    resources: tuple[ResourceTold, ...] = ()
    success_measures: tuple[MeasureTold, ...] = ()
    linked_plans: tuple[LinkedTold, ...] = ()
    crosswalk: tuple[CrossingTold, ...] = ()
    waivers: tuple[WaiverTold, ...] = ()
    # Who the partnership is, where the file tells it too: a template does.
    areas: tuple[AreaTold, ...] = ()
    agencies: tuple[AgencyTold, ...] = ()
    bodies: tuple[BodyTold, ...] = ()
    terms: tuple[TermTold, ...] = ()
