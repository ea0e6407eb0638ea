"""The mails of this room: a way in, and a word whenever a way in was changed.

Nothing sensitive leaves: no name of another person, no role, no content. A mail that
cannot leave is said to the caller and never stops the act that it is about.
"""

import logging
from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from goldthread.partners.models import Invitation, Person
from goldthread.partners.queries.whose import whose_it_is

_log = logging.getLogger(__name__)


def invite(invitation: Invitation, link: str) -> bool:
    """Send somebody the link to their invitation; whether the mail left."""
    last = timezone.localtime(invitation.expires_at)
    return _send(
        invitation.person,
        "invitation",
        {"link": link, "expires": f"{last.day} {last:%B %Y}"},
    )


def tell_of_change(person: Person, what: str) -> bool:
    """Tell somebody that a way into their account was changed."""
    return _send(person, "changed", {"what": what})


def _send(person: Person, which: str, told: dict[str, str]) -> bool:
    words = told | {"place": whose_it_is()[0]}
    subject = render_to_string(f"partners/mail/{which}_subject.txt", words)
    text = render_to_string(f"partners/mail/{which}.txt", words)
    try:
        send_mail(" ".join(subject.split()), text, None, [person.email])
    except (OSError, SMTPException):
        _log.exception("A mail of the kind %s did not leave.", which)
        return False
    return True
