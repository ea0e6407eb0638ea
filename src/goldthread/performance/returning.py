"""The form in which an agency keys what it owes: one box a figure, two for a share."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from goldthread.performance.models import Indicator
from goldthread.performance.queries.due import DueFigure
from goldthread.performance.services import Figure
from goldthread.performance.words import shown_reading
from goldthread.web.fields import Words
from goldthread.web.forms import Form

_BOX = {"inputmode": "decimal", "class": "govuk-input--width-5", "autocomplete": "off"}


def _box(label: str, hint: str = "") -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=False,
        min_value=0,
        help_text=hint,
        widget=forms.TextInput(attrs=_BOX),
        error_messages={"invalid": f"{label}: enter a number, such as 12."},
    )


class ReturnForm(Form):
    """What is due from one agency; an empty box is left for later, never a zero."""

    def __init__(self, *args: Any, due: Sequence[DueFigure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due = due
        for each in due:
            name, indicator = _name(each), each.indicator
            title = f"{indicator.name}, {each.period}"
            before = (
                f"Last time {shown_reading(indicator, each.newest)}. "
                if each.newest
                else ""
            )
            hint = f"{before}{indicator.counts}"
            if indicator.is_divided:
                self.fields[f"{name}-n"] = _box(f"{title}: how many", hint)
                self.fields[f"{name}-d"] = _box(
                    f"{title}: out of how many", indicator.out_of
                )
            else:
                self.fields[name] = _box(f"{title} ({indicator.unit})", hint)
        self.fields["note"] = Words(
            label="Anything we should know about these figures",
            required=False,
            max_length=500,
            help_text="For example: two weeks are missing. No names of people.",
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields["token"] = forms.UUIDField(
            widget=forms.HiddenInput, initial=uuid.uuid4
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for each in self.due:
            name = _name(each)
            if each.indicator.is_divided:
                pair = [cleaned.get(f"{name}-n"), cleaned.get(f"{name}-d")]
                if pair.count(None) == 1:
                    missing = f"{name}-n" if pair[0] is None else f"{name}-d"
                    self.add_error(
                        missing,
                        f"{each.indicator.name}, {each.period}: enter both numbers, or leave both for later.",
                    )
        if not self.errors and not self.figures():
            self.add_error(
                None, "Enter one figure at least, or close the page and come back."
            )
        return cleaned

    def figures(self) -> Mapping[Indicator, Sequence[Figure]]:
        """What was entered, measure by measure."""
        found: dict[Indicator, list[Figure]] = {}
        for each in self.due:
            name = _name(each)
            told = self.cleaned_data
            if each.indicator.is_divided:
                top, bottom = told.get(f"{name}-n"), told.get(f"{name}-d")
                if top is not None and bottom is not None:
                    found.setdefault(each.indicator, []).append(
                        Figure(each.period_start, numerator=top, denominator=bottom)
                    )
            elif (value := told.get(name)) is not None:
                found.setdefault(each.indicator, []).append(
                    Figure(each.period_start, value=value)
                )
        return found


def _name(due: DueFigure) -> str:
    return f"{due.indicator.code}-{due.period_start:%Y-%m}"
