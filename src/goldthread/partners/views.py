"""The start page, one's own account, and the first set-up."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from goldthread.partners import rules, services, setup_code, throttle
from goldthread.partners.forms import SetUpForm
from goldthread.partners.models import Installation
from goldthread.partners.session import signed_in
from goldthread.web.access import published
from goldthread.web.kit import Link, Row


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the person who signed in."""
    return render(request, "partners/home.html")


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and how to change one's password."""
    person = signed_in(request)
    rows = [
        Row("Name", person.name),
        Row("E-mail", person.email),
        Row("Agency", str(person.agency) if person.agency else "not named yet"),
        Row(
            "Password",
            "kept only as a hash",
            Link("Change", reverse("account_change_password")),
        ),
    ]
    return render(request, "partners/account.html", {"rows": rows})


@published
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """The first account and the area's name, for whoever holds the set-up code."""
    if Installation.objects.exists():
        raise Http404
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _founded(request, form):
        setup_code.spend(settings.GOLDTHREAD_HOME)
        messages.success(request, "Your partnership is set up. Sign in to begin.")
        return redirect("account_login")
    return render(request, "partners/set_up.html", {"form": form})


def _founded(request: HttpRequest, form: SetUpForm) -> bool:
    now, given = datetime.now(UTC), dict(form.cleaned_data)
    refusal = throttle.refusal_of_attempt(
        email="set-up", address=request.META.get("REMOTE_ADDR", ""), at=now
    )
    if refusal:
        form.add_error(None, refusal)
        return False
    if not setup_code.matches(given.pop("code"), settings.GOLDTHREAD_HOME):
        form.add_error(
            "code", "That is not the set-up code. Copy it from the file setup-code."
        )
        return False
    try:
        services.found_installation(**given, by=None, at=now)
    except rules.Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
