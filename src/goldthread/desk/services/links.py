"""Links that let somebody report on their own actions without signing in."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day, start_of_day
from goldthread.delivery.models import Action, Update
from goldthread.delivery.services import report_progress
from goldthread.desk import rules, tokens
from goldthread.desk.models import UpdateLink
from goldthread.desk.queries.links import (
    actions_for,
    actions_in,
    link_address,
    person_acting,
)
from goldthread.desk.services.mail import queue_mail
from goldthread.notes.about import About
from goldthread.notes.services import attach_file
from goldthread.partners.models import Person


@transaction.atomic
def issue_link(
    person: Person, *, actions: Sequence[Action], by: Person | None, at: datetime
) -> str:
    """A new link to these actions and no others; the token, which is told only now.

    Older links go on until their own end: last week's mail is often the one at hand.
    """
    secret = tokens.new_secret()
    link = UpdateLink.objects.create(
        person=person,
        token_hash=tokens.hash_of(secret),
        issued_at=at,
        expires_at=at + rules.LINK_LASTS,
    )
    link.actions.set(actions)
    record(
        "link.issued",
        person,
        by=by,
        at=at,
        detail={"actions": [action.reference for action in actions][:200]},
    )
    return tokens.token_of(secret)


@transaction.atomic
def revoke_link(link: UpdateLink, *, by: Person | None, at: datetime) -> UpdateLink:
    """End a link at once."""
    kept = UpdateLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    kept.revoked_at = kept.revoked_at or at
    kept.save(update_fields=["revoked_at"])
    record("link.revoked", kept.person, by=by, at=at)
    return kept


@transaction.atomic
def reissue_link(link: UpdateLink, *, by: Person | None, at: datetime) -> None:
    """Send its owner a fresh link to the address we know; an old link may ask for it."""
    person = Person.objects.select_for_update().get(pk=link.person_id)
    today = local_day(at)
    issued = UpdateLink.objects.filter(
        person=person, issued_at__gte=start_of_day(today)
    ).count()
    if refusal := rules.refusal_to_reissue(issued):
        raise rules.Refused(refusal)
    person = person_acting(person, on=today)
    actions = actions_for(person) if person.acting else ()
    if not person.is_active or not actions:
        return  # says nothing: whoever asks learns nothing of who works here
    token = issue_link(person, actions=actions, by=by, at=at)
    queue_mail(
        person,
        key=f"link:{person.pk}:{at.isoformat()}",
        kind="link",
        subject="Your new link",
        body=(
            f"Hello {person.name},\n\nhere is your new link. It opens the actions that "
            f"wait for a word from you, for three weeks:\n\n{link_address(token)}\n\n"
            "It needs no password, so please do not pass it on.\n"
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def report_by_link(
    link: UpdateLink,
    action: Action,
    *,
    status: str,
    percent: int,
    text: str,
    next_step: str,
    token: UUID,
    seen: int | None = None,
    asks_due_on: date | None = None,
    files: Sequence[UploadedFile[Any]] = (),
    at: datetime,
) -> Update:
    """Report on one of the link's own actions, as the person it was sent to.

    The same form sent again is the same report, with its files once (F26); `seen` is the
    version of the action that the page showed (F25).

    Raises:
        Overtaken: somebody reported since.
    """
    kept = (
        UpdateLink.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=link.pk)
    )
    person = person_acting(kept.person, on=local_day(at))
    if refusal := rules.refusal_to_open(kept, at=at):
        raise rules.Refused(refusal)
    if not actions_in(kept).filter(pk=action.pk).exists():
        raise rules.Refused(
            f"{action.reference} is not among the actions of this link."
        )
    sent = Update.objects.select_related("action").filter(token=token).first()
    if refusal := rules.refusal_to_use_token(
        action, used_for=sent.action if sent else None
    ):
        raise rules.Refused(refusal)
    update = report_progress(
        action,
        status=status,
        percent=percent,
        text=text,
        next_step=next_step,
        token=token,
        via=Update.Via.LINK,
        seen=seen,
        asks_due_on=asks_due_on,
        by=person,
        at=at,
    )
    if sent is None:
        for file in files:
            about = About("delivery.action", action.reference)
            attach_file(about, file, by=person, at=at)
        kept.last_used_at = at
        kept.save(update_fields=["last_used_at"])
    return update
