"""Signing in elsewhere: going to an identity provider, coming back, linking one."""

from datetime import UTC, datetime
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.adapter import get_adapter as providers_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from goldthread.partners import rules, services
from goldthread.partners.openid_tokens import Checked
from goldthread.partners.session import signed_in
from goldthread.web.access import published

both = require_http_methods(["GET", "HEAD", "POST"])


def providers() -> list[SocialApp]:
    """The identity providers that people may sign in with here."""
    found: list[SocialApp] = providers_adapter().list_apps(None)
    return found


@published
@require_POST
def sign_in_at(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to a provider to sign in there."""
    return to_provider(request, provider_id, AuthProcess.LOGIN)


@published
@require_safe
def back_from(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from a provider, and be believed only when everything holds."""
    _known(request, provider_id)
    view = OAuth2CallbackView.adapter_view(Checked(request, provider_id))
    response: HttpResponse = view(request)
    return response


@both
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def single_sign_on(request: HttpRequest) -> HttpResponse:
    """Link a provider to one's account, or take a link away."""
    person = signed_in(request)
    names = {one.provider_id: one.name for one in providers()}
    held = list(
        SocialAccount.objects.filter(user_id=person.pk).order_by("date_joined", "pk")
    )
    if request.method == "POST" and (key := request.POST.get("unlink")):
        account = next((one for one in held if str(one.pk) == key), None)
        if account is None:
            raise Http404
        return _unlink(request, account, names.get(account.provider, account.provider))
    if request.method == "POST":
        return to_provider(
            request, request.POST.get("provider", ""), AuthProcess.CONNECT
        )
    linked = [(one, names.get(one.provider, one.provider)) for one in held]
    told = {
        "linked": linked,
        "others": [
            one
            for one in providers()
            if one.provider_id not in {held.provider for held, _ in linked}
        ],
    }
    return render(request, "partners/single_sign_on.html", told)


def _unlink(request: HttpRequest, account: Any, name: str) -> HttpResponse:
    try:
        services.unlink_identity(
            account,
            name=name,
            keep=request.session.session_key or "",
            by=signed_in(request),
            at=datetime.now(UTC),
        )
    except rules.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"You sign in at {name} no more.")
    return redirect("single_sign_on")


def to_provider(request: HttpRequest, key: str, process: str) -> HttpResponse:
    response: HttpResponse = _known(request, key).redirect(request, process)
    return response


def _known(request: HttpRequest, key: str) -> Any:
    try:
        return providers_adapter(request).get_provider(request, provider=key)
    except SocialApp.DoesNotExist:
        raise Http404("There is no such provider.") from None
