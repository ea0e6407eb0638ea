"""The forms of a strategy, its priorities, workstreams and threads."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from goldthread.partners.models import Agency, Person
from goldthread.strategy.forms.pieces import (
    A_DAY,
    LONGEST,
    SeenForm,
    lines,
    text_area,
    the_one_before,
)
from goldthread.strategy.markings import markings
from goldthread.strategy.models import (
    Priority,
    Strategy,
)
from goldthread.strategy.models.priorities import Head
from goldthread.strategy.services import StrategyTold
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form


class StrategyForm(Form):
    """Whose strategy it is, for which years, what it is for, how it is marked."""

    title = Words(label="Title", max_length=200)
    partnership = Words(label="Whose strategy it is", max_length=200)
    strapline = Words(
        label="A line under the title (optional)", required=False, max_length=200
    )
    period_start = DateField(label="Its first day")
    last_day = DateField(
        label="Its last day",
        help_text="Three years are custom, not law; the statutory year starts on 1 April.",
    )
    aim = text_area("What it is for, in a sentence or two")
    marking = forms.ChoiceField(label="Marking")
    handling = Words(
        label="How it is to be handled (optional)", required=False, max_length=200
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(label, label) for label in markings().current]
        self.fields["marking"].choices = choices  # type: ignore[attr-defined]

    def told(self) -> StrategyTold:
        """What the service asks for; the day after the last one ends the period."""
        given = dict(self.cleaned_data)
        given.pop("follows", None)
        return StrategyTold(period_end=given.pop("last_day") + A_DAY, **given)


class StartForm(StrategyForm):
    """The same, and which strategy it follows."""

    follows = the_one_before()


class ChangeForm(StartForm):
    """The same for one that is there: it cannot follow itself."""

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["follows"]
        field.queryset = field.queryset.exclude(pk=strategy.pk)


def strategy_initial(strategy: Strategy) -> dict[str, Any]:
    """A strategy as its form shows it."""
    names = (
        "title",
        "partnership",
        "strapline",
        "period_start",
        "aim",
        "marking",
        "handling",
    )
    known = {name: getattr(strategy, name) for name in names}
    last_day = strategy.period_end - A_DAY
    return {**known, "last_day": last_day, "follows": strategy.follows_id}


class PriorityForm(SeenForm):
    """One priority with what people would see, and where work begins."""

    title = Words(label="The priority", max_length=200)
    statement = text_area("What it means", "Two or three sentences for everybody.")
    heads = forms.MultipleChoiceField(
        label="What it answers of what the law asks for",
        required=False,
        choices=Head.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    outcomes = lines("What people would see if it succeeded", "One a line.")
    focus_areas = lines("Where work begins", "Early areas of focus, one a line.")
    choice = text_area(
        "Why the board chose it",
        "Which evidence weighed most, what else was on the table, who was there.",
    )


class WorkstreamForm(SeenForm):
    """One workstream: where it stands, who leads it."""

    title = Words(label="The workstream", max_length=200)
    purpose = text_area("What it is for")
    priorities = forms.ModelMultipleChoiceField(
        Priority.objects.none(),
        label="It stands under",
        widget=forms.CheckboxSelectMultiple,
    )
    primary = forms.ModelChoiceField(
        Priority.objects.none(),
        label="Its main priority",
        empty_label="Choose",
        help_text="Totals count it there, so that nothing is counted twice.",
    )
    lead_agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Lead agency",
        required=False,
        empty_label="None yet",
    )
    lead = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who leads it (optional)",
        required=False,
        empty_label="Nobody yet",
    )
    support_agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label="Support agencies",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opened_on = DateField(label="It opens on")

    def __init__(
        self,
        *args: Any,
        priorities: QuerySet[Priority],
        agencies: QuerySet[Agency],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(is_active=True).order_by("name", "pk")
        for name, rows in (
            ("priorities", priorities),
            ("primary", priorities),
            ("lead_agency", agencies),
            ("support_agencies", agencies),
            ("lead", people),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class ThreadForm(Form):
    """A thread's name, which the board gives."""

    name = Words(
        label="Its name",
        required=False,
        max_length=120,
        help_text="Leave it empty until the board has named it.",
    )
    meaning = text_area("What it means")


class StatementForm(Form):
    """How a workstream answers a thread."""

    text = text_area("How it answers", "One or two sentences.")
    seen = forms.CharField(
        required=False, strip=False, widget=forms.HiddenInput(), max_length=LONGEST
    )


class LinesForm(Form):
    """Names, one a line."""

    names = lines("Which crimes", "One a line.", rows=9)
