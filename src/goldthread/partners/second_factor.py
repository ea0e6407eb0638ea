"""Proving who one is a second time: who must, how secrets are kept, and the one gate.

Allauth does the arithmetic and the passkeys. Ours are: secrets encrypted with a key that
is not in the database; a code that works once across all processes; a record and a mail
for every change; and no page but one's own account before the second factor is there,
where the role needs one.
"""

import base64
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache, wraps

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.app_settings import TOTP_PERIOD as PERIOD
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldthread.partners.models import Installation, Person
from goldthread.partners.policy import EVERYBODY, Policy
from goldthread.partners.queries.whose import SOFTWARE, whose_it_is
from goldthread.partners.services import note_second_factor_changed

View = Callable[..., HttpResponse]
ELSEWHERE = "second_factor_elsewhere"  # the session's key: a provider asked for it
LAST = "last_counter"  # in an app's data: the half minute of the last code it gave
ALL, OPTIONAL = "all", "optional"

WORDS = {
    Authenticator.Type.TOTP: "an app that shows codes",
    Authenticator.Type.WEBAUTHN: "a passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """How allauth keeps second factors here."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That is not the code. Enter the one the app shows now, or a recovery code.",
    }

    def encrypt(self, text: str) -> str:
        return _box(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return _place()

    def _get_site_name(self) -> str:
        return _place()

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Say nothing: `recorded` writes it down and tells the person."""


@lru_cache(maxsize=2)
def _box(key: str) -> Fernet:
    # A key of its own, so that a leaked database gives no codes away.
    derived = HKDF(SHA256(), 32, salt=None, info=b"goldthread.second-factor")
    return Fernet(base64.urlsafe_b64encode(derived.derive(key.encode())))


def _place() -> str:
    place, _ = whose_it_is()
    return SOFTWARE if place == SOFTWARE else f"{SOFTWARE}, {place}"


def faults(found: Policy) -> list[str]:
    """What is wrong with the setting that says who needs a second factor."""
    asked = _asked()
    if asked & {ALL, OPTIONAL} and len(asked) > 1:
        return [
            "GOLDTHREAD_SECOND_FACTOR says all or optional, and names roles besides. Choose one."
        ]
    return [
        f"GOLDTHREAD_SECOND_FACTOR names the role {one!r}, which config/roles.toml does not. Correct it."
        for one in sorted(asked - {ALL, OPTIONAL} - found.roles.keys())
    ]


def _asked() -> set[str]:
    return {one.strip() for one in settings.SECOND_FACTOR.split(",") if one.strip()}


def is_required(person: Person) -> bool:
    """Whether this person must have a second factor, acting as they do."""
    asked = _asked()
    if asked == {OPTIONAL}:
        return False
    role = person.acting.role if person.acting else None
    if asked != {ALL} and role not in asked:
        return False
    # Where every figure is invented and the password is on the page, a second factor
    # would only keep visitors out; the page of one's account says so.
    return not is_demonstration()


def is_demonstration() -> bool:
    """Whether every figure and every account here is invented."""
    return Installation.objects.filter(is_demonstration=True).exists()


def was_given(request: HttpRequest) -> bool:
    """Whether this session was opened, or has since been proved, with a second factor."""
    person = request.user
    proved = any(
        one.get("method") == "mfa"
        for one in get_authentication_records(request, person)
    )
    return proved or request.session.get(ELSEWHERE) == person.pk


def second_factor_first(request: HttpRequest, act: str) -> HttpResponse | None:
    """Where the role needs a second factor: to one's account, until there is one."""
    person = request.user
    if not isinstance(person, Person) or act in (EVERYBODY, "own account"):
        return None
    if was_given(request) or not is_required(person):
        return None
    # Nothing else is open, so this page is where every click leads until then.
    return redirect("mfa_index")


def recorded(view: View, verb: str, kind: str) -> View:
    """Write down what a page of allauth's changed, in the transaction of the change."""

    @wraps(view)
    def respond(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "POST" or not isinstance(request.user, Person):
            return view(request, *args, **kwargs)
        person = request.user
        with transaction.atomic():
            before = _factors(person, kind)
            response = view(request, *args, **kwargs)
            if _factors(person, kind) != before:
                _note(request, person, verb, WORDS[Authenticator.Type(kind)])
        return response

    return respond


def _factors(person: Person, kind: str) -> set[int]:
    found = Authenticator.objects.filter(user_id=person.pk, type=kind)
    return set(found.values_list("pk", flat=True))


def _spend_first_code(person: Person) -> None:
    for app in Authenticator.objects.filter(
        user_id=person.pk, type=Authenticator.Type.TOTP, last_used_at=None
    ):
        app.data.setdefault(LAST, int(time.time()) // PERIOD)
        app.save(update_fields=["data"])


def _note(request: HttpRequest, person: Person, verb: str, words: str) -> None:
    if verb == "person.second_factor_added":
        # Whoever has just shown a good code has given a second factor, and used it.
        request.session[ELSEWHERE] = person.pk
        _spend_first_code(person)
    if verb == "person.second_factor_removed":
        request.session.pop(ELSEWHERE, None)
    note_second_factor_changed(
        person,
        verb,
        words=words,
        keep=request.session.session_key or "",
        at=datetime.now(UTC),
    )
    messages.success(request, "Done. You are signed out everywhere else.")
