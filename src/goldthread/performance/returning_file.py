"""The steps of a return as a file, for a page with or without sign-in.

First the file is tried and nothing is kept; the page shows what it would do and carries
the figures, signed, in the form that confirms them.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse

from goldthread.delivery.sheets.grid import Unreadable
from goldthread.delivery.sheets.reading import read_file
from goldthread.performance import rules
from goldthread.performance.models import Indicator
from goldthread.performance.queries.due import DueFigure
from goldthread.performance.questions import AsksOnce, questions_on
from goldthread.performance.return_file import (
    Trial,
    as_csv,
    as_xlsx,
    packed,
    read_return,
    unpacked,
)
from goldthread.performance.services import Figure
from goldthread.web.fields import Words
from goldthread.web.forms import Form

SALT = "goldthread.return"
LASTS = 60 * 60  # seconds between looking and confirming
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class ReturnFileForm(Form):
    """The file that an agency filled in."""

    sheet = forms.FileField(
        label="The file with your figures",
        help_text="An Excel (.xlsx) or CSV file with the same columns as the one you download here.",
        max_length=200,
        allow_empty_file=True,  # reading refuses it in its own words
        error_messages={"required": "Choose a file."},
    )


class ConfirmForm(AsksOnce):
    """What was tried, signed, and a word with it."""

    figures = forms.CharField(widget=forms.HiddenInput, max_length=100_000)
    token = forms.UUIDField(widget=forms.HiddenInput)
    note = Words(
        label="Anything we should know about these figures",
        required=False,
        max_length=500,
        help_text="For example: two weeks are missing. No names of people.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def tried(form: ReturnFileForm, due: Sequence[DueFigure]) -> Trial:
    """What the file of a valid form would do."""
    sheet = form.cleaned_data["sheet"]
    try:
        return read_return(read_file(sheet.name, sheet.read())[0].rows, due)
    except Unreadable as unreadable:
        return Trial((), {}, (str(unreadable),))


def confirming(trial: Trial, whose: str) -> ConfirmForm:
    """The form that confirms what was tried; `whose` it is goes into the signature."""
    form = ConfirmForm(
        initial={
            "figures": signing.dumps(packed(trial), salt=f"{SALT}.{whose}"),
            "token": uuid.uuid4(),
        }
    )
    form.ask(questions_on(trial.figures))
    return form


def confirmed(
    form: ConfirmForm, due: Sequence[DueFigure], whose: str
) -> Mapping[Indicator, Sequence[Figure]]:
    """The figures that were tried.

    Raises:
        Refused: they were not tried here, or too long ago.
    """
    try:
        told: Any = signing.loads(
            form.cleaned_data["figures"], salt=f"{SALT}.{whose}", max_age=LASTS
        )
    except signing.BadSignature:
        raise rules.Refused(
            "You checked this file more than an hour ago. Choose it again and check it once more."
        ) from None
    return unpacked(told, due)


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a file stands: chosen, tried, or kept."""

    choose: ReturnFileForm
    trial: Trial | None = None
    confirm: ConfirmForm | None = None
    is_done: bool = False

    @property
    def status(self) -> int:
        """Of the answer: 422 where something has to be mended."""
        is_odd = bool(self.choose.errors) or bool(self.trial and self.trial.faults)
        return 422 if is_odd else 200


Keep = Callable[[Mapping[Indicator, Sequence[Figure]], uuid.UUID, str], object]


def turn(
    request: HttpRequest, due: Sequence[DueFigure], *, whose: str, keep: Keep
) -> Turn:
    """What was sent, one step further; `keep` is called when it is confirmed."""
    chooses = request.method == "POST" and "figures" not in request.POST
    choose = ReturnFileForm(
        request.POST if chooses else None, request.FILES if chooses else None
    )
    if "figures" in request.POST:
        confirm = ConfirmForm(request.POST)
        if not confirm.is_valid():
            return Turn(choose, None, confirm)
        told = confirm.cleaned_data
        try:
            figures = confirmed(confirm, due, whose)
            confirm.ask(questions_on(figures))
            if not confirm.is_valid():
                return Turn(choose, None, confirm)
            keep(figures, told["token"], told["note"])
        except rules.Refused as refusal:
            return Turn(choose, Trial((), {}, (str(refusal),)))
        return Turn(choose, is_done=True)
    if chooses and choose.is_valid():
        trial = tried(choose, due)
        return Turn(choose, trial, confirming(trial, whose))
    return Turn(choose)


def template(kind: str, due: Sequence[DueFigure]) -> HttpResponse:
    """The file to fill in."""
    if kind not in KINDS:
        raise Http404("There is no such kind of file.")
    content = as_xlsx(due) if kind == "xlsx" else as_csv(due)
    answer = HttpResponse(content, content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="figures.{kind}"'
    return answer
