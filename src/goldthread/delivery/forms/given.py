"""The form in which figures are given by hand: a table, its source, its strength."""

from typing import Any

from django import forms

from goldthread.delivery.models import GivenFigures
from goldthread.delivery.sheets.csvfile import read_csv
from goldthread.delivery.sheets.grid import Unreadable
from goldthread.delivery.sheets.reading import read_file
from goldthread.web.fields import Words
from goldthread.web.forms import Form

EVERY = ((1, "Month"), (3, "Quarter"))


class GivenForm(Form):
    """Figures given by hand, pasted or as a file."""

    table = forms.CharField(
        label="The figures",
        required=False,
        strip=False,
        max_length=200_000,
        help_text="One row for each period. Type into it or paste from a spreadsheet; leave a figure out where nobody knows it, for missing is not zero.",
        widget=forms.Textarea(attrs={"rows": 16, "class": "gt-sheet"}),
    )
    sheet = forms.FileField(
        label="Or the same table as a file",
        required=False,
        help_text="An .xlsx or .csv file. Where there is one, the box above is not read.",
        max_length=200,
        allow_empty_file=True,  # reading refuses it in its own words
    )
    every = forms.TypedChoiceField(
        label="One row is a", choices=EVERY, coerce=int, widget=forms.RadioSelect
    )
    source = Words(
        label="Where the figures come from",
        max_length=300,
        help_text="So that anybody may check them: the report, the register, who counted.",
    )
    strength = forms.ChoiceField(
        label="How strong they are",
        choices=GivenFigures.Strength.choices,
        widget=forms.RadioSelect,
        help_text="From weak figures no answer is given but “cannot tell”.",
    )
    note = Words(
        label="What is missing or odd in them",
        max_length=300,
        required=False,
        help_text="It stands beside the answer.",
    )
    reason = Words(label="Why they are given again", max_length=300)

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["reason"]

    def rows(self) -> list[tuple[str, ...]]:
        """The table as rows of text.

        Raises:
            Unreadable: the file is not opened, and why.
        """
        sheet = self.cleaned_data["sheet"]
        if sheet is not None:
            return list(read_file(sheet.name, sheet.read())[0].rows)
        text = self.cleaned_data["table"]
        if not text.strip():
            raise Unreadable(
                "There are no figures yet: fill in the table, or choose a file."
            )
        return list(read_csv(text.encode())[0].rows)
