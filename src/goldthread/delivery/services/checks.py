"""What every service of this room does before and after it changes an action."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model

from goldthread.delivery import rules
from goldthread.delivery.models import Action, Change, PlanSettings
from goldthread.delivery.words import label
from goldthread.partners.models import Person

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
        thing.full_clean(exclude=without)
    except ValidationError as wrong:
        raise rules.Refused(
            " ".join(
                " ".join(_sentence(each) for each in found)
                if field == NON_FIELD_ERRORS
                else f"{label(field)}: {' '.join(found)}"
                for field, found in wrong.message_dict.items()
            )
        ) from None


# A constraint's name reads as a sentence: it is the refusal.
_VIOLATED = "Constraint “"


def _sentence(said: str) -> str:
    if not said.startswith(_VIOLATED):
        return said
    name = said.removeprefix(_VIOLATED).partition("”")[0].replace("_", " ")
    return f"{name[:1].upper()}{name[1:]}."


def check_reason(reason: str) -> str:
    if refusal := rules.refusal_of_reason(reason):
        raise rules.Refused(refusal)
    return reason.strip()[:300]


def log(
    action: Action, changed: Changed, *, reason: str, by: Person | None, at: datetime
) -> None:
    """Raise the action's version and write each changed field into its change log."""
    action.version += 1
    Change.objects.bulk_create(
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
    )
