"""A stand-in for an identity provider: OpenID Connect on loopback, honest or not.

It has the four addresses of a real one (discovery, keys, token, userinfo) and signs with
RS256. Who signs in is not asked: a test says which subject comes back, and may spoil one
thing about the answer.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

Spoil = Callable[[dict[str, Any]], None]
CLIENT, SECRET = "goldthread", "a secret between two machines"


class StandIn:
    """One provider, and what it is told to answer."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.other_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.codes: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.honest()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def honest(self) -> None:
        """Answer as it should from now on."""
        self.spoil: Spoil = lambda claims: None
        self.sign: Callable[[dict[str, Any]], str] = self.rightly
        self.is_down = False
        self.told_issuer = self.issuer
        self.spoil_discovery: Spoil = lambda told: None
        self.kid, self.use = "one", "sig"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def rightly(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.key, "RS256", headers={"kid": self.kid})

    def rotate(self, kid: str) -> None:
        """A new key, as providers take one every few weeks; the old one signs no more."""
        self.retired, self.kid = (self.key, self.kid), kid
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def with_retired_key(self, claims: dict[str, Any]) -> str:
        key, kid = self.retired
        return jwt.encode(claims, key, "RS256", headers={"kid": kid})

    def encrypted(self, claims: dict[str, Any]) -> str:
        """An encrypted token in the making: five parts, and nothing we asked for."""
        head = {"alg": "RSA-OAEP", "enc": "A256GCM", "kid": "one"}
        return ".".join([_part(json.dumps(head).encode()), *["e30"] * 4])

    def wrongly(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.other_key, "RS256", headers={"kid": "one"})

    def with_unknown_key(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.other_key, "RS256", headers={"kid": "two"})

    def unsigned(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, None, "none", headers={"kid": "one"})

    def with_the_public_key_as_secret(self, claims: dict[str, Any]) -> str:
        """The oldest trick: HS256, with what everybody may read as the secret."""
        head = {"alg": "HS256", "kid": "one", "typ": "JWT"}
        words = ".".join(_part(json.dumps(one).encode()) for one in (head, claims))
        import hmac

        secret = json.dumps(self.public_key()).encode()
        signed = hmac.new(secret, words.encode(), hashlib.sha256).digest()
        return f"{words}.{_part(signed)}"

    def public_key(self) -> dict[str, Any]:
        told = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {**told, "kid": self.kid, "use": self.use, "alg": "RS256"}

    def authorize(
        self, location: str, *, subject: str, email: str = "", verified: bool = True
    ) -> dict[str, str]:
        """Somebody signs in there: what their browser brings back."""
        asked = {
            name: value[0] for name, value in parse_qs(urlsplit(location).query).items()
        }
        assert asked["response_type"] == "code"
        assert "openid" in asked["scope"].split()
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = {
            "nonce": asked["nonce"],
            "challenge": asked["code_challenge"],
            "redirect": asked["redirect_uri"],
            "subject": subject,
            "email": email,
            "verified": verified,
        }
        return {"code": code, "state": asked["state"]}

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A code is spent, once, by whoever began with it."""
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        if form.get("grant_type") != "authorization_code":
            return 400, {"error": "unsupported_grant_type"}
        held = self.codes.pop(form.get("code", ""), None)
        proof = _part(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            held is None
            or proof != held["challenge"]
            or form["redirect_uri"] != held["redirect"]
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": held["subject"],
            "nonce": held["nonce"],
            "iat": now,
            "exp": now + 300,
            "email": held["email"],
            "email_verified": held["verified"],
        }
        self.spoil(claims)
        return 200, {
            "access_token": secrets.token_urlsafe(16),
            "token_type": "Bearer",
            "id_token": self.sign(claims),
        }

    def discovery(self) -> dict[str, Any]:
        """What OpenID Connect Discovery 1.0 requires of a provider, and what is spoilt."""
        told = {
            "issuer": self.told_issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }
        self.spoil_discovery(told)
        return told


def _handler(provider: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            told = {
                "/.well-known/openid-configuration": provider.discovery,
                "/keys": lambda: {"keys": [provider.public_key()]},
                "/userinfo": lambda: {"sub": "whoever"},
            }.get(urlsplit(self.path).path)
            self._say(*((200, told()) if told else (404, {})))

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(*provider.token({n: v[0] for n, v in parse_qs(body).items()}))

        def _say(self, status: int, told: dict[str, Any]) -> None:
            body = json.dumps(told).encode()
            self.send_response(503 if provider.is_down else status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def written(folder: Path, **told: Any) -> Path:
    """The file that names a provider, and its secret beside it."""
    secret = folder / "secret"
    secret.write_text(f"{SECRET}\n")
    secret.chmod(0o600)
    lines = {
        "name": "Saxonshire Police",
        "client_id": CLIENT,
        "secret_file": str(secret),
    }
    text = "".join(
        f"{name} = {str(value).lower() if isinstance(value, bool) else repr(value)}\n"
        for name, value in (lines | told).items()
        if value is not None
    )
    file = folder / "providers.toml"
    file.write_text(f"[police]\n{text}")
    return file
