"""Forms of scrutiny, yearly duties, section 17 checks and exceptions."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from goldthread.delivery.forms import people_on
from goldthread.delivery.queries import action_named
from goldthread.governance import rules
from goldthread.governance.forms.meetings import area
from goldthread.governance.models import (
    Decision,
    DutyDone,
    LocalDuty,
    ScrutinyRequest,
    Section17Check,
)
from goldthread.governance.services import CheckTold
from goldthread.partners.models import Agency, Body, Membership, Person
from goldthread.strategy.models import Strategy, Workstream
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form


class ScrutinyForm(Form):
    """What a committee asked for."""

    committee = Words(label="Which committee", max_length=200)
    kind = forms.ChoiceField(
        label="What it does",
        choices=ScrutinyRequest.Kind.choices,
        widget=forms.RadioSelect,
    )
    asked = Words(label="What it asks or recommends", max_length=500, widget=area(3))
    received_on = DateField(label="When it came", first=2000)
    wanted_by = DateField(
        label="The day it asks for",
        required=False,
        first=2000,
        help_text="A report is answered within 28 days in any case.",
    )
    names_people = forms.BooleanField(
        label="The answer has to name people", required=False
    )
    names_because = Words(label="If so: why", max_length=300, required=False)


class AnswerScrutinyForm(Form):
    """What was answered."""

    reply = Words(label="What was answered", max_length=5_000, widget=area(6))
    left_out_because = Words(
        label="If something was left out: why",
        max_length=300,
        required=False,
        help_text="For example: it would prejudice an operation.",
    )
    action = Words(
        label="If it became an action: which",
        max_length=12,
        required=False,
        help_text="As the plan names it, for example A-014.",
    )
    on = DateField(label="When it was answered", first=2000)

    def clean_action(self) -> Any:
        given = self.cleaned_data["action"]
        if not given:
            return None
        found = action_named(given)
        if found is None:
            raise forms.ValidationError(f"There is no action {given}.")
        return found


class DutyForm(Form):
    """A yearly duty that was done."""

    kind = forms.ChoiceField(label="Which duty", widget=forms.RadioSelect)
    on = DateField(label="On which day", first=2000)
    words = Words(
        label="To whom, where, how it was made known",
        max_length=300,
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours = LocalDuty.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
        self.ours = {str(each.pk): each for each in ours.order_by("title")}
        field: Any = self.fields["kind"]
        field.choices = [
            *(each for each in DutyDone.Kind.choices if each[0] != "local"),
            *((key, each.title) for key, each in self.ours.items()),
        ]
        members = Membership.objects.on(on).filter(tier=Membership.Tier.RESPONSIBLE)
        keys = members.values("agency")
        self.agencies = list(Agency.objects.filter(pk__in=keys).order_by("name", "pk"))
        for agency in self.agencies:
            self.fields[f"came_{agency.pk}"] = Words(
                label=f"Who came for {agency}",
                max_length=120,
                required=False,
                help_text="Their rank or post. Only of a public meeting.",
            )

    @property
    def duty(self) -> LocalDuty | None:
        """Which duty of our own; None where it is one of the law's."""
        return self.ours.get(self.cleaned_data["kind"])

    @property
    def duty_kind(self) -> str:
        """Which duty of the law, or that it is one of our own."""
        return "local" if self.duty else str(self.cleaned_data["kind"])

    @property
    def presences(self) -> list[tuple[Agency, str]]:
        """Who came for which authority."""
        told = ((one, self.cleaned_data[f"came_{one.pk}"]) for one in self.agencies)
        return [(agency, words) for agency, words in told if words]


def _effect(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=Section17Check.Effect.choices, initial="none"
    )


class Section17Form(Form):
    """What a decision does to crime and disorder."""

    subject = Words(label="What is decided", max_length=300)
    decision = forms.ModelChoiceField(
        Decision.objects.none(),
        label="Which decision of a board",
        required=False,
        empty_label="None: a partner's own",
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Or which partner's",
        required=False,
        empty_label="None",
    )
    crime = _effect("Crime and disorder, anti-social behaviour with it")
    substance = _effect("Misuse of drugs, alcohol and other substances")
    reoffending = _effect("Reoffending")
    violence = _effect("Serious violence")
    reasons = Words(label="Why", max_length=3_000, widget=area(3))
    mitigation = Words(
        label="If it makes something worse: what is done against it",
        max_length=3_000,
        required=False,
        widget=area(3),
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(), label="Owner", required=False, empty_label="Nobody yet"
    )
    follow_up_on = DateField(label="Looked at again on", required=False, first=2000)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "decision": Decision.objects.filter(section17__isnull=True)
            .exclude(item__audience__in=("members", "named"))
            .order_by("-decided_on", "-pk"),
            "agency": Agency.objects.on(on).order_by("name", "pk"),
            "owner": people_on(on),
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        effects = [str(given.get(head, "")) for head in Section17Check.HEADS]
        said = rules.refusal_of_check(effects, mitigation=given.get("mitigation", ""))
        if said and not self.has_error("mitigation"):
            self.add_error("mitigation", said)
        return given

    @property
    def told(self) -> CheckTold:
        """What was filled in."""
        return CheckTold(**self.cleaned_data)


class WordsForm(Form):
    """A sentence."""

    words = Words(label="In a sentence or two", max_length=3_000, widget=area(4))


class ExceptionForm(Form):
    """What is out of order."""

    body = forms.ModelChoiceField(
        Body.objects.none(), label="Before which board", empty_label="Choose one"
    )
    title = Words(label="What is out of order", max_length=200)
    action = Words(
        label="Which action",
        max_length=12,
        required=False,
        help_text="As the plan names it, for example A-014.",
    )
    workstream = forms.ModelChoiceField(
        Workstream.objects.none(),
        label="Or which workstream",
        required=False,
        empty_label="The one of the action",
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Or whose it is",
        required=False,
        empty_label="The agency that leads the action",
    )
    words = Words(label="Why it is before the board", max_length=3_000, widget=area(3))

    def __init__(self, *args: Any, bodies: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["agency"].queryset = Agency.objects.on(on).order_by("name", "pk")  # type: ignore[attr-defined]
        streams = Workstream.objects.open_on(on).filter(
            strategy__in=Strategy.objects.in_force(on)
        )
        self.fields["workstream"].queryset = streams.order_by("number", "pk")  # type: ignore[attr-defined]
        only = list(bodies[:2])
        if len(only) == 1:
            self.fields["body"].initial = only[0].pk

    def clean_action(self) -> Any:
        given = self.cleaned_data["action"]
        if not given:
            return None
        found = action_named(given)
        if found is None:
            raise forms.ValidationError(f"There is no action {given}.")
        return found


class StepForm(WordsForm):
    """One step of an exception."""

    due_on = DateField(label="By when it should show", required=False, first=2000)


class SharedIssueForm(Form):
    """Who leads on an issue that boards share."""

    title = Words(label="The issue", max_length=200)
    lead = forms.ModelChoiceField(
        Body.objects.none(),
        label="Which board leads",
        empty_label="Choose one",
        help_text="Exactly one.",
    )
    supports = forms.ModelMultipleChoiceField(
        Body.objects.none(),
        label="Which boards support",
        widget=forms.CheckboxSelectMultiple,
    )
    words = Words(
        label="How they share it", max_length=3_000, required=False, widget=area(3)
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Body.objects.on(on).order_by("name", "pk")
        self.fields["lead"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["supports"].queryset = bodies  # type: ignore[attr-defined]
