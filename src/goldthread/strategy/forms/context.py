"""The forms of evidence, means and plans of others."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from goldthread.partners.models import Agency, Body
from goldthread.strategy.forms.pieces import SeenForm, text_area
from goldthread.strategy.models import (
    Crosswalk,
    Evidence,
    LinkedPlan,
    Priority,
    Resource,
)
from goldthread.web.fields import DateField, PoundsField, Words
from goldthread.web.forms import Form


class CiteForm(SeenForm):
    """What a finding says to us, and which priorities rest on it."""

    text = text_area("What it shows", required=True)
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
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick at least one priority. What none rests on stands nowhere in the strategy."
        },
    )

    def __init__(
        self, *args: Any, priorities: QuerySet[Priority], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["priorities"]
        field.queryset = priorities
        # Before the first priority is written, evidence is gathered for those to come.
        field.required = priorities.exists()


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

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Authority", empty_label="Choose"
    )
    kind = forms.ChoiceField(label="What kind", choices=Resource.Kind.choices)
    words = Words(label="What it is", max_length=300)
    amount_pounds = PoundsField(label="How much, in pounds (for money)", required=False)
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

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Authority", empty_label="Choose"
    )
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
    note = text_area("What we take from it (optional)")

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
