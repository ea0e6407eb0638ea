"""What is asked once before a figure is taken that stands far from those before it.

Each question is answered by a tick that is good for this very figure: whoever ticks and
then changes the figure is asked anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from goldthread.core.slip import LOOKS_BACK, FarOut, far_out
from goldthread.performance import rules
from goldthread.performance.models import Indicator, Reading
from goldthread.performance.periods import later, short_label
from goldthread.performance.services import Figure
from goldthread.performance.words import shown
from goldthread.web.forms import Form

RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Question:
    """One figure that stands far out, in a sentence; `key` is good for it alone."""

    key: str
    words: str


def questions_on(figures: Mapping[Indicator, Sequence[Figure]]) -> tuple[Question, ...]:
    """What is asked about figures that somebody is about to send."""
    found = []
    for indicator, own in figures.items():
        for figure in own:
            value = value_of(indicator, figure)
            if value is None:
                continue
            found_far = far_out(_before(indicator, figure), value)
            if found_far is not None:
                found.append(_question(indicator, figure, value, found_far))
    return tuple(found)


def value_of(indicator: Indicator, figure: Figure) -> float | None:
    """What a figure comes to; None where it is none yet or the rules refuse it."""
    if rules.refusal_of_value(
        indicator, figure.value, figure.numerator, figure.denominator
    ):
        return None
    value = figure.value
    if indicator.is_divided and figure.numerator is not None and figure.denominator:
        value = figure.numerator / figure.denominator * indicator.scale
    return value if value is not None and value >= 0 else None


def _before(indicator: Indicator, figure: Figure) -> list[float]:
    rows = (
        Reading.objects.standing()
        .filter(
            indicator=indicator,
            area_code=figure.area_code or indicator.area_code,
            period_start__lt=figure.period_start,
            value__gte=0,
        )
        .order_by("-period_start")
        .values_list("value", flat=True)
    )
    return list(rows[:LOOKS_BACK])[::-1]


def _question(
    indicator: Indicator, figure: Figure, value: float, far: FarOut
) -> Question:
    period = short_label(
        figure.period_start, later(figure.period_start, indicator.every)
    )
    now, last = shown(indicator, value), shown(indicator, far.last)
    if far.times is None:
        low, high = shown(indicator, far.low), shown(indicator, far.high)
        how = (
            f"lies far outside what is usual for it ({low} to {high}; last time {last})"
        )
    elif far.times > 1:
        how = f"is {far.times:.0f} times what it was last time ({last})"
    elif value:
        how = f"is {1 / far.times:.0f} times less than last time ({last})"
    else:
        how = f"is nothing, after {last} last time"
    return Question(
        f"{indicator.code} {figure.period_start} {value:g}",
        f"{indicator.name}, {period}: {now} {how}. Is it right?",
    )


class AsksOnce(Form):
    """Mixed into a form whose figures may be far out: it asks, and takes a tick for yes."""

    def ask(self, questions: Sequence[Question]) -> None:
        """Put the questions under the form; what has no tick yet keeps it from passing."""
        if not questions:
            return
        fields: Any = self.fields
        fields[RIGHT] = forms.MultipleChoiceField(
            label="Please look at this once more",
            choices=[(one.key, f"Yes, it is right. {one.words}") for one in questions],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        if not self.is_bound:
            return
        ticked = self.data.getlist(RIGHT) if hasattr(self.data, "getlist") else ()
        for one in questions:
            if one.key not in ticked:
                self.add_error(
                    RIGHT, f"{one.words} Correct it, or tick that it is right."
                )
