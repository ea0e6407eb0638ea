"""Links and mail for the tests of the desk, made by the services that make real ones."""

import hashlib
import re
import uuid
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from tests.make_plan import make_action
from tests.partners.people import make_agency, make_person

from goldthread.delivery.models import Action
from goldthread.desk import services, tokens
from goldthread.desk.models import OutgoingMail, UpdateLink
from goldthread.desk.queries.links import link_named
from goldthread.partners.models import Person


def now() -> datetime:
    """The clock of the pages: a link that expires in three weeks is young on any day."""
    return datetime.now(UTC)


def make_owner(email: str = "noor@example.org", **how: Any) -> Person:
    """A practitioner of the council."""
    return make_person(email, **{"name": "Noor Ashby", "role": "practitioner"} | how)


def make_link(
    person: Person, *actions: Action, at: datetime | None = None
) -> tuple[str, UpdateLink]:
    """A link of this person to these actions: the token, and what is kept of it."""
    token = services.issue_link(person, actions=actions, by=None, at=at or now())
    link = link_named(token)
    assert link is not None
    return token, link


def forged_token() -> str:
    """A token that we signed for no link at all."""
    return tokens.token_of(tokens.new_secret())


def owned(person: Person, *titles: str, **told: Any) -> list[Action]:
    """Actions that this person owns."""
    return [make_action(title, owner=person, **told) for title in titles]


def report_form(action: Action, **changed: Any) -> dict[str, Any]:
    """What the form behind a link sends."""
    return {
        "status": "on_track",
        "percent": "60",
        "text": "Two marshals are trained.",
        "next_step": "Train two more",
        "token": str(uuid.uuid4()),
        "seen": str(action.version),
    } | changed


def link_in(mail: OutgoingMail) -> str:
    """The address of the link in a mail."""
    found = re.search(r"https?://\S+/u/\S+", mail.body)
    assert found is not None, mail.body
    return found[0]


def all_rows(*, but: tuple[str, ...] = ()) -> dict[str, str]:
    """A digest of every table, so that a visit can be shown to have changed none."""
    digests = {}
    for model in apps.get_models():
        if model._meta.label in but:
            continue
        rows = model._default_manager.order_by("pk").values_list()
        digests[model._meta.label] = hashlib.sha256(
            repr(list(rows)).encode()
        ).hexdigest()
    return digests


def colleague() -> Person:
    """Somebody of the police, who owns other actions."""
    return make_owner(
        "morwenna@example.org",
        name="Morwenna Adair",
        agency=make_agency("Saxonshire Police"),
    )
