"""How mail leaves, by the named server or as files, and where it comes back to."""

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


_USUAL_IMAP_PORT = {"imap": 143, "imaps": 993}


def bounces(url: str) -> dict[str, Any] | None:
    """The mailbox that `url` names, as the desk reads it; None where none is named."""
    if not url:
        return None
    parts = urlsplit(url)
    is_whole = parts.hostname and parts.username and parts.password
    if parts.scheme not in _USUAL_IMAP_PORT or not is_whole:
        raise Misconfigured(
            f"GOLDTHREAD_BOUNCES must look like imaps://USER:PASSWORD@HOST:PORT/FOLDER, and it begins with {parts.scheme or url[:12]!r} or lacks a part. Correct it, or leave it out: returned mail can be handed to `goldthread mail bounced`."
        )
    return {
        "host": parts.hostname,
        "port": parts.port or _USUAL_IMAP_PORT[parts.scheme],
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "folder": unquote(parts.path.strip("/")) or "INBOX",
        "is_encrypted": parts.scheme == "imaps",
        "needs_tls": parts.hostname not in LOOPBACK,
    }
