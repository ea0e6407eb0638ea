"""Why something about people and the installation is not allowed; no queries."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from goldthread.partners.models import (
    Agency,
    Body,
    Installation,
    Membership,
    Person,
    Seat,
    Term,
)

# Ten guesses in five minutes is what Cyber Essentials allows at most. An address may
# make more, because a whole council office can share one.
WINDOW = timedelta(minutes=5)
GUESSES_PER_ACCOUNT = 10
GUESSES_PER_ADDRESS = 50


class Refused(Exception):
    """What was asked is not done; the message is the sentence why."""


def refusal_to_found(installation: Installation | None) -> str | None:
    """Why a partnership may not be set up here; None when it may."""
    if installation is not None:
        return f"This installation is already set up for {installation.area}. Sign in, or choose another GOLDTHREAD_HOME."
    return None


def refusal_to_add_demonstration_people(
    installation: Installation | None,
) -> str | None:
    """Why accounts with a known password may not be made; None when they may."""
    if installation is None or not installation.is_demonstration:
        return "Demonstration accounts have a password that everyone knows. They exist only where every figure is invented."
    return None


def refusal_to_guess(*, by_account: int, by_address: int) -> str | None:
    """Why another password may not be tried now; the counts include this attempt."""
    if by_account > GUESSES_PER_ACCOUNT or by_address > GUESSES_PER_ADDRESS:
        return "There were too many attempts to sign in. Wait five minutes, then try again, or reset your password."
    return None


def refusal_of_password(complaints: Sequence[str]) -> str | None:
    """Why this password may not be used, in one sentence or several."""
    return " ".join(complaints) or None


def refusal_to_add(person: Person | None) -> str | None:
    """Why a person may not be added under this e-mail; None when they may."""
    if person is not None:
        return f"{person.email} already belongs to {person.name}. Use another e-mail."
    return None


def refusal_to_succeed(predecessor: Agency, successor: Agency) -> str | None:
    """Why one agency may not be said to follow another; None when it may."""
    if predecessor.pk == successor.pk:
        return f"{predecessor.name} cannot follow itself. Choose the organisation that took over."
    return None


def refusal_to_join(
    agency: Agency,
    memberships: Iterable[Membership],
    from_on: date | None,
    until_on: date | None,
) -> str | None:
    """Why an agency may not be a member for this time; None when it may."""
    for held in memberships:
        starts_in_time = (
            until_on is None or held.from_on is None or held.from_on < until_on
        )
        ends_in_time = (
            from_on is None or held.until_on is None or held.until_on > from_on
        )
        if starts_in_time and ends_in_time:
            return f"{agency.name} is {held.get_tier_display().lower()} already in that time. End that first."
    return None


def refusal_to_report(
    body: Body,
    to: Body,
    kind: str,
    reports: Iterable[tuple[int, int]],
    *,
    already: bool,
) -> str | None:
    """Why this line may not be drawn; `reports` are the pairs (body, reports to) open now."""
    if body.pk == to.pk:
        return f"{body} cannot report to itself. Choose another body."
    if already:
        return f"There is a line from {body} to {to} already. End that first."
    if kind == "reports" and _reaches(to.pk, body.pk, list(reports)):
        return f"{to} already reports to {body}, directly or through others. A circle has no top: end that line first."
    return None


def _reaches(start: int, goal: int, pairs: Sequence[tuple[int, int]]) -> bool:
    seen, ahead = set(), [start]
    while ahead:
        here = ahead.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            ahead += [to for body, to in pairs if body == here]
    return False


def refusal_to_sit(seat: Seat, person: Person, on: date) -> str | None:
    """Why somebody may not take a seat on a day; None when they may."""
    if not seat.is_true_on(on):
        return f"The seat {seat.title!r} does not stand at the table on that day."
    return None


def refusal_to_add_term(
    word: Term, already: Term | None, expansions: Sequence[str]
) -> str | None:
    """Why a word may not go into the glossary so; None when it may."""
    if already is not None:
        return f"{already.term} stands in the glossary already. Change it there."
    if not any(map(str.strip, expansions)) and not word.meaning:
        return "A word in the glossary says what it stands for, what it means, or both."
    return None
