"""What a link opens: its person, as what they act, and the actions on its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from goldthread.delivery.models import Action
from goldthread.delivery.queries.lines import ActionLine, line_of
from goldthread.delivery.queries.own import actions_of, plan_settings
from goldthread.desk import tokens
from goldthread.desk.models import UpdateLink
from goldthread.partners.middleware import appointments_of
from goldthread.partners.models import Person


@dataclass(frozen=True, slots=True)
class LinkPage:
    """The page behind a link."""

    name: str
    agency: str
    lines: tuple[tuple[Action, ActionLine], ...]


def link_named(token: str) -> UpdateLink | None:
    """The link of this token, whatever has become of it."""
    secret = tokens.secret_in(token)
    if secret is None:
        return None
    return (
        UpdateLink.objects.select_related("person")
        .filter(token_hash=tokens.hash_of(secret))
        .first()
    )


def person_acting(person: Person, *, on: date) -> Person:
    """The person in the first appointment that runs on this day; in none, acting None."""
    held = appointments_of(person, on=on)
    person.acting = held[0] if held else None
    return person


def actions_for(person: Person) -> Sequence[Action]:
    """What somebody would report on: the open actions they own."""
    return list(actions_of(person).order_by("due_on", "pk")[:100])


def link_page(link: UpdateLink, *, on: date) -> LinkPage:
    """The actions of a link as they stand today."""
    kept = plan_settings()
    actions = (
        link.actions.standing()  # type: ignore[attr-defined]
        .select_related("workstream", "lead_agency", "owner")
        .order_by("due_on", "pk")
    )
    lines = tuple((one, line_of(one, on=on, settings=kept)) for one in actions)
    acting = link.person.acting
    return LinkPage(link.person.name, str(acting.agency) if acting else "", lines)


def link_address(token: str) -> str:
    """The whole address of a link, as it stands in a mail."""
    return f"{settings.ADDRESS}{reverse('update_link', args=[token])}"
