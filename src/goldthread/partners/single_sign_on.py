"""Signing in at an identity provider by OpenID Connect: who one is, is issuer and subject.

Allauth walks to the provider and back. Ours are the checks: the signature of the token is
always verified (allauth trusts the connection instead), its issuer, audience, times and
nonce are required, and an e-mail address is not even read. Somebody unknown comes in only
with an invitation, or by linking the provider to the account they are signed in to.
"""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any, NoReturn

import jwt
import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import (
    DefaultSocialAccountAdapter,
    _build_apps_from_settings,
    get_adapter,
)
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import (
    OpenIDConnectProvider,
)
from allauth.socialaccount.providers.openid_connect.views import (
    OpenIDConnectOAuth2Adapter,
)
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from goldthread.partners import rules, rules_people, services
from goldthread.partners.models import Invitation, Person
from goldthread.partners.second_factor import ELSEWHERE

INVITED = "invited_by"  # the session's key: the hash of an invitation's link
LEEWAY = 60  # seconds that two clocks may differ
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"}
)
_MISSHAPEN = (ValueError, LookupError, TypeError, AttributeError)
_NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
TO_THE_PROVIDER = "Try once more. If it happens again, tell your partnership manager and the people who run the sign-in of {name}."


class Untrusted(OAuth2Error):  # type: ignore[misc]
    """What the provider sent cannot be believed; the message says why, for the record."""


class Checked(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The way to the provider and back, with nothing taken on trust."""

    @property
    def openid_config(self) -> dict[str, Any]:
        try:
            config: dict[str, Any] = super().openid_config
            issuer = self.get_provider().app.settings["server_url"]
            if config["issuer"].rstrip("/") != issuer.rstrip("/"):
                raise Untrusted("the provider names another issuer than the file does")
            for needed in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                if issuer.startswith("https:") and not config[needed].startswith(
                    "https:"
                ):
                    raise Untrusted(f"the provider's {needed} is not encrypted")
        except (requests.RequestException, *_MISSHAPEN) as wrong:
            raise Untrusted("the provider does not answer as it should") from wrong
        return config

    def complete_login(
        self, request: HttpRequest, app: Any, token: Any, **kwargs: Any
    ) -> SocialLogin:
        claims = self.claims(kwargs["response"].get("id_token"), app.client_id)
        return self.get_provider().sociallogin_from_response(request, claims)

    def claims(self, token: Any, client_id: str) -> dict[str, Any]:
        """What a token says, once everything about it holds."""
        try:
            algorithm, key = self._key(token)
            found: dict[str, Any] = jwt.decode(
                token,
                key=key,
                algorithms=[algorithm],
                issuer=self.openid_config["issuer"],
                audience=client_id,
                leeway=LEEWAY,
                options={"require": _NEEDED},
            )
        except jwt.PyJWTError as wrong:
            raise Untrusted(f"the token does not hold: {wrong}") from wrong
        # OpenID Connect Core 3.1.3.7, 3 to 5: no audience that we do not know of, and
        # whoever the token was made for, where it says so, is us.
        if found["aud"] not in (client_id, [client_id]):
            raise Untrusted("the token was made for another site too")
        if found.get("azp", client_id) != client_id:
            raise Untrusted("the token was made for another site")
        if not isinstance(found["sub"], str) or not 0 < len(found["sub"]) <= 255:
            raise Untrusted("the token names nobody")
        return found

    def _key(self, token: Any) -> tuple[str, Any]:
        head = jwt.get_unverified_header(token)
        algorithm = head.get("alg", "")
        if algorithm not in ALGORITHMS:
            raise Untrusted(f"the token is signed by {algorithm or 'nothing'}")
        try:
            with get_adapter().get_requests_session() as session:
                answer = session.get(self.openid_config["jwks_uri"])
                answer.raise_for_status()
                told = answer.json()["keys"]
            key = next(one for one in told if _signs(one, algorithm, head.get("kid")))
            made = jwt.get_algorithm_by_name(algorithm).from_jwk(json.dumps(key))
        except StopIteration:
            raise Untrusted("the token is signed with an unknown key") from None
        except (requests.RequestException, *_MISSHAPEN) as wrong:
            raise Untrusted("the provider's keys cannot be read") from wrong
        return algorithm, made


def _signs(key: dict[str, Any], algorithm: str, name: str | None) -> bool:
    """Whether this key of the provider is the one named, and is there to sign so."""
    fits = key.get("use", "sig") == "sig" and key.get("alg", algorithm) == algorithm
    return fits and key.get("kid") == name


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
