"""What is said about a measure: written by its owner, approved by its lead."""

from datetime import datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.partners.models import Person
from goldthread.performance import rules
from goldthread.performance.claims import claims_on
from goldthread.performance.models import Commentary, Indicator, Reading, Standing
from goldthread.performance.services.checks import check, locked


@transaction.atomic
def write_commentary(
    indicator: Indicator,
    *,
    what: str,
    why: str = "",
    so_what: str = "",
    what_next: str = "",
    by: Person | None,
    at: datetime,
) -> Commentary:
    """Write on the newest reading; what waits for approval is written over."""
    kept = locked(indicator)
    if refusal := rules.refusal_to_comment(kept, by=by):
        raise rules.Refused(refusal)
    reading = (
        Reading.objects.standing()
        .filter(indicator=kept, area_code=kept.area_code)
        .order_by("-period_start")
        .first()
    )
    if reading is None:
        raise rules.Refused(f"{kept} has no figure yet, so there is nothing to say.")
    waiting = kept.commentaries.filter(approved_at__isnull=True).first()
    made = waiting or Commentary(indicator=kept)
    made.reading = reading
    made.what, made.why = what.strip(), why.strip()
    made.so_what, made.what_next = so_what.strip(), what_next.strip()
    made.written_at = at
    made.written_by = by if isinstance(by, Person) else None
    check(made)
    made.save()
    record("commentary.written", kept, by=by, at=at)
    return made


@transaction.atomic
def approve_commentary(
    commentary: Commentary, *, by: Person | None, at: datetime
) -> Commentary:
    """Let a commentary go on; sentences that the figures do not support stay marked."""
    kept = (
        Commentary.objects.select_for_update(of=("self",))
        .select_related("indicator__workstream", "reading")
        .get(pk=commentary.pk)
    )
    standing = Standing.objects.filter(
        indicator=kept.indicator, area_code=kept.reading.area_code
    ).first()
    marked = [
        claim.sentence
        for claim in claims_on(kept.text, kept.indicator, kept.reading, standing)
        if claim.is_unsupported
    ]
    if refusal := rules.refusal_to_approve(kept, unsupported=len(marked), by=by):
        raise rules.Refused(refusal)
    kept.unsupported = marked
    kept.approved_at = at
    kept.approved_by = by if isinstance(by, Person) else None
    kept.save()
    record(
        "commentary.approved",
        kept.indicator,
        by=by,
        at=at,
        detail={
            "unsupported": marked,
            "by its writer": by is not None and kept.written_by_id == by.pk,
        },
    )
    return kept
