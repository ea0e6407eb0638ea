"""The form that makes a key."""

from django import forms

from goldthread.api.models import Token
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form


class KeyForm(Form):
    """What it is for, what it reads, until when."""

    name = Words(
        label="What it is for",
        max_length=80,
        help_text="As: Power BI at the council. You know it by this when you take it back.",
    )
    scope = forms.ChoiceField(
        label="What it reads", choices=Token.Scope.choices, widget=forms.RadioSelect
    )
    last_day = DateField(label="Its last day", help_text="A year from now at most.")
