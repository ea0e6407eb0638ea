"""How early people were found, as an agency returns it."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldthread.audit.services import record
from goldthread.partners.models import Agency, Person
from goldthread.performance import rules
from goldthread.performance.early import refusal_of_counts
from goldthread.performance.models import EarlyCount, KeyedReturn
from goldthread.performance.periods import later


@transaction.atomic
def record_early_counts(
    agency: Agency,
    *,
    period_start: date,
    counts: Mapping[tuple[str, str], int],  # (dimension, band) -> people
    token: UUID,
    via: str = "site",
    note: str = "",
    by: Person | None,
    at: datetime,
) -> KeyedReturn:
    """Take an agency's counts of a quarter; sent again they replace what it sent before."""
    Agency.objects.select_for_update().get(pk=agency.pk)
    already = KeyedReturn.objects.filter(token=token).first()
    if already is not None:
        return already
    own = rules.agency_of(by)
    if not rules.may(by, rules.DEFINE) and (
        not rules.may(by, rules.KEY) or own is None or own.pk != agency.pk
    ):
        raise rules.Refused(f"Somebody who acts for {agency} gives its counts.")
    if refusal := refusal_of_counts(period_start, counts):
        raise rules.Refused(refusal)
    made = KeyedReturn.objects.create(
        agency=agency,
        token=token,
        via=via,
        note=note.strip(),
        sent_at=at,
        sent_by=by if isinstance(by, Person) else None,
    )
    stood = EarlyCount.objects.filter(agency=agency, period_start=period_start)
    before = {f"{each.dimension} {each.band}": each.people for each in stood}
    stood.delete()
    EarlyCount.objects.bulk_create(
        EarlyCount(
            agency=agency,
            period_start=period_start,
            period_end=later(period_start, 3),
            dimension=dimension,
            band=band,
            people=people,
            came_with=made,
        )
        for (dimension, band), people in counts.items()
    )
    record(
        "return.keyed",
        made,
        by=by,
        at=at,
        detail={
            "early": period_start.isoformat(),
            "before": before,
            "after": {f"{d} {b}": people for (d, b), people in counts.items()},
        },
    )
    return made
