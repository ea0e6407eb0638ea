"""People for the tests, made by the services that make real ones."""

from datetime import UTC, date, datetime
from typing import Any

from tests.laid import laid

from goldthread.partners import services
from goldthread.partners.models import Agency, Installation, Person

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
APPOINTED = date(2024, 4, 1)
PASSWORD = "seven herons under the viaduct"


def make_agency(name: str = "Saxonbridge City Council", **how: Any) -> Agency:
    """An agency of this name, added if it is not there yet."""
    found = Agency.objects.filter(name=name).first()
    return found or services.add_agency(name=name, **{"by": None, "at": NOW} | how)


@laid
def make_person(
    email: str = "amar@example.org",
    *,
    role: str | None = "manager",
    agency: Agency | None = None,
    **how: Any,
) -> Person:
    """Someone who can sign in with PASSWORD and acts in this role; None: in none."""
    told = {"name": "Amar Tolliver", "password": PASSWORD, "by": None, "at": NOW} | how
    person = services.add_person(email=email, **told)
    if role:
        person.acting = services.appoint(
            person,
            agency=agency or make_agency(),
            role=role,
            from_on=APPOINTED,
            by=None,
            at=NOW,
        )
    return person


@laid
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


@laid
def make_demonstration() -> Installation:
    """A partnership whose figures are invented."""
    return services.found_demonstration(
        area_code="X22000001",
        area_name="Safer Saxonbridge Partnership",
        by=None,
        at=NOW,
    )
