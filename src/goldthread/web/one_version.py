"""While the database is brought to another version, every page waits (trust F16).

Whoever upgrades closes a gate; requests that are inside finish first, new ones are
answered with 503, a sentence and `Retry-After`. So no page is made from half a schema,
and nothing that was acknowledged can be lost. Afterwards each process looks once whether
the database is of its own version: one of an older release that still runs goes on saying
503 until it is started anew.

The gate is a lock on a file of the home folder: the kernel opens it when the upgrade is
killed. Where several machines share a PostgreSQL, each looks when it starts.
"""

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)
Next = Callable[[HttpRequest], HttpResponse]

MOST_WAIT_S = (
    30.0  # for requests that are inside; a question to the database ends by then
)
LOOK_AGAIN_S = 1.0
RETRY_AFTER = 15  # seconds; an upgrade of a demonstration takes five
UPGRADING = "This site is being brought to a new version. Nothing you sent before is lost. Please try again in a minute."
NOT_FIT = "This site and its database are of two versions. Whoever runs it starts it anew with `goldthread serve`."


@dataclass
class _Seen:
    """What this process knows: whether the database is of its version, since when."""

    fits: bool = True
    upgrade: int = -1  # the last upgrade it saw, by the gate's own time
    looked: float = 0.0


_seen = _Seen()


def of_one_version(get_response: Next) -> Next:
    """Let a request in where nobody upgrades and the database fits this program."""

    def respond(request: HttpRequest) -> HttpResponse:
        with inside() as is_open:
            if is_open and _fits():
                return get_response(request)
        return _wait(request, NOT_FIT if is_open else UPGRADING)

    return respond


@contextmanager
def upgrading() -> Iterator[None]:
    """Nobody is inside and nobody comes in until this is over."""
    gate, room = _open("upgrade"), _open("requests")
    try:
        fcntl.flock(gate, fcntl.LOCK_EX)
        until = time.monotonic() + MOST_WAIT_S
        while not _held(room, fcntl.LOCK_EX) and time.monotonic() < until:
            time.sleep(0.05)
        yield
        os.utime(gate)  # so that every process looks again
    finally:
        os.close(gate)
        os.close(room)


@contextmanager
def inside() -> Iterator[bool]:
    """Whether a request may come in; it is inside until this is over."""
    gate, room = _open("upgrade"), _open("requests")
    try:
        is_open = _held(gate, fcntl.LOCK_SH) and _held(room, fcntl.LOCK_SH)
        if is_open:
            _note(os.fstat(gate).st_mtime_ns)
        os.close(gate)
        gate = -1
        yield is_open
    finally:
        os.close(room)
        if gate >= 0:
            os.close(gate)


def at_start() -> None:
    """A process begins: note the last upgrade, then look."""
    gate = _open("upgrade")
    _seen.upgrade = os.fstat(gate).st_mtime_ns
    os.close(gate)
    look()


def look() -> None:
    """Look whether the database is of this program's version."""
    known = set(MigrationLoader(None).disk_migrations)
    labels = {label for label, _ in known}
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except Error:  # away for a moment, which has a page of its own
        return
    ahead = {one for one in applied - known if one[0] in labels}
    _seen.fits = known <= applied and not ahead
    _seen.looked = time.monotonic()
    if not _seen.fits:
        logger.warning("%s", NOT_FIT)


def _note(upgrade: int) -> None:
    """Look again where somebody upgraded since the last request."""
    if upgrade != _seen.upgrade:
        is_first, _seen.upgrade = _seen.upgrade == -1, upgrade
        if not is_first:  # at its start it has looked
            look()


def _fits() -> bool:
    if not _seen.fits and time.monotonic() - _seen.looked > LOOK_AGAIN_S:
        look()
    return _seen.fits


def _wait(request: HttpRequest, words: str) -> HttpResponse:
    answer: HttpResponse
    if request.path.startswith("/api/"):
        answer = JsonResponse({"detail": words}, status=503)
    else:
        page = render_to_string("upgrading.html", {"words": words})
        answer = HttpResponse(page, status=503)
    answer["Retry-After"] = str(RETRY_AFTER)
    return answer


def _open(name: str) -> int:
    folder = Path(settings.GOLDTHREAD_HOME) / "run"
    try:
        return os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)


def _held(file: int, how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
