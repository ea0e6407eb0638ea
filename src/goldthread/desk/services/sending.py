"""The worker's side of mail: one at a time, never lost, never two of one occasion.

Between the server's "yes" and our note of it a worker may be killed. Then the mail goes
again, with the same Message-ID, so that a mailbox shows it once (F04).
"""

import logging
import smtplib
from datetime import datetime
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from goldthread.audit.services import record
from goldthread.desk import rules
from goldthread.desk.models import OutgoingMail
from goldthread.partners.queries.whose import whose_it_is

logger = logging.getLogger(__name__)
State = OutgoingMail.State


def send_waiting(*, at: datetime, most: int = 50) -> int:
    """Send what waits, the oldest first; how many left."""
    take_up_stuck(before=at - rules.STUCK_AFTER)
    sent = 0
    for _ in range(most):
        mail = _claimed(at)
        if mail is None:
            break
        sent += _send(mail, at)
    return sent


def take_up_stuck(*, before: datetime) -> int:
    """Put mail back that a killed worker was sending since before this moment."""
    stuck = OutgoingMail.objects.filter(state=State.SENDING, not_before__lte=before)
    return stuck.update(state=State.WAITING)


@transaction.atomic
def _claimed(at: datetime) -> OutgoingMail | None:
    mail = (
        OutgoingMail.objects.select_for_update(skip_locked=True)
        .filter(state=State.WAITING, not_before__lte=at)
        .order_by("not_before", "pk")
        .first()
    )
    if mail is None:
        return None
    mail.state, mail.attempts, mail.not_before = State.SENDING, mail.attempts + 1, at
    mail.save(update_fields=["state", "attempts", "not_before"])
    return mail


def _send(mail: OutgoingMail, at: datetime) -> bool:
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    host = sender.rpartition("@")[2] or "localhost"
    message = EmailMessage(
        subject=mail.subject,
        body=mail.body,
        from_email=_sender(),
        to=[mail.to],
        headers={
            "Message-ID": f"<{mail.message_id}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
        connection=get_connection(),
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        said = words.decode(errors="replace") if isinstance(words, bytes) else words
        if 500 <= code < 600:
            _note(mail, State.BOUNCED, f"{code} {said}", at)
        else:
            _retry(mail, f"{code} {said}", at)
    except (OSError, smtplib.SMTPException) as error:
        _retry(mail, str(error) or type(error).__name__, at)
    else:
        _note(mail, State.SENT, "", at)
        return True
    return False


def _sender() -> str:
    """Our address under the partnership's name, so that nobody takes it for a stranger's."""
    return formataddr((whose_it_is()[0], parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def _retry(mail: OutgoingMail, problem: str, at: datetime) -> None:
    if mail.attempts >= rules.TRIES:
        _note(mail, State.FAILED, problem, at)
        return
    wait = rules.WAITS[min(mail.attempts, len(rules.WAITS)) - 1]
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=State.WAITING, not_before=at + wait, problem=problem[:300]
    )


@transaction.atomic
def _note(mail: OutgoingMail, state: str, problem: str, at: datetime) -> None:
    told: dict[str, Any] = {"state": state, "problem": problem[:300]}
    if state == State.SENT:
        told |= {
            "sent_at": at,
            "body": "",
        }  # it may hold a link: that is the reader's now
    if state == State.BOUNCED:
        told |= {"sent_at": at}
    OutgoingMail.objects.filter(pk=mail.pk).update(**told)
    outcome = "done" if state == State.SENT else "failed"
    record(f"mail.{state}", mail, by=None, at=at, outcome=outcome)
