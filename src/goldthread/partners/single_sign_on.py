"""Signing in at an identity provider by OpenID Connect: who one is, is issuer and subject.

Allauth walks to the provider and back. Ours are the checks: the signature of the token is
always verified (see openid_tokens.py), its nonce is ours, and an e-mail address is not
even read. Somebody unknown comes in only
with an invitation, or by linking the provider to the account they are signed in to.
"""

import hashlib
import secrets
from datetime import UTC, datetime
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import (
    DefaultSocialAccountAdapter,
    _build_apps_from_settings,
)
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import (
    OpenIDConnectProvider,
)
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from goldthread.partners import rules, rules_people, services
from goldthread.partners.models import Invitation, Person
from goldthread.partners.openid_tokens import Checked, Untrusted
from goldthread.partners.second_factor import ELSEWHERE

INVITED = "invited_by"  # the session's key: the hash of an invitation's link
TO_THE_PROVIDER = "Try once more. If it happens again, tell your partnership manager and the people who run the sign-in of {name}."


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """One provider of the file; people are known by its issuer and their subject."""

    oauth2_adapter_class = Checked
    pkce_enabled_default = True

    def redirect(
        self, request: HttpRequest, process: str, *args: Any, **kwargs: Any
    ) -> Any:
        nonce = secrets.token_urlsafe(24)
        kwargs["auth_params"] = self.get_auth_params() | {"nonce": nonce}
        kwargs["scope"] = ["openid"]
        try:
            return super().redirect(request, process, *args, nonce=nonce, **kwargs)
        except OAuth2Error as wrong:  # it is down, or names another issuer
            return render_authentication_error(request, self, exception=wrong)

    def sociallogin_from_response(
        self, request: HttpRequest, response: dict[str, Any]
    ) -> SocialLogin:
        login = super().sociallogin_from_response(request, response)
        login.claims = response
        return login

    def extract_uid(self, data: dict[str, Any]) -> str:
        # Both together, and never longer than the column: a provider whose issuer
        # changes knows nobody any more.
        return hashlib.sha256(f"{data['iss']}\n{data['sub']}".encode()).hexdigest()

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"issuer": data["iss"], "subject": data["sub"]}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []


def _says_two_factors(claims: dict[str, Any]) -> bool:
    methods = claims.get("amr")
    return isinstance(methods, list) and "mfa" in methods


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The points at which allauth asks us how to go on."""

    def is_open_for_signup(
        self, request: HttpRequest, sociallogin: SocialLogin
    ) -> bool:
        return False

    def list_apps(
        self, request: HttpRequest | None, provider: Any = None, client_id: Any = None
    ) -> list[SocialApp]:
        # The file alone: a row written into the database must open no door.
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def get_connect_redirect_url(
        self, request: HttpRequest, socialaccount: SocialAccount
    ) -> str:
        return reverse("account")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the services write it down and tell the person."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        now, claims = datetime.now(UTC), sociallogin.claims
        nonce = str(sociallogin.state.get("nonce") or "")
        claimed = str(claims["nonce"])
        if not nonce or not secrets.compare_digest(claimed.encode(), nonce.encode()):
            self._refuse(request, sociallogin, "the token answers another question")
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            self._before_linking(request, sociallogin, now)
            return
        person = self._who(request, sociallogin, now)
        if _trusts(sociallogin) and _says_two_factors(claims):
            request.session[ELSEWHERE] = person.pk

    def _who(
        self, request: HttpRequest, sociallogin: SocialLogin, now: datetime
    ) -> Person:
        """The person who comes in, perhaps for the first time, by an invitation."""
        if not sociallogin.is_existing:
            return self._invited(request, sociallogin, now)
        person: Person = sociallogin.user
        if not person.is_active:
            self._refuse(request, sociallogin, "the account is closed", person)
        if refusal := rules_people.refusal_to_sleeper(
            person, at=now, days=settings.DORMANT_DAYS
        ):
            self._refuse(request, sociallogin, "asleep", person, words=refusal)
        return person

    def _invited(
        self, request: HttpRequest, sociallogin: SocialLogin, now: datetime
    ) -> Person:
        kept = Invitation.objects.filter(
            token_hash=request.session.pop(INVITED, "")
        ).first()
        if kept is None:
            words = f"{sociallogin.provider.name} knows you, and this site does not know you from there yet. Open your invitation, or sign in with your password and link {sociallogin.provider.name} in your account."
            self._refuse(request, sociallogin, "nobody is known so", words=words)
        try:
            person = services.accept_by_single_sign_on(kept, at=now)
        except rules.Refused as refused:
            self._refuse(request, sociallogin, "invitation", words=str(refused))
        link(request, sociallogin, person, at=now)
        return person

    def _before_linking(
        self, request: HttpRequest, sociallogin: SocialLogin, now: datetime
    ) -> None:
        person = request.user
        if not isinstance(person, Person):
            self._refuse(request, sociallogin, "nobody is signed in")
        if sociallogin.is_existing and sociallogin.user.pk != person.pk:
            words = f"This sign-in at {sociallogin.provider.name} belongs to another account here."
            self._refuse(request, sociallogin, "belongs to another", words=words)
        if not sociallogin.is_existing:
            link(request, sociallogin, person, at=now)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        name = getattr(provider, "name", "") or "the provider"
        if error == AuthError.CANCELLED:
            why, words = "cancelled there", f"You did not sign in at {name}."
        elif exception is None:
            why = "the answer belongs to no question of this browser"
            words = f"The way back from {name} was too old or began elsewhere. Sign in again from here."
        else:
            why = str(exception) if isinstance(exception, Untrusted) else "no token"
            words = f"What {name} answered cannot be believed, so you are not signed in. {TO_THE_PROVIDER.format(name=name)}"
        _turn_away(request, name, why, words)

    def _refuse(
        self,
        request: HttpRequest,
        sociallogin: SocialLogin,
        why: str,
        person: Person | None = None,
        words: str = "",
    ) -> NoReturn:
        name = sociallogin.provider.name
        words = (
            words
            or f"You cannot sign in here from {name}. Ask your partnership manager."
        )
        _turn_away(request, name, why, words, person)


def _trusts(sociallogin: SocialLogin) -> bool:
    return bool(sociallogin.provider.app.settings.get("second_factor"))


def link(
    request: HttpRequest, sociallogin: SocialLogin, person: Person, *, at: datetime
) -> None:
    """From now on this subject of this issuer is this person."""
    sociallogin.account.user = person
    services.link_identity(
        person, sociallogin.account, name=sociallogin.provider.name, at=at
    )
    sociallogin.user = person


def _turn_away(
    request: HttpRequest,
    name: str,
    why: str,
    words: str,
    person: Person | None = None,
) -> NoReturn:
    services.note_single_sign_on_refused(
        person, provider=name, why=why, at=datetime.now(UTC)
    )
    told = {"words": words, "name": name}
    raise ImmediateHttpResponse(
        render(request, "partners/single_sign_on_refused.html", told, status=403)
    )
