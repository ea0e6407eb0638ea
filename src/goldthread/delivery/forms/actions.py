"""The form of an action: what it is, in the order of its page."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldthread.assessment.models import Finding
from goldthread.assessment.queries import finding_named
from goldthread.delivery.forms.people import people_on
from goldthread.delivery.forms.words import lines, why
from goldthread.delivery.models import Action
from goldthread.partners.models import Agency, Area, Person
from goldthread.strategy.models import Outcome, Strategy, Workstream
from goldthread.web.fields import DateField, PoundsField, Words
from goldthread.web.forms import Form
from goldthread.web.templatetags.kit import day as written


class WorkstreamField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Workstreams; one that opens later says so."""

    day: date

    def label_from_instance(self, obj: Workstream) -> str:
        if obj.opened_on <= self.day:
            return obj.title
        return f"{obj.title} (opens on {written(obj.opened_on)})"


class ActionForm(Form):
    """What an action is, in the order of its page (C40)."""

    title = Words(
        label="The action in one line",
        max_length=300,
        help_text="What will be done, so that everybody sees whether it was.",
    )
    detail = Words(
        label="In more words", max_length=5_000, required=False, widget=lines(4)
    )
    workstream = WorkstreamField(
        Workstream.objects.none(),
        label="Workstream",
        empty_label="Choose one",
        error_messages={"required": "Choose a workstream."},
    )
    kind = forms.ChoiceField(
        label="Kind", choices=Action.Kind.choices, widget=forms.RadioSelect
    )
    lead_agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Lead agency",
        required=False,
        empty_label="No agency",
    )
    community_owner = Words(
        label="Community group that leads it",
        max_length=200,
        required=False,
        help_text="Where residents or a group do this themselves. A lead agency may stand beside them.",
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(),
        label="Owner",
        required=False,
        empty_label="Nobody yet",
        help_text="The one person who is asked how it stands.",
    )
    support_agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label="Supporting agencies",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    areas = forms.ModelMultipleChoiceField(
        Area.objects.none(),
        label="Areas",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    finding = Words(
        label="Finding it answers",
        max_length=80,
        required=False,
        help_text="As the assessment names it, for example A12-change-by-category.",
    )
    why = Words(
        label="Why, if no finding says it",
        max_length=2_000,
        required=False,
        widget=lines(3),
        help_text="With the source: a survey, a review, what residents said.",
    )
    outcome = forms.ModelChoiceField(
        Outcome.objects.none(),
        label="Outcome it serves",
        required=False,
        empty_label="None named",
    )
    intended = Words(
        label="What will be different",
        max_length=2_000,
        required=False,
        widget=lines(2),
    )
    measure = Words(label="How that will be seen", max_length=300, required=False)
    start_on = DateField(label="Starts", required=False, first=2000)
    due_on = DateField(label="Due", required=False, first=2000)
    cost_pounds = PoundsField(
        label="Cost in pounds",
        required=False,
        error_messages={
            "invalid": "Enter the cost as a number of pounds, such as 12500.",
            "min_value": "A cost is nothing or more.",
        },
    )
    funder = Words(label="Funded by", max_length=200, required=False)

    def __init__(
        self, *args: Any, strategy: Strategy | None, on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "workstream": Workstream.objects.not_closed_by(on)
            .filter(strategy=strategy)
            .order_by("number", "pk"),
            "lead_agency": Agency.objects.on(on).order_by("name", "pk"),
            "owner": people_on(on),
            "support_agencies": Agency.objects.on(on).order_by("name", "pk"),
            "areas": Area.objects.on(on).order_by("name", "pk"),
            "outcome": Outcome.objects.filter(priority__strategy=strategy)
            .select_related("priority")
            .order_by("priority__number", "number", "pk"),
        }
        self.workstreams = choices["workstream"]
        self.fields["workstream"].day = on  # type: ignore[attr-defined]
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def clean_finding(self) -> Finding | None:
        reference = self.cleaned_data["finding"]
        if not reference:
            return None
        found = finding_named(reference)
        if found is None:
            raise ValidationError(
                f"There is no finding {reference}. Copy its name from its own page."
            )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, due = cleaned.get("start_on"), cleaned.get("due_on")
        if start and due and due < start:
            self.add_error("due_on", "It is due before it starts. Correct one of them.")
        if not cleaned.get("lead_agency") and not cleaned.get("community_owner"):
            self.add_error(
                "lead_agency",
                "Choose a lead agency, or name the community group that leads it.",
            )
        return cleaned


class ChangeForm(ActionForm):
    """The same of an action that stands, with the reason and the version seen."""

    reason = why()
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
