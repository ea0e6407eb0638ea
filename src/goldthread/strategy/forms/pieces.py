"""What the forms of this room are made of."""

from datetime import timedelta

from django import forms

from goldthread.strategy.models import Strategy
from goldthread.web.fields import Words
from goldthread.web.forms import Form

LONGEST = 40_000  # characters of a section: about fifteen pages


A_DAY = timedelta(days=1)


def the_one_before() -> "forms.ModelChoiceField[Strategy]":
    """Which strategy this one follows: its priorities will be accounted for (S41)."""
    return forms.ModelChoiceField(
        Strategy.objects.own().newest_first(),
        label="The strategy it follows (optional)",
        help_text="You say later what became of each of its priorities.",
        required=False,
        empty_label="None, or not kept here",
    )


def lines(label: str, hint: str, rows: int = 5) -> Words:
    return Words(
        label=label,
        required=False,
        max_length=LONGEST,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def text_area(
    label: str, hint: str = "", *, rows: int = 4, required: bool = False
) -> Words:
    return Words(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows, "spellcheck": "true"}),
    )


def lines_of(text: str) -> list[str]:
    """What stands on each line, without bullets that were pasted along."""
    found = (line.strip().lstrip("-*•").strip() for line in text.splitlines())
    return [line for line in found if line]


class SeenForm(Form):
    """A form that carries how its writer saw the thing."""

    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput())
