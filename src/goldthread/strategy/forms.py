"""The shape of what people write into a strategy; saves nothing."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from goldthread.partners.models import Agency, Body, Person
from goldthread.strategy.markings import markings
from goldthread.strategy.models import (
    Approval,
    Crosswalk,
    Evidence,
    LinkedPlan,
    Priority,
    Resource,
    Section,
    Strategy,
    Workstream,
)
from goldthread.strategy.models.priorities import Head
from goldthread.strategy.services import StrategyTold
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form

LONGEST = 40_000  # characters of a section: about fifteen pages
A_DAY = timedelta(days=1)


def _lines(label: str, hint: str, rows: int = 5) -> Words:
    return Words(
        label=label,
        required=False,
        max_length=LONGEST,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _text(
    label: str, hint: str = "", *, rows: int = 4, required: bool = False
) -> Words:
    return Words(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows, "spellcheck": "true"}),
    )


def lines_of(text: str) -> list[str]:
    """What stands on each line, without bullets that were pasted along."""
    found = (line.strip().lstrip("-*•").strip() for line in text.splitlines())
    return [line for line in found if line]


class SeenForm(Form):
    """A form that carries how its writer saw the thing."""

    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput())


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
        help_text="Three years are custom, not law; a year of the law begins on 1 April.",
    )
    aim = _text("What it is for, in a sentence or two")
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

    follows = forms.ModelChoiceField(
        Strategy.objects.order_by("-period_start", "pk"),
        label="The strategy it follows (optional)",
        required=False,
        empty_label="None, or not kept here",
    )


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
    return {**known, "last_day": strategy.period_end - A_DAY}


class PriorityForm(SeenForm):
    """One priority with what people would see, and where work begins."""

    title = Words(label="The priority", max_length=200)
    statement = _text("What it means", "Two or three sentences for everybody.")
    heads = forms.MultipleChoiceField(
        label="What it answers of what the law asks for",
        required=False,
        choices=Head.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    outcomes = _lines("What people would see if it succeeded", "One a line.")
    focus_areas = _lines("Where work begins", "Early areas of focus, one a line.")
    choice = _text(
        "Why the board chose it",
        "Which evidence weighed most, what else was on the table, who was there.",
    )


class WorkstreamForm(SeenForm):
    """One workstream: where it stands, who leads it."""

    title = Words(label="The workstream", max_length=200)
    purpose = _text("What it is for")
    priorities = forms.ModelMultipleChoiceField(
        Priority.objects.none(),
        label="It stands under",
        widget=forms.CheckboxSelectMultiple,
    )
    primary = forms.ModelChoiceField(
        Priority.objects.none(),
        label="Its primary priority",
        help_text="Totals count it there, so that nothing is counted twice.",
    )
    lead_agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Lead agency", required=False
    )
    lead = forms.ModelChoiceField(
        Person.objects.none(), label="Who leads it (optional)", required=False
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


class CloseForm(Form):
    """When something ends, and why."""

    on = DateField(label="Its first day without work")
    reason = _text("Why it closes, and what becomes of its work", required=True)


class ReasonForm(Form):
    """A reason."""

    reason = _text("Why", required=True)


class OptionalReasonForm(Form):
    """A reason where there is one to give."""

    reason = _text("Why", "Needed unless the consultation has closed by itself.")


class ThreadForm(Form):
    """A thread's name, which the board gives."""

    name = Words(
        label="Its name",
        required=False,
        max_length=120,
        help_text="Leave it empty until the board has named it.",
    )
    meaning = _text("What it means")


class StatementForm(Form):
    """How a workstream answers a thread."""

    text = _text("How it answers", "One or two sentences.")
    seen = forms.CharField(
        required=False, strip=False, widget=forms.HiddenInput(), max_length=LONGEST
    )


class CiteForm(SeenForm):
    """What a finding says to us, and which priorities rest on it."""

    text = _text("What it shows", required=True)
    kind = forms.ChoiceField(
        label="What kind of evidence it is",
        choices=Evidence.Kind.choices,
        widget=forms.RadioSelect,
    )
    category = forms.ChoiceField(
        label="Where it belongs", choices=Evidence.Category.choices
    )
    priorities = forms.ModelMultipleChoiceField(
        Priority.objects.none(),
        label="The priorities that rest on it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, priorities: QuerySet[Priority], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["priorities"].queryset = priorities  # type: ignore[attr-defined]


class EvidenceForm(CiteForm):
    """The same by hand: with where it comes from and how strong it is."""

    source = Words(label="Where it comes from", required=False, max_length=300)
    strength = forms.ChoiceField(
        label="How strong it is",
        required=False,
        choices=[("", "Choose"), *Evidence.Strength.choices],
    )
    dated_on = DateField(label="Of which day (optional)", required=False)
    field_order = (
        "text",
        "source",
        "strength",
        "dated_on",
        "kind",
        "category",
        "priorities",
    )


class ResourceForm(Form):
    """What one authority allocates."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="Authority")
    kind = forms.ChoiceField(label="What kind", choices=Resource.Kind.choices)
    words = Words(label="What it is", max_length=300)
    amount_pounds = forms.DecimalField(
        label="How much, in pounds (for money)",
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "invalid": "Enter an amount in pounds, such as 12500 or 12500.50."
        },
    )
    year = forms.TypedChoiceField(
        label="For the year", required=False, coerce=int, empty_value=None
    )
    priority = forms.ModelChoiceField(
        Priority.objects.none(),
        label="For the priority",
        required=False,
        empty_label="All of them",
    )

    def __init__(
        self,
        *args: Any,
        agencies: QuerySet[Agency],
        priorities: QuerySet[Priority],
        years: Sequence[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["priority"].queryset = priorities  # type: ignore[attr-defined]
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            ("", "Every year"),
            *((year, f"{year}/{(year + 1) % 100:02d}") for year in years),
        ]


class MeasureForm(Form):
    """How one authority will measure its success."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="Authority")
    text = Words(label="How it will measure its success", max_length=400)

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class PlanForm(Form):
    """Somebody else's plan."""

    title = Words(label="What it is called", max_length=200)
    owner = Words(label="Whose it is", required=False, max_length=200)
    body = forms.ModelChoiceField(
        Body.objects.order_by("name", "pk"),
        label="The board that owns it, if it is kept here",
        required=False,
        empty_label="None of those kept here",
    )
    relation = forms.ChoiceField(
        label="How it stands to ours",
        choices=LinkedPlan.Relation.choices,
        widget=forms.RadioSelect,
    )
    is_regional = forms.BooleanField(label="It is regional", required=False)
    address = forms.URLField(
        label="Its address on the web (optional)",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={
            "invalid": "Enter an address such as https://example.org/plan."
        },
    )
    priorities = forms.ModelMultipleChoiceField(
        Priority.objects.none(),
        label="Which of our priorities it touches",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = _text("What we take from it (optional)")

    def __init__(
        self, *args: Any, priorities: QuerySet[Priority], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["priorities"].queryset = priorities  # type: ignore[attr-defined]


class LinkCheckForm(Form):
    """Whether a link leads where it should."""

    works = forms.TypedChoiceField(
        label="Follow the link. What do you see?",
        choices=[("yes", "The plan"), ("no", "Something else, or nothing")],
        coerce=lambda given: given == "yes",
        widget=forms.RadioSelect,
    )


class CrossingForm(Form):
    """What became of an old priority."""

    kind = forms.ChoiceField(
        label="What became of it",
        choices=Crosswalk.Kind.choices,
        widget=forms.RadioSelect,
    )
    new = forms.ModelChoiceField(
        Priority.objects.none(),
        label="Into which priority",
        required=False,
        empty_label="None: it ends",
    )
    note = Words(label="In a word (optional)", required=False, max_length=300)

    def __init__(
        self, *args: Any, priorities: QuerySet[Priority], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].queryset = priorities  # type: ignore[attr-defined]


class SectionForm(Form):
    """The words of a section."""

    text = Words(
        label="The words",
        required=False,
        max_length=LONGEST,
        help_text="An empty line begins a paragraph, “- ” a bullet, “## ” a heading. "
        "Every earlier version is kept.",
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
        error_messages={
            "max_length": f"Write at most {LONGEST:,} characters in one section."
        },
    )
    seen = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)


class PlaceForm(Form):
    """What a section is called, who writes it, what it waits for."""

    title = Words(label="Its heading", max_length=200)
    author = forms.ModelChoiceField(
        Person.objects.filter(is_active=True).order_by("name", "pk"),
        label="Who writes it",
        required=False,
        empty_label="Nobody yet",
    )
    gate = forms.ChoiceField(
        label="What it waits for", required=False, choices=Section.Gate.choices
    )


class SignForm(Form):
    """A signature: who, as what, on which day."""

    name = Words(label="Name", max_length=200)
    role = Words(
        label="Role", max_length=200, help_text="For example: Chair of the board."
    )
    on = DateField(label="Signed on")
    seen = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)


class DecisionForm(Form):
    """What a body decided."""

    decision = forms.ChoiceField(
        label="What it decided",
        choices=[
            (Approval.Decision.AGREED.value, "It agreed"),
            (Approval.Decision.REFUSED.value, "It did not agree"),
        ],
        widget=forms.RadioSelect,
    )
    decided_on = DateField(label="On which day")
    note = _text("Why, or under which minute", "Needed where it did not agree.")


class BodyForm(Form):
    """Which body must agree, and to what."""

    body = forms.ModelChoiceField(Body.objects.none(), label="The board")
    workstream = forms.ModelChoiceField(
        Workstream.objects.none(),
        label="Must agree to",
        required=False,
        empty_label="The whole strategy",
    )

    def __init__(
        self,
        *args: Any,
        bodies: QuerySet[Body],
        workstreams: QuerySet[Workstream],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["workstream"].queryset = workstreams  # type: ignore[attr-defined]


class VersionForm(Form):
    """Under which number a version is kept, and why."""

    note = Words(label="What it is (optional)", required=False, max_length=300)
    label = Words(
        label="Its number (optional)",
        required=False,
        max_length=20,
        help_text="Left empty, it is the next one: 1.9 is followed by 1.10.",
    )


class ConsultForm(Form):
    """From when to when people can answer."""

    opens_on = DateField(label="Its first day")
    last_day = DateField(label="Its last day")

    def closes_on(self) -> date:
        last: date = self.cleaned_data["last_day"]
        return last + A_DAY


class DayForm(Form):
    """A day."""

    on = DateField(label="From which day")


class LinesForm(Form):
    """Names, one a line."""

    names = _lines("Which crimes", "One a line.", rows=9)
