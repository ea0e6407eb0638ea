"""The page behind a link from a mail: no sign-in, only those actions, GET changes nothing.

A mail scanner that follows the link, or a browser that looks ahead, reports nothing.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from goldthread.delivery.models import Action
from goldthread.desk import rules, services
from goldthread.desk.forms import LinkReportForm
from goldthread.desk.models import UpdateLink
from goldthread.desk.queries.links import link_named, link_page, person_acting
from goldthread.web.access import published

View = Callable[..., HttpResponse]


def through_link(view: View) -> View:
    """Find the link of the address; say in a sentence why it opens nothing."""

    def opened(
        request: HttpRequest, token: str, *rest: Any, **named: Any
    ) -> HttpResponse:
        link = link_named(token)
        if link is not None:
            person_acting(link.person, on=timezone.localdate())
        if refusal := rules.refusal_to_open(link, at=datetime.now(UTC)):
            told = {"refusal": refusal, "token": token if link else ""}
            return render(request, "desk/link_gone.html", told, status=410)
        return view(request, link, token, *rest, **named)

    return opened


@published
@require_safe
@through_link
def update_link(request: HttpRequest, link: UpdateLink, token: str) -> HttpResponse:
    """The actions that wait for a word."""
    page = link_page(link, on=timezone.localdate())
    return render(request, "desk/link.html", {"page": page, "token": token})


@published
@require_http_methods(["GET", "HEAD", "POST"])
@through_link
def update_action(
    request: HttpRequest, link: UpdateLink, token: str, reference: str
) -> HttpResponse:
    """Report on one of them."""
    action = _own(link, reference)
    form = LinkReportForm(
        request.POST or None,
        request.FILES or None,
        initial={
            "status": action.status,
            "percent": action.percent,
            "next_step": action.next_step,
            "token": uuid4(),
        },
    )
    if request.method == "POST" and form.is_valid() and _reported(link, action, form):
        messages.success(request, f"Thank you. {action.reference} is up to date.")
        return redirect("update_link", token)
    page = link_page(link, on=timezone.localdate())
    told = {"form": form, "action": action, "token": token, "page": page}
    return render(request, "desk/link_action.html", told)


@published
@require_POST
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """Send a fresh link to the address the old one went to."""
    link = link_named(token)
    if link is None:
        raise Http404("This is not a link of ours.")
    try:
        services.reissue_link(link, by=None, at=datetime.now(UTC))
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "If something waits for a word from you, a new link is on its way."
        )
    return redirect("update_link", token)


def _own(link: UpdateLink, reference: str) -> Action:
    action: Action | None = (
        link.actions.select_related("workstream", "lead_agency", "owner")
        .filter(reference=reference, deleted_at__isnull=True)
        .first()
    )
    if action is None:
        raise Http404("This action is not among those of your link.")
    return action


def _reported(link: UpdateLink, action: Action, form: LinkReportForm) -> bool:
    try:
        services.report_by_link(link, action, **form.cleaned_data, at=datetime.now(UTC))
    except rules.Refused as refusal:
        form.add_error("text", str(refusal))
        return False
    return True
