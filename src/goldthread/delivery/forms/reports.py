"""The form in which somebody says how an action stands."""

import uuid

from django import forms

from goldthread.delivery.forms.words import lines
from goldthread.delivery.models import Action
from goldthread.web.fields import DateField, ManyFilesField, Words
from goldthread.web.forms import Form


class KeepDayForm(Form):
    """Why the due date stays, though its owner asked for another."""

    reason = Words(label="Why the date stays", max_length=300)


class ReportForm(Form):
    """How an action stands; short enough for a phone."""

    status = forms.ChoiceField(
        label="How does it stand?",
        choices=Action.Status.choices,
        widget=forms.RadioSelect,
    )
    percent = forms.IntegerField(
        label="How much of it is done, in per cent?",
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
        widget=lines(4),
        help_text="One sentence is enough. No names of people who get help.",
    )
    next_step = Words(label="What is next?", max_length=300, required=False)
    asks_due_on = DateField(
        label="Does it need longer? The day to ask for",
        required=False,
        first=2000,
        help_text="Leave it empty if the date stands. Who runs the plan moves the date or says why it stays.",
    )
    photos = ManyFilesField(
        label="A photo or a file, if it shows something",
        required=False,
        help_text="Where a photo was taken is not kept.",
    )
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
