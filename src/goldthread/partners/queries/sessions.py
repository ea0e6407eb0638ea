"""Where somebody is signed in, as they see it themselves."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore

from goldthread.partners.models import Person


@dataclass(frozen=True, slots=True)
class Open:
    """One place where somebody is signed in."""

    key: int
    device: str
    since: datetime
    seen: datetime
    is_this: bool


def open_sessions(
    person: Person, *, this: str, now: datetime, idle: timedelta
) -> tuple[Open, ...]:
    """The sessions that still let somebody in, the newest first."""
    found = []
    for one in UserSession.objects.filter(user_id=person.pk).order_by("-created_at"):
        held = SessionStore(one.session_key).load()
        seen = datetime.fromtimestamp(held.get("seen", 0), UTC) if held else None
        seen = max(seen, one.created_at) if seen else None
        if seen and now - seen <= idle:
            found.append(
                Open(
                    one.pk,
                    device(one.user_agent),
                    one.created_at,
                    seen,
                    one.session_key == this,
                )
            )
    return tuple(found)


_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> str:
    """What a browser says of itself, in three words: Firefox on Windows."""
    browser = next((words for mark, words in _BROWSERS if mark in user_agent), "")
    system = next((words for mark, words in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"A browser on {system}" if system else "An unknown browser")
