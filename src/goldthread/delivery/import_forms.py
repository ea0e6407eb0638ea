"""The forms of a spreadsheet: the file, what its columns are, what its words mean."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Map
from datetime import date
from typing import Any

from django import forms

from goldthread.delivery.models import Action
from goldthread.delivery.sheets.asking import Question
from goldthread.delivery.sheets.fields import FIELDS
from goldthread.delivery.sheets.mapping import Mapping
from goldthread.delivery.sheets.matching import NEW
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.sheets.preparing import field_choices
from goldthread.delivery.sheets.table import PlanTable
from goldthread.delivery.sheets.trial_rows import Trial, TrialRow
from goldthread.partners.models import Agency
from goldthread.strategy.models import Strategy, Workstream
from goldthread.web.forms import Form

_GAPS = ("kind", "workstream", "lead_agency")  # what a new action cannot be without
ASIDE = "aside"  # said of one of them: rows that need it are set aside


class SheetForm(Form):
    """The spreadsheet as it is."""

    sheet = forms.FileField(
        label="The plan's spreadsheet",
        help_text="An .xlsx or .csv file of at most 5 MB, as it is: a title above the headings, merged cells and your own column names do no harm.",
        max_length=200,
        allow_empty_file=True,  # the service refuses it in its own words
        error_messages={"required": "Choose the spreadsheet."},
    )


class ColumnsForm(Form):
    """What each column is, and what fills the gaps of new actions."""

    kind = forms.ChoiceField(label="Kind", required=False)
    workstream = forms.ChoiceField(label="Workstream", required=False)
    lead_agency = forms.ChoiceField(label="Lead agency", required=False)
    clears = forms.BooleanField(
        label="An empty cell empties what stands in the plan",
        required=False,
        help_text="Otherwise an empty cell changes nothing.",
    )

    def __init__(
        self,
        told: Map[str, Any] | None,
        *,
        table: PlanTable,
        mapping: Mapping,
        strategy: Strategy,
        on: date,
    ) -> None:
        initial: dict[str, Any] = {"clears": mapping.clears, **mapping.defaults}
        initial |= {f"c{at}": name for at, name in mapping.columns.items()}
        super().__init__(told, initial=initial)
        self.table, self.sheet, self._guess = table, mapping.sheet, mapping.columns
        open_ = Workstream.objects.open_on(on).filter(strategy=strategy)
        streams = open_.order_by("number", "pk").values_list("pk", "title")
        agencies = (
            Agency.objects.on(on).order_by("name", "pk").values_list("pk", "name")
        )
        for name, found in (
            ("workstream", streams),
            ("kind", Action.Kind.choices),
            ("lead_agency", agencies),
        ):
            field: Any = self.fields[name]
            there = [(str(key), words) for key, words in found]
            first = ("", "Choose one")
            if initial.get(name) and initial[name] not in dict(there):
                initial[name] = ""  # closed or ended since
            if name in self._held(mapping.columns):
                first = ("", "Every row says its own")
                field.label += ", for rows that leave it empty"
            field.choices = [first, *there, (ASIDE, "None: set new actions aside")]
        for column in table.columns:
            self.fields[f"c{column.place}"] = forms.ChoiceField(
                label=column.heading, choices=field_choices(), required=False
            )

    def _held(self, columns: Map[int, str]) -> set[str]:
        """Which of the three the sheet itself says."""
        told = set(columns.values())
        found = told & {"kind", "workstream", "lead_agency"}
        if "community_owner" in told:
            found.add("lead_agency")
        if any(row.heading for row in self.table.rows):
            found.add("workstream")
        return found

    def gaps(self) -> list[Any]:
        """What the sheet has no column for, to be said first."""
        held = self._held(self._guess)
        return [self[name] for name in _GAPS if name not in held]

    def fillers(self) -> list[Any]:
        """What fills the gaps of a column that is there."""
        held = self._held(self._guess)
        return [self[name] for name in _GAPS if name in held]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        places = {each.place: told.get(f"c{each.place}") for each in self.table.columns}
        held = self._held({at: name for at, name in places.items() if name})
        for name in _GAPS:
            if name not in held and not told.get(name) and name not in self.errors:
                words = FIELDS[name].heading
                self.add_error(
                    name,
                    f"Your sheet has no column for {words}. Choose one for its new actions, or that they are set aside.",
                )
        return told

    def lines(self) -> list[tuple[Any, str]]:
        """Each column's choice beside the first things that stand in it."""
        return [
            (self[f"c{each.place}"], "; ".join(text[:60] for text in each.examples[:3]))
            for each in self.table.columns
        ]

    def mapping(self) -> Mapping:
        """What was chosen."""
        told = self.cleaned_data
        places = [column.place for column in self.table.columns]
        return Mapping(
            sheet=self.sheet,
            columns={at: told[f"c{at}"] for at in places if told[f"c{at}"]},
            clears=told["clears"],
            defaults={name: told[name] for name in _GAPS if told[name]},
        )


class WordsForm(Form):
    """What each unknown word means, once for all its rows."""

    def __init__(
        self,
        told: Map[str, Any] | None,
        *,
        asked: tuple[Question, ...],
        said: Map[str, Map[str, str]],
    ) -> None:
        super().__init__(told)
        self.asked, self._said = asked, said
        for number, each in enumerate(asked):
            times = "once" if each.times == 1 else f"{each.times} times"
            near = (
                f". It comes nearest to {each.guess_words}."
                if each.guess_words
                else "."
            )
            self.fields[f"w{number}"] = forms.ChoiceField(
                label=f"{each.label}: {each.word[:120]}",
                choices=each.options,
                initial=said.get(each.field, {}).get(plainly(each.word), each.guess),
                required=False,
                help_text=f"Stands in the file {times}{near}",
            )

    def fresh(self) -> list[Any]:
        """The words that nobody answered before."""
        return [self[name] for name, is_said in self._all() if not is_said]

    def said_before(self) -> list[Any]:
        """The words that were answered for this file or for one before."""
        return [self[name] for name, is_said in self._all() if is_said]

    def _all(self) -> Iterator[tuple[str, bool]]:
        for number, each in enumerate(self.asked):
            told = self._said.get(each.field, {})
            yield f"w{number}", plainly(each.word) in told

    def words(self) -> dict[str, dict[str, str]]:
        """What was chosen, by field and word."""
        found: dict[str, dict[str, str]] = {}
        for number, each in enumerate(self.asked):
            answer = self.cleaned_data[f"w{number}"]
            found.setdefault(each.field, {})[plainly(each.word)] = answer
        return found


class SameForm(Form):
    """Which action each doubtful row is; until somebody says so, a new one."""

    def __init__(
        self, told: Map[str, Any] | None, *, asked: Sequence[TrialRow]
    ) -> None:
        super().__init__(told)
        self.asked = asked
        for each in asked:
            match = each.match
            self.fields[f"r{each.row.number}"] = forms.ChoiceField(
                label=f"Row {each.row.number}: {each.said or 'no words'}",
                help_text=_near(each),
                choices=[
                    (NEW, "It is a new action"),
                    *(
                        (str(one.pk), f"It is {one}; this row changes it")
                        for one in match.choices
                    ),
                ],
                initial=str(match.action.pk) if match.action else NEW,
                widget=forms.RadioSelect,
                required=False,
            )

    def doubtful(self) -> list[Any]:
        """The rows that stand as new actions."""
        return [self._of(each) for each in self.asked if each.match.action is None]

    def taken(self) -> list[Any]:
        """The rows that are taken for an action whose words differ."""
        return [self._of(each) for each in self.asked if each.match.action]

    def _of(self, each: TrialRow) -> Any:
        return self[f"r{each.row.number}"]

    def same(self) -> dict[int, str]:
        """What was chosen, by the number of the row."""
        found = {each.row.number: f"r{each.row.number}" for each in self.asked}
        told = self.cleaned_data
        return {row: told[name] for row, name in found.items() if told.get(name)}


ALL_NEW, ALL_SAME, NONE_OF_THEM = "new", "same", "taken-new"


def said_of_all(trial: Trial, said: str) -> dict[int, str]:
    """One answer for every row that it answers, by the number of the row."""
    asked = trial.asked()
    doubtful = [each for each in asked if each.match.action is None]
    if said == ALL_NEW:
        return {each.row.number: NEW for each in doubtful}
    if said == ALL_SAME:
        return _each_its_only_one(trial, doubtful)
    if said == NONE_OF_THEM:
        return {each.row.number: NEW for each in asked if each.match.action}
    return {0: ""}  # none of ours: refused


def _each_its_only_one(trial: Trial, doubtful: Sequence[TrialRow]) -> dict[int, str]:
    """A row that may be several actions, or one that another row is, stays asked."""
    taken = {each.action for each in trial.rows if each.action}
    told = {}
    for each in doubtful:
        if len(each.match.choices) == 1 and each.match.choices[0] not in taken:
            taken.add(each.match.choices[0])
            told[each.row.number] = str(each.match.choices[0].pk)
    return told


def what_was_said(trial: Trial, told: Map[int, str]) -> str:
    """For how many rows one answer was taken, and for which one is still to be given."""
    left = [
        f"row {each.row.number}"
        for each in trial.asked()
        if each.match.action is None and each.row.number not in told
    ]
    said = f"Answered for {len(told)} row{'s' if len(told) != 1 else ''}."
    if not left or NEW in told.values():
        return said
    return f"{said} Not for {', '.join(left[:5])}{' and others' if left[5:] else ''}: it may be one of several actions, or what another row is."


def _near(row: TrialRow) -> str:
    """Why somebody is asked, in a sentence under the row's own words."""
    named = " or ".join(map(str, row.match.choices))
    number = f"Its number in the file is {row.reference}. " if row.reference else ""
    return f"{number}It may be {named}."
