"""The forms of the plan: the shape of what people send; nothing is saved here."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldthread.assessment.models import Finding
from goldthread.assessment.queries import finding_named
from goldthread.delivery.models import Action, ExpectedEffect
from goldthread.evidence.catalogue import questions
from goldthread.partners.models import Agency, Appointment, Area, Person
from goldthread.partners.policy import policy
from goldthread.strategy.models import Outcome, Strategy, Workstream
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _reason(hint: str = "It stands in the change log.") -> Words:
    return Words(label="Why", max_length=300, help_text=hint)


class ActionForm(Form):
    """What an action is, in the order of its page (C40)."""

    title = Words(
        label="The action in one line",
        max_length=300,
        help_text="What will be done, so that everybody sees whether it was.",
    )
    detail = Words(
        label="In more words", max_length=5_000, required=False, widget=_area(4)
    )
    workstream = forms.ModelChoiceField(
        Workstream.objects.none(), label="Workstream", empty_label="Choose one"
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
        widget=_area(3),
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
        widget=_area(2),
    )
    measure = Words(label="How that will be seen", max_length=300, required=False)
    start_on = DateField(label="Starts", required=False, first=2000)
    due_on = DateField(label="Due", required=False, first=2000)
    cost_pounds = forms.DecimalField(
        label="Cost in pounds",
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
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
            "workstream": Workstream.objects.open_on(on)
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

    reason = _reason()
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ReportForm(Form):
    """How an action stands; short enough for a phone."""

    status = forms.ChoiceField(
        label="How does it stand?",
        choices=Action.Status.choices,
        widget=forms.RadioSelect,
    )
    percent = forms.IntegerField(
        label="How far is it, in per cent?",
        min_value=0,
        max_value=100,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}
        ),
        error_messages={
            "invalid": "Enter a whole number from 0 to 100.",
            "min_value": "Enter a whole number from 0 to 100.",
            "max_value": "Enter a whole number from 0 to 100.",
        },
    )
    text = Words(
        label="What happened?",
        max_length=5_000,
        required=False,
        widget=_area(4),
        help_text="A sentence or two. No names of people who are not professionals.",
    )
    next_step = Words(label="What comes next?", max_length=300, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @classmethod
    def blank(cls, action: Action) -> "ReportForm":
        """A fresh form: what stands is filled in, what happened is not."""
        return cls(
            initial={
                "status": action.status,
                "percent": action.percent,
                "next_step": action.next_step,
                "token": uuid.uuid4(),
                "seen": action.version,
            }
        )


class MilestoneForm(Form):
    """One step that can be seen from outside."""

    title = Words(label="Milestone", max_length=200)
    due_on = DateField(label="Due", required=False, first=2000)


class DependencyForm(Form):
    """What an action waits for."""

    on = Words(
        label="The action it waits for",
        max_length=12,
        help_text="Its reference, for example A-014.",
    )
    words = Words(label="For what", max_length=200, required=False)


class EffectForm(Form):
    """What is expected to change, stated before it can be seen."""

    measure = Words(
        label="What will change",
        max_length=300,
        help_text="In words, for example: recorded violence with injury in the evening.",
    )
    direction = forms.ChoiceField(
        label="Which way",
        choices=ExpectedEffect.Direction.choices,
        widget=forms.RadioSelect,
    )
    percent = forms.IntegerField(
        label="By how much, in per cent",
        min_value=1,
        max_value=1_000,
        required=False,
        help_text="Leave it empty where nobody can say.",
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}
        ),
        error_messages={
            "invalid": "Enter a whole number of per cent, such as 15.",
            "min_value": "Enter at least 1 per cent, or leave it empty.",
            "max_value": "Enter at most 1000 per cent.",
        },
    )
    window_from = DateField(label="To be seen from", first=2000)
    window_until = DateField(
        label="Up to, not including", first=2000, help_text="The first day after."
    )
    area = forms.ModelChoiceField(
        Area.objects.none(), label="Where", required=False, empty_label="Everywhere"
    )
    question = forms.ChoiceField(
        label="Question to the data that measures it",
        required=False,
        help_text="Where one fits, it can be judged by the same question later.",
    )
    parameters = Words(
        label="What the question needs beside the window and the area",
        max_length=500,
        required=False,
        widget=_area(2),
        help_text="One on a line, for example: category=violent-crime",
    )
    reason = _reason("Only where the effect was stated before.")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["area"].queryset = (  # type: ignore[attr-defined]
            Area.objects.on(on).order_by("name", "pk")
        )
        named = [(name, f"{name}: {one.title}") for name, one in questions().items()]
        self.fields["question"].choices = [  # type: ignore[attr-defined]
            ("", "None: in words only"),
            *named,
        ]

    def clean_parameters(self) -> dict[str, str]:
        told = {}
        for line in self.cleaned_data["parameters"].splitlines():
            name, equals, value = line.partition("=")
            if not line.strip():
                continue
            if not equals or not name.strip() or not value.strip():
                raise ValidationError(
                    f"Expected lines like category=violent-crime; found {line.strip()!r}."
                )
            told[name.strip()] = value.strip()
        return told

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("window_from"), cleaned.get("window_until")
        if first and last and last <= first:
            self.add_error("window_until", "The window ends before it begins.")
        return cleaned


class ThreadForm(Form):
    """How an action answers one golden thread."""

    text = Words(
        label="How the action answers it",
        max_length=2_000,
        required=False,
        widget=_area(3),
        help_text="Leave it empty where it does not.",
    )


class ReasonForm(Form):
    """A reason, and nothing else."""

    reason = _reason()


class SilenceForm(Form):
    """After how many days of silence who hears of it."""

    owner_days = forms.IntegerField(label="The owner is reminded after (days)")
    lead_days = forms.IntegerField(label="The lead hears of it after (days)")
    chair_days = forms.IntegerField(label="It comes to the chair's list after (days)")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.TextInput(
                attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}
            )
            field.error_messages["invalid"] = "Enter a whole number of days."


class ClosureForm(Form):
    """One day on which offices here are closed."""

    on = DateField(label="Day", first=2000)
    words = Words(
        label="Why", max_length=120, help_text="For example: council offices closed."
    )


def readers_on(on: date) -> Any:
    """The people who may see the plan on this day: those who can be called to it."""
    roles = [role.key for role in policy().who_may("read the plan")]
    held = Appointment.objects.on(on).filter(role__in=roles).values("person")
    return Person.objects.filter(pk__in=held, is_active=True).order_by("name", "pk")


def people_on(on: date) -> Any:
    """The people who act for somebody on this day."""
    held = Appointment.objects.on(on).values("person")
    return Person.objects.filter(pk__in=held, is_active=True).order_by("name", "pk")
