"""What a password may not be, beyond Django's own list of common ones."""

import re

from django.core.exceptions import ValidationError

from goldthread.partners.models import Person

_FEWEST = 6  # different characters


class NotRepeatedValidator:
    """Fifteen characters are no protection when they are one short word again and again."""

    def validate(self, password: str, user: Person | None = None) -> None:
        if len(set(password)) < _FEWEST or re.fullmatch(r"(.{1,12}?)\1+", password):
            raise ValidationError(
                "This password repeats itself. Use four or five unrelated words.",
                code="password_repeats",
            )

    def get_help_text(self) -> str:
        return "Your password may not repeat one short word."
