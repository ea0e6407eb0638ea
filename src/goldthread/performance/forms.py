"""The forms of the numbers: the shape of what people send; nothing is saved here."""

from datetime import date
from typing import Any

from django import forms

from goldthread.performance.boxes import boxes_of
from goldthread.performance.early import BANDS
from goldthread.performance.models import Indicator, Mark, Target
from goldthread.performance.periods import label, later
from goldthread.performance.questions import AsksOnce, questions_on
from goldthread.performance.services import Figure
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _chosen(label: str, choices: Any, **how: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, **how
    )


class ReadingForm(AsksOnce):
    """One figure by hand."""

    period_start = forms.TypedChoiceField(
        label="Period", coerce=date.fromisoformat, empty_value=None
    )
    value = forms.FloatField(label="Figure", required=False)
    numerator = forms.FloatField(label="How many", required=False)
    denominator = forms.FloatField(label="Out of how many", required=False)
    low = forms.FloatField(label="The interval begins at", required=False)
    high = forms.FloatField(label="The interval ends at", required=False)
    evidence = Words(
        label="Where it can be checked",
        max_length=300,
        help_text="The report, page or file it was taken from.",
    )
    reason = Words(label="Why it is revised", max_length=300)

    def __init__(
        self,
        *args: Any,
        indicator: Indicator,
        periods: list[date],
        is_revision: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        fields: Any = self.fields
        fields["period_start"].choices = [
            (each.isoformat(), label(each, later(each, indicator.every)))
            for each in periods
        ]
        boxes = {box.name: box for box in boxes_of(indicator)}
        for name in ("value", "numerator", "denominator", "low", "high"):
            if name not in boxes:
                del fields[name]
            elif words := boxes[name].words:
                fields[name].label = f"{words[:1].upper()}{words[1:]}"
        if not is_revision:
            del fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            self.ask(questions_on({self.indicator: [self.figure()]}))
        return cleaned

    def figure(self) -> Figure:
        given = self.cleaned_data
        return Figure(
            given["period_start"],
            value=given.get("value"),
            numerator=given.get("numerator"),
            denominator=given.get("denominator"),
            low=given.get("low"),
            high=given.get("high"),
        )


class CommentaryForm(Form):
    """What, why, so what, what next (C32)."""

    what = Words(
        label="What happened",
        widget=_area(3),
        max_length=2_000,
        help_text="Sentences that say more than the figures do are marked.",
    )
    why = Words(label="Why", widget=_area(3), max_length=2_000, required=False)
    so_what = Words(label="So what", widget=_area(2), max_length=2_000, required=False)
    what_next = Words(
        label="What next", widget=_area(2), max_length=2_000, required=False
    )


class TargetForm(Form):
    """What a measure should reach."""

    kind = _chosen("Target", [*Target.Kind.choices, ("none", "No target")])
    value = forms.FloatField(
        label="Figure, or change in per cent",
        required=False,
        help_text="Less is written with a minus: -10.",
    )
    by_on = DateField(label="By when", required=False, first=2000)
    words = Words(label="Who set it, and why", max_length=300, required=False)


class MarkForm(Form):
    """A change of counting, or a spell that is left out."""

    kind = _chosen("What", Mark.Kind.choices)
    from_on = DateField(label="From", first=2000)
    until_on = DateField(
        label="Until (the day after), for a spell that is left out",
        required=False,
        first=2000,
    )
    words = Words(label="What changed", max_length=300)


class RetireForm(Form):
    """The end of a measure."""

    on = DateField(label="From which day", first=2000)
    reason = Words(label="Why", max_length=300)


class MeasuresFileForm(Form):
    """A file of measures: chosen, or typed into the page."""

    file = forms.FileField(label="A file of measures", required=False)
    text = Words(
        label="Or its text",
        required=False,
        max_length=2_000_000,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 24, "class": "gt-file", "spellcheck": "false"}
        ),
    )

    def whole(self) -> str:
        """The text, whichever way it came."""
        chosen = self.cleaned_data.get("file")
        if chosen is None:
            return str(self.cleaned_data.get("text") or "")
        return str(chosen.read().decode("utf-8-sig", errors="replace"))


class EarlyForm(Form):
    """How early people were found, in one quarter: counts and nothing else."""

    period_start = forms.TypedChoiceField(
        label="Quarter", coerce=date.fromisoformat, empty_value=None
    )

    def __init__(self, *args: Any, quarters: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["period_start"].choices = [
            (each.isoformat(), label(each, later(each, 3))) for each in quarters
        ]
        for dimension, bands in BANDS.items():
            for band, words in bands:
                fields[f"{dimension}-{band}"] = forms.IntegerField(
                    label=f"{_DIMENSIONS[dimension]}: {words}",
                    min_value=0,
                    max_value=100_000,
                    required=False,
                    widget=forms.NumberInput(
                        attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}
                    ),
                )
        fields["note"] = Words(
            label="Anything we should know", max_length=500, required=False
        )

    def counts(self) -> dict[tuple[str, str], int]:
        """What was entered; a part in which nothing was entered is left out."""
        found: dict[tuple[str, str], int] = {}
        for dimension, bands in BANDS.items():
            told = {
                band: self.cleaned_data.get(f"{dimension}-{band}") for band, _ in bands
            }
            if any(value is not None for value in told.values()):
                found |= {(dimension, band): value or 0 for band, value in told.items()}
        return found


_DIMENSIONS = {
    "tier": "How far it had come",
    "age": "Age",
    "source": "Found by",
    "days": "Support after",
}
