"""How mail leaves: by the named server, or as files where none is named."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from goldthread.config.declared import LOOPBACK, Misconfigured

_USUAL_PORT = {"smtp": 587, "smtps": 465}


def mail(url: str, home: Path) -> dict[str, Any]:
    """Django's mail settings for the server that `url` names."""
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": home / "outbox",
        }
    parts = urlsplit(url)
    if parts.scheme not in _USUAL_PORT or not parts.hostname:
        raise Misconfigured(
            f"GOLDTHREAD_MAIL must look like smtp://USER:PASSWORD@HOST:PORT, and it begins with {parts.scheme or url[:12]!r}. Correct it, or leave it out to have mail written to files."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _USUAL_PORT[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        # A relay on this machine speaks plainly: nothing crosses a network to it.
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in LOOPBACK,
        "EMAIL_TIMEOUT": 20,
    }
