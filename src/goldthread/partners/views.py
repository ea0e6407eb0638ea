"""The start page, one's own account, and the first set-up."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from goldthread.partners import rules, services, setup_code, throttle
from goldthread.partners.forms import SetUpForm
from goldthread.partners.middleware import CHOSEN
from goldthread.partners.models import Installation
from goldthread.partners.policy import appointed_roles
from goldthread.partners.session import signed_in
from goldthread.web.access import published
from goldthread.web.kit import Link, Row


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and how to change one's password."""
    person = signed_in(request)
    rows = [
        Row("Name", person.name),
        Row("E-mail", person.email),
        Row(
            "Password",
            "kept only as a hash",
            Link("Change", reverse("account_change_password")),
        ),
    ]
    held = getattr(request, "appointments", [])
    words = dict(appointed_roles())
    told = [
        (one, one.title or words.get(one.role, one.role), one == person.acting)
        for one in held
    ]
    return render(request, "partners/account.html", {"rows": rows, "held": told})


@require_POST
def act_as(request: HttpRequest, key: int) -> HttpResponse:
    """Act in another of one's own appointments from now on."""
    held = getattr(request, "appointments", [])
    chosen = next((one for one in held if one.pk == key), None)
    if chosen is None:
        raise Http404("You hold no such appointment today.")
    request.session[CHOSEN] = chosen.pk
    services.note_acting(signed_in(request), chosen, at=datetime.now(UTC))
    messages.success(request, f"From now on you act for {chosen.agency}.")
    return redirect("account")


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
