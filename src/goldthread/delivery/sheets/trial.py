"""What a spreadsheet would do to the plan, row by row; nothing is changed by asking."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from goldthread.delivery import rules
from goldthread.delivery.models import Action
from goldthread.delivery.sheets.cells import Problem, is_same, read_cell
from goldthread.delivery.sheets.fields import REPORTED
from goldthread.delivery.sheets.grid import cleaned
from goldthread.delivery.sheets.known import Known
from goldthread.delivery.sheets.mapping import ASIDE, Mapping
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.sheets.reports import Report, report_of
from goldthread.delivery.sheets.standing import Standing, stands
from goldthread.delivery.sheets.table import PlanTable, TableRow
from goldthread.delivery.sheets.values import Wrong
from goldthread.delivery.words import label, said
from goldthread.strategy.models import Workstream

Outcome = Literal["create", "change", "leave", "aside"]
TITLE = 300  # characters that the title of an action may have


@dataclass(frozen=True, slots=True)
class Cell:
    """One field before and after."""

    label: str
    before: str
    after: str


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


@dataclass(frozen=True, slots=True)
class Trial:
    """What a whole sheet would do."""

    rows: tuple[TrialRow, ...]
    counts: Map[str, int]
    digest: str  # changes when any row would do something else

    def of(self, outcome: Outcome) -> list[TrialRow]:
        return [row for row in self.rows if row.outcome == outcome]


def tried(
    table: PlanTable, mapping: Mapping, known: Known, standing: Standing, *, on: date
) -> Trial:
    """Try every row against what stands today."""
    trying = _Trying(
        mapping, known, standing, on, {at.place: at.heading for at in table.columns}
    )
    rows = tuple(found for row in table.rows if (found := trying.row(row)))
    counts: Counter[str] = Counter(row.outcome for row in rows)
    return Trial(rows, counts, _digest(rows))


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
        notes = _fit_title(told, has_detail="detail" in self.mapping.columns.values())
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
            if action is None or not is_same(_stands(action, name), value)
        }
        cells = _cells(action, changed, report)
        problems = self._refusals(row, action, told, changed, report)
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

    def _refusals(
        self,
        row: TableRow,
        action: Action | None,
        told: Map[str, Any],
        changed: Map[str, Any],
        report: Report | None,
    ) -> list[Problem]:
        """What the plan's own rules say against the row, before it is tried for real."""
        found = []
        for name, words in _NEEDED.items():
            if action is None and not told.get(name):
                found.append(self._problem(name, row, Wrong(*words)))
        if action is None and not (told["lead_agency"] or told.get("community_owner")):
            found.append(
                self._problem(
                    "lead_agency",
                    row,
                    Wrong(
                        "an agency, or a group of the community", "Name who leads it."
                    ),
                )
            )
        if (
            action
            and changed.get("lead_agency", action) is None
            and not (told.get("community_owner") or action.community_owner)
        ):
            found.append(
                self._problem(
                    "lead_agency",
                    row,
                    Wrong(
                        "an agency, or a group of the community", "Name who leads it."
                    ),
                )
            )
        if changed.get("workstream") and (
            refusal := rules.refusal_to_use(changed["workstream"], on=self.on)
        ):
            found.append(
                self._problem(
                    "workstream", row, Wrong("a workstream that is open", refusal)
                )
            )
        start = told.get("start_on", action.start_on if action else None)
        due = told.get("due_on", action.due_on if action else None)
        if start and due and due < start:
            found.append(
                self._problem(
                    "due_on",
                    row,
                    Wrong(
                        f"a day after the start on {said(start)}",
                        "Correct one of the two dates.",
                    ),
                )
            )
        if report and (
            refusal := rules.refusal_of_report(
                status=report.status, percent=report.percent, text=report.text
            )
        ):
            found.append(
                self._problem("text", row, Wrong("a report that stands", refusal))
            )
        return found

    def _aside(
        self, row: TableRow, problems: list[Problem], reference: str = ""
    ) -> TrialRow:
        title = self._cell(row, "title") or next(filter(None, row.cells), "")
        return TrialRow(
            row, "aside", title, problems=tuple(problems), reference=reference
        )


_NEEDED = {
    "title": ("what is to be done", "Fill it in, or correct the reference."),
    "workstream": ("a workstream of the strategy", "Name one in a column of its own, or choose one for all new actions."),
    "kind": ("a kind of action", "Name one in a column of its own, or choose one for all new actions."),
}  # fmt: skip


def _stands(action: Action, name: str) -> Any:
    found = stands(action, name)
    if name == "title":
        return " ".join(cleaned(found).split())
    return cleaned(found) if isinstance(found, str) else found


def _fit_title(told: dict[str, Any], *, has_detail: bool) -> list[str]:
    """A title too long for a line is cut at a word; the whole stands under it."""
    title = told.get("title", "")
    title = " ".join(title.split())
    if title:
        told["title"] = title
    if len(title) <= TITLE:
        return []
    told["detail"] = "\n\n".join(filter(None, (told["title"], told.get("detail", ""))))
    told["title"] = title[: TITLE - 1].rsplit(" ", 1)[0] + "\N{HORIZONTAL ELLIPSIS}"
    return [
        f"Longer than {TITLE} characters: cut at a word, and whole under “In more words”."
    ]


def _cells(
    action: Action | None, changed: Map[str, Any], report: Report | None
) -> tuple[Cell, ...]:
    found = []
    for name, value in changed.items():
        before = "" if action is None else _said(name, getattr(action, name))
        after = _said(name, value)
        if before != after or action is not None:
            found.append(Cell(label(name), before, after))
    if report is not None:
        found += [Cell(*each) for each in report.cells()]
    return tuple(found)


def _said(name: str, value: Any) -> str:
    if name == "kind":
        return str(dict(Action.Kind.choices).get(value, ""))
    if hasattr(value, "all"):
        value = list(value.all())
    return said(value)
