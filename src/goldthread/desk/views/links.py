"""The page behind a link from a mail: no sign-in, only those actions, GET changes nothing.

A mail scanner that follows the link, or a browser that looks ahead, reports nothing.
What was done is said by the address it leads to, not by a session: a reader without an
account gets no cookie but the one that guards the form.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from goldthread.delivery.models import Action, Update
from goldthread.delivery.queries import action_named, latest_update
from goldthread.delivery.rules import Overtaken
from goldthread.desk import rules, services
from goldthread.desk.forms import LinkReportForm
from goldthread.desk.models import UpdateLink
from goldthread.desk.queries.links import (
    actions_in,
    link_named,
    link_page,
    person_acting,
)
from goldthread.web.access import published

View = Callable[..., HttpResponse]


def through_link(view: View) -> View:
    """Find the link of the address; say in a sentence why it opens nothing."""

    @wraps(view)
    def opened(
        request: HttpRequest, token: str, *rest: Any, **named: Any
    ) -> HttpResponse:
        link = link_named(token)
        if link is not None:
            person_acting(link.person, on=timezone.localdate())
        if refusal := rules.refusal_to_open(link, at=datetime.now(UTC)):
            # A new link would not open anything either for whoever acts for nobody.
            renews = token if refusal == rules.GONE else ""
            return _closed(request, refusal, renews, status=410)
        return view(request, link, token, *rest, **named)

    return opened


def _closed(
    request: HttpRequest, words: str, token: str, *, status: int
) -> HttpResponse:
    told = {"words": words, "token": token, "asked": "asked" in request.GET}
    return render(request, "desk/link_gone.html", told, status=status)


@published
@require_safe
@through_link
def update_link(request: HttpRequest, link: UpdateLink, token: str) -> HttpResponse:
    """The actions that wait for a word."""
    page = link_page(link, on=timezone.localdate())
    asked = request.GET.get("done", "")
    done = next((each for each in page.told if each.reference == asked), None)
    told = {
        "page": page,
        "token": token,
        "done": done,
        "asked": done and action_named(done.reference),
    }
    return render(request, "desk/link.html", told)


@published
@require_http_methods(["GET", "HEAD", "POST"])
@through_link
def update_action(
    request: HttpRequest, link: UpdateLink, token: str, reference: str
) -> HttpResponse:
    """Report on one of them."""
    action = _own(link, reference)
    form, theirs = LinkReportForm.blank(action), None
    if request.method == "POST":
        form = LinkReportForm(request.POST, request.FILES)
        if form.is_valid():
            theirs = _report(link, action, form)
        if form.is_valid():
            where = reverse("update_link", args=[token])
            return redirect(f"{where}?done={action.reference}")
    told = {
        "form": form,
        "action": action,
        "token": token,
        "name": link.person.name,
        "theirs": theirs,
        "last": latest_update(action),
        "on": timezone.localdate(),
    }
    status = 409 if theirs else 200
    return render(request, "desk/link_action.html", told, status=status)


@published
@require_POST
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """Send a fresh link to the address that we know, whoever asks."""
    link = link_named(token)
    if link is None:
        return _closed(request, rules.NOT_OURS, "", status=410)
    try:
        services.reissue_link(link, by=None, at=datetime.now(UTC))
    except rules.Refused as refusal:
        return _closed(request, str(refusal), "", status=429)
    return redirect(f"{reverse('update_link', args=[token])}?asked=yes")


def _own(link: UpdateLink, reference: str) -> Action:
    action: Action | None = (
        actions_in(link)
        .select_related("workstream", "lead_agency", "owner")
        .filter(reference=reference.upper())
        .first()
    )
    if action is None:
        raise Http404("This action is not among those of your link.")
    return action


def _report(link: UpdateLink, action: Action, form: LinkReportForm) -> Update | None:
    """Report; a refusal goes into the form, with the newer report where there is one."""
    given = dict(form.cleaned_data)
    try:
        services.report_by_link(
            link, action, files=given.pop("photos"), **given, at=datetime.now(UTC)
        )
    except Overtaken:
        form.add_error(None, rules.REPORTED_SINCE)
        return _build_on(action, form)
    except rules.Refused as refusal:
        form.add_error(None, str(refusal))
    return None


def _build_on(action: Action, form: LinkReportForm) -> Update | None:
    """The newer report; from here on the form builds on it."""
    action.refresh_from_db()
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = str(action.version)
    form.data = data
    return latest_update(action)
