"""Why something at the desk is not allowed; no queries."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from goldthread.delivery.models import Action
from goldthread.desk.models import OutgoingMail, ReturnLink, SavedView, UpdateLink
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused

__all__ = ["Refused"]

LINK_LASTS = timedelta(days=21)  # a holiday, and the week after it
LINKS_A_DAY = 3  # new ones that somebody without an account may ask for
TRIES = 5
# A minute, then five, half an hour, three hours: a mail server that rests over lunch.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
)
STUCK_AFTER = timedelta(minutes=2)  # a worker that was killed while it sent

NOT_OURS = "This link is not whole, or never was one of ours. Open it again from the mail; if that does not help, ask your partnership manager for a new one."
GONE = "This link no longer opens anything. Ask for a new one below; it comes to the address the last one went to."
REPORTED_SINCE = "Somebody reported on this action after you opened it. What they said stands above; send yours again if it is what should stand now."
VIEWS_EACH = 50


def refusal_to_open(link: UpdateLink | None, *, at: datetime) -> str | None:
    """Why a link opens nothing; None when it opens its actions."""
    if link is None:
        return NOT_OURS
    if link.revoked_at is not None or link.expires_at <= at:
        return GONE
    if not link.person.is_active or link.person.acting is None:
        return "You no longer act for an agency here, so this link opens nothing. Tell your partnership manager if that is wrong."
    return None


def refusal_to_open_return(link: ReturnLink | None, *, at: datetime) -> str | None:
    """Why a link opens no form; None when it opens its agency's."""
    if link is None:
        return NOT_OURS
    if link.revoked_at is not None or link.expires_at <= at:
        return "This link no longer opens the form. Ask your partnership manager for a new one."
    acting = link.person.acting
    if (
        not link.person.is_active
        or acting is None
        or acting.agency_id != link.agency_id
    ):
        return f"You no longer act for {link.agency} here, so this link opens nothing. Tell your partnership manager if that is wrong."
    return None


def refusal_to_ask_for_figures(person: Person, *, acts: bool) -> str | None:
    """Why somebody is sent no link to the form; None when they are."""
    if not person.is_active or not acts:
        return (
            f"{person.name} does not act for this agency in a role that gives figures."
        )
    return None


def refusal_to_ask_after(
    action: Action, *, people: Sequence[Person], asked: Sequence[Person]
) -> str | None:
    """Why nobody is asked how an action stands; None when somebody is."""
    if not people:
        return f"Nobody who could be asked owns {action.reference}. Give it an owner, or invite somebody of the agency that leads it."
    if not asked:
        names = " and ".join(person.name for person in people)
        return f"{names} {'was' if len(people) == 1 else 'were'} asked about {action.reference} today already. Call them, or ask again tomorrow."
    return None


def refusal_to_use_token(action: Action, *, used_for: Action | None) -> str | None:
    """Why this form is not taken; None when it is new, or was sent for this action."""
    if used_for is None or used_for.pk == action.pk:
        return None
    return "This form was sent for another action already. Open the action again from your link."


def refusal_to_reissue(issued_today: int) -> str | None:
    """Why no new link is sent today; None when one is."""
    if issued_today >= LINKS_A_DAY:
        return "Several links were sent today already. Look into your mail, or ask your partnership manager."
    return None


def refusal_to_send_again(mail: OutgoingMail) -> str | None:
    """Why a mail is not sent again; None when it is."""
    if mail.state not in ("failed", "bounced"):
        return "Only a mail that could not be sent, or came back, is sent again."
    if not mail.body:
        return "It left and came back, and its words are not kept. Correct the address; the next one goes there."
    return None


def refusal_to_save_view(name: str, *, taken: bool, held: int) -> str | None:
    """Why a list is not kept under this name; None when it is."""
    if not name.strip():
        return "Give the list a name, so that you find it again."
    if taken:
        return f"You keep a list called {name.strip()} already. Choose another name."
    if held >= VIEWS_EACH:
        return f"You keep {VIEWS_EACH} lists already. Remove one first."
    return None


def refusal_to_remove_view(view: SavedView, *, by: Person) -> str | None:
    """Why somebody may not remove a kept list; None when they may."""
    if view.owner_id != by.pk:
        return f"{view.name} is kept by {view.owner}. Only they remove it."
    return None


def refusal_to_hand_over(person: Person, to: Person, *, to_agency: bool) -> str | None:
    """Why actions may not be handed over so; None when they may."""
    if person.pk == to.pk:
        return "Choose somebody else to take the actions over."
    if not to.is_active or not to_agency:
        return f"{to.name} does not act for an agency today. Choose somebody who does."
    return None
