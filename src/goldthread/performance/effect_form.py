"""The form that states an effect on a measure."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from goldthread.delivery.models import ExpectedEffect
from goldthread.performance.effect_series import refusal_of_measure
from goldthread.performance.models import Indicator
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form, Heading


def fit_to_judge(on: date) -> QuerySet[Indicator]:
    """The measures in use whose figures can tell an effect from chance."""
    rows: QuerySet[Indicator] = (
        Indicator.objects.in_use(on)
        .filter(every__in=[1, 3], kind__in=["count", "rate", "percent"])
        .order_by("code", "pk")
    )
    return rows


def unfit_to_judge(on: date) -> tuple[str, ...]:
    """Why each of the other measures in use judges no effect, in a sentence."""
    rest = Indicator.objects.in_use(on).exclude(pk__in=fit_to_judge(on).values("pk"))
    told = (refusal_of_measure(each) for each in rest.order_by("code", "pk"))
    return tuple(filter(None, told))


class MeasuredEffectForm(Form):
    """Which measure, which way, by how much, seen when."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        label="Measure",
        empty_label="Choose one",
        help_text="It judges for its own area, beside the similar areas that its definition names.",
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
        help_text="Leave it empty where nobody can say; then “no effect” cannot be told.",
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}
        ),
        error_messages={"invalid": "Enter a whole number of per cent, such as 15."},
    )
    window_from = DateField(
        label="To be seen from",
        first=2000,
        error_messages={"required": "Enter the first day on which it is to be seen."},
        help_text="The first of a month, after today; of a quarter where the measure has quarters.",
    )
    window_until = DateField(
        label="Up to, not including",
        first=2000,
        error_messages={"required": "Enter the first day after its window."},
        help_text="The first day after; a year is best. What it was before is read from the same months of an earlier year: nothing has to be entered for that.",
    )
    reason = Words(
        label="Why it is stated anew",
        max_length=300,
        help_text="It stands in the change log.",
    )
    headings: ClassVar = {
        "indicator": Heading("What will change"),
        "direction": Heading("How much, and when"),
    }

    def __init__(
        self,
        *args: Any,
        on: date,
        standing: ExpectedEffect | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fit = fit_to_judge(on)
        self.fields["indicator"].queryset = fit  # type: ignore[attr-defined]
        if standing is None:
            del self.fields["reason"]
            return
        self.initial = {
            name: getattr(standing, name)
            for name in ("direction", "percent", "window_from", "window_until")
        } | {"indicator": fit.filter(code=standing.indicator).first()}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("window_from"), cleaned.get("window_until")
        if first and last and last <= first:
            self.add_error("window_until", "The window ends before it begins.")
        return cleaned
