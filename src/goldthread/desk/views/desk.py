"""The desk, search, kept lists, mail that did not arrive, and hand-over."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from goldthread.delivery.models import Action
from goldthread.desk import rules, services
from goldthread.desk.forms import SaveViewForm
from goldthread.desk.models import OutgoingMail, SavedView
from goldthread.desk.queries.desk import desk_page
from goldthread.desk.queries.kept import address_of
from goldthread.desk.queries.mail import mail_page
from goldthread.desk.queries.search import search as find
from goldthread.partners.pages import form_page
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link
from goldthread.web.once import answer_once

both = require_http_methods(["GET", "HEAD", "POST"])
KEEPABLE = frozenset({"plan", "silent_actions", "plan_summary"})


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """After sign-in: the list somebody chose to begin with, else the desk."""
    person = signed_in(request)
    if person.acting is None:
        return redirect("account")
    view = SavedView.objects.filter(owner=person, is_start=True).first()
    return redirect(address_of(view) if view else reverse("desk"))


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What is due from me, what waits for others, what changed since I last looked."""
    person, at = signed_in(request), datetime.now(UTC)
    since = services.see_desk(person, at=at)
    page = desk_page(person, on=timezone.localdate(), at=at, since=since)
    return render(request, "desk/desk.html", {"page": page})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything one may see, by name."""
    found = find(
        request.GET.get("q", ""), person=signed_in(request), on=timezone.localdate()
    )
    return render(request, "desk/search.html", {"found": found})


@both
def keep_view(request: HttpRequest, page: str) -> HttpResponse:
    """Keep a list under a name, with the filter that stands in the address."""
    if page not in KEEPABLE:
        raise Http404("This page is not a list that can be kept.")
    by, now = signed_in(request), datetime.now(UTC)
    query = request.GET.urlencode()[:1000]
    return form_page(
        request,
        SaveViewForm(request.POST or None),
        title="Keep this list",
        button="Keep it",
        act=lambda given: services.save_view(
            **given, page=page, query=query, by=by, at=now
        ),
        done="Kept. You find it on your desk.",
        then=reverse("desk"),
        crumbs=(Link("Your desk", reverse("desk")),),
    )


@require_safe
def view(request: HttpRequest, key: int) -> HttpResponse:
    """Go to a kept list, one's own or one that is shared."""
    return redirect(address_of(_seen(request, key)))


@require_POST
def begin_with(request: HttpRequest, key: int) -> HttpResponse:
    """Begin with this list after signing in, or at the desk again."""
    kept = _seen(request, key)
    if kept.owner_id != signed_in(request).pk:
        raise Http404("Only one's own lists can come first.")
    chosen = None if kept.is_start else kept
    services.begin_with_view(chosen, by=signed_in(request), at=datetime.now(UTC))
    where = f"with {kept.name}" if chosen else "at your desk"
    messages.success(request, f"From now on you begin {where}.")
    return redirect("desk")


@require_POST
def remove_view(request: HttpRequest, key: int) -> HttpResponse:
    """Keep a list no longer."""
    try:
        services.remove_view(
            _seen(request, key), by=signed_in(request), at=datetime.now(UTC)
        )
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The list is kept no longer.")
    return redirect("desk")


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """Mail that failed or came back first, then what waits and what left."""
    told = mail_page(request.GET.get("page"))
    shown = {"back": told.back, "lines": told.lines, "page": told.page}
    return render(request, "desk/mail.html", shown)


@require_POST
def send_again(request: HttpRequest, key: int) -> HttpResponse:
    """Try a mail again."""
    mail = get_object_or_404(OutgoingMail, pk=key)
    try:
        services.send_again(mail, by=signed_in(request), at=datetime.now(UTC))
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It goes out again within a minute.")
    return redirect("mail")


@require_POST
def ask_after_action(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the owner of a silent action for a word, now."""
    action = get_object_or_404(Action.objects.standing(), reference=reference)
    try:
        return answer_once(
            request, lambda: _asked(request, action), at=datetime.now(UTC)
        )
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("silent_actions")


def _asked(request: HttpRequest, action: Action) -> str:
    asked = services.ask_after_action(
        action, by=signed_in(request), at=datetime.now(UTC)
    )
    names = " and ".join(person.name for person in asked)
    messages.success(request, f"A link is on its way to {names}.")
    return reverse("silent_actions")


def _seen(request: HttpRequest, key: int) -> SavedView:
    kept = get_object_or_404(SavedView.objects.select_related("owner"), pk=key)
    if not kept.is_shared and kept.owner_id != signed_in(request).pk:
        raise Http404("There is no such list.")
    return kept
