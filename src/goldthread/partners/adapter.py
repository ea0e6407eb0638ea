"""How sign-in behaves here: by e-mail, throttled, recorded; nobody signs themselves up."""

from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from goldthread.partners import services, throttle
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
            return person
        # A closed account answers exactly as a wrong password does.
        if person is not None:
            self.authentication_failed(request, **credentials)
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        email = credentials.get("email", "").strip().lower()
        person = Person.objects.filter(email=email).first()
        services.note_refused_sign_in(person, at=datetime.now(UTC))

    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        services.note_sign_in(user, at=datetime.now(UTC))
        # Attempts count guesses; an honest day of signing in and out is not guessing.
        throttle.forgive(email=user.email)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, Person):
            services.note_sign_out(request.user, at=datetime.now(UTC))
        super().logout(request)

    def set_password(self, user: Person, password: str) -> None:
        super().set_password(user, password)
        services.note_password_changed(user, at=datetime.now(UTC))
        throttle.forgive(email=user.email)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the page one lands on says it already."""
