"""The look back on a strategy by its own priorities: each claim with what it rests on."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from goldthread.governance import services, tasks
from goldthread.governance.forms.reviews import ClaimForm, LookBackForm
from goldthread.governance.models import LookBack, LookBackClaim
from goldthread.governance.papers.tracks import Term, tracks_of
from goldthread.governance.papers.written import files_of
from goldthread.governance.queries.reviews import look_back_page, to_say
from goldthread.governance.rules import EVERY_BOARD, may
from goldthread.governance.views.common import as_markup, crumbs, file_of, now, today
from goldthread.governance.views.reviews import REVIEWS
from goldthread.partners.pages import form_page
from goldthread.partners.rules import Refused
from goldthread.partners.session import signed_in
from goldthread.strategy.models import Priority
from goldthread.web.kit import Link

both = require_http_methods(["GET", "HEAD", "POST"])


@both
def begin_look_back(request: HttpRequest) -> HttpResponse:
    """Begin the look back on a strategy."""
    by, at = signed_in(request), now()
    return form_page(
        request,
        LookBackForm(request.POST or None),
        title="Look back on a strategy",
        before="By its own priorities: what was achieved and what was not. Each sentence rests on a measure, or is called an anecdote.",
        button="Begin",
        act=lambda given: services.begin_look_back(given["strategy"], by=by, at=at),
        done="Say at least one thing of each priority.",
        then=lambda made: reverse("look_back", args=[made.pk]),
        crumbs=crumbs(None, REVIEWS),
    )


@require_safe
def look_back(request: HttpRequest, key: int) -> HttpResponse:
    """One look back: what is said of each priority, then the paper as it reads."""
    found = _found(key)
    page = look_back_page(found, on=today())
    said = to_say(found)
    told = {
        "page": page,
        "look_back": found,
        "said": said,
        "silent": sum(not one.claims for one in said),
        "may_lead": may(signed_in(request), EVERY_BOARD),
        "body": as_markup(page.document),
        "crumbs": crumbs(None, REVIEWS),
    }
    return render(request, "governance/look_back.html", told)


@both
def add_claim(request: HttpRequest, key: int, priority: str) -> HttpResponse:
    """Say something of one old priority."""
    found = _found(key)
    of = get_object_or_404(Priority, strategy=found.strategy, key=priority)
    by, at = signed_in(request), now()
    tracks = tracks_of(of, Term.of(found.strategy, today()))
    form = ClaimForm(request.POST or None, tracks=tracks)

    def act(_: dict[str, Any]) -> LookBackClaim:
        return services.claim(found, form.told(of), by=by, at=at)

    return form_page(
        request,
        form,
        title=of.title,
        before="" if tracks else "No measure of today reaches back to this priority, so what is said of it is an anecdote.",
        button="Save",
        act=act,
        done="Saved.",
        then=reverse("look_back", args=[key]),
        crumbs=crumbs(None, REVIEWS, _to(found)),
    )  # fmt: skip


@require_POST
def take_back_claim(request: HttpRequest, key: int, claim: int) -> HttpResponse:
    """Take a claim out again."""
    row = get_object_or_404(
        LookBackClaim.objects.select_related("look_back"), pk=claim, look_back=key
    )
    return _done(
        request,
        key,
        lambda: services.take_back_claim(row, by=signed_in(request), at=now()),
        "It is taken out.",
    )


@require_POST
def issue_look_back(request: HttpRequest, key: int) -> HttpResponse:
    """Freeze the look back as it reads."""
    found = _found(key)

    def act() -> None:
        services.issue_look_back(found, on=today(), by=signed_in(request), at=now())
        transaction.on_commit(
            lambda: tasks.write_paper_files.enqueue("look_back", found.pk)
        )

    return _done(request, key, act, "Issued and frozen. Its files are written now.")


@require_GET
def look_back_file(request: HttpRequest, key: int, ending: str) -> HttpResponseBase:
    """A file of an issued look back."""
    return file_of(files_of(_found(key)), ending)


def _to(look_back: LookBack) -> Link:
    return Link(str(look_back), reverse("look_back", args=[look_back.pk]))


def _found(key: int) -> LookBack:
    rows = LookBack.objects.select_related("strategy", "issued_by")
    found: LookBack = get_object_or_404(rows, pk=key)
    return found


def _done(request: HttpRequest, key: int, act: Any, words: str) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("look_back", key)
