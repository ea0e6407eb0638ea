"""The form that asks for a pack."""

from datetime import date, timedelta
from typing import Any

from django import forms

from goldthread.core.periods import Period, quarter_of
from goldthread.partners.models import Body
from goldthread.web.forms import Form

BACK = 6  # quarters that can be chosen


def quarters_up_to(on: date) -> list[Period]:
    """The quarters that are over, the newest first, then the one that still runs."""
    running = quarter_of(on)
    found = [running]
    while len(found) < BACK:
        found.append(quarter_of(found[-1].start - timedelta(days=1)))
    return [*found[1:], running]


class PackForm(Form):
    """Which board, which quarter."""

    body = forms.ModelChoiceField(
        Body.objects.none(), label="Board", empty_label="Choose one"
    )
    quarter = forms.ChoiceField(label="Quarter")

    def __init__(self, *args: Any, bodies: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        only = list(bodies[:2])
        if len(only) == 1:
            self.fields["body"].initial = only[0].pk
        self.quarters = {one.start.isoformat(): one for one in quarters_up_to(on)}
        choices = [
            (
                key,
                f"{one.label}, from {one.start:%B} to {one.last_day:%B %Y}{_runs(one, on)}",
            )
            for key, one in self.quarters.items()
        ]
        quarter = self.fields["quarter"]
        quarter.choices = choices  # type: ignore[attr-defined]
        quarter.initial = choices[0][0]

    @property
    def period(self) -> Period:
        """The quarter that was chosen."""
        return self.quarters[self.cleaned_data["quarter"]]


def _runs(quarter: Period, on: date) -> str:
    return ", not over yet" if quarter.end > on else ""
