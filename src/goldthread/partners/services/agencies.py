"""Every change to the organisations of the partnership."""

from datetime import datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.partners.models import Agency, Person
from goldthread.partners.services.checks import check


@transaction.atomic
def add_agency(
    *,
    name: str,
    short_name: str = "",
    kind: str = Agency.Kind.OTHER,
    by: Person | None,
    at: datetime,
) -> Agency:
    """Add an organisation of the partnership."""
    agency = Agency(name=name.strip(), short_name=short_name.strip(), kind=kind)
    check(agency)
    agency.save()
    record("agency.added", agency, by=by, at=at)
    return agency
