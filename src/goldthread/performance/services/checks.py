"""What every service of this room does before it changes a measure."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model

from goldthread.partners.services.wholeness import look_over
from goldthread.performance import rules
from goldthread.performance.models import Indicator

_VIOLATED = "Constraint “"


def locked(indicator: Indicator) -> Indicator:
    """The measure as it stands now, held until the act is done."""
    found: Indicator = (
        Indicator.objects.select_for_update(of=("self",))
        .select_related("owner", "companion", "workstream")
        .get(pk=indicator.pk)
    )
    return found


def check(thing: Model) -> None:
    """Refuse, in words, what the database would refuse without."""
    try:
        look_over(thing)
    except ValidationError as wrong:
        raise rules.Refused(
            " ".join(
                " ".join(_sentence(each) for each in found)
                if field == NON_FIELD_ERRORS
                else f"{field.replace('_', ' ').capitalize()}: {' '.join(found)}"
                for field, found in wrong.message_dict.items()
            )
        ) from None


def _sentence(said: str) -> str:
    # A constraint's name reads as a sentence: it is the refusal.
    if not said.startswith(_VIOLATED):
        return said
    name = said.removeprefix(_VIOLATED).partition("”")[0].replace("_", " ")
    return f"{name[:1].upper()}{name[1:]}."
