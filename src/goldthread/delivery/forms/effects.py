"""The form of an expected effect, stated before it can be seen."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldthread.delivery.forms.words import lines, why
from goldthread.delivery.models import ExpectedEffect
from goldthread.evidence.catalogue import questions
from goldthread.partners.models import Area
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form


class EffectForm(Form):
    """What is expected to change, stated before it can be seen."""

    measure = Words(
        label="What will change",
        max_length=300,
        help_text="In words, for example: recorded violence with injury in the evening.",
    )
    direction = forms.ChoiceField(
        label="Which way",
        choices=ExpectedEffect.Direction.choices,
        widget=forms.RadioSelect,
    )
    percent = forms.IntegerField(
        label="By how much, in per cent",
        min_value=1,
        max_value=1_000,
        required=False,
        help_text="Leave it empty where nobody can say.",
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}
        ),
        error_messages={
            "invalid": "Enter a whole number of per cent, such as 15.",
            "min_value": "Enter at least 1 per cent, or leave it empty.",
            "max_value": "Enter at most 1000 per cent.",
        },
    )
    window_from = DateField(label="To be seen from", first=2000)
    window_until = DateField(
        label="Up to, not including",
        first=2000,
        help_text="The first day after. What it was before is read from the same months, whole years earlier: nothing has to be entered for that.",
    )
    area = forms.ModelChoiceField(
        Area.objects.none(), label="Where", required=False, empty_label="Everywhere"
    )
    question = forms.ChoiceField(
        label="Question to the data that measures it",
        required=False,
        help_text="Where one fits, it can be judged by the same question later.",
    )
    parameters = Words(
        label="What the question needs beside the window and the area",
        max_length=500,
        required=False,
        widget=lines(2),
        help_text="One on a line, for example: category=violent-crime",
    )
    comparison = Words(
        label="Places to compare it with",
        max_length=2_000,
        required=False,
        widget=lines(3),
        help_text="One on a line, and only where no question fits and figures will be given by hand. Choose places like it where nothing is done; they cannot be chosen later.",
    )
    reason = why("Only where the effect was stated before.")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["area"].queryset = (  # type: ignore[attr-defined]
            Area.objects.on(on).order_by("name", "pk")
        )
        named = [(name, f"{name}: {one.title}") for name, one in questions().items()]
        self.fields["question"].choices = [  # type: ignore[attr-defined]
            ("", "None: its figures will be given by hand"),
            *named,
        ]

    def clean_parameters(self) -> dict[str, str]:
        told = {}
        for line in self.cleaned_data["parameters"].splitlines():
            name, equals, value = line.partition("=")
            if not line.strip():
                continue
            if not equals or not name.strip() or not value.strip():
                raise ValidationError(
                    f"Expected lines like category=violent-crime; found {line.strip()!r}."
                )
            told[name.strip()] = value.strip()
        return told

    def clean_comparison(self) -> list[str]:
        return [
            each.strip()
            for each in self.cleaned_data["comparison"].splitlines()
            if each.strip()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("window_from"), cleaned.get("window_until")
        if first and last and last <= first:
            self.add_error("window_until", "The window ends before it begins.")
        return cleaned
