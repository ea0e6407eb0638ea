"""The navigation of every page, put together from all rooms."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from goldthread.partners.middleware import role_of
from goldthread.partners.policy import policy


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of the navigation: its words, its address, what one does there."""

    words: str
    page: str  # the name of its address
    does: str


DOORS: tuple[Door, ...] = (
    Door("Your desk", "desk", "What is due from you, what changed since you looked."),
    Door("Plan", "plan", "See who does what by when, report, see who is silent."),
    Door("Board", "board", "Read papers, see what was decided and what came of it."),
    Door(
        "Measures",
        "measures",
        "See how each measure stands, whose figures are late, what is said about it.",
    ),
    Door(
        "Assessments",
        "assessments",
        "Read what was found, write what figures cannot say, publish.",
    ),
    Door(
        "Strategy",
        "strategies",
        "Write it together, see what is missing, let the boards agree it, publish it.",
    ),
    Door(
        "Partnership",
        "partnership",
        "Who belongs, which boards there are, who sits on them.",
    ),
    Door("People", "people", "Invite people, extend or end what they act as."),
    Door("Data", "data", "Hand in files, see what is held, take a batch back."),
    Door(
        "Public",
        "publishing_overview",
        "Say what residents read, bring it up to date, take it back.",
    ),
    Door("The record", "record", "See who did and saw what, what is unusual."),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A door as the page shows it."""

    words: str
    href: str
    does: str
    current: bool
    count: int | None = None


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The doors that are open to whoever is signed in; none for anybody else."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"navigation": ()}
    role = role_of(request)
    return {
        "navigation": tuple(
            _entry(door, request.path) for door in DOORS if _is_open(door, role)
        )
    }


def _is_open(door: Door, role: str) -> bool:
    gate = policy().gates[door.page]
    return gate.look is not None and policy().may(role, gate.look)


def _entry(door: Door, path: str) -> Entry:
    href = reverse(door.page)
    return Entry(door.words, href, door.does, current=path.startswith(href))
