"""What partners key: one return, many measures, kept once however often it is sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goldthread.audit.services import record
from goldthread.partners.models import Agency, Person
from goldthread.performance import rules
from goldthread.performance.models import Indicator, KeyedReturn
from goldthread.performance.services.asking import answer_figure_chases
from goldthread.performance.services.readings import Figure, Rests, put, told


@transaction.atomic
def key_return(
    agency: Agency,
    figures: Mapping[Indicator, Sequence[Figure]],
    *,
    token: UUID,
    via: str = "site",
    note: str = "",
    by: Person | None,
    at: datetime,
) -> KeyedReturn:
    """Take an agency's figures; a figure that differs from one held is a revision.

    The same form sent again is the same return (F26).
    """
    # Whoever holds the agency alone keys for it: two returns never cross.
    Agency.objects.select_for_update().get(pk=agency.pk)
    already = KeyedReturn.objects.filter(token=token).first()
    if already is not None:
        return already
    if not any(figures.values()):
        raise rules.Refused("Enter at least one figure, or come back later.")
    made = KeyedReturn.objects.create(
        agency=agency,
        token=token,
        via=via,
        note=note.strip(),
        sent_at=at,
        sent_by=by if isinstance(by, Person) else None,
    )
    detail: dict[str, object] = {"via": via}
    for indicator in sorted(figures, key=lambda each: each.pk):
        kept = (
            Indicator.objects.select_for_update(of=("self",))
            .select_related("owner", "companion", "workstream")
            .get(pk=indicator.pk)
        )
        if kept.owner_id != agency.pk:
            raise rules.Refused(
                f"{kept} is answered for by {kept.owner}, not by {agency}."
            )
        if refusal := rules.refusal_to_key(kept, by=by):
            raise rules.Refused(refusal)
        readings = put(
            kept,
            figures[indicator],
            Rests(comes_from="return", came_with=made, evidence=note.strip()),
            revising=note.strip() or f"Sent again by {agency}",
            by=by,
            at=at,
        )
        detail[kept.code] = told(readings)
    answer_figure_chases(agency, at)
    record("return.keyed", made, by=by, at=at, detail=detail)
    return made
