"""The form of a bulk edit: what is to be changed in all of them, and why."""

from datetime import date
from typing import Any, cast

from django import forms

from goldthread.delivery.bulk import UNITS, BulkChange, Shift, Unit, refusal_of_shift
from goldthread.delivery.forms import people_on
from goldthread.delivery.models import Action
from goldthread.partners.models import Agency, Person
from goldthread.strategy.models import Strategy, Workstream
from goldthread.web.fields import Words
from goldthread.web.forms import Form


class BulkForm(Form):
    """What is to be changed in all of them, and why."""

    field = forms.ChoiceField(
        label="What changes",
        choices=[
            ("owner", "The owner"),
            ("lead_agency", "The lead agency"),
            ("due_on", "The due date"),
            ("status", "The status"),
            ("workstream", "The workstream"),
        ],
        widget=forms.RadioSelect,
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(), label="New owner", required=False, empty_label="Nobody"
    )
    lead_agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="New lead agency",
        required=False,
        empty_label="Choose one",
    )
    number = forms.IntegerField(
        label="Move the due date by",
        required=False,
        help_text="A minus moves it earlier.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4"}),
        error_messages={"invalid": "Enter a whole number, such as 10 or -10."},
    )
    unit = forms.ChoiceField(
        label="counted in", choices=list(UNITS.items()), required=False
    )
    status = forms.ChoiceField(
        label="New status", choices=Action.Status.choices, required=False
    )
    workstream = forms.ModelChoiceField(
        Workstream.objects.none(),
        label="New workstream",
        required=False,
        empty_label="Choose one",
    )
    reason = Words(
        label="Why",
        max_length=300,
        help_text="It stands in the change log of every one of them.",
    )

    def __init__(
        self, *args: Any, strategy: Strategy | None, on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, prefix="to", **kwargs)
        found: dict[str, Any] = {
            "owner": people_on(on),
            "lead_agency": Agency.objects.on(on).order_by("name", "pk"),
            "workstream": Workstream.objects.open_on(on)
            .filter(strategy=strategy)
            .order_by("number", "pk"),
        }
        for name, queryset in found.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        field = cleaned.get("field")
        if field in ("lead_agency", "workstream") and not cleaned.get(field):
            words = "a lead agency" if field == "lead_agency" else "a workstream"
            self.add_error(field, f"Choose {words}.")
        if field == "due_on" and "number" in cleaned:
            shift = _shift(cleaned)
            if refusal := refusal_of_shift(shift):
                self.add_error("number", refusal)
        return cleaned

    def change(self) -> BulkChange:
        """What was chosen."""
        told = self.cleaned_data
        if told["field"] == "due_on":
            return BulkChange("due_on", _shift(told))
        return BulkChange(told["field"], told[told["field"]])


def _shift(told: dict[str, Any]) -> Shift:
    return Shift(told["number"] or 0, cast(Unit, told.get("unit") or "weeks"))
