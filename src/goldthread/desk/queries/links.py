"""What a link opens: its person, as what they act, and the actions on its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from goldthread.delivery.models import Action
from goldthread.delivery.models.actions import Actions
from goldthread.delivery.queries.lines import ActionLine, lines_of
from goldthread.delivery.queries.own import actions_of, plan_settings
from goldthread.desk import tokens
from goldthread.desk.models import ReturnLink, UpdateLink
from goldthread.partners.middleware import appointments_of
from goldthread.partners.models import Person

MOST = 100


@dataclass(frozen=True, slots=True)
class LinkPage:
    """The page behind a link: what still waits for a word, and what was told already."""

    name: str
    agency: str
    waiting: tuple[ActionLine, ...]
    told: tuple[ActionLine, ...]
    until: date

    @property
    def is_done(self) -> bool:
        """Whether every action of the link has had its word."""
        return bool(self.told) and not self.waiting


def link_named(token: str) -> UpdateLink | None:
    """The link of this token, whatever has become of it."""
    secret = tokens.secret_in(token)
    if secret is None:
        return None
    found: UpdateLink | None = (
        UpdateLink.objects.select_related("person")
        .filter(token_hash=tokens.hash_of(secret))
        .first()
    )
    return found


def return_link_named(token: str) -> ReturnLink | None:
    """The return link of this token, whatever has become of it."""
    secret = tokens.secret_in(token)
    if secret is None:
        return None
    found: ReturnLink | None = (
        ReturnLink.objects.select_related("person", "agency")
        .filter(token_hash=tokens.hash_of(secret))
        .first()
    )
    return found


def person_acting(person: Person, *, on: date) -> Person:
    """The person in the first appointment that runs on this day; in none, acting None."""
    held = appointments_of(person, on=on)
    person.acting = held[0] if held else None
    return person


def actions_for(person: Person) -> Sequence[Action]:
    """What somebody would report on: the open actions they own."""
    return list(actions_of(person)[:MOST])


def actions_in(link: UpdateLink) -> Actions:
    """The actions that a link opens: those of its list that still stand."""
    found: Actions = Action.objects.standing().filter(
        pk__in=UpdateLink.actions.through.objects.filter(updatelink=link).values(
            "action"
        )
    )
    return found


def link_page(link: UpdateLink, *, on: date) -> LinkPage:
    """The actions of a link as they stand today, those without a word first."""
    actions = actions_in(link)
    told = set(
        actions.filter(last_update_at__gte=link.issued_at).values_list("pk", flat=True)
    )
    first = F("due_on").asc(nulls_last=True)
    lines = lines_of(actions.order_by(first, "pk"), on=on, settings=plan_settings())
    acting = link.person.acting
    return LinkPage(
        link.person.name,
        str(acting.agency) if acting else "",
        waiting=tuple(line for line in lines if line.key not in told),
        told=tuple(line for line in lines if line.key in told),
        until=link.expires_at.date(),
    )


def link_address(token: str) -> str:
    """The whole address of a link, as it stands in a mail."""
    return f"{settings.ADDRESS}{reverse('update_link', args=[token])}"
