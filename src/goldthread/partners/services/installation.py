"""Founding: whose installation this is, and who comes first."""

from datetime import datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.partners import rules
from goldthread.partners.models import Area, Installation, Person
from goldthread.partners.services.agencies import add_agency
from goldthread.partners.services.checks import check
from goldthread.partners.services.glossary import load_starter_glossary
from goldthread.partners.services.people import add_person, appoint


@transaction.atomic
def found_installation(
    *,
    email: str,
    name: str,
    password: str,
    area_code: str,
    area_name: str,
    agency_name: str = "",
    by: Person | None,
    at: datetime,
) -> Installation:
    """Name the area and make the first account; refused where one is already there.

    The first person is appointed partnership manager and administrator of the
    installation, for the agency named (else one called after the partnership).
    """
    installation = _found(
        area_code=area_code, area_name=area_name, at=at, is_demonstration=False
    )
    first = add_person(email=email, name=name, password=password, by=by, at=at)
    home = agency_name.strip() or f"Partnership team of {area_name.strip()}"
    agency = add_agency(name=home, by=by, at=at)
    for role in ("manager", "sysadmin"):
        appoint(first, agency=agency, role=role, from_on=at.date(), by=by, at=at)
    record(
        "installation.founded",
        installation,
        by=by,
        at=at,
        detail={"after": {"area": area_code, "first account": first.email}},
    )
    return installation


@transaction.atomic
def found_demonstration(
    *, area_code: str, area_name: str, by: Person | None, at: datetime
) -> Installation:
    """Name the invented area; every page will say that its figures are invented."""
    installation = _found(
        area_code=area_code, area_name=area_name, at=at, is_demonstration=True
    )
    record("installation.founded_as_demonstration", installation, by=by, at=at)
    return installation


def _found(
    *, area_code: str, area_name: str, at: datetime, is_demonstration: bool
) -> Installation:
    already = Installation.objects.select_related("area").first()
    if refusal := rules.refusal_to_found(already):
        raise rules.Refused(refusal)
    area = Area(code=area_code.strip(), name=area_name.strip())
    check(area)
    area.save()
    load_starter_glossary(by=None, at=at)
    return Installation.objects.create(
        area=area, founded_at=at, is_demonstration=is_demonstration
    )
