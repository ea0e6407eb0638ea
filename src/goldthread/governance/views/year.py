"""The partnership's year, and what a seat takes back to its network."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.delivery.forms import people_on
from goldthread.governance import services
from goldthread.governance.models import Meeting, YearStep
from goldthread.governance.queries.board import tabs
from goldthread.governance.queries.year import report_back, year_page
from goldthread.governance.rules import EVERY_BOARD, may
from goldthread.governance.views.common import (
    crumbs,
    meeting_or_404,
    now,
    today,
)
from goldthread.governance.year import BY_KEY
from goldthread.partners.middleware import role_of
from goldthread.partners.models import Person
from goldthread.partners.pages import form_page
from goldthread.partners.policy import policy
from goldthread.partners.session import signed_in
from goldthread.web.fields import Words
from goldthread.web.forms import Form
from goldthread.web.kit import Link

YEAR = Link("The year", "/board/year/")


class YearStepForm(Form):
    """Who owns a month's work and how it stands."""

    owner = forms.ModelChoiceField(
        Person.objects.none(), label="Owner", required=False, empty_label="Nobody yet"
    )
    state = forms.ChoiceField(
        label="How it stands",
        choices=YearStep.State.choices,
        widget=forms.RadioSelect,
    )
    words = Words(label="In a sentence", max_length=300, required=False)


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """The twelve months of the statutory year."""
    role, rights = role_of(request), policy()

    def may_open(page: str) -> bool:
        return rights.may(role, rights.gates[page].look or "")

    told = {
        "page": year_page(on=today(), may_open=may_open),
        "tabs": tabs("board_year"),
        "may_keep": may(signed_in(request), EVERY_BOARD),
    }
    return render(request, "governance/year.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
def year_step(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Say who owns a month's work and how it stands."""
    step = BY_KEY.get(key.upper())
    if step is None:
        raise Http404("The year has twelve months, C1 to C12.")
    by, at = signed_in(request), now()
    row = YearStep.objects.filter(year=year, key=step.key).first()
    known = {"owner": row.owner, "state": row.state, "words": row.words} if row else {}
    form = YearStepForm(request.POST or None, initial=known or {"state": "to_do"})
    form.fields["owner"].queryset = people_on(today())  # type: ignore[attr-defined]
    return form_page(
        request,
        form,
        title=step.title,
        before=step.words,
        button="Save",
        act=lambda given: services.set_year_step(
            year, step.key, **given, on=today(), by=by, at=at
        ),
        done="Saved.",
        then=YEAR.href,
        crumbs=crumbs(None, YEAR),
    )


@require_safe
def report(request: HttpRequest, key: int) -> HttpResponse:
    """What a seat holder takes back to their network (C48)."""
    found = meeting_or_404(key)
    if found.state not in Meeting.TOOK_PLACE:
        raise Http404("This meeting was not held yet.")
    told = {"page": report_back(found), "crumbs": crumbs(found)}
    return render(request, "governance/report_back.html", told)
