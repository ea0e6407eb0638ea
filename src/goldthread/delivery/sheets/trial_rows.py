"""What the rows of a spreadsheet would do: the answer, without how it was found."""

import hashlib
import json
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import Any, Literal

from goldthread.delivery.models import Action
from goldthread.delivery.sheets.before_after import Cell
from goldthread.delivery.sheets.cells import Problem
from goldthread.delivery.sheets.matching import Match
from goldthread.delivery.sheets.parts import Parts
from goldthread.delivery.sheets.reports import Report
from goldthread.delivery.sheets.table import TableRow

Outcome = Literal["create", "restore", "change", "leave", "aside"]
DOES: tuple[Outcome, ...] = ("create", "restore", "change")  # what changes the plan


@dataclass(frozen=True, slots=True)
class TrialRow:
    """What one row would do."""

    row: TableRow
    outcome: Outcome
    title: str
    action: Action | None = None
    told: Map[str, Any] = field(default_factory=dict)
    report: Report | None = None
    cells: tuple[Cell, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    reference: str = ""  # as the sheet writes it
    parts: Parts = field(default_factory=Parts)
    match: Match = field(default_factory=lambda: Match(None))
    lacks: frozenset[str] = frozenset()  # the fields that are wrong
    said: str = ""  # its title, as the sheet has it


@dataclass(frozen=True, slots=True)
class Trial:
    """What a whole sheet would do."""

    rows: tuple[TrialRow, ...]
    counts: Map[str, int]
    digest: str  # changes when any row would do something else

    def of(self, outcome: Outcome) -> list[TrialRow]:
        return [row for row in self.rows if row.outcome == outcome]

    def doing(self) -> list[TrialRow]:
        """The rows that would change the plan."""
        return [row for row in self.rows if row.outcome in DOES]

    def asked(self) -> list[TrialRow]:
        """The rows of which a person may say which action they are."""
        return [row for row in self.rows if row.match.choices]


def digest_of(rows: tuple[TrialRow, ...]) -> str:
    said_ = [
        [
            row.row.number,
            row.outcome,
            [row.action.pk, row.action.version] if row.action else None,
            [[cell.label, cell.before, cell.after] for cell in row.cells],
        ]
        for row in rows
    ]
    return hashlib.sha256(json.dumps(said_).encode()).hexdigest()
