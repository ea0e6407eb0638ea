"""How long a session still lasts: an hour without a click, half a day in any case."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

WARNED_BEFORE = 120  # seconds; trust WEB-2, and WCAG 2.2.1 asks for 20 at least


@dataclass(frozen=True)
class Left:
    """What is left of a session, in whole seconds."""

    idle: int
    absolute: int

    @property
    def seconds(self) -> int:
        return max(0, min(self.idle, self.absolute))

    @property
    def may_be_extended(self) -> bool:
        """Whether staying would gain more than the warning itself takes."""
        return self.absolute > max(self.idle, WARNED_BEFORE)


def left_of(session: SessionBase, *, now: datetime) -> Left:
    """What is left of this session; a session without marks begins now."""
    began = _moment(session, "began", now)
    seen = _moment(session, "seen", now)
    # A clock that ran ahead and was put right must not leave a session that never ends.
    if max(began, seen) - now > timedelta(minutes=2):
        return Left(0, 0)
    return Left(
        idle=_seconds(seen + timedelta(minutes=settings.IDLE_MINUTES) - now),
        absolute=_seconds(began + timedelta(hours=settings.SESSION_HOURS) - now),
    )


def see(session: SessionBase, *, now: datetime) -> None:
    """Note that the person is still there."""
    # Once a minute is enough: writing at every click would lock SQLite for readers.
    if now - _moment(session, "seen", now) > timedelta(minutes=1):
        stay(session, now=now)


def stay(session: SessionBase, *, now: datetime) -> None:
    """Begin the idle time again because the person asked for it."""
    session["seen"] = now.timestamp()


def _moment(session: SessionBase, name: str, now: datetime) -> datetime:
    return datetime.fromtimestamp(session.setdefault(name, now.timestamp()), UTC)


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())
