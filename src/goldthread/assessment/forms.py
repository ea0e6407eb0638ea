"""The shape of what people ask for and write; saves nothing."""

from collections.abc import Sequence
from typing import Any

from django import forms

from goldthread.core.periods import Period
from goldthread.web.fields import Words
from goldthread.web.forms import Form

LONGEST = 20_000  # characters under one heading: about eight pages


class MakeForm(Form):
    """Which area, and which twelve months."""

    area = forms.ChoiceField(label="The partnership")
    period = forms.ChoiceField(
        label="The twelve months",
        help_text="The law asks for an assessment every year, and its year begins on "
        "1 April.",
    )

    def __init__(
        self,
        *args: Any,
        areas: Sequence[tuple[str, str]],
        periods: Sequence[Period],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.periods = {each.label: each for each in periods}
        self.fields["area"].choices = list(areas)  # type: ignore[attr-defined]
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (label, label[:1].upper() + label[1:]) for label in self.periods
        ]


class WordsForm(Form):
    """What the analyst writes under one heading."""

    text = Words(
        label="Your words",
        required=False,
        max_length=LONGEST,
        help_text="Plain text; an empty line begins a new paragraph. Every earlier "
        "version is kept.",
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "true"}),
        error_messages={
            "max_length": f"Write at most {LONGEST:,} characters under one heading."
        },
    )
    is_waiver = forms.BooleanField(
        label="Nothing is needed here; the words above say why", required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)
