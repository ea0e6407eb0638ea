"""Who somebody is at an identity provider, and what is written down about it."""

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from goldthread.audit.services import Actor, Subject, record
from goldthread.partners import emails, rules
from goldthread.partners.models import Person
from goldthread.partners.services.sessions import end_sessions


@transaction.atomic
def link_identity(
    person: Person, account: SocialAccount, *, name: str, at: datetime
) -> SocialAccount:
    """From now on somebody may sign in at this provider too."""
    account.user = person
    account.save()
    record(
        "person.identity_linked",
        person,
        by=person,
        at=at,
        detail={"after": {"provider": name, "issuer": account.extra_data["issuer"]}},
    )
    told = f"Your account can now be opened by signing in at {name}."
    transaction.on_commit(lambda: _tell(person, told))
    return account


@transaction.atomic
def unlink_identity(
    account: SocialAccount, *, name: str, keep: str, by: Person, at: datetime
) -> None:
    """Somebody signs in at this provider no more."""
    held = SocialAccount.objects.filter(user_id=by.pk)
    others = held.exclude(pk=account.pk).exists()
    if not by.has_usable_password() and not others:
        raise rules.Refused(
            "This is your only way in. Choose a password first: sign out, then reset it."
        )
    account.delete()
    record(
        "person.identity_unlinked",
        by,
        by=by,
        at=at,
        detail={"before": {"provider": name}},
    )
    end_sessions(by, why="a way in was taken away", keep=keep, by=by, at=at)
    told = f"Your account can no longer be opened by signing in at {name}."
    transaction.on_commit(lambda: _tell(by, told))


def has_identity(person: Person) -> bool:
    """Whether somebody may sign in at a provider."""
    return bool(SocialAccount.objects.filter(user_id=person.pk).exists())


@transaction.atomic
def note_single_sign_on_refused(
    person: Person | None, *, provider: str, why: str, at: datetime
) -> None:
    """Write down that a sign-in at a provider was turned away, and why."""
    stranger = Actor("nobody", "Someone not signed in")
    record(
        "person.single_sign_on_refused",
        person or Subject("partners.person", "", "nobody known here"),
        by=stranger,
        at=at,
        outcome="refused",
        detail={"provider": provider[:100], "why": why[:200]},
    )


def _tell(person: Person, words: str) -> None:
    emails.tell_of_change(person, words)
