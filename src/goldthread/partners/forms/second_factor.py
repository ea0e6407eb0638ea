"""The forms of a second factor and of a person's own account."""

from datetime import UTC, datetime
from typing import Any

from allauth.mfa.base import forms as factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal import auth as totp_auth
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.utils.crypto import constant_time_compare

from goldthread.partners import services, throttle
from goldthread.partners.forms.sign_in import LENGTH, SIX_DIGITS, Account
from goldthread.partners.models import Person
from goldthread.partners.second_factor import LAST, WORDS
from goldthread.web.forms import Form


def short(code: forms.Field) -> None:
    """A code is short: what is longer is answered before anything is computed with it."""
    code.validators.append(MaxLengthValidator(40, "That is too long for a code."))
    code.widget.attrs |= {"inputmode": "numeric", "maxlength": "40"}


_CODE = ("The code", "Six digits from your app, or one of your recovery codes.")
_WAIT = "There were too many attempts. Wait five minutes, then try again."


class _Code(Account):
    """A code from the app or from paper: throttled, recorded, and good once."""

    words = {"code": _CODE}
    user: Person
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        short(self.fields["code"])

    def clean_code(self) -> str:
        now = datetime.now(UTC)
        who = f"second factor {self.user.pk}"
        if throttle.refusal_of_attempt(email=who, address=who, at=now):
            self._refused("too many attempts", now)
            raise ValidationError(_WAIT)
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            self._refused("a wrong code", now)
            raise
        if self.authenticator.type == Authenticator.Type.TOTP and not _first_use(
            self.authenticator, code
        ):
            self._refused("a code that was used before", now)
            raise ValidationError(
                "That code was used already. Wait for the next one, at most half a minute."
            )
        throttle.forgive(email=who)
        return code

    def _refused(self, why: str, now: datetime) -> None:
        services.note_second_factor_refused(self.user, why=why, at=now)

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        """Say nothing to others: `clean_code` writes it down."""

    def save(self) -> None:
        super().save()  # type: ignore[misc]
        now = datetime.now(UTC)
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            self.authenticator.refresh_from_db()
            left = len(self.authenticator.wrap().get_unused_codes())
            services.note_recovery_code_used(self.user, left=left, at=now)
        else:
            words = WORDS[Authenticator.Type(self.authenticator.type)]
            services.note_second_factor_used(self.user, words=words, at=now)


@transaction.atomic
def _first_use(authenticator: Authenticator, code: str) -> bool:
    """Whether a code was never used, in any process; the half minute it is of is kept.

    Allauth remembers used codes in its cache, which here is one process's memory.
    """
    kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret = totp_auth.decrypt(kept.data["secret"])
    given = "".join(sign for sign in code if sign.isdigit())
    counter = max(
        (
            one
            for one in totp_auth.yield_hotp_counters_from_time()
            if constant_time_compare(
                totp_auth.format_hotp_value(totp_auth.hotp_value(secret, one)), given
            )
        ),
        default=-1,
    )
    if counter <= kept.data.get(LAST, -1):
        return False
    kept.data[LAST] = counter
    kept.save(update_fields=["data"])
    authenticator.data = kept.data
    return True


class CodeForm(_Code, factor.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class CodeAgainForm(_Code, factor.ReauthenticateForm):  # type: ignore[misc]
    """Proving it again, before something grave."""


class FirstCodeForm(Account, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code from a new app shows that it was set up rightly."""

    words = {"code": ("The code that the app shows now", SIX_DIGITS)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        short(self.fields["code"])


class _Passkey(Account):
    """Passkeys come as JSON from the browser, in a field that nobody sees."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ValidationError:
            services.note_second_factor_refused(
                self.user,  # type: ignore[attr-defined]
                why="a passkey that does not fit",
                at=datetime.now(UTC),
            )
            raise ValidationError(
                "That passkey does not open this account. Try another, or use a code."
            ) from None

    def save(self) -> None:
        super().save()  # type: ignore[misc]
        self.note_use()

    def note_use(self) -> None:
        services.note_second_factor_used(
            self.user,  # type: ignore[attr-defined]
            words=WORDS[Authenticator.Type.WEBAUTHN],
            at=datetime.now(UTC),
        )


class PasskeyForm(Account, passkey.AddWebAuthnForm):  # type: ignore[misc]
    """Adding a passkey under a name one will know it by."""

    words = {"name": ("A name for it", "For example: my phone, or the key on my ring.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = ""
        self.fields["credential"].error_messages["required"] = (
            "Press the button, and let your browser ask for the passkey."
        )

    def clean_name(self) -> str:
        return (self.cleaned_data.get("name") or "").strip()[:80] or "Passkey"


class UsePasskeyForm(_Passkey, passkey.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The second step of signing in, with a passkey."""


class UsePasskeyAgainForm(_Passkey, passkey.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Proving it again with a passkey."""

    def clean_credential(self) -> Any:
        # Allauth's view of proving again does not call `save`.
        found = super().clean_credential()
        self.note_use()
        return found


class FirstPasswordForm(Form):
    """The password of somebody who accepts an invitation."""

    password = forms.CharField(
        label="Choose a password",
        max_length=200,
        help_text=LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        error_messages={"required": "Choose a password."},
    )
