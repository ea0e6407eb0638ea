"""The words in which residents read an action."""

from django import forms

from goldthread.web.fields import Words
from goldthread.web.forms import Form


class WordsForm(Form):
    """What is done, as one would tell a neighbour."""

    words = Words(
        label="In plain words",
        max_length=300,
        help_text="As you would tell a neighbour: what is done, without names of people.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
