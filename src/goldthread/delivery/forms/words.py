"""What the forms of the plan share: boxes for words, the reason for a change."""

from django import forms

from goldthread.web.fields import Words
from goldthread.web.forms import Form


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def why(hint: str = "It stands in the change log.") -> Words:
    return Words(label="Why", max_length=300, help_text=hint)


class ReasonForm(Form):
    """A reason, and nothing else."""

    reason = why()
