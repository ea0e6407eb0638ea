"""Secret addresses from which somebody's own calendar reads the plan."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.delivery.models import CalendarFeed
from goldthread.delivery.services.checks import check
from goldthread.partners.models import Person


@transaction.atomic
def open_feed(person: Person, *, scope: str, by: Person, at: datetime) -> str:
    """Make a new secret address and give its secret; the one before it opens nothing.

    The secret is shown once. Only its hash is kept.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    _revoke(person, scope, at)
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed(
        person=person, scope=scope, token_hash=hashed(secret), opened_at=at
    )
    check(feed)
    feed.save()
    record("calendar.opened", feed, by=by, at=at)
    return secret


@transaction.atomic
def revoke_feed(feed: CalendarFeed, *, by: Person, at: datetime) -> None:
    """Close a secret address."""
    if _revoke(feed.person, feed.scope, at):
        record("calendar.revoked", feed, by=by, at=at)


def _revoke(person: Person, scope: str, at: datetime) -> int:
    standing = CalendarFeed.objects.filter(
        person=person, scope=scope, revoked_at__isnull=True
    )
    return standing.update(revoked_at=at)


def hashed(secret: str) -> str:
    """What is kept of a secret: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
