"""Inviting people, and what becomes of an invitation."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction

from goldthread.audit.services import record
from goldthread.partners import emails, rules, rules_people
from goldthread.partners.models import Agency, Appointment, Invitation, Person
from goldthread.partners.policy import appointed_roles, policy
from goldthread.partners.services.checks import check, complaints
from goldthread.partners.services.identities import has_identity
from goldthread.partners.services.people import appoint, new_person

Address = Callable[[str], str]  # the token of an invitation -> the link to it


def hash_of(token: str) -> str:
    """What is kept of an invitation's link: nothing that would open it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def invitation_for(token: str) -> Invitation | None:
    """The invitation whose link this is, whatever became of it."""
    return (
        Invitation.objects.select_related("person", "agency", "sent_by")
        .filter(token_hash=hash_of(token))
        .first()
    )


@transaction.atomic
def invite_person(
    *,
    email: str,
    name: str,
    agency: Agency,
    role: str,
    title: str = "",
    until_on: date | None = None,
    days: int,
    link: Address,
    by: Person | None,
    at: datetime,
) -> Invitation:
    """Offer somebody an appointment by mail; it begins when they accept it."""
    person = Person.objects.filter(email=email.strip().lower()).first()
    _refuse_to_invite(person, agency, role, name=name, until_on=until_on, by=by, at=at)
    if person is None:
        person = new_person(email=email, name=name, at=at)
        person.set_unusable_password()
        person.save()
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        person=person,
        agency=agency,
        role=role,
        title=title.strip(),
        until_on=until_on,
        token_hash=hash_of(token),
        sent_at=at,
        sent_by=by,
        expires_at=at + timedelta(days=days),
    )
    check(invitation)
    invitation.save()
    record("person.invited", person, by=by, at=at, detail=_offered(invitation))
    _send(invitation, link(token), at)
    return invitation


def _refuse_to_invite(
    person: Person | None,
    agency: Agency,
    role: str,
    *,
    name: str,
    until_on: date | None,
    by: Person | None,
    at: datetime,
) -> None:
    same = {"person": person, "agency": agency, "role": role}
    refusal = rules_people.refusal_to_appoint(
        role,
        agency,
        person=person,
        by=by,
        found=policy(),
        known=dict(appointed_roles()),
    ) or rules_people.refusal_to_invite(
        person,
        agency,
        role,
        name=name,
        until_on=until_on,
        today=at.date(),
        holds_it=bool(person)
        and Appointment.objects.on(at.date()).filter(**same).exists(),
        is_asked=bool(person) and Invitation.objects.open().filter(**same).exists(),
    )
    if refusal:
        raise rules.Refused(refusal)


@transaction.atomic
def resend_invitation(
    invitation: Invitation, *, days: int, link: Address, by: Person, at: datetime
) -> Invitation:
    """Send an invitation again with a new link; the old one stops working."""
    kept = _locked(invitation)
    _refuse_to_touch(kept, by=by)
    token = secrets.token_urlsafe(32)
    kept.token_hash, kept.mail_failed_at = hash_of(token), None
    kept.sent_at, kept.sent_by = at, by
    kept.expires_at = at + timedelta(days=days)
    kept.save()
    record("person.invited_again", kept.person, by=by, at=at, detail=_offered(kept))
    _send(kept, link(token), at)
    return kept


@transaction.atomic
def withdraw_invitation(
    invitation: Invitation, *, by: Person | None, at: datetime
) -> Invitation:
    """Take an invitation back; its link stops working."""
    kept = _locked(invitation)
    _refuse_to_touch(kept, by=by)
    kept.withdrawn_at = at
    kept.save(update_fields=["withdrawn_at"])
    record(
        "person.invitation_withdrawn",
        kept.person,
        by=by,
        at=at,
        detail=_offered(kept),
    )
    return kept


def _refuse_to_touch(invitation: Invitation, *, by: Person | None) -> None:
    refusal = rules_people.refusal_to_send_again(
        invitation
    ) or rules_people.refusal_to_appoint(
        invitation.role,
        invitation.agency,
        person=invitation.person,
        by=by,
        found=policy(),
        known=dict(appointed_roles()),
    )
    if refusal:
        raise rules.Refused(refusal)


@transaction.atomic
def accept_with_password(
    invitation: Invitation, *, password: str, at: datetime
) -> Person:
    """Take an invitation up, with a first password of one's own."""
    kept = _good(invitation, at)
    person = kept.person
    if has_a_way_in(person):
        raise rules.Refused("You have an account here already. Sign in to accept.")
    if refusal := rules.refusal_of_password(complaints(password, person)):
        raise rules.Refused(refusal)
    person.set_password(password)
    person.save(update_fields=["password"])
    _use(kept, at)
    return person


@transaction.atomic
def accept_by_single_sign_on(invitation: Invitation, *, at: datetime) -> Person:
    """Take an invitation up as somebody who signs in at an identity provider."""
    kept = _good(invitation, at)
    if has_a_way_in(kept.person):
        raise rules.Refused("You have an account here already. Sign in to accept.")
    _use(kept, at)
    return kept.person


@transaction.atomic
def accept_as_known(invitation: Invitation, *, by: Person, at: datetime) -> Person:
    """Take up another appointment, signed in as the person who was invited."""
    kept = _good(invitation, at)
    if kept.person_id != by.pk:
        raise rules.Refused(
            "This invitation is for somebody else. Sign out, then open the link again."
        )
    _use(kept, at)
    return by


def has_a_way_in(person: Person) -> bool:
    """Whether somebody can sign in at all: with a password or at a provider."""
    return person.has_usable_password() or has_identity(person)


@transaction.atomic
def note_mail_failed(invitation: Invitation, *, at: datetime) -> None:
    """Write down that the mail of an invitation did not leave; the list shows it."""
    Invitation.objects.filter(pk=invitation.pk).update(mail_failed_at=at)
    record(
        "person.invitation_not_sent",
        invitation.person,
        by=None,
        at=at,
        outcome="failed",
    )


def _good(invitation: Invitation, at: datetime) -> Invitation:
    kept = _locked(invitation)
    # The link may have been replaced between the page and the answer.
    replaced = kept.token_hash != invitation.token_hash
    if refusal := rules_people.refusal_to_accept(None if replaced else kept, at=at):
        raise rules.Refused(refusal)
    return kept


def _use(invitation: Invitation, at: datetime) -> None:
    # On behalf of whoever invited: the record of the invitation says who that was.
    invitation.appointment = appoint(
        invitation.person,
        agency=invitation.agency,
        role=invitation.role,
        title=invitation.title,
        from_on=at.date(),
        until_on=invitation.until_on,
        by=None,
        at=at,
    )
    invitation.used_at = at
    invitation.save(update_fields=["appointment", "used_at"])
    record(
        "person.invitation_accepted",
        invitation.person,
        by=invitation.person,
        at=at,
        detail=_offered(invitation),
    )


def _locked(invitation: Invitation) -> Invitation:
    kept: Invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("person", "agency", "sent_by")
        .get(pk=invitation.pk)
    )
    return kept


def _offered(invitation: Invitation) -> dict[str, dict[str, str]]:
    return {
        "after": {
            "agency": str(invitation.agency),
            "role": invitation.role,
            "invited by": str(invitation.sent_by or ""),
        }
    }


def _send(invitation: Invitation, link: str, at: datetime) -> None:
    def leave() -> None:
        if not emails.invite(invitation, link):
            note_mail_failed(invitation, at=at)

    transaction.on_commit(leave)
