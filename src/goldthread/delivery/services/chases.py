"""What is written down when somebody was told that an action has gone silent."""

from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.delivery import rules
from goldthread.delivery.models import Action, Chase, PlanSettings
from goldthread.delivery.services.checks import locked
from goldthread.delivery.silence import silence
from goldthread.partners.models import Person


@transaction.atomic
def note_chase(
    action: Action, *, level: str, on: date, by: Person | None, at: datetime
) -> Chase | None:
    """Note that the owner, the lead or the chair was told; None where it was noted before.

    The desk calls it in the transaction that queues its mail, and queues none where it
    gets None: one silence is told once at each level, however often the clock strikes.
    """
    kept = locked(action)
    settings = PlanSettings.objects.first() or rules.default_settings()
    found = silence(kept, on, settings)
    if refusal := rules.refusal_to_chase(
        level, reached=found.level, reference=kept.reference
    ):
        raise rules.Refused(refusal)
    chase, is_new = Chase.objects.get_or_create(
        action=kept, level=level, silent_since=found.since, defaults={"at": at}
    )
    if not is_new:
        return None
    record(
        "action.chased",
        kept,
        by=by,
        at=at,
        detail={"level": level, "silent since": str(found.since)},
    )
    return chase


@transaction.atomic
def note_asked(action: Action, *, by: Person | None, at: datetime) -> Chase:
    """Note that the owner was asked by hand; of one silence the last time is kept.

    The desk calls it in the transaction that queues its mail. Whoever else looks at the
    list sees that somebody has asked already.
    """
    kept = locked(action)
    chase, _ = Chase.objects.update_or_create(
        action=kept,
        level=Chase.Level.ASKED,
        silent_since=kept.silent_from,
        defaults={"at": at, "answered_at": None},
    )
    record("action.asked", kept, by=by, at=at)
    return chase
