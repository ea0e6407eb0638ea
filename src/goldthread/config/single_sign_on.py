"""Which identity providers people may sign in with: read from one file, checked whole.

[council]
name = "Saxonbridge City Council"
issuer = "https://login.saxonbridge.example.org"
client_id = "goldthread"
secret_file = "/etc/goldthread/council-secret"
second_factor = true    # believe this provider when it says it asked for two factors
"""

import os
import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from goldthread.config.declared import Misconfigured

_WANTED = {"name": str, "issuer": str, "client_id": str, "secret_file": str}
_KNOWN = {*_WANTED, "second_factor"}
_NEAR = ("localhost", "127.0.0.1", "::1")


def providers(path: str) -> dict[str, Any]:
    """Allauth's settings for the providers of this file; none where no file is named."""
    apps = [_app(key, told) for key, told in _read(path).items()] if path else []
    return {
        "openid_connect": {
            "provider_class": "goldthread.partners.single_sign_on.Provider",
            "OAUTH_PKCE_ENABLED": True,
            "APPS": apps,
        }
    }


def _read(path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).expanduser().read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise Misconfigured(
            f"GOLDTHREAD_SINGLE_SIGN_ON names {path}, which cannot be read: {wrong}. Correct the file, or leave the setting out."
        ) from None


def _app(key: str, told: Any) -> dict[str, Any]:
    if not re.fullmatch(r"[a-z0-9-]{1,40}", key) or not isinstance(told, dict):
        raise _wrong(key, "Name each provider with small letters, as in [council]")
    for name, kind in _WANTED.items():
        if not isinstance(told.get(name), kind) or not told[name].strip():
            raise _wrong(key, f"It needs {name}, in quotation marks")
    if unknown := told.keys() - _KNOWN:
        raise _wrong(key, f"It says {sorted(unknown)[0]!r}, which means nothing here")
    if not isinstance(told.get("second_factor", False), bool):
        raise _wrong(key, "second_factor is true or false, without quotation marks")
    return {
        "provider_id": key,
        "name": told["name"].strip(),
        "client_id": told["client_id"],
        "secret": _secret(key, Path(told["secret_file"]).expanduser()),
        "settings": {
            "server_url": _issuer(key, told["issuer"]),
            "fetch_userinfo": False,  # the signed token says all that is needed
            "second_factor": told.get("second_factor", False),
        },
    }


def _issuer(key: str, issuer: str) -> str:
    parts = urlsplit(issuer)
    near = parts.scheme == "http" and parts.hostname in _NEAR
    if not (parts.scheme == "https" or near) or not parts.hostname:
        raise _wrong(key, f"issuer must begin with https://, and it is {issuer!r}")
    return issuer


def _secret(key: str, path: Path) -> str:
    try:
        open_to_others = os.name == "posix" and path.stat().st_mode & 0o077
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise _wrong(key, f"Its secret_file {path} cannot be read") from None
    if open_to_others:
        raise _wrong(key, f"Others can read its secret. Run: chmod 600 {path}")
    if not secret:
        raise _wrong(key, f"Its secret_file {path} is empty")
    return secret


def _wrong(key: str, words: str) -> Misconfigured:
    return Misconfigured(
        f"The provider {key!r} in the file of GOLDTHREAD_SINGLE_SIGN_ON cannot be used. {words}."
    )
