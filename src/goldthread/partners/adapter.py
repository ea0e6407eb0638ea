"""How sign-in behaves here: by e-mail, throttled, recorded; nobody signs themselves up."""

from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldthread.partners import rules_people, services, throttle
from goldthread.partners.middleware import appointments_of
from goldthread.partners.models import Person


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The points at which allauth asks us how to go on."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That e-mail and password do not belong together. Try again, or reset your password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        refusal = throttle.refusal_of_attempt(
            email=credentials.get("email", ""),
            address=self.get_client_ip(request),
            at=datetime.now(UTC),
        )
        if refusal:
            raise ValidationError(refusal, code="too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        person = super().authenticate(request, **credentials)
        if isinstance(person, Person) and person.is_active:
            self._refuse_a_sleeper(person)
            return person
        # A closed account answers exactly as a wrong password does.
        if person is not None:
            self.authentication_failed(request, **credentials)
        return None

    def _refuse_a_sleeper(self, person: Person) -> None:
        # Only who knows the password hears that the account is asleep.
        now = datetime.now(UTC)
        if refusal := rules_people.refusal_to_sleeper(
            person, at=now, days=settings.DORMANT_DAYS
        ):
            services.note_asleep(person, at=now)
            raise ValidationError(refusal, code="asleep")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        email = credentials.get("email", "").strip().lower()
        person = Person.objects.filter(email=email).first()
        services.note_refused_sign_in(person, at=datetime.now(UTC))

    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        # The middleware that knows for which agency somebody acts ran before they did.
        held = appointments_of(user, on=timezone.localdate())
        user.acting = held[0] if held else None
        services.note_sign_in(user, how=_how(request, user), at=datetime.now(UTC))
        # Attempts count guesses; an honest day of signing in and out is not guessing.
        throttle.forgive(email=user.email)

    def post_login(
        self, request: HttpRequest, user: Person, **how: Any
    ) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **how)
        services.end_oldest_sessions(
            user, most=settings.SESSIONS_PER_PERSON, by=user, at=datetime.now(UTC)
        )
        return response

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, Person):
            services.note_sign_out(request.user, at=datetime.now(UTC))
        super().logout(request)

    def set_password(self, user: Person, password: str) -> None:
        now = datetime.now(UTC)
        user.woken_at = now  # the link in the mail proved whose account it is
        super().set_password(user, password)
        here = self.request and self.request.user == user
        keep = (self.request.session.session_key or "") if here else ""
        services.note_password_changed(user, keep=keep, at=now)
        throttle.forgive(email=user.email)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        # Who signed in a minute ago gave everything that they would be asked for now.
        done = get_authentication_records(context.request, context.request.user)
        newest = done[-1]["at"] if done else 0
        return bool(
            datetime.now(UTC).timestamp() - newest
            > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        )

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        return redirect("account_login")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the services write it down and tell the person."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the page one lands on says it already."""


_SAID = {
    "password": "password",
    "socialaccount": "single sign-on",
    "mfa": "second factor",
}


def _how(request: HttpRequest, person: Person) -> str:
    methods = [one["method"] for one in get_authentication_records(request, person)]
    return ", ".join(_SAID[one] for one in _SAID if one in methods)
