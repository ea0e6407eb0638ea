"""One's keys: which work, making one, taking one back; and what can be read with them."""

from datetime import UTC, date, datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from goldthread.api import services
from goldthread.api.forms import KeyForm
from goldthread.api.models import Token
from goldthread.api.site import schema
from goldthread.partners.rules import Refused
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link

ACCOUNT = Link("Your account", "/account/")
USUAL = timedelta(days=90)


@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """One's own keys; making one shows its secret once, on the page that answers."""
    person, at = signed_in(request), datetime.now(UTC)
    today = timezone.localdate()
    form = KeyForm(
        request.POST if request.method == "POST" else None,
        initial={"last_day": today + USUAL},
    )
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            secret = services.issue_token(person, **given, by=person, at=at)
            form = KeyForm(initial={"last_day": today + USUAL})
        except Refused as refusal:
            form.add_error(None, str(refusal))
    rows = Token.objects.filter(person=person).order_by("-issued_at", "-pk")
    told = [
        (one, one.revoked_at is None and one.expires_on > today, _last_day(one))
        for one in rows
    ]
    return render(
        request,
        "api/keys.html",
        {
            "form": form,
            "secret": secret,
            "keys": told,
            "crumbs": (ACCOUNT,),
            "address": request.build_absolute_uri(reverse("api_openapi")),
        },
    )


def _last_day(token: Token) -> date:
    return token.expires_on - timedelta(days=1)


@require_POST
def revoke(request: HttpRequest, key: int) -> HttpResponse:
    """Take one of one's own keys back."""
    person = signed_in(request)
    token = get_object_or_404(Token, pk=key, person=person)
    try:
        services.revoke_token(token, by=person, at=datetime.now(UTC))
        messages.success(request, f"The {token} opens nothing any more.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("api_keys")


@require_safe
def described(request: HttpRequest) -> HttpResponse:
    """What can be read with a key, printed from the same description as programs read."""
    paths = schema()["paths"]
    told = [
        {
            "address": address,
            "words": asked["get"].get("description", ""),
            "scope": asked["get"]["tags"][0],
            "parameters": [
                (each["name"], each["schema"].get("description", ""), each["in"])
                for each in asked["get"].get("parameters", ())
            ],
        }
        for address, asked in paths.items()
    ]
    return render(
        request,
        "api/described.html",
        {"paths": told, "crumbs": (ACCOUNT, Link("Keys", reverse("api_keys")))},
    )
