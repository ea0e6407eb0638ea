"""Forms of clocks, of what runs against them, and of duties of our own."""

from datetime import date
from typing import Any

from django import forms

from goldthread.governance.models import Clock
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form

MONTHS = [(n, f"{date(2000, n, 1):%B}") for n in (*range(4, 13), 1, 2, 3)]


class ClockForm(Form):
    """How long something takes here."""

    days = forms.IntegerField(
        label="How many days",
        min_value=1,
        max_value=366,
        error_messages={"invalid": "Enter a number of days, such as 10."},
    )
    are_working = forms.TypedChoiceField(
        label="Which days count",
        choices=[
            ("no", "Every day"),
            ("yes", "Working days: weekends and bank holidays do not count"),
        ],
        coerce=lambda told: told == "yes",
        widget=forms.RadioSelect,
    )


class NewClockForm(ClockForm):
    """A clock of our own."""

    title = Words(
        label="What takes so long here",
        max_length=120,
        help_text="For example: a case review is acknowledged.",
    )
    source = Words(
        label="Where that is written",
        max_length=300,
        help_text="For example: our procedure for case reviews, section 3.",
    )
    field_order = ("title", "source")


class StartForm(Form):
    """Something begins to run against a clock of our own."""

    clock = forms.ModelChoiceField(
        Clock.objects.none(), label="Which clock", empty_label="Choose one"
    )
    about = Words(
        label="What for, without naming anybody",
        max_length=200,
        help_text="A reference will do: case review 2026/14.",
    )
    began_on = DateField(label="When it began", first=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["clock"]
        field.queryset = Clock.objects.exclude(title="").order_by("title", "pk")


class StopForm(Form):
    """What ran against a clock is done."""

    words = Words(label="What was done", max_length=300)
    on = DateField(label="On which day", first=2000)


class LocalDutyForm(Form):
    """Something that is owed here once a year."""

    title = Words(label="What is owed once a year", max_length=200)
    words = Words(
        label="Who asks it, and where that is written",
        max_length=300,
        help_text="For example: the cabinet, its standing orders, part 4.",
    )
    month = forms.TypedChoiceField(
        label="By the end of which month", choices=MONTHS, coerce=int
    )


class ChangeDutyForm(LocalDutyForm):
    """The same, or asked no longer."""

    ended_on = DateField(
        label="If it is asked no longer: since when", required=False, first=2000
    )
