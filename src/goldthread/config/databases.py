"""Which database holds the operational rows, and how it is opened."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from goldthread.config.declared import LOOPBACK, Misconfigured

# Below this version two connections that write and checkpoint at once can corrupt a
# WAL database (the WAL-reset fault, found in 3.7.0-3.51.2); the rollback journal is safe.
WAL_IS_SAFE_FROM = (3, 51, 3)


def database(where: str, home: Path) -> dict[str, Any]:
    """Django's description of the database that `where` names."""
    scheme = urlsplit(where).scheme if "://" in where else ""
    if scheme in ("postgres", "postgresql"):
        return _postgres(where)
    if scheme:
        raise Misconfigured(
            f"GOLDTHREAD_DATABASE begins with {scheme}://, and only a path to a SQLite file or postgres:// is understood."
        )
    path = Path(where).expanduser() if where else home / "goldthread.sqlite3"
    return _sqlite(path)


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """WAL where the linked SQLite cannot corrupt it, else the rollback journal."""
    return "WAL" if version >= WAL_IS_SAFE_FROM else "DELETE"


def _sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # Row locks do nothing here: a writer takes the write lock when it begins,
            # so a rule it checks cannot turn false before it writes.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # Without recursive_triggers, INSERT OR REPLACE slips past the triggers that
            # keep the audit record append-only.
            "init_command": (
                f"PRAGMA journal_mode={journal_mode()};"
                "PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON;"
                "PRAGMA recursive_triggers=ON;"
            ),
        },
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    host = unquote(asked.pop("host", parts.hostname or ""))
    options: dict[str, Any] = {"options": "-c statement_timeout=30000"} | asked
    local = not host or host.startswith("/") or host in LOOPBACK
    if not local and options.setdefault("sslmode", "verify-full") != "verify-full":
        raise Misconfigured(
            f"GOLDTHREAD_DATABASE reaches {host} with sslmode={options['sslmode']}, which does not prove that it is that server. Leave sslmode out, or set sslmode=verify-full."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or asked.get("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
