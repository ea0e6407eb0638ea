"""Guessing passwords is slowed down before anything is hashed, across all processes.

Checking one password costs a quarter of a second of CPU (argon2), so a storm of guesses
would also stop everyone else's work. Attempts are counted in the database, the one place
that all web processes share; the count and the insert share a transaction, so parallel
guesses cannot slip through between them.
"""

from datetime import datetime

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from goldthread.partners import rules
from goldthread.partners.models import SignInAttempt

_LOCK = 0x601D  # one PostgreSQL advisory lock: attempts are rare and short


def refusal_of_attempt(*, email: str, address: str, at: datetime) -> str | None:
    """Count one attempt to sign in; the sentence why it may not go on, or None."""
    account, place = (
        _hidden("account", email.strip().lower()),
        _hidden("place", address),
    )
    with transaction.atomic():
        _one_at_a_time()
        SignInAttempt.objects.filter(at__lte=at - rules.WINDOW).delete()
        refusal = rules.refusal_to_guess(
            by_account=SignInAttempt.objects.filter(account=account).count() + 1,
            by_address=SignInAttempt.objects.filter(address=place).count() + 1,
        )
        # A refused attempt is not counted: the wait is five minutes from the last
        # guess that was made, and an attacker cannot lock someone out for ever longer.
        if refusal is None:
            SignInAttempt.objects.create(at=at, account=account, address=place)
    return refusal


def forgive(*, email: str) -> None:
    """Forget the attempts on an account whose owner has just proved who they are."""
    account = _hidden("account", email.strip().lower())
    SignInAttempt.objects.filter(account=account).delete()


def _one_at_a_time() -> None:
    # SQLite transactions are IMMEDIATE here, so they already queue.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _hidden(kind: str, value: str) -> str:
    return salted_hmac(
        f"goldthread.sign-in.{kind}", value, algorithm="sha256"
    ).hexdigest()
