"""The shape of what people enter about who is here and what they are appointed to."""

from datetime import date
from typing import Any

from django import forms

from goldthread.partners.models import Agency, Person
from goldthread.partners.policy import OWN_AGENCY, policy
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form

_UNTIL = "The last day. Leave empty where it has no end yet."


class InviteForm(Form):
    """Somebody new, or a new appointment for somebody known."""

    name = Words(label="Their name", max_length=200)
    email = forms.EmailField(
        label="Their e-mail address",
        max_length=254,
        help_text="At work, and theirs alone: whoever reads it can accept.",
        error_messages={"invalid": "Enter an e-mail address like name@example.org."},
    )
    agency = forms.ModelChoiceField(
        label="The agency they act for",
        queryset=Agency.objects.none(),
        empty_label=None,
    )
    role = forms.ChoiceField(label="What they may do", widget=forms.RadioSelect)
    title = Words(
        label="What they are called there",
        max_length=120,
        required=False,
        help_text="For example: Head of community safety.",
    )
    last_day = DateField(label="Until when", required=False, help_text=_UNTIL)

    def __init__(self, *args: Any, by: Person, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = policy()
        own = found.roles[by.acting.role] if by.acting else None
        agencies = Agency.objects.on(today).order_by("name", "pk")
        if own and by.acting and own.appoints_for == OWN_AGENCY:
            agencies = agencies.filter(pk=by.acting.agency_id)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (key, f"{found.words(key)}. {found.roles[key].does}")
            for key in (own.appoints if own else ())
        ]


class UntilForm(Form):
    """The last day of an appointment."""

    last_day = DateField(label="Until when", required=False, help_text=_UNTIL)


class EndForm(Form):
    """The last day of an appointment, to end it."""

    last_day = DateField(
        label="The last day on which they act in it",
        help_text="Yesterday ends it at once.",
        error_messages={"required": "Enter the last day."},
    )
