"""What a spreadsheet would do to the plan, row by row; nothing is changed by asking."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from goldthread.delivery.models import Action
from goldthread.delivery.sheets.before_after import (
    Cell,
    cells_of,
    fit_title,
    stands_as_read,
)
from goldthread.delivery.sheets.cells import Problem, is_same, read_cell
from goldthread.delivery.sheets.fields import REPORTED
from goldthread.delivery.sheets.known import Known
from goldthread.delivery.sheets.mapping import ASIDE, Mapping
from goldthread.delivery.sheets.parts import NAMES, Parts, parts_told
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.sheets.reports import Report, report_of
from goldthread.delivery.sheets.row_rules import against
from goldthread.delivery.sheets.standing import Standing
from goldthread.delivery.sheets.table import PlanTable, TableRow
from goldthread.delivery.sheets.values import Wrong
from goldthread.delivery.words import label
from goldthread.strategy.models import Workstream

Tell = Callable[[int, int], None]  # how many rows of how many are read
Outcome = Literal["create", "change", "leave", "aside"]


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


@dataclass(frozen=True, slots=True)
class Trial:
    """What a whole sheet would do."""

    rows: tuple[TrialRow, ...]
    counts: Map[str, int]
    digest: str  # changes when any row would do something else

    def of(self, outcome: Outcome) -> list[TrialRow]:
        return [row for row in self.rows if row.outcome == outcome]


def tried(
    table: PlanTable,
    mapping: Mapping,
    known: Known,
    standing: Standing,
    *,
    on: date,
    tell: Tell | None = None,
) -> Trial:
    """Try every row against what stands today."""
    headings = {at.place: at.heading for at in table.columns}
    trying = _Trying(mapping, known, standing, on, headings, table.rows)
    rows = tuple(found for row in _told(table, tell) if (found := trying.row(row)))
    counts: Counter[str] = Counter(row.outcome for row in rows)
    return Trial(rows, counts, _digest(rows))


def _told(table: PlanTable, tell: Tell | None) -> Iterator[TableRow]:
    for number, row in enumerate(table.rows):
        if tell is not None:
            tell(number, len(table.rows))
        yield row


def _digest(rows: tuple[TrialRow, ...]) -> str:
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


@dataclass(slots=True)
class _Trying:
    """One sheet on its way: what was seen above the row that is read."""

    mapping: Mapping
    known: Known
    standing: Standing
    on: date
    headings: Map[int, str]
    rows: Sequence[TableRow]
    section: Workstream | None = None
    met: dict[Any, int] = field(default_factory=dict)  # action or title -> row number

    def row(self, row: TableRow) -> TrialRow | None:
        """What this row would do; None where it says nothing."""
        if row.heading:
            return self._heading(row)
        if row.is_ragged:
            problem = Problem(
                "The row",
                f"{len(self.headings)} cells as in the headings",
                f"{len(row.cells)}",
                "Its columns are lost: check for a stray separator or quotation mark.",
            )
            return self._aside(row, [problem])
        if not any(row.cell(at) for at in self.mapping.columns):
            return None
        told, problems = self._told(row)
        reference = self._cell(row, "reference")
        notes = fit_title(told, has_detail="detail" in self.mapping.columns.values())
        title = told.get("title", "")
        action = None
        try:
            if not reference and not title:
                raise Wrong("what is to be done", "Fill it in, or take the row out.")
            action = self.standing.match(reference, title)
            self._check_first(row, action, reference, title)
        except Wrong as wrong:
            problems.append(self._problem("title", row, wrong))
        if problems:
            return self._aside(row, problems, reference)
        return self._judged(row, action, told, reference, notes)

    def _heading(self, row: TableRow) -> TrialRow | None:
        if "workstream" in self.mapping.columns.values():
            return None
        word = row.heading
        key = self.known.exact("workstream", word)
        if key is None:
            key = self.mapping.words.get("workstream", {}).get(plainly(word), ASIDE)
        self.section = self.known.value("workstream", key)
        return None

    def _cell(self, row: TableRow, name: str) -> str:
        place = self.mapping.place_of(name)
        return "" if place is None else row.cell(place)

    def _told(self, row: TableRow) -> tuple[dict[str, Any], list[Problem]]:
        """What the cells say; a community group named as lead leaves no agency."""
        told: dict[str, Any] = {}
        problems = []
        for at, name in self.mapping.columns.items():
            try:
                found = read_cell(name, row.cell(at), self.mapping, self.known)
            except Wrong as wrong:
                problems.append(self._problem(name, row, wrong))
            else:
                told = {**told, **found} if name != "lead_agency" else {**found, **told}
        told.pop("reference", None)
        told["going"] = self._cell(row, "status")
        return told, problems

    def _problem(self, name: str, row: TableRow, wrong: Wrong) -> Problem:
        place = self.mapping.place_of(name)
        heading = label(name) if place is None else self.headings[place]
        found = "" if place is None else row.cell(place)
        return Problem(heading, wrong.expected, found, wrong.fix)

    def _check_first(
        self, row: TableRow, action: Action | None, reference: str, title: str
    ) -> None:
        """Two rows of one sheet never mean the same action."""
        key: Any = action.pk if action else (plainly(reference), plainly(title))
        if key in self.met:
            raise Wrong(
                "each action once",
                f"Row {self.met[key]} says the same action already. Take one of them out.",
            )
        self.met[key] = row.number

    def _judged(
        self,
        row: TableRow,
        action: Action | None,
        told: dict[str, Any],
        reference: str,
        notes: list[str],
    ) -> TrialRow:
        place = self.mapping.place_of("reference")
        names = () if place is None else [each.cell(place) for each in self.rows]
        parts, wrongs = parts_told(action, told, self.standing, names, on=self.on)
        for name in NAMES:
            told.pop(name, None)
        report, why = report_of(action, told, self.standing)
        notes += why
        for name in (*REPORTED, "rag", "going"):
            told.pop(name, None)
        if action is None:
            self._fill(told)
            self._note_alike(told, notes)
        changed = {
            name: value
            for name, value in told.items()
            if action is None or not is_same(stands_as_read(action, name), value)
        }
        cells = cells_of(action, changed, report)
        cells += tuple(Cell(*each) for each in parts.cells)
        wrongs += against(action, told, changed, report, on=self.on)
        problems = [self._problem(name, row, wrong) for name, wrong in wrongs]
        if problems:
            return self._aside(row, problems, reference)
        outcome: Outcome = (
            "create" if action is None else ("change" if cells else "leave")
        )
        title = action.title if action else told["title"]
        return TrialRow(
            row,
            outcome,
            title,
            action,
            changed,
            report,
            cells,
            (),
            tuple(notes),
            reference,
            parts,
        )

    def _fill(self, told: dict[str, Any]) -> None:
        """What a new action gets where its row does not say."""
        defaults = self.mapping.defaults
        if not told.get("workstream"):
            key = defaults.get("workstream", "")
            told["workstream"] = self.section or self.known.value("workstream", key)
        if not told.get("kind"):
            told["kind"] = defaults.get("kind", "")
        if not told.get("lead_agency") and not told.get("community_owner"):
            key = defaults.get("lead_agency", "")
            told["lead_agency"] = self.known.value("lead_agency", key)

    def _note_alike(self, told: dict[str, Any], notes: list[str]) -> None:
        alike = self.standing.alike(told["title"]) if told.get("title") else None
        if alike is not None:
            notes.append(
                f"It looks like {alike}. If it is the same, write {alike.reference} in the column of references."
            )

    def _aside(
        self, row: TableRow, problems: list[Problem], reference: str = ""
    ) -> TrialRow:
        title = self._cell(row, "title") or next(filter(None, row.cells), "")
        return TrialRow(
            row, "aside", title, problems=tuple(problems), reference=reference
        )
