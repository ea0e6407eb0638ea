"""What the plan's forms send, and who sends it."""

import uuid
from typing import Any

from django.test import Client
from tests.make import make_manager
from tests.partners.people import PASSWORD

from goldthread.delivery.models import (
    Action,
)
from goldthread.partners.models import Person


def signed_in(client: Client, person: Person | None = None) -> Person:
    """Somebody signed in; the partnership manager unless another is given."""
    person = person or make_manager()
    assert client.login(email=person.email, password=PASSWORD)
    return person


def text(answer: Any) -> str:
    return str(answer.content.decode())


def report_of(action: Action, **changed: Any) -> dict[str, Any]:
    """What the report form of this action sends."""
    return {
        "status": "on_track",
        "percent": "40",
        "text": "Two marshals are trained.",
        "next_step": "",
        "token": str(uuid.uuid4()),
        "seen": str(action.version),
    } | changed
