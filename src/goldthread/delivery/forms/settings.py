"""The forms of the plan's own settings: silence, and days on which offices are closed."""

from typing import Any

from django import forms

from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form


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
