"""The form in which an agency keys what it owes: one box a figure, two for a share."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from goldthread.performance.boxes import Box, boxes_of, lacking
from goldthread.performance.models import Indicator
from goldthread.performance.queries.due import DueFigure
from goldthread.performance.questions import AsksOnce, questions_on
from goldthread.performance.services import Figure
from goldthread.performance.words import shown_reading
from goldthread.web.fields import Words

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


class ReturnForm(AsksOnce):
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
            hints = {0: f"{before}{indicator.counts}", 1: indicator.out_of}
            for place, box in enumerate(boxes_of(indicator)):
                label = (
                    f"{title}: {box.words}"
                    if box.words
                    else f"{title} ({indicator.unit})"
                )
                self.fields[_field(name, box)] = _box(label, hints.get(place, ""))
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
            boxes = boxes_of(each.indicator)
            missing = lacking(boxes, self._given(each))
            if missing is not None:
                both = "both numbers" if len(boxes) == 2 else "this one too"
                self.add_error(
                    _field(_name(each), missing),
                    f"{each.indicator.name}, {each.period}: enter {both}, or leave all its boxes empty for now.",
                )
        if not self.errors and not self.figures():
            self.add_error(
                None,
                "Enter at least one figure, or close the page and come back later.",
            )
        if not self.errors:
            self.ask(questions_on(self.figures()))
        return cleaned

    def figures(self) -> Mapping[Indicator, Sequence[Figure]]:
        """What was entered, measure by measure."""
        found: dict[Indicator, list[Figure]] = {}
        for each in self.due:
            given = self._given(each)
            if any(value is not None for value in given.values()):
                found.setdefault(each.indicator, []).append(
                    Figure(each.period_start, **given)
                )
        return found

    def _given(self, due: DueFigure) -> dict[str, Any]:
        """The numbers of one figure, as far as they were entered."""
        name, told = _name(due), self.cleaned_data
        return {
            box.name: told.get(_field(name, box)) for box in boxes_of(due.indicator)
        }


SHORT = {"value": "", "numerator": "-n", "denominator": "-d"}


def _field(name: str, box: Box) -> str:
    return f"{name}{SHORT.get(box.name, f'-{box.name}')}"


def _name(due: DueFigure) -> str:
    return f"{due.indicator.code}-{due.period_start:%Y-%m}"
