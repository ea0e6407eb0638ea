"""The mailbox that returned mail comes back to, read over IMAP without changing it.

The mailbox is opened read-only: whoever else reads it finds every mail as unread as it
was. Where we stopped is kept here, as the server's own numbers: a worker that is killed
reads the same note twice, and noting it twice is noting it once.
"""

import imaplib
import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from goldthread.desk.bounces import LONGEST, bounce_in, mail_of
from goldthread.desk.models import ReturnedMail
from goldthread.desk.services.mail import note_bounce, note_mailbox

logger = logging.getLogger(__name__)
PATIENCE = 20  # seconds for any one answer
AT_ONCE = 50  # mails of one look; the next look goes on from there
FIRST_LOOK = timedelta(
    days=30
)  # how old a mail is read when we look for the first time


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where returned mail arrives."""

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    is_encrypted: bool = True  # TLS from the first byte
    needs_tls: bool = True  # else before anything is said, but on this machine

    def __str__(self) -> str:
        return f"{self.user} at {self.host}, {self.folder}"


@dataclass(frozen=True, slots=True)
class Collected:
    """What one look found."""

    read: int = 0
    back: int = 0  # of them, mails of ours that did not arrive
    problem: str = ""  # why the mailbox could not be read


def collect_returned(box: Mailbox, *, at: datetime) -> Collected:
    """Read what came since the last look, and note which of our mails came back."""
    place, _ = ReturnedMail.objects.get_or_create(name=str(box)[:300])
    read = back = 0
    try:
        with _opened(box) as server:
            validity = _validity(server)
            after = place.last_uid if validity == place.validity else 0
            for uid in _new(server, after, at)[:AT_ONCE]:
                back += _noted(_fetched(server, uid), at)
                read, after = read + 1, uid
                note_mailbox(place, validity=validity, last_uid=after, at=at)
            note_mailbox(place, validity=validity, last_uid=after, at=at)
    except (imaplib.IMAP4.error, OSError, ValueError) as wrong:
        problem = _in_words(wrong)
        logger.warning("The mailbox of returned mail cannot be read: %s", problem)
        note_mailbox(place, problem=problem, at=at)
        return Collected(read, back, problem)
    return Collected(read, back)


@contextmanager
def _opened(box: Mailbox) -> Iterator[imaplib.IMAP4]:
    context = ssl.create_default_context()
    if box.is_encrypted:
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            box.host, box.port, ssl_context=context, timeout=PATIENCE
        )
    else:
        server = imaplib.IMAP4(box.host, box.port, timeout=PATIENCE)
    try:
        if box.needs_tls and not box.is_encrypted:
            server.starttls(context)
        server.login(box.user, box.password)
        _done(server.select(_quoted(box.folder), readonly=True))
        yield server
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            server.logout()
        with suppress(OSError):
            server.shutdown()  # where the line went dead, logout leaves it open


def _validity(server: imaplib.IMAP4) -> int:
    """The number that says whether the server still counts as it did."""
    told: list[Any] = server.untagged_responses.get("UIDVALIDITY", [b"0"])
    return int(told[-1])


def _new(server: imaplib.IMAP4, after: int, at: datetime) -> list[int]:
    """The numbers of the mails that came since, the oldest first."""
    first = at - FIRST_LOOK
    since = f"{first.day}-{_MONTHS[first.month - 1]}-{first.year}"
    asked = ("UID", f"{after + 1}:*") if after else ("SINCE", since)
    found = _done(server.uid("SEARCH", *asked))
    numbers = [int(each) for part in found if part for each in part.split()]
    # "7:*" always names the last mail, also where it is older than 7.
    return sorted(each for each in numbers if each > after)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # fmt: skip


def _fetched(server: imaplib.IMAP4, uid: int) -> bytes:
    """One mail, as much of it as is read; it stays unread."""
    found = _done(server.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{LONGEST}>)"))
    return next((part[1] for part in found if isinstance(part, tuple)), b"")


def _noted(raw: bytes, at: datetime) -> int:
    """Note the mail of ours that this one says came back; how many that was."""
    bounce = bounce_in(raw)
    mail = mail_of(bounce) if bounce and bounce.is_final else None
    if bounce is None or mail is None:
        return 0
    note_bounce(mail, problem=bounce.problem, by=None, at=at)
    return 1


def _done(answer: tuple[str, list[Any]]) -> list[Any]:
    status, told = answer
    if status != "OK":
        raise imaplib.IMAP4.error(told[0] if told and told[0] else status)
    return told


def _quoted(folder: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", folder) + '"'


def _in_words(wrong: Exception) -> str:
    """What went wrong, for people: imaplib gives the server's bytes as they came."""
    said = wrong.args[0] if wrong.args else wrong
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else str(wrong)
    return " ".join(text.split())[:300] or type(wrong).__name__
