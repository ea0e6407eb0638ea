"""The shape of what people send from the desk and through a link."""

import uuid
from typing import Any

from django import forms

from goldthread.delivery.models import Action
from goldthread.partners.models import Person
from goldthread.web.fields import DateField, ManyFilesField, Words
from goldthread.web.forms import Form

NOBODY = "nobody"


class LinkReportForm(Form):
    """Two minutes on a phone: how it stands, how far, a sentence, a photo."""

    status = forms.ChoiceField(
        label="How does it stand?",
        choices=Action.Status.choices,
        widget=forms.RadioSelect,
    )
    percent = forms.IntegerField(
        label="How much of it is done, in per cent?",
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(
            attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}
        ),
    )
    text = Words(
        label="What happened?",
        required=False,
        max_length=2000,
        help_text="One sentence is enough. No names of people who get help.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_step = Words(label="What is next?", required=False, max_length=300)
    asks_due_on = DateField(
        label="Does it need longer? The day to ask for",
        required=False,
        first=2000,
        help_text="Leave it empty if the date stands. Who runs the plan moves the date or says why it stays.",
    )
    photos = ManyFilesField(
        label="A photo or a file, if it shows something",
        required=False,
        help_text="Where a photo was taken is not kept.",
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @classmethod
    def blank(cls, action: Action) -> "LinkReportForm":
        """A form that says how the action stands by now."""
        return cls(
            initial={
                "status": action.status,
                "percent": action.percent,
                "next_step": action.next_step,
                "token": uuid.uuid4(),
                "seen": action.version,
            }
        )


class SaveViewForm(Form):
    """A name for a list."""

    name = Words(label="A name for this list", max_length=80)
    is_shared = forms.BooleanField(
        label="Show it to everybody who may see the plan", required=False
    )


class LeaveForm(Form):
    """Who goes on with what somebody who leaves had to do; that nobody does is said."""

    hand_to = forms.ChoiceField(
        label="Who takes over what they had to do",
        error_messages={
            "required": "Choose who takes over, or say that nobody does yet."
        },
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(one.pk): one for one in people}
        self.fields["hand_to"].choices = [  # type: ignore[attr-defined]
            ("", "Choose"),
            *self._people.items(),
            (NOBODY, "Nobody yet"),
        ]

    def clean_hand_to(self) -> Person | None:
        return self._people.get(self.cleaned_data["hand_to"])


class HandOverForm(Form):
    """Who takes over."""

    to = forms.ModelChoiceField(
        label="Who takes the actions over", queryset=Person.objects.none()
    )

    def __init__(self, *args: Any, of: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Person.objects.filter(is_active=True).exclude(pk=of.pk)
        self.fields["to"].queryset = others.order_by("name", "pk")  # type: ignore[attr-defined]
