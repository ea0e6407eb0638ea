"""The start page, one's own account, and the first set-up."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from goldthread.partners import rules, services, setup_code, throttle
from goldthread.partners.forms.sign_in import SetUpForm
from goldthread.partners.middleware import CHOSEN, role_of
from goldthread.partners.models import Installation, Invitation, Person
from goldthread.partners.policy import policy
from goldthread.partners.queries.people import words_of
from goldthread.partners.second_factor import WORDS
from goldthread.partners.session import signed_in
from goldthread.partners.views.providers import providers
from goldthread.web.access import published
from goldthread.web.kit import Link, Row


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, one's ways in, and what one is appointed to."""
    person = signed_in(request)
    rows = [
        Row("Name", person.name),
        Row("E-mail", person.email),
        _row("Password", _password(person), "Change", "account_change_password"),
        _row("Second factor", _factor(person), "Look", "mfa_index"),
        _row("Where you are signed in", "at most three places", "Look", "sessions"),
    ]
    if policy().may(role_of(request), "read the agency's record"):
        words = "what your people did here"
        rows.append(_row("Your agency's record", words, "Look", "agency_record"))
    if providers():
        linked = "linked" if services.has_identity(person) else "not linked"
        rows.append(_row("Single sign-on", linked, "Change", "single_sign_on"))
    held = getattr(request, "appointments", [])
    told = {
        "rows": rows,
        "held": [(one, words_of(one), one == person.acting) for one in held],
        "asked": [
            (one, words_of(one))
            for one in Invitation.objects.good(at=datetime.now(UTC))
            .filter(person=person)
            .select_related("agency")
            .order_by("sent_at", "pk")
        ],
    }
    return render(request, "partners/account.html", told)


def _row(key: str, value: str, words: str, page: str) -> Row:
    return Row(key, value, Link(words, reverse(page)))


def _password(person: Person) -> str:
    return "set" if person.has_usable_password() else "none: you sign in another way"


def _factor(person: Person) -> str:
    kinds = {one.type for one in Authenticator.objects.filter(user_id=person.pk)}
    found = [words for kind, words in WORDS.items() if kind in kinds]
    return ", ".join(found) or "off"


@require_POST
def act_as(request: HttpRequest, key: int) -> HttpResponse:
    """Act in another of one's own appointments from now on."""
    held = getattr(request, "appointments", [])
    chosen = next((one for one in held if one.pk == key), None)
    if chosen is None:
        raise Http404("You hold no such appointment today.")
    request.session[CHOSEN] = chosen.pk
    services.note_acting(signed_in(request), chosen, at=datetime.now(UTC))
    messages.success(request, f"From now on you act as {words_of(chosen)}.")
    return redirect(_open_to(chosen.role, request.POST.get("next", "")))


def _open_to(role: str, path: str) -> str:
    """Where one was, if this role may be there too; else the start."""
    here = url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    try:
        match = resolve(urlsplit(path).path) if here else None
    except Resolver404:
        match = None
    gate = policy().gates.get(match.url_name or "") if match else None
    if gate and gate.look and policy().may(role, gate.look):
        return path
    return reverse("start")


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
