"""Beginning from a template or a file."""

from datetime import date
from typing import Any

from django import forms

from goldthread.strategy.file.ready import TEMPLATES
from goldthread.strategy.forms.pieces import the_one_before
from goldthread.web.fields import DateField, Words
from goldthread.web.forms import Form

LARGEST = 4_000_000  # bytes; two million characters of any script


class TemplateForm(Form):
    """A template made one's own."""

    template = forms.ChoiceField(
        label="Which template",
        choices=list(TEMPLATES.items()),
        widget=forms.RadioSelect,
        initial=next(iter(TEMPLATES)),
    )
    title = Words(label="The title of your strategy", max_length=200)
    partnership = Words(label="Your partnership", max_length=200)
    starts = DateField(label="Its first day")
    ends = DateField(label="Its last day")
    follows = the_one_before()
    with_partnership = forms.BooleanField(
        label="Bring its agencies, boards and seats too (take them out or change them afterwards)",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """The years in their order."""
        given = super().clean() or self.cleaned_data
        starts, ends = given.get("starts"), given.get("ends")
        if isinstance(starts, date) and isinstance(ends, date) and ends <= starts:
            self.add_error("ends", "The last day must come after the first.")
        return given


class FileForm(Form):
    """A strategy file."""

    file = forms.FileField(
        label="The strategy file",
        help_text="Plain text in the form that “Take it away as a file” gives. It becomes a new draft; nothing that is here changes.",
        allow_empty_file=True,
    )

    def clean_file(self) -> str:
        """The text of the file."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise forms.ValidationError(
                "Expected a text file of a few hundred kilobytes at most. Choose the strategy file itself."
            )
        try:
            return str(sent.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(
                "Expected plain text in UTF-8. Save the file so, and send it again."
            ) from None
