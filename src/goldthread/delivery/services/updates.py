"""What owners report."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from goldthread.audit.services import record
from goldthread.delivery import rules
from goldthread.delivery.models import Action, Chase, Update
from goldthread.delivery.services.checks import locked
from goldthread.partners.models import Person


@transaction.atomic
def report_progress(
    action: Action,
    *,
    status: str,
    percent: int,
    text: str,
    next_step: str,
    token: UUID,
    via: str = Update.Via.SITE,
    seen: int | None = None,
    by: Person | None,
    at: datetime,
) -> Update:
    """Report how an action stands; the newest report is what its page shows.

    `token` is the form's: the same form sent ten times is one report (F26), and whoever
    sends it again gets that one. `seen` is the version of the action that the page
    showed: where somebody reported since, nothing is saved (F25). A complete action is
    wholly done, whatever per cent was typed.

    Raises:
        Overtaken: somebody reported since.
    """
    kept = locked(action)
    already = Update.objects.filter(token=token).first()
    if already is not None and already.action_id == kept.pk:
        return already
    text, next_step = text.strip(), next_step.strip()
    if status == Action.Status.COMPLETE:
        percent = 100
    if refusal := rules.refusal_to_report(
        kept, by=by, supports=_supports(kept, by)
    ) or rules.refusal_of_report(status=status, percent=percent, text=text):
        raise rules.Refused(refusal)
    if seen is not None and kept.updates.filter(version__gt=seen).exists():
        raise rules.Overtaken(rules.OVERTAKEN)
    kept.version += 1
    update = Update.objects.create(
        action=kept,
        token=token,
        status=status,
        percent=percent,
        text=text,
        next_step=next_step,
        by=by,
        at=at,
        via=via,
        version=kept.version,
    )
    stood = kept.status
    kept.status, kept.percent, kept.next_step = status, percent, next_step
    kept.last_update_at = max(at, kept.last_update_at or at)
    kept.settle()
    kept.save()
    _answer_chases(kept, at)
    record(
        "action.reported",
        kept,
        by=by,
        at=at,
        detail={
            "before": {"status": stood},
            "after": {"status": status, "percent": percent},
            "via": via,
        },
    )
    return update


def _supports(action: Action, by: Person | None) -> bool:
    own = rules.agency_of(by)
    return own is not None and action.support_agencies.filter(pk=own.pk).exists()


def _answer_chases(action: Action, at: datetime) -> None:
    Chase.objects.filter(action=action, answered_at__isnull=True, at__lte=at).update(
        answered_at=at
    )
