"""Links that let somebody report on their own actions without signing in."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from goldthread.audit.services import record
from goldthread.delivery.models import Action, Update
from goldthread.delivery.services import report_progress
from goldthread.desk import rules, tokens
from goldthread.desk.models import UpdateLink
from goldthread.desk.queries.links import actions_for, link_address, person_acting
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
    today = UpdateLink.objects.filter(person=person, issued_at__date=at.date()).count()
    if refusal := rules.refusal_to_reissue(today):
        raise rules.Refused(refusal)
    person = person_acting(person, on=at.date())
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
            f"wait for a word from you, until it is used no more or three weeks are over:"
            f"\n\n{link_address(token)}\n\nNobody needs a password for it, so please do "
            "not pass it on.\n"
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
    files: Sequence[UploadedFile] = (),
    at: datetime,
) -> Update:
    """Report on one of the link's own actions, as the person it was sent to."""
    kept = (
        UpdateLink.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=link.pk)
    )
    person = person_acting(kept.person, on=at.date())
    if refusal := rules.refusal_to_open(kept, at=at):
        raise rules.Refused(refusal)
    if not kept.actions.filter(pk=action.pk).exists():
        raise rules.Refused(
            f"{action.reference} is not among the actions of this link."
        )
    is_new = not Update.objects.filter(token=token).exists()
    update = report_progress(
        action,
        status=status,
        percent=percent,
        text=text,
        next_step=next_step,
        token=token,
        via=Update.Via.LINK,
        by=person,
        at=at,
    )
    if is_new:
        for file in files:
            about = About("delivery.action", action.reference)
            attach_file(about, file, by=person, at=at)
        kept.last_used_at = at
        kept.save(update_fields=["last_used_at"])
    return update
