"""Mail is written down in the act's own transaction; the worker sends it.

A mail says that something waits, never what: no title of an action, no name of a case.
"""

from datetime import datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.desk import rules
from goldthread.desk.models import OutgoingMail, ReturnedMail
from goldthread.partners.models import Person
from goldthread.partners.queries.whose import whose_it_is


@transaction.atomic
def queue_mail(
    person: Person,
    *,
    key: str,
    kind: str,
    subject: str,
    body: str,
    by: Person | None,
    at: datetime,
) -> OutgoingMail | None:
    """Write a mail down to be sent once; None where this occasion has its mail already.

    Its subject begins with the partnership and its text ends with it: whoever gets a
    link without a password must see whose it is. `key` names the occasion, such as "digest:12:2026-W47": whoever is killed and starts
    again writes no second mail for it.
    """
    place, whom = whose_it_is()
    mail, is_new = OutgoingMail.objects.get_or_create(
        key=key[:120],
        defaults={
            "person": person,
            "to": person.email,
            "kind": kind,
            "subject": " ".join(f"{place}: {subject}".split())[:200],
            "body": f"{body.rstrip()}\n\n{_ending(place, whom)}\n",
            "not_before": at,
            "written_at": at,
        },
    )
    if not is_new:
        return None
    record("mail.queued", person, by=by, at=at, detail={"kind": kind, "key": mail.key})
    return mail


def _ending(place: str, whom: str) -> str:
    if not whom:
        return f"{place}, by Goldthread. Questions? Ask your partnership manager."
    return f"{place}, by Goldthread. Questions? Write to {whom}."


@transaction.atomic
def note_bounce(
    mail: OutgoingMail, *, problem: str, by: Person | None, at: datetime
) -> OutgoingMail:
    """A mail came back: its owner and the manager see it, and nobody counts on it."""
    kept = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    if kept.state == OutgoingMail.State.BOUNCED:
        return kept
    kept.state, kept.problem = OutgoingMail.State.BOUNCED, problem[:300]
    kept.sent_at = kept.sent_at or at
    kept.save(update_fields=["state", "problem", "sent_at"])
    record("mail.bounced", kept, by=by, at=at, outcome="failed")
    return kept


def note_mailbox(
    place: ReturnedMail,
    *,
    validity: int = 0,
    last_uid: int = 0,
    problem: str = "",
    at: datetime,
) -> None:
    """How far returned mail is read; the record holds what was found, not each look."""
    place.problem = problem[:300]
    if not problem:
        place.validity, place.last_uid, place.read_at = validity, last_uid, at
    place.save(update_fields=["validity", "last_uid", "read_at", "problem"])


@transaction.atomic
def send_again(mail: OutgoingMail, *, by: Person, at: datetime) -> OutgoingMail:
    """Try a mail again that failed or came back, perhaps to a corrected address."""
    kept = OutgoingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if refusal := rules.refusal_to_send_again(kept):
        raise rules.Refused(refusal)
    if kept.person:
        kept.to = kept.person.email
    kept.state, kept.attempts, kept.problem = OutgoingMail.State.WAITING, 0, ""
    kept.not_before, kept.sent_at = at, None
    kept.save(
        update_fields=["to", "state", "attempts", "problem", "not_before", "sent_at"]
    )
    record("mail.sent_again", kept, by=by, at=at)
    return kept
