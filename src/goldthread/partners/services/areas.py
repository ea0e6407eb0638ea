"""Places that seats and actions name: wards, constituencies, with their dates."""

from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.partners.models import Area
from goldthread.partners.services.checks import By, check


@transaction.atomic
def add_area(
    *,
    code: str,
    name: str,
    kind: str,
    from_on: date | None = None,
    until_on: date | None = None,
    by: By,
    at: datetime,
) -> Area:
    """Name a place by its official code; boundaries change, so it may have dates."""
    area = Area(
        code=code.strip(),
        name=name.strip(),
        kind=kind,
        from_on=from_on,
        until_on=until_on,
    )
    check(area)
    area.save()
    record("area.added", area, by=by, at=at)
    return area
