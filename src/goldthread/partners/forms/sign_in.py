"""The forms of sign-in, passwords and the first set-up."""

from datetime import UTC, datetime
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError

from goldthread.partners import throttle
from goldthread.web.fields import Words
from goldthread.web.forms import Form, PlainWords

SIX_DIGITS = "Six digits. They change every half minute."
LENGTH = "At least 15 characters. Four or five unrelated words are easy to remember and hard to guess."


class Account(PlainWords):
    """Allauth's fields in our words, without its placeholders."""

    words: dict[str, tuple[str, str]] = {}  # field -> label, hint

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            label, hint = self.words.get(name, (str(field.label), ""))
            field.label, field.help_text = label, hint
            field.error_messages["required"] = f"Enter {label[:1].lower()}{label[1:]}."
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = (
                    "Enter an e-mail address like name@example.org."
                )


_EMAIL = ("Your e-mail address", "")


class SignInForm(Account, account.LoginForm):  # type: ignore[misc]
    words = {"login": _EMAIL, "password": ("Your password", "")}


class ResetPasswordForm(Account, account.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": _EMAIL}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if email := cleaned.get("email"):
            refusal = throttle.refusal_of_attempt(
                email=f"reset {email}",
                address=get_adapter().get_client_ip(context.request),
                at=datetime.now(UTC),
            )
            if refusal:
                raise ValidationError(
                    "There were too many requests. Wait five minutes, then try again."
                )
        return cleaned


class NewPasswordForm(Account, account.ResetPasswordKeyForm):  # type: ignore[misc]
    words = {
        "password1": ("A new password", LENGTH),
        "password2": ("The same password again", ""),
    }


class ChangePasswordForm(Account, account.ChangePasswordForm):  # type: ignore[misc]
    words = {
        "oldpassword": ("Your password until now", ""),
        "password1": ("A new password", LENGTH),
        "password2": ("The same password again", ""),
    }


class SetUpForm(Form):
    """Who comes first, and which area this partnership answers for."""

    code = forms.CharField(
        label="The set-up code",
        max_length=100,
        help_text="It was printed where Goldthread was started, and lies in the file setup-code in its home folder.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    area_name = Words(
        label="The name of your partnership",
        max_length=200,
        help_text="As people write it, for example Safer Saxonbridge Partnership.",
    )
    area_code = Words(
        label="The code of its area",
        max_length=20,
        help_text="The code of the Community Safety Partnership or local authority, for example E22000123.",
    )
    name = Words(label="Your name", max_length=200)
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="You will sign in with it.",
        error_messages={"invalid": "Enter an e-mail address like name@example.org."},
    )
    password = forms.CharField(
        label="A password",
        max_length=200,
        help_text=LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )


class ProveAgainForm(Account, account.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": ("Your password", "")}
