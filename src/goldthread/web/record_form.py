"""The form that narrows the record down."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.audit.queries import Asked, verbs
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form


class RecordFilter(Form):
    """Who, what, about what, and when; each may be left open."""

    email = Words(
        label="Who, by e-mail address",
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    verb = forms.ChoiceField(label="What was done", required=False)
    start = DateField(label="From", required=False)
    end = DateField(label="To and including", required=False)
    kind = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    reference = forms.CharField(
        required=False, max_length=200, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["verb"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Anything"), *((verb, said(verb)) for verb in verbs())]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        start, end = told.get("start"), told.get("end")
        if start and end and end < start:
            self.add_error(
                "end", "The last day is before the first. Swap them, or clear one."
            )
        return told

    def asked(
        self,
        *,
        actor: str = "",
        agency: str = "",
        things: Mapping[str, Sequence[str]] | None = None,
    ) -> Asked:
        """What was asked for, as the record understands it."""
        told = self.cleaned_data
        end = told.get("end")
        return Asked(
            actor=actor,
            agency=agency,
            things=things,
            email=told.get("email") or "",
            verb=told.get("verb") or "",
            kind=told.get("kind") or "",
            reference=told.get("reference") or "",
            start=_midnight(told.get("start")),
            end=_midnight(end + timedelta(days=1)) if end else None,
        )


class AgencyFilter(RecordFilter):
    """The same for a part of the record, without a door to single things."""

    kind = None  # type: ignore[assignment]
    reference = None  # type: ignore[assignment]


def said(verb: str) -> str:
    """A verb of the record in words: person.signed_in is "person signed in"."""
    return verb.replace(".", " ").replace("_", " ")


def _midnight(day: date | None) -> datetime | None:
    """The day's beginning by the clock on the wall."""
    if day is None:
        return None
    local = datetime.combine(day, time.min)
    return timezone.make_aware(local).astimezone(UTC)
