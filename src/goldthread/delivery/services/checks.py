"""What every service of this room does before and after it changes an action."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from goldthread.delivery import rules
from goldthread.delivery.models import (
    Action,
    Change,
    ExpectedEffect,
    Milestone,
    PlanSettings,
    Update,
)
from goldthread.delivery.words import label
from goldthread.partners.models import Person
from goldthread.partners.services.wholeness import look_over

Changed = Mapping[str, tuple[str, str]]  # field -> what stood, what stands


def locked(action: Action) -> Action:
    """The action as it stands now, held until the act is done."""
    found: Action = (
        Action.objects.select_for_update(of=("self",))
        .select_related("workstream", "lead_agency", "owner")
        .get(pk=action.pk)
    )
    return found


def locked_settings() -> PlanSettings:
    """The one row of settings, held: whoever holds it alone gives references away."""
    PlanSettings.objects.get_or_create(only=True)
    found: PlanSettings = PlanSettings.objects.select_for_update().get()
    return found


def check(thing: Model, *, without: tuple[str, ...] = ()) -> None:
    """Refuse, in words, what the database would refuse without."""
    try:
        look_over(thing, without=without)
    except ValidationError as wrong:
        raise rules.Refused(_in_words(wrong)) from None


def _in_words(wrong: ValidationError) -> str:
    return " ".join(
        " ".join(_sentence(each) for each in found)
        if field == NON_FIELD_ERRORS
        else f"{label(field)}: {' '.join(found)}"
        for field, found in wrong.message_dict.items()
    )


def check_words(thing: Model) -> None:
    """The same without asking the database: it refuses by itself what would be false.

    For many rows at once: asking it of each constraint of each costs 8 ms a row.
    """
    related = {each.name for each in thing._meta.concrete_fields if each.is_relation}
    try:
        thing.clean_fields(exclude={*related, "reference"})
    except ValidationError as wrong:
        raise rules.Refused(_in_words(wrong)) from None


@contextmanager
def refused_by_the_database() -> Iterator[None]:
    """What the database refuses is a refusal in words: the name of its constraint."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as wrong:
        if sentence := _name_in(str(wrong)):
            raise rules.Refused(sentence) from None
        raise


def _name_in(said: str) -> str:
    """The constraint that an error names, as a sentence; nothing where it is not ours."""
    names = {
        each.name
        for model in (Action, Update, Milestone, ExpectedEffect)
        for each in model._meta.constraints
    }
    found = next((name for name in names if name in said), "")
    return _as_words(found) if found else ""


# A constraint's name reads as a sentence: it is the refusal.
_VIOLATED = "Constraint “"


def _sentence(said: str) -> str:
    if not said.startswith(_VIOLATED):
        return said
    return _as_words(said.removeprefix(_VIOLATED).partition("”")[0])


def _as_words(name: str) -> str:
    words = name.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}."


def check_reason(reason: str) -> str:
    if refusal := rules.refusal_of_reason(reason):
        raise rules.Refused(refusal)
    return reason.strip()[:300]


def log(
    action: Action, changed: Changed, *, reason: str, by: Person | None, at: datetime
) -> None:
    """Raise the action's version and write each changed field into its change log."""
    Change.objects.bulk_create(logged(action, changed, reason=reason, by=by, at=at))


def logged(
    action: Action, changed: Changed, *, reason: str, by: Person | None, at: datetime
) -> list[Change]:
    """The rows of the change log for a new version of an action, not saved."""
    action.version += 1
    return [
        Change(
            action=action,
            field=field,
            before=before,
            after=after,
            reason=reason,
            by=by,
            at=at,
            version=action.version,
        )
        for field, (before, after) in changed.items()
    ]
