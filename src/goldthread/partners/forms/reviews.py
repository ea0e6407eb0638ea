"""The answers of somebody who confirms whose access is still needed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from goldthread.partners.models import ReviewedAppointment
from goldthread.partners.queries.reviews import Question
from goldthread.web.forms import Form

Answer = ReviewedAppointment.Answer
KEEP, END = Answer.KEPT.value, Answer.ENDED.value


class ReviewForm(Form):
    """One choice a person; what is left open is asked again another day."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        questions: Iterable[Question],
    ) -> None:
        super().__init__(data)
        self.asked = {one.name: one.key for one in questions}
        for one in questions:
            choices = [(KEEP, "Keep"), *([] if one.no_end else [(END, "End")])]
            self.fields[one.name] = forms.ChoiceField(
                label=f"{one.person}, {one.words}",
                choices=choices,
                required=False,
                widget=forms.RadioSelect,
                error_messages={
                    "invalid_choice": f"Choose keep or end for {one.person}."
                },
            )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(told.values()):
            raise forms.ValidationError(
                "Nothing was answered. Choose keep or end for at least one person."
            )
        return told

    def answers(self) -> dict[int, str]:
        """What was answered, line by line."""
        return {
            key: self.cleaned_data[name]
            for name, key in self.asked.items()
            if self.cleaned_data.get(name)
        }
