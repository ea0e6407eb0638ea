"""The forms of an expected effect, stated before it can be seen: from records, by hand."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from goldthread.core.refusal import Refused
from goldthread.delivery.effect_counted import QUESTION, categories, in_words
from goldthread.delivery.effect_places import Place, place_called
from goldthread.delivery.forms.words import lines
from goldthread.delivery.models import ExpectedEffect
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.words import day
from goldthread.evidence.offences import ALL_CRIME
from goldthread.web.fields import DateField, NamesInput, Words
from goldthread.web.forms import Form, Heading


class PlaceField(forms.CharField):
    """A place by its name, refused with the nearest names where none is called so."""

    widget = NamesInput
    places: Sequence[Place] = ()

    def offer(self, places: Sequence[Place]) -> None:
        """Take these, and offer them as somebody types."""
        self.places = places
        names = [plainly(one.name) for one in places]
        self.widget.options = [
            (one.name if names.count(plainly(one.name)) == 1 else one.label, one.words)
            for one in places
        ]

    def clean(self, value: Any) -> Place | None:
        text = super().clean(value)
        if not text:
            return None
        found = place_called(text, self.places)
        if isinstance(found, Refused):
            raise ValidationError(str(found))
        return found


class EffectForm(Form):
    """Which way, by how much, and seen when: what every stated effect says."""

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
        error_messages={
            "invalid": "Enter a whole number of per cent, such as 15.",
            "min_value": "Enter at least 1 per cent, or leave it empty.",
            "max_value": "Enter at most 1000 per cent.",
        },
    )
    window_from = DateField(
        label="To be seen from",
        first=2000,
        error_messages={"required": "Enter the first day on which it is to be seen."},
        help_text="The first of a month, after today: whole months are compared.",
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

    def __init__(
        self, *args: Any, standing: ExpectedEffect | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if standing is None:
            del self.fields["reason"]
            return
        names = ("direction", "percent", "window_from", "window_until")
        self.initial = {name: getattr(standing, name) for name in names}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("window_from"), cleaned.get("window_until")
        for name, found in (("window_from", first), ("window_until", last)):
            if found and found.day != 1:
                self.add_error(
                    name,
                    f"Whole months are compared, so expected the first of a month; found {day(found)}.",
                )
        if first and last and last <= first:
            self.add_error("window_until", "The window ends before it begins.")
        return cleaned


class RecordedEffectForm(EffectForm):
    """An effect that the police's monthly records will show."""

    counted = forms.ChoiceField(label="What is counted")
    where = PlaceField(
        label="Where",
        max_length=200,
        error_messages={"required": "Enter the name of a place, such as a ward."},
        help_text="The name of a ward or a small area, or of the whole. A ward is compared with the other wards; the whole only with its own past.",
    )
    measure = Words(
        label="In your own words",
        max_length=300,
        required=False,
        help_text="What people read. Left empty, it says what is counted.",
    )
    field_order = [
        "counted", "where", "measure", "direction", "percent", "window_from",
        "window_until", "reason",
    ]  # fmt: skip
    headings: ClassVar = {
        "counted": Heading("What will change, and where"),
        "direction": Heading("How much, and when"),
    }

    def __init__(
        self,
        *args: Any,
        on: date,
        places: Sequence[Place],
        standing: ExpectedEffect | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, standing=standing, **kwargs)
        fields: Any = self.fields
        fields["counted"].choices = [
            ("", "Choose one"),
            *((each, in_words(each)) for each in categories(on)),
        ]
        fields["where"].offer([one for one in places if one.is_held])
        if standing is not None and standing.question == QUESTION:
            category = standing.parameters.get("category", ALL_CRIME)
            code = standing.parameters.get("area", "")
            at = next((one.name for one in places if one.code == code), code)
            said = standing.measure if standing.measure != in_words(category) else ""
            self.initial.update(counted=category, where=at, measure=said)

    def told(self) -> dict[str, Any]:
        """What the service is told."""
        given = dict(self.cleaned_data)
        category = given.pop("counted")
        return given | {
            "measure": given["measure"] or in_words(category),
            "place": given.pop("where"),
            "question": QUESTION,
            "parameters": {"category": category},
        }


class HandEffectForm(EffectForm):
    """An effect that only somebody's own figures will show."""

    measure = Words(
        label="What will change",
        max_length=300,
        help_text="What somebody will count, for example: injuries that the night tent dressed.",
    )
    where = PlaceField(
        label="Where",
        max_length=200,
        required=False,
        help_text="The name of a ward, a small area or the whole, where it is one of them; else leave it empty.",
    )
    comparison = Words(
        label="Places to compare it with",
        max_length=2_000,
        required=False,
        widget=lines(4),
        help_text="One on a line: places like it where nothing is done. They cannot be chosen later. Without any, only its own past says what was to be expected.",
    )
    field_order = [
        "measure", "where", "comparison", "direction", "percent", "window_from",
        "window_until", "reason",
    ]  # fmt: skip
    headings: ClassVar = RecordedEffectForm.headings | {
        "measure": Heading("What will be counted, and where")
    }

    def __init__(
        self,
        *args: Any,
        places: Sequence[Place],
        standing: ExpectedEffect | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, standing=standing, **kwargs)
        field: Any = self.fields["where"]
        field.offer(places)
        if standing is not None and standing.is_by_hand:
            self.initial.update(
                measure=standing.measure,
                where=standing.area.name if standing.area else "",
                comparison="\n".join(standing.comparison),
            )

    def clean_comparison(self) -> list[str]:
        told = self.cleaned_data["comparison"].splitlines()
        return [each.strip() for each in told if each.strip()]

    def told(self) -> dict[str, Any]:
        """What the service is told."""
        given = dict(self.cleaned_data)
        return given | {"place": given.pop("where")}
