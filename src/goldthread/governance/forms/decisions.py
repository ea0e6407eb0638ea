"""Forms of decisions, and of actions that are born in a meeting."""

from dataclasses import fields
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldthread.assessment.queries import finding_named
from goldthread.delivery.forms import people_on
from goldthread.delivery.models import Action
from goldthread.delivery.queries import action_named
from goldthread.governance import rules
from goldthread.governance.forms.meetings import area
from goldthread.governance.models import Consent, Decision, Meeting
from goldthread.governance.services import DecisionTold, Told
from goldthread.partners.models import Agency, Body, Person, Seat
from goldthread.strategy.models import Approval, Strategy, Workstream
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form


class DecisionForm(Form):
    """What a board decided, on what evidence, why, and what it expects of it."""

    kind = forms.ChoiceField(
        label="What the board did",
        choices=Decision.Kind.choices,
        widget=forms.RadioSelect,
    )
    title = Words(
        label="What was decided, in one sentence",
        max_length=300,
        help_text="So that somebody who was not there understands it.",
    )
    reasons = Words(label="Why", max_length=5_000, widget=area(3))
    evidence = Words(
        label="What the board had before it",
        max_length=3_000,
        required=False,
        widget=area(3),
        help_text="One a line: a finding (A12-change-by-category), an action (A-014), or words with their source.",
    )
    effect = Words(
        label="If approved: what is expected to change",
        max_length=2_000,
        required=False,
        widget=area(2),
    )
    effect_by = DateField(
        label="By when that should be seen", required=False, first=2000
    )
    expects_nothing = forms.BooleanField(
        label="Nothing is expected of it that could be looked at later", required=False
    )
    referred_to = forms.ModelChoiceField(
        Body.objects.none(),
        label="If referred: to which body",
        required=False,
        empty_label="None",
    )
    deferred_to = DateField(
        label="If deferred: it comes back by", required=False, first=2000
    )
    votes = Words(
        label="If there was a vote: for, against, abstained",
        max_length=30,
        required=False,
        help_text="Three numbers, such as 7, 1, 0.",
    )
    workstreams = forms.ModelMultipleChoiceField(
        Workstream.objects.none(),
        label="Which work it is about",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    approval = forms.ModelChoiceField(
        Approval.objects.none(),
        label="It answers what this board was asked to agree",
        required=False,
        empty_label="No",
        help_text="Other boards that were asked answer for themselves.",
    )
    is_public = forms.BooleanField(
        label="Anybody may read it on the public site", required=False
    )

    def __init__(self, *args: Any, body: Body, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body, self.on = body, on
        strategies = Strategy.objects.in_force(on)
        choices = {
            "referred_to": Body.objects.on(on)
            .exclude(pk=body.pk)
            .order_by("name", "pk"),
            "workstreams": Workstream.objects.open_on(on)
            .filter(strategy__in=strategies)
            .order_by("number", "pk"),
            "approval": Approval.objects.filter(body=body)
            .select_related("body", "workstream", "strategy")
            .order_by("pk"),
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        if not choices["approval"].exists():
            del self.fields["approval"]

    def clean_evidence(self) -> list[Told]:
        lines = (line.strip() for line in self.cleaned_data["evidence"].splitlines())
        return [_told(line) for line in lines if line]

    def clean_votes(self) -> tuple[int, int, int] | None:
        given = self.cleaned_data["votes"]
        if not given:
            return None
        parts = given.replace(",", " ").split()
        if len(parts) != 3 or not all(p.isascii() and p.isdigit() for p in parts):
            raise ValidationError(
                f"Expected three numbers, such as 7, 1, 0; found {given!r}."
            )
        yes, no, neither = (int(part) for part in parts)
        return yes, no, neither

    def clean(self) -> dict[str, Any]:
        """Everything that is not whole at once, each at its field."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if kind := given.get("kind"):
            for field, sentence in rules.faults_of_decision(
                kind=kind,
                reasons=given.get("reasons", ""),
                evidence=len(given.get("evidence", ())),
                effect=given.get("effect", ""),
                effect_by=given.get("effect_by"),
                expects_nothing=given.get("expects_nothing", False),
                referred_to=given.get("referred_to"),
                deferred_to=given.get("deferred_to"),
                decided_on=given.get("decided_on", self.on),
            ):
                if not self.has_error(field):
                    self.add_error(field, sentence)
        return given

    @property
    def told(self) -> DecisionTold:
        """What was filled in; only what belongs to the kind of decision."""
        known = {field.name for field in fields(DecisionTold)}
        given = {k: v for k, v in self.cleaned_data.items() if k in known}
        if given["kind"] != Decision.Kind.REFER:
            given["referred_to"] = None
        if given["kind"] != Decision.Kind.DEFER:
            given["deferred_to"] = None
        return DecisionTold(**given)


def _told(line: str) -> Told:
    if finding := finding_named(line):
        return Told(finding=finding)
    if action := action_named(line):
        return Told(action=action)
    return Told(words=line[:300])


class BetweenForm(DecisionForm):
    """The same between two meetings: why it could not wait, and each seat's answer."""

    urgency = Words(label="Why it could not wait for the next meeting", max_length=300)
    decided_on = DateField(label="When the last answer came", first=2000)

    def __init__(self, *args: Any, body: Body, on: date, **kwargs: Any) -> None:
        super().__init__(*args, body=body, on=on, **kwargs)
        self.seats = list(
            Seat.objects.on(on).filter(body=body).order_by("number", "pk")
        )
        for seat in self.seats:
            self.fields[f"seat_{seat.pk}"] = forms.ChoiceField(
                label=f"{seat.title}{'' if seat.votes else ' (without a vote)'}",
                choices=Consent.Answer.choices,
                initial=Consent.Answer.SILENT,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        decided = given.get("decided_on")
        if decided and decided > self.on:
            self.add_error("decided_on", "A decision is written down once it is taken.")
        voting = [given.get(f"seat_{seat.pk}") for seat in self.seats if seat.votes]
        if voting and all(voting):
            answers, quorum = map(str, voting), self.body.quorum
            seats = len(voting)
            if told := rules.refusal_of_consents(answers, seats=seats, quorum=quorum):
                first = next(seat for seat in self.seats if seat.votes)
                self.add_error(f"seat_{first.pk}", told)
        return given

    @property
    def answers(self) -> list[tuple[Seat, str]]:
        """How each seat answered."""
        return [(seat, self.cleaned_data[f"seat_{seat.pk}"]) for seat in self.seats]


class OutcomeForm(Form):
    """What came of a decision."""

    words = Words(
        label="What came of it",
        max_length=3_000,
        widget=area(4),
        help_text="Beside what was expected: did it happen, how is that known, what does the board learn?",
    )


class BornForm(Form):
    """An action that the meeting agreed."""

    title = Words(label="The action in one line", max_length=300)
    workstream = forms.ModelChoiceField(
        Workstream.objects.none(),
        label="Workstream",
        empty_label="Choose one",
        error_messages={"required": "Choose a workstream."},
    )
    kind = forms.ChoiceField(
        label="Kind", choices=Action.Kind.choices, widget=forms.RadioSelect
    )
    lead_agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Lead agency", empty_label="Choose one"
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(), label="Owner", required=False, empty_label="Nobody yet"
    )
    due_on = DateField(
        label="Due",
        first=2000,
        error_messages={"required": "Enter the day on which it is due."},
    )
    decision = forms.ModelChoiceField(
        Decision.objects.none(),
        label="Which decision it carries out",
        required=False,
        empty_label="None: agreed in the discussion",
    )

    def __init__(self, *args: Any, meeting: Meeting, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "workstream": Workstream.objects.open_on(on)
            .filter(strategy__in=Strategy.objects.in_force(on))
            .order_by("number", "pk"),
            "lead_agency": Agency.objects.on(on).order_by("name", "pk"),
            "owner": people_on(on),
            "decision": meeting.decisions.order_by("pk"),
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
