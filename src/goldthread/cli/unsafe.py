"""What makes an installation unsafe, or nearly so: settings, file rights, the database.

Each fault is a sentence that ends with what to do. Grave ones are those with which a site
must not run: somebody could read, change or lose what it holds (trust §7).
"""

import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from goldthread.evidence.home import home

SHORTEST_KEY = 50  # characters, as Django's own deployment check has it
OWN_MACHINE = ("localhost", "127.0.0.1", "[::1]", "::1")
BACKUP_IS_OLD = timedelta(days=7)
CLOCK_MAY_STRAY = timedelta(minutes=2)
FULL, EXTRA = 2, 3  # what SQLite calls them: synchronous to the disk at each commit


@dataclass(frozen=True)
class Trouble:
    """One thing found wanting; grave ones make the exit code 1."""

    grave: bool
    sentence: str


def of_settings() -> Iterator[Trouble]:
    """The key, the error pages, the names it answers to, the second factor."""
    from django.conf import settings

    if settings.SECRET_KEY.startswith("django-insecure") or (
        len(settings.SECRET_KEY) < SHORTEST_KEY
    ):
        yield Trouble(
            True,
            "The key that signs sessions and links can be guessed. Delete the file that "
            "GOLDTHREAD_SECRET_KEY_FILE names; a new one is made, and everyone signs in again.",
        )
    if settings.DEBUG:
        yield Trouble(
            True,
            "Error pages show what the program holds. Set GOLDTHREAD_DEBUG=no.",
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Trouble(
            True,
            "The site answers to any name, so anybody can pretend to be it. Name its "
            "hosts in GOLDTHREAD_HOSTS.",
        )
    away = [name for name in settings.ALLOWED_HOSTS if name not in OWN_MACHINE]
    if away and not settings.HTTPS:
        yield Trouble(
            True,
            f"The site answers to {away[0]} without https, so passwords cross the network "
            "in the clear. Set GOLDTHREAD_HTTPS=yes behind a server that speaks https.",
        )
    yield from _address(away)


def _address(away: list[str]) -> Iterator[Trouble]:
    """Whether links lead to a name that this site answers to."""
    from django.conf import settings

    called = urlsplit(settings.ADDRESS).hostname or ""
    is_elsewhere = called not in OWN_MACHINE
    if settings.PUBLIC_ONLY:
        if is_elsewhere and called in settings.ALLOWED_HOSTS:
            yield Trouble(
                True,
                f"The public site would answer to {called}, where partners sign in. Give it "
                "a name of its own in GOLDTHREAD_HOSTS.",
            )
        if not away:
            yield Trouble(
                False,
                "The public site answers on this machine only, so no resident reaches it. "
                "Name its host in GOLDTHREAD_HOSTS.",
            )
    elif is_elsewhere and called not in settings.ALLOWED_HOSTS:
        yield Trouble(
            True,
            f"Links in mails lead to {called}, and the site does not answer to that name. "
            "Add it to GOLDTHREAD_HOSTS, or correct GOLDTHREAD_ADDRESS.",
        )


def of_a_real_installation(
    at: datetime, last_backup: datetime | None
) -> Iterator[Trouble]:
    """What a demonstration may do without and a real one may not."""
    from django.conf import settings

    from goldthread.partners.models import Installation

    installation = Installation.objects.first()
    if installation is None or installation.is_demonstration:
        return
    if settings.SECOND_FACTOR.strip() == "optional":
        yield Trouble(
            True,
            "Nobody has to prove who they are twice, so one lost password opens the plan. "
            "Leave GOLDTHREAD_SECOND_FACTOR out, or name the roles in it.",
        )
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        yield Trouble(
            False,
            "No mail leaves: it is written to files, so nobody is invited or reminded. "
            "Name the mail server in GOLDTHREAD_MAIL.",
        )
    yield from _backups(installation.founded_at, last_backup, at)


def _backups(
    founded_at: datetime, last: datetime | None, at: datetime
) -> Iterator[Trouble]:
    if at - (last or founded_at) <= BACKUP_IS_OLD:
        return
    said = (
        f"The last backup was made on {last:%d %B %Y}" if last else "No backup was made"
    )
    yield Trouble(
        False,
        f"{said}; what was done since would be lost with this machine. Run `goldthread "
        "backup FILE`, check it with `goldthread backup-check FILE`, and keep it elsewhere.",
    )


def of_files() -> Iterator[Trouble]:
    """Files that others on this machine can read; a closed folder keeps them all."""
    if not _is_open(home(), stat.S_IRWXO):
        return
    for name in ("goldthread.sqlite3", "record/keys", "lake", "files"):
        file = home() / name
        if file.exists() and _is_open(file):
            how = "go-rwx" if file.is_file() else "-R go-rwx"
            yield Trouble(
                name in ("goldthread.sqlite3", "record/keys"),  # names and secrets
                f"{file} can be read by other users of this machine. Close it, and its "
                f"folder: chmod {how} {file}",
            )


def _is_open(file: Path, to: int = stat.S_IRWXG | stat.S_IRWXO) -> bool:
    return file.exists() and bool(file.stat().st_mode & to)


def of_database() -> Iterator[Trouble]:
    """How the database keeps what it was given, and who the application is in it."""
    from django.db import connection

    if connection.vendor == "sqlite":
        yield from _sqlite(sqlite3.sqlite_version_info)
    else:
        yield from _postgres()


def _sqlite(version: tuple[int, ...]) -> Iterator[Trouble]:
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        mode = str(cursor.execute("PRAGMA journal_mode").fetchone()[0]).lower()
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
    if mode == "wal" and version < settings.WAL_IS_SAFE_FROM:
        safe = ".".join(map(str, settings.WAL_IS_SAFE_FROM))
        yield Trouble(
            True,
            f"The database is kept with a write-ahead log, and SQLite "
            f"{'.'.join(map(str, version))} can lose what is in it. Stop the site, run "
            "`sqlite3 goldthread.sqlite3 'PRAGMA journal_mode=DELETE'` in the home "
            f"folder, or use SQLite {safe} or later.",
        )
    if synchronous not in (FULL, EXTRA):
        yield Trouble(
            True,
            "The database does not wait for the disk, so a power cut loses what was "
            "acknowledged. Remove what changes PRAGMA synchronous.",
        )


def _postgres() -> Iterator[Trouble]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('fsync'), current_setting('full_page_writes')"
        )
        kept = dict(zip(("fsync", "full_page_writes"), cursor.fetchone(), strict=True))
        cursor.execute("SELECT current_setting('synchronous_commit')")
        kept["synchronous_commit"] = cursor.fetchone()[0]
    for name, value in kept.items():
        if value == "off":
            yield Trouble(
                True,
                f"The database server runs with {name}=off, so a power cut loses what was "
                f"acknowledged. Set {name}=on in postgresql.conf.",
            )


def of_the_clock(at: datetime, newest: datetime | None) -> Iterator[Trouble]:
    """Whether this machine's clock stands behind what was recorded already."""
    if newest is not None and newest - at > CLOCK_MAY_STRAY:
        yield Trouble(
            True,
            f"This machine's clock says {at:%d %B %Y, %H:%M} UTC, and an act is recorded "
            f"for {newest:%d %B %Y, %H:%M}. Codes and links would not work. Set the "
            "clock, and let it be kept by a time server.",
        )
