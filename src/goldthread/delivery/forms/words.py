"""What the forms of the plan share: boxes for words, the reason for a change."""

from django import forms

from goldthread.web.fields import Words
from goldthread.web.forms import Form


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def why(hint: str = "It stands in the change log.") -> Words:
    return Words(label="Why", max_length=300, help_text=hint)


class DeleteForm(Form):
    """Why an action is taken out of the plan."""

    reason = Words(
        label="Why it is deleted",
        max_length=300,
        help_text="Needed. It stands in the history of the plan.",
        error_messages={
            "required": "Say in a few words why the action is deleted. It still stands."
        },
    )
