"""What an identity provider sent, checked as OpenID Connect Core 1.0 asks (3.1.3.7).

The signature of a token is always verified (allauth trusts the connection instead); its
issuer, audience, times and nonce are required.
"""

import json
from typing import Any

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import (
    OpenIDConnectOAuth2Adapter,
)
from django.http import HttpRequest

LEEWAY = 60  # seconds that two clocks may differ
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"}
)
_MISSHAPEN = (ValueError, LookupError, TypeError, AttributeError)
_NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]


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
