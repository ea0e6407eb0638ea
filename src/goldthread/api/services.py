"""Making a key, taking one back."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from goldthread.api import rules
from goldthread.api.models import Token
from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.partners.models import Person
from goldthread.partners.policy import policy
from goldthread.partners.rules import Refused

PREFIX = "gt_"  # so that a key which leaks is recognised for what it is


@transaction.atomic
def issue_token(
    person: Person,
    *,
    name: str,
    scope: str,
    last_day: date,
    by: Person,
    at: datetime,
) -> str:
    """Make a key and give its secret, which is shown once; only its hash is kept."""
    on = local_day(at)
    Person.objects.select_for_update().get(pk=person.pk)
    role = by.acting.role if by.acting else ""
    refusal = rules.refusal_to_issue(
        name=name,
        last_day=last_day,
        on=on,
        working=Token.objects.working(on).filter(person=person).count(),
        may=policy().may(role, rules.ACTS[scope]),
    )
    if refusal:
        raise Refused(refusal)
    secret = f"{PREFIX}{secrets.token_urlsafe(32)}"
    token = Token.objects.create(
        person=person,
        name=name.strip(),
        scope=scope,
        digest=hashed(secret),
        issued_at=at,
        expires_on=last_day + timedelta(days=1),
    )
    detail = {"after": {"scope": scope, "last day": str(last_day)}}
    record("api_key.issued", token, by=by, at=at, detail=detail)
    return secret


@transaction.atomic
def revoke_token(token: Token, *, by: Person, at: datetime) -> None:
    """Take a key back: from now on it opens nothing."""
    kept = Token.objects.select_for_update().get(pk=token.pk)
    if kept.revoked_at is not None:
        raise Refused("This key was taken back already.")
    kept.revoked_at, kept.revoked_by = at, by
    kept.save(update_fields=["revoked_at", "revoked_by"])
    record("api_key.revoked", kept, by=by, at=at)


def count_call(token: Token, *, at: datetime) -> int:
    """Count one use of a key; for how many seconds it rests, 0 where it may go on.

    No act to record by itself: what was read is recorded, with this key's name.
    """
    minute = at.replace(second=0, microsecond=0)
    row = Token.objects.filter(pk=token.pk)
    if row.exclude(minute=minute).update(minute=minute, calls=1):
        return 0
    if row.filter(calls__lt=rules.CALLS_A_MINUTE).update(calls=F("calls") + 1):
        return 0
    return 60 - at.second


def hashed(secret: str) -> str:
    """What is kept of a key: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
