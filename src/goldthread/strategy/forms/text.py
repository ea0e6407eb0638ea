"""The forms of sections and versions."""

from typing import Any

from django import forms

from goldthread.partners.models import Person
from goldthread.strategy.forms.pieces import LONGEST
from goldthread.strategy.models import (
    Section,
)
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form


class SectionForm(Form):
    """The words of a section."""

    text = Words(
        label="The words",
        required=False,
        max_length=LONGEST,
        help_text="An empty line begins a paragraph, “- ” a bullet, “## ” a heading. "
        "Every earlier version is kept.",
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
        error_messages={
            "max_length": f"Write at most {LONGEST:,} characters in one section."
        },
    )
    seen = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)


class PlaceForm(Form):
    """What a section is called, who writes it, what it waits for."""

    title = Words(label="Its heading", max_length=200)
    author = forms.ModelChoiceField(
        Person.objects.filter(is_active=True).order_by("name", "pk"),
        label="Who writes it",
        required=False,
        empty_label="Nobody yet",
    )
    gate = forms.ChoiceField(
        label="What it waits for", required=False, choices=Section.Gate.choices
    )


class SignForm(Form):
    """A signature: who, as what, on which day."""

    name = Words(label="Name", max_length=200)
    role = Words(
        label="Role",
        max_length=200,
        help_text="For example: Chair of the board.",
        error_messages={"required": "Enter the role."},
    )
    on = DateField(label="Signed on")
    seen = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)

    def __init__(self, *args: Any, signer: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "name"
        ].help_text = f"You sign as {signer}. Under any other name it reads “Signed for that person by {signer}”, on every page and in every document."


class VersionForm(Form):
    """Under which number a version is kept, and why."""

    note = Words(label="What it is (optional)", required=False, max_length=300)
    label = Words(
        label="Its number (optional)",
        required=False,
        max_length=20,
        help_text="Left empty, it is the next one: 1.9 is followed by 1.10.",
    )
