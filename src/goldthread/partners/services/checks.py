"""What every service of this room looks at before it keeps something."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import validate_email
from django.db.models import Model

from goldthread.audit.services import Actor, Acts
from goldthread.partners import rules
from goldthread.partners.models import Person
from goldthread.partners.services.wholeness import look_over

By = Actor | Acts | None  # whoever acts; None is the system account


def check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise rules.Refused(
            f"Expected an e-mail address like name@example.org, and found {email!r}."
        ) from None


def check(thing: Model, *, without: tuple[str, ...] = ()) -> None:
    try:
        look_over(thing, without=without)
    except ValidationError as wrong:
        raise rules.Refused(
            " ".join(
                " ".join(found)
                if field == NON_FIELD_ERRORS
                else f"{field.replace('_', ' ').capitalize()}: {' '.join(found)}"
                for field, found in wrong.message_dict.items()
            )
        ) from None


def complaints(password: str, person: Person) -> list[str]:
    try:
        validate_password(password, person)
    except ValidationError as wrong:
        return list(wrong.messages)
    return []


def difference(thing: Model, **wanted: Any) -> dict[str, dict[str, str]]:
    """Give the thing its new values; what changed, before and after, for the record."""
    before, after = {}, {}
    for field, value in wanted.items():
        found = getattr(thing, field)
        if found != value:
            before[field], after[field] = _told(found), _told(value)
            setattr(thing, field, value)
    return {"before": before, "after": after}


def _told(value: Any) -> str:
    # The record holds what changed, not a second copy of long texts.
    return "" if value is None else str(value)[:120]
