"""The forms of boards, steps and reasons."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from goldthread.partners.models import Body
from goldthread.strategy.forms.pieces import A_DAY, text_area
from goldthread.strategy.models import (
    Approval,
    Workstream,
)
from goldthread.web.fields import DateField
from goldthread.web.forms import Form


class CloseForm(Form):
    """When something ends, and why."""

    on = DateField(label="Its first day without work")
    reason = text_area("Why it closes, and what becomes of its work", required=True)


class ReasonForm(Form):
    """A reason."""

    reason = text_area("Why", required=True)


class EarlyForm(Form):
    """Why a consultation closes before its last day."""

    reason = text_area("Why it closes early", "Empty on its last day or later.")


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
    note = text_area("Why, or under which minute", "Needed where it did not agree.")


class BodyForm(Form):
    """Which body must agree, and to what."""

    body = forms.ModelChoiceField(
        Body.objects.none(), label="The board", empty_label="Choose"
    )
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


class ConsultForm(Form):
    """From when to when people can answer."""

    opens_on = DateField(label="Its first day")
    last_day = DateField(label="Its last day")
    answers = text_area(
        "How people answer",
        "An address to write to, a number to call, a meeting to come to. It stands above the draft.",
        required=True,
    )

    def closes_on(self) -> date:
        last: date = self.cleaned_data["last_day"]
        return last + A_DAY


class DayForm(Form):
    """A day."""

    on = DateField(label="From which day")


class FirstDayForm(Form):
    """From when a strategy holds."""

    on = DateField(label="Its first day in force")


class LastDayForm(Form):
    """Until when a strategy holds."""

    on = DateField(label="The first day on which it no longer applies")
