"""Taking actions out of the plan; for thirty days they can be had back."""

from datetime import datetime

from django.db import transaction

from goldthread.audit.services import Subject, record
from goldthread.delivery import rules
from goldthread.delivery.models import Action
from goldthread.delivery.published import about
from goldthread.delivery.services.checks import check_reason, locked, log
from goldthread.notes.publishing import public_copy
from goldthread.partners.models import Person


@transaction.atomic
def delete_action(
    action: Action, *, reason: str, by: Person | None, at: datetime
) -> Action:
    """Take an action out of the plan; it can be restored for thirty days."""
    kept = locked(action)
    if refusal := rules.refusal_to_delete(kept, by=by):
        raise rules.Refused(refusal)
    if public_copy(about(kept)) is not None:
        raise rules.Refused(
            f"Residents read {kept.reference} on the public site. Take it back first."
        )
    reason = check_reason(reason)
    kept.deleted_at, kept.deleted_by = at, by
    log(kept, {"deleted": ("", "deleted")}, reason=reason, by=by, at=at)
    kept.save(update_fields=["deleted_at", "deleted_by", "version"])
    record("action.deleted", kept, by=by, at=at, detail={"reason": reason})
    return kept


@transaction.atomic
def restore_action(action: Action, *, by: Person | None, at: datetime) -> Action:
    """Put a deleted action back as it was."""
    kept = locked(action)
    if refusal := rules.refusal_to_restore(kept, by=by, at=at):
        raise rules.Refused(refusal)
    kept.deleted_at = kept.deleted_by = None
    log(kept, {"deleted": ("deleted", "")}, reason="Restored", by=by, at=at)
    kept.save(update_fields=["deleted_at", "deleted_by", "version"])
    record("action.restored", kept, by=by, at=at)
    return kept


@transaction.atomic
def purge_deleted(at: datetime, *, by: Person | None = None) -> int:
    """Let go for good what was deleted more than thirty days ago; how many that was."""
    gone = list(
        Action.objects.to_purge(at).select_for_update(of=("self",)).order_by("pk")
    )
    if not gone:
        return 0
    subject = Subject("delivery.action", "", f"{len(gone)} deleted actions")
    references = [action.reference for action in gone]
    Action.objects.filter(pk__in=[action.pk for action in gone]).delete()
    record("action.purged", subject, by=by, at=at, detail={"actions": references})
    return len(gone)
