"""People for the tests, made by the services that make real ones."""

from datetime import UTC, datetime
from typing import Any

from goldthread.partners import services
from goldthread.partners.models import Installation, Person

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PASSWORD = "seven herons under the viaduct"


def make_person(email: str = "amar@example.org", **how: Any) -> Person:
    """Someone who can sign in with PASSWORD."""
    told = {"name": "Amar Tolliver", "password": PASSWORD, "by": None, "at": NOW} | how
    return services.add_person(email=email, **told)


def make_installation() -> Installation:
    """A partnership that is set up, with its first person."""
    return services.found_installation(
        email="first@example.org",
        name="Wilfreda Moss",
        password=PASSWORD,
        area_code="X22000001",
        area_name="Safer Saxonbridge Partnership",
        by=None,
        at=NOW,
    )


def make_demonstration() -> Installation:
    """A partnership whose figures are invented."""
    return services.found_demonstration(
        area_code="X22000001",
        area_name="Safer Saxonbridge Partnership",
        by=None,
        at=NOW,
    )
