"""What a form's view does about drafts: offer, fill in, keep, finish.

    drafting = drafting_for(request, about, form="words", based_on=newest.version)
    form = drafting.filled(WordsForm(request.POST or None, initial=...))
    ...
    finish_draft(request, at=now)       # in the act, once the thing itself is saved

and in the template `{% include "notes/offers.html" %}` before the form, `{% include
"notes/draft.html" %}` inside it, and `data-draft` on the form itself.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from goldthread.notes import keeping, queries
from goldthread.notes.about import About
from goldthread.notes.models import Draft
from goldthread.notes.sheets import FIELD, WITHOUT_SESSION, Sheet, sheet_of
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused
from goldthread.partners.session import signed_in

USED = "draft"  # in the address: the draft whose words fill the form
_NOT_TYPED = ("csrfmiddlewaretoken", "once", FIELD, "keep_draft", "stroke")


@dataclass(frozen=True, slots=True)
class Offer:
    """A draft as it is offered to its writer."""

    saved_at: datetime
    opening: str  # its first words
    href: str
    away: str
    is_behind: bool  # the thing was changed since they began
    was_signed_out: bool


@dataclass(frozen=True, slots=True)
class Drafting:
    """What a page with a form knows about its drafts."""

    sheet: Sheet
    offers: tuple[Offer, ...]
    used: Draft | None

    @property
    def slip(self) -> str:
        return self.sheet.slip

    @property
    def url(self) -> str:
        return reverse("draft")

    def filled(self, form: forms.BaseForm) -> forms.BaseForm:
        """The form with the words of the draft that its writer chose to use."""
        if self.used is None or form.is_bound:
            return form
        typed = QueryDict(mutable=True)
        for name, values in self.used.fields.items():
            typed.setlist(name, values)
        for name, field in form.fields.items():
            if not isinstance(field, forms.FileField):
                form.initial[name] = field.widget.value_from_datadict(
                    typed, {}, form.add_prefix(name)
                )
        return form


def drafting_for(
    request: HttpRequest,
    about: About,
    *,
    form: str,
    based_on: int = 0,
    page: str = "",
) -> Drafting:
    """A fresh sheet for this page, and what its reader began to type here before.

    `based_on` is the version of the thing as it is now; `page` is where the form is
    shown, where that is not the address of this request.
    """
    person, page = signed_in(request), page or request.path
    drafts = queries.drafts_of(person, about, form)
    used = next((d for d in drafts if d.sheet == _asked_for(request)), None)
    sent = _sent(request)
    began_with = used.sheet if used else sent.id if sent else None
    sheet = Sheet(
        id=uuid.uuid4(),
        writer=person.pk,
        about=about,
        form=form,
        based_on=used.based_on if used else based_on,
        page=page,
        origin=began_with,
    )
    # A form that came back has its own words in it; other drafts would only distract.
    offered = [] if sent else [d for d in drafts if d.sheet != began_with]
    return Drafting(sheet, tuple(_offer(d, page, based_on) for d in offered), used)


def kept_from(request: HttpRequest, *, at: datetime) -> tuple[Sheet, Draft] | None:
    """Keep what a form carries in its writer's drafts; None where it has no slip.

    Raises:
        Refused: the form is too long, or the account is closed.
    """
    sheet = _sent(request)
    if sheet is None:
        return None
    draft = keeping.save_draft(
        sheet,
        typed_in(request),
        at=at,
        stroke=_stroke(request),
        signed_out=request.user.pk != sheet.writer,
    )
    return sheet, draft


def keep_typed(request: HttpRequest, *, at: datetime) -> Sheet | None:
    """Keep what was typed into a form that cannot be taken as it came.

    The session has ended, or the form was open too long. See sheets.py for why this is
    safe. Never refuses: it is the last resort, not the act.
    """
    try:
        kept = kept_from(request, at=at)
    except Refused:
        return None
    return kept[0] if kept else None


def finish_draft(request: HttpRequest, *, at: datetime) -> None:
    """The form was taken: its drafts have done their work."""
    sheet = _sent(request)
    if sheet and sheet.writer == request.user.pk:
        keeping.finish_draft(sheet, at=at)


def typed_in(request: HttpRequest) -> dict[str, Sequence[str]]:
    """What a person typed into a form: no tokens, no passwords, no files."""
    return {
        name: values
        for name, values in request.POST.lists()
        if name not in _NOT_TYPED and "password" not in name.lower()
    }


def page_with(sheet: Sheet) -> str:
    """The address at which a sheet's form is shown, filled in with its words."""
    return _with(sheet.page, sheet.id)


def _with(page: str, sheet: uuid.UUID) -> str:
    return f"{page}{'&' if '?' in page else '?'}{urlencode({USED: str(sheet)})}"


def _sent(request: HttpRequest) -> Sheet | None:
    """The sheet whose form this request is, if its slip is in order."""
    sheet = sheet_of(request.POST.get(FIELD, ""))
    if sheet and isinstance(request.user, Person) and request.user.pk == sheet.writer:
        return sheet
    return sheet_of(request.POST.get(FIELD, ""), max_age=WITHOUT_SESSION)


def _asked_for(request: HttpRequest) -> uuid.UUID | None:
    if request.method == "POST":
        return None
    try:
        return uuid.UUID(request.GET.get(USED, ""))
    except ValueError:
        return None


def _stroke(request: HttpRequest) -> int | None:
    told = request.POST.get("stroke", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else None


def _offer(draft: Draft, page: str, newest: int) -> Offer:
    typed = [v.strip() for values in draft.fields.values() for v in values]
    opening = max(typed, key=len, default="")
    return Offer(
        saved_at=draft.saved_at,
        opening=opening if len(opening) <= 90 else f"{opening[:90].rstrip()}…",
        href=_with(page, draft.sheet),
        away=reverse("throw_away_draft", args=[draft.sheet]),
        is_behind=draft.based_on < newest,
        was_signed_out=draft.was_signed_out,
    )
