"""The plan's own settings, and the calendar addresses of the person signed in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from goldthread.delivery import feeds, queries, rules, services
from goldthread.delivery.forms import ClosureForm, SilenceForm
from goldthread.delivery.models import CalendarFeed, LocalClosure
from goldthread.delivery.queries.own import Moved, moved_by
from goldthread.delivery.views.common import now, tabs, today
from goldthread.partners.session import signed_in
from goldthread.web.access import published

SHOWN_ONCE = "calendar_secret"  # in the session, until its page was shown


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """After how many days of silence who hears of it; when offices are closed."""
    person, standing = signed_in(request), queries.plan_settings()
    names = ("owner_days", "lead_days", "chair_days")
    form = SilenceForm(
        request.POST if "owner_days" in request.POST else None,
        initial={name: getattr(standing, name) for name in names},
    )
    closure = ClosureForm(request.POST if "words" in request.POST else None)
    if form.is_bound and form.is_valid() and not refusal_of_days(form):
        moved = moved_by(form.cleaned_data["chair_days"], on=today())
        if moved and request.POST.get("sure") != _named(moved):
            return _settings_page(request, form, closure, moved)
    if form.is_bound and form.is_valid():
        try:
            services.set_silence(by=person, at=now(), **form.cleaned_data)
        except rules.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("plan_settings")
    if closure.is_bound and closure.is_valid():
        try:
            services.add_closure(by=person, at=now(), **closure.cleaned_data)
        except rules.Refused as refusal:
            closure.add_error(None, str(refusal))
        else:
            messages.success(request, "The closure is added.")
            return redirect("plan_settings")
    return _settings_page(request, form, closure, None)


def refusal_of_days(form: SilenceForm) -> str | None:
    told = form.cleaned_data
    return rules.refusal_of_thresholds(
        told["owner_days"], told["lead_days"], told["chair_days"]
    )


def _named(moved: Moved) -> str:
    """The actions that the page showed; others than these are shown first."""
    return " ".join(str(each.pk) for each in (*moved.off, *moved.on))


def _settings_page(
    request: HttpRequest, form: SilenceForm, closure: ClosureForm, moved: Moved | None
) -> HttpResponse:
    person = signed_in(request)
    return render(
        request,
        "delivery/settings.html",
        {
            "moved": moved,
            "sure": _named(moved) if moved else "",
            "silence_form": form,
            "closure_form": closure,
            "form": closure if closure.is_bound else form,  # whose errors come first
            "closures": LocalClosure.objects.order_by("-on", "pk"),
            "may_change": rules.may(person, rules.RUN),
            "settings": queries.plan_settings(),
            "tabs": tabs("plan_settings", person),
        },
    )


@require_POST
def remove_closure(request: HttpRequest, key: int) -> HttpResponse:
    """Take a local closure out."""
    closure = get_object_or_404(LocalClosure, pk=key)
    services.remove_closure(closure, by=signed_in(request), at=now())
    messages.success(request, "The closure is taken out.")
    return redirect("plan_settings")


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """The secret addresses from which one's own calendar reads the plan."""
    person = signed_in(request)
    if request.method == "POST":
        scope = request.POST.get("scope", "")
        if scope not in CalendarFeed.Scope.values:
            raise Http404("There is no such calendar.")
        secret = services.open_feed(person, scope=scope, by=person, at=now())
        request.session[SHOWN_ONCE] = secret
        return redirect("plan_calendar")
    secret = request.session.pop(SHOWN_ONCE, "")
    address = reverse("plan_feed", args=[secret]) if secret else ""
    standing = {
        feed.scope: feed
        for feed in person.feeds.filter(revoked_at__isnull=True).order_by("pk")
    }
    return render(
        request,
        "delivery/calendar.html",
        {
            "feeds": [
                (value, words, standing.get(value))
                for value, words in CalendarFeed.Scope.choices
            ],
            "address": request.build_absolute_uri(address) if address else "",
            "tabs": tabs("plan_calendar", signed_in(request)),
        },
    )


@require_POST
def revoke_calendar(request: HttpRequest, key: int) -> HttpResponse:
    """Close one of one's own secret addresses."""
    person = signed_in(request)
    feed = get_object_or_404(CalendarFeed, pk=key, person=person)
    services.revoke_feed(feed, by=person, at=now())
    messages.success(request, "That address opens nothing any more.")
    return redirect("plan_calendar")


@published
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind a secret address; an unknown or closed one is not there."""
    found = feeds.open_feed_of(secret, on=today())
    if found is None:
        raise Http404("There is no such calendar.")
    base = request.build_absolute_uri("/").rstrip("/")
    answer = HttpResponse(
        feeds.calendar_of(found, base=base, at=now()),
        content_type="text/calendar; charset=utf-8",
    )
    answer["Content-Disposition"] = 'inline; filename="plan.ics"'
    return answer
