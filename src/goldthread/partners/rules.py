"""Why something about people and the installation is not allowed; no queries."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from goldthread.partners.models import Installation, Person

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


def refusal_to_appoint(
    role: str, *, known: Mapping[str, str], person: Person, by: Person | None
) -> str | None:
    """Why nobody may be appointed so; None when they may."""
    if role not in known:
        return f"Expected one of the roles {', '.join(known)}; found {role!r}."
    if by is not None and by.pk == person.pk:
        return "Nobody appoints themselves. Ask another person who appoints people."
    return None


def refusal_to_add(person: Person | None) -> str | None:
    """Why a person may not be added under this e-mail; None when they may."""
    if person is not None:
        return f"{person.email} already belongs to {person.name}. Use another e-mail."
    return None
