"""Which of our mails came back, read from the note of a mail server (RFC 3464)."""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from uuid import UUID

from goldthread.desk.models import OutgoingMail

LONGEST = 2_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail of ours that a server could not deliver, and why."""

    message_id: UUID
    problem: str
    is_final: bool


def bounce_in(raw: bytes) -> Bounce | None:
    """What a delivery note says about one of our mails; None where it is none."""
    note = email.message_from_bytes(raw[:LONGEST], policy=email.policy.default)
    assert isinstance(note, EmailMessage)
    if note.get_content_type() != "multipart/report":
        return None
    status = _status(note)
    ours = _our_id(note)
    if ours is None or not status:
        return None
    action = status.get("action", "").lower()
    problem = status.get("diagnostic-code") or status.get("status") or "not delivered"
    return Bounce(ours, " ".join(problem.split())[:300], action == "failed")


def mail_of(bounce: Bounce) -> OutgoingMail | None:
    """The mail that came back."""
    return OutgoingMail.objects.filter(message_id=bounce.message_id).first()


def _status(note: EmailMessage) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in note.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.iter_parts() if part.is_multipart() else ():
                found |= {name.lower(): str(value) for name, value in block.items()}
    return found


def _our_id(note: EmailMessage) -> UUID | None:
    for part in note.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            text = part.as_string()
            told = re.search(r"(?im)^message-id:\s*<([0-9a-f-]{36})@", text)
            if told:
                try:
                    return UUID(told[1])
                except ValueError:
                    return None
    return None
