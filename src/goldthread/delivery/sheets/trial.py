"""What a spreadsheet would do to the plan, row by row; nothing is changed by asking."""

from collections import Counter
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

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
from goldthread.delivery.sheets.matching import (
    Match,
    Sheet,
    Told,
    matched,
    sheet_as_whole,
)
from goldthread.delivery.sheets.parts import NAMES, parts_told
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.sheets.reports import report_of
from goldthread.delivery.sheets.row_rules import against
from goldthread.delivery.sheets.standing import Standing
from goldthread.delivery.sheets.table import PlanTable, TableRow
from goldthread.delivery.sheets.trial_rows import Outcome, Trial, TrialRow, digest_of
from goldthread.delivery.sheets.values import Wrong
from goldthread.delivery.words import label
from goldthread.strategy.models import Workstream

Tell = Callable[[int, int], None]  # how many rows of how many are read


def tried(
    table: PlanTable,
    mapping: Mapping,
    known: Known,
    standing: Standing,
    *,
    went_out: bool,
    on: date,
    tell: Tell | None = None,
) -> Trial:
    """Try every row against what stands today; `went_out` says that it came from here."""
    headings = {at.place: at.heading for at in table.columns}
    sheet = sheet_as_whole(
        table,
        number=mapping.place_of("reference"),
        title=mapping.place_of("title"),
        went_out=went_out,
    )
    trying = _Trying(mapping, known, standing, on, headings, sheet)
    # All rows are matched first: one may wait for another that stands below it.
    met = [found for row in _told(table, tell) if (found := trying.met(row))]
    rows = tuple(
        each if isinstance(each, TrialRow) else trying.judged(each) for each in met
    )
    counts: Counter[str] = Counter(row.outcome for row in rows)
    return Trial(rows, counts, digest_of(rows))


def _outcome(action: Action | None, cells: tuple[Cell, ...]) -> Outcome:
    if action is None:
        return "create"
    if action.deleted_at:
        return "restore"
    return "change" if cells else "leave"


def _told(table: PlanTable, tell: Tell | None) -> Iterator[TableRow]:
    for number, row in enumerate(table.rows):
        if tell is not None:
            tell(number, len(table.rows))
        yield row


@dataclass(frozen=True, slots=True)
class _Met:
    """A row that was read and matched, before what it would change is worked out."""

    row: TableRow
    match: Match
    told: dict[str, Any]
    reference: str
    notes: list[str]


@dataclass(slots=True)
class _Trying:
    """One sheet on its way: what was seen above the row that is read."""

    mapping: Mapping
    known: Known
    standing: Standing
    on: date
    headings: Map[int, str]
    sheet: Sheet
    section: Workstream | None = None
    seen: dict[Any, int] = field(default_factory=dict)  # action or title -> row number
    meant: dict[str, list[int | None]] = field(default_factory=dict)

    def met(self, row: TableRow) -> _Met | TrialRow | None:
        """The row with the action it means, or set aside; None where it says nothing."""
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
        if not told.get("workstream") and self.section:
            told["section"] = self.section
        match = Match(None)
        try:
            match = self._match(row, told, reference)
            self._check_first(row, match.action, reference, told.get("title", ""))
        except Wrong as wrong:
            problems.append(self._problem("title", row, wrong))
        if problems:
            aside = self._aside(row, problems, reference)
            # What was answered can be answered anew, where two rows were said to be one.
            is_said = row.number in self.mapping.same
            return replace(aside, match=match, said=aside.title) if is_said else aside
        if reference:
            key = match.action.pk if match.action else None
            self.meant.setdefault(plainly(reference), []).append(key)
        return _Met(row, match, told, reference, notes)

    def _match(self, row: TableRow, told: Map[str, Any], reference: str) -> Match:
        title = told.get("title", "")
        if not reference and not title:
            raise Wrong("what is to be done", "Fill it in, or take the row out.")
        said = Told(
            reference,
            title,
            told.get("workstream") or told.get("section"),
            told.get("lead_agency"),
            self.mapping.same.get(row.number, ""),
        )
        return matched(said, self.sheet, self.standing)

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
        if key in self.seen:
            raise Wrong(
                "each action once",
                f"Row {self.seen[key]} says the same action already. Take one of them out.",
            )
        self.seen[key] = row.number

    def judged(self, met: _Met) -> TrialRow:
        """What a row would do that was matched."""
        row, action, told = met.row, met.match.action, dict(met.told)
        section = told.pop("section", None)
        if action and self._names_its_group(row, action):
            told.pop("lead_agency", None)
        parts, wrongs = parts_told(action, told, self.standing, self.meant, on=self.on)
        for name in NAMES:
            told.pop(name, None)
        report, why = report_of(action, told, self.standing)
        for name in (*REPORTED, "rag", "going"):
            told.pop(name, None)
        if action is None:
            self._fill(told, section)
        changed = {
            name: value
            for name, value in told.items()
            if action is None or not is_same(stands_as_read(action, name), value)
        }
        cells = cells_of(action, changed, report)
        cells += tuple(Cell(*each) for each in parts.cells)
        wrongs += against(action, told, changed, report, on=self.on)
        if wrongs:
            problems = [self._problem(name, row, wrong) for name, wrong in wrongs]
            return replace(
                self._aside(row, problems, met.reference),
                match=met.match,
                said=met.told.get("title", ""),
                lacks=frozenset(name for name, _ in wrongs),
            )
        return TrialRow(
            row,
            _outcome(action, cells),
            action.title if action else told["title"],
            action,
            changed,
            report,
            cells,
            (),
            (*met.notes, *why),
            met.reference,
            parts,
            met.match,
            said=met.told.get("title", ""),
        )

    def _names_its_group(self, row: TableRow, action: Action) -> bool:
        """Whether the cell of the lead is the community group that leads it already.

        A sheet without a column for such groups goes out with them there, and an agency
        may bear the same name.
        """
        group = plainly(action.community_owner)
        return (
            action.lead_agency_id is None
            and bool(group)
            and plainly(self._cell(row, "lead_agency")) == group
        )

    def _fill(self, told: dict[str, Any], section: Workstream | None) -> None:
        """What a new action gets where its row does not say."""
        defaults = self.mapping.defaults
        if not told.get("workstream"):
            key = defaults.get("workstream", "")
            told["workstream"] = section or self.known.value("workstream", key)
        if not told.get("kind"):
            told["kind"] = self.known.value("kind", defaults.get("kind", ""))
        if not told.get("lead_agency") and not told.get("community_owner"):
            key = defaults.get("lead_agency", "")
            told["lead_agency"] = self.known.value("lead_agency", key)

    def _aside(
        self, row: TableRow, problems: list[Problem], reference: str = ""
    ) -> TrialRow:
        title = self._cell(row, "title") or next(filter(None, row.cells), "")
        return TrialRow(
            row, "aside", title, problems=tuple(problems), reference=reference
        )
