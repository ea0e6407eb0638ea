"""The forms of a spreadsheet: the file, what its columns are, what its words mean."""

from collections.abc import Mapping as Map
from datetime import date
from typing import Any

from django import forms

from goldthread.delivery.models import Action
from goldthread.delivery.sheets.asking import Question
from goldthread.delivery.sheets.mapping import Mapping
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.sheets.preparing import field_choices
from goldthread.delivery.sheets.table import PlanTable
from goldthread.partners.models import Agency
from goldthread.strategy.models import Strategy, Workstream
from goldthread.web.forms import Form


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

    workstream = forms.ChoiceField(label="Workstream", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
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
        self.table, self.sheet = table, mapping.sheet
        open_ = Workstream.objects.open_on(on).filter(strategy=strategy)
        streams = open_.order_by("number", "pk").values_list("pk", "title")
        agencies = (
            Agency.objects.on(on).order_by("name", "pk").values_list("pk", "name")
        )
        none = ("", "None: set such rows aside")
        for name, found in (
            ("workstream", streams),
            ("kind", Action.Kind.choices),
            ("lead_agency", agencies),
        ):
            choices = [none, *((str(key), words) for key, words in found)]
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for column in table.columns:
            self.fields[f"c{column.place}"] = forms.ChoiceField(
                label=column.heading, choices=field_choices(), required=False
            )

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
            defaults={
                name: told[name]
                for name in ("workstream", "kind", "lead_agency")
                if told[name]
            },
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
        self.asked = asked
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

    def words(self) -> dict[str, dict[str, str]]:
        """What was chosen, by field and word."""
        found: dict[str, dict[str, str]] = {}
        for number, each in enumerate(self.asked):
            answer = self.cleaned_data[f"w{number}"]
            found.setdefault(each.field, {})[plainly(each.word)] = answer
        return found
