"""One change to many actions as one act, and taking it back."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery import rules
from goldthread.delivery.bulk import BulkChange, BulkRow, planned
from goldthread.delivery.models import Action, BulkEdit, Change, Update
from goldthread.delivery.services.checks import check_reason
from goldthread.delivery.words import day, said
from goldthread.delivery.working_calendar import days_off
from goldthread.partners.models import Agency, Person
from goldthread.strategy.models import Workstream

_MODELS: Mapping[str, Any] = {
    "owner": Person,
    "lead_agency": Agency,
    "workstream": Workstream,
}
_SAVED = (
    "version", "status", "percent", "last_update_at", "heard_on", "stage", "asks_due_on",
)  # fmt: skip


@transaction.atomic
def apply_bulk_edit(
    seen: Mapping[int, int],
    change: BulkChange,
    *,
    reason: str,
    by: Person | None,
    at: datetime,
) -> BulkEdit:
    """Make one change to every action of the preview; one act, one record, one undo.

    `seen` maps each action to the version that the preview showed. What was changed
    since, and what the rules refuse, is left as it is and named.

    Raises:
        Refused: nothing was left to change.
    """
    reason = check_reason(reason)
    on = local_day(at)
    actions = _locked(list(seen))
    rows = planned(actions, change, by=by, on=on, off=days_off(around=on))
    done = [
        row
        for row in rows
        if not row.refusal and seen[row.action.pk] == row.action.version
    ]
    refused = [
        {"reference": row.action.reference, "why": row.refusal or _OVERTAKEN}
        for row in rows
        if row not in done
    ]
    if not done:
        raise rules.Refused(
            "None of these actions was changed. "
            + (f"{refused[0]['reference']}: {refused[0]['why']}" if refused else "")
        )
    kept = [_kept(row, change.field) for row in done]
    _set(done, change.field, reason=reason, by=by, at=at)
    edit: BulkEdit = BulkEdit.objects.create(
        words=f"{change}, {_counted(len(done))}",
        field=change.field,
        reason=reason,
        rows=[
            told | {"version": row.action.version}
            for told, row in zip(kept, done, strict=True)
        ],
        refused=refused,
        by=by,
        at=at,
    )
    record(
        "plan.bulk_edited",
        edit,
        by=by,
        at=at,
        detail={
            "reason": reason,
            "rows": [[row.action.reference, row.before, row.after] for row in done],
            "refused": len(refused),
        },
    )
    return edit


@transaction.atomic
def undo_bulk_edit(edit: BulkEdit, *, by: Person | None, at: datetime) -> BulkEdit:
    """Put back what stood before a bulk edit, but for rows that were changed since."""
    edit = BulkEdit.objects.select_for_update().get(pk=edit.pk)
    if refusal := rules.refusal_to_undo(edit, by=by):
        raise rules.Refused(refusal)
    told = {row["action"]: row for row in edit.rows}
    actions = {action.pk: action for action in _locked(list(told))}
    newer = _changed_since(edit, told)
    values = _values(edit)
    back: list[BulkRow] = []
    left: list[dict[str, str]] = []
    for key, row in told.items():
        action = actions.get(key)
        why = _why_not(action, edit.field, newer.get(key), by)
        if why or action is None:
            left.append({"reference": row["reference"], "why": why})
        else:
            if edit.field == "status":
                action.percent = row["percent"]
            value = values.get(row["before"])
            back.append(BulkRow(action, row["said_after"], row["said_before"], value))
    _set(back, edit.field, reason=f"Undone: {edit.words}"[:300], by=by, at=at)
    edit.undone_by, edit.undone_at, edit.not_undone = by, at, left
    edit.save(update_fields=["undone_by", "undone_at", "not_undone"])
    record(
        "plan.bulk_edit_undone",
        edit,
        by=by,
        at=at,
        detail={
            "rows": [row.action.reference for row in back],
            "left": [each["reference"] for each in left],
        },
    )
    return edit


_OVERTAKEN = "Somebody changed it after the preview was made."


def _counted(number: int) -> str:
    return "1 action" if number == 1 else f"{number} actions"


def _locked(keys: Sequence[int]) -> list[Action]:
    return list(
        Action.objects.select_for_update(of=("self",))
        .select_related("workstream", "lead_agency", "owner")
        .filter(pk__in=keys)
        .order_by("pk")
    )


def _kept(row: BulkRow, field: str) -> dict[str, Any]:
    """What the undo needs to know of one row, as JSON holds it."""
    stood = getattr(row.action, field)
    return {
        "action": row.action.pk,
        "reference": row.action.reference,
        "before": _plain(stood),
        "percent": row.action.percent,
        "said_before": row.before,
        "said_after": row.after,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.pk if hasattr(value, "pk") else value


def _values(edit: BulkEdit) -> dict[Any, Any]:
    """What stood before, as the fields hold it; nothing stood is left out."""
    kept = {row["before"] for row in edit.rows} - {None}
    if edit.field == "due_on":
        return {each: date.fromisoformat(each) for each in kept}
    if edit.field == "status":
        return {each: each for each in kept}
    found: dict[Any, Any] = _MODELS[edit.field].objects.in_bulk(list(kept))
    return found


def _set(
    rows: Sequence[BulkRow],
    field: str,
    *,
    reason: str,
    by: Person | None,
    at: datetime,
) -> None:
    for row in rows:
        row.action.version += 1
        setattr(row.action, field, row.value)
        if field == "due_on":
            row.action.asks_due_on = None
    if field == "status":
        _report(rows, reason=reason, by=by, at=at)
    else:
        Change.objects.bulk_create(
            Change(
                action=row.action,
                field=field,
                before=row.before,
                after=row.after,
                reason=reason,
                by=by,
                at=at,
                version=row.action.version,
            )
            for row in rows
        )
    fields = {*_SAVED, field}
    Action.objects.bulk_update(
        [row.action for row in rows], sorted(fields), batch_size=100
    )


def _report(
    rows: Sequence[BulkRow], *, reason: str, by: Person | None, at: datetime
) -> None:
    """A status changes by a report alone, so a bulk edit of it reports on each."""
    updates = []
    for row in rows:
        action = row.action
        if action.status == Action.Status.COMPLETE:
            action.percent = 100
        action.last_update_at = max(at, action.last_update_at or at)
        action.settle()
        updates.append(
            Update(
                action=action,
                token=uuid.uuid4(),
                status=action.status,
                percent=action.percent,
                text=reason,
                next_step=action.next_step,
                by=by,
                at=at,
                via=Update.Via.BULK,
                version=action.version,
            )
        )
    Update.objects.bulk_create(updates)


def _changed_since(
    edit: BulkEdit, told: Mapping[int, Mapping[str, Any]]
) -> dict[int, Change | Update]:
    """For each action, what last changed the same field after the bulk edit."""
    found: dict[int, Change | Update] = {}
    rows: Any = (
        Update.objects.filter(action__in=list(told))
        if edit.field == "status"
        else Change.objects.filter(action__in=list(told), field=edit.field)
    )
    for row in rows.select_related("by").order_by("version", "pk"):
        if row.version > told[row.action_id]["version"]:
            found[row.action_id] = row
    return found


def _why_not(
    action: Action | None,
    field: str,
    newer: Change | Update | None,
    by: Person | None,
) -> str:
    if action is None:
        return "It was deleted for good since."
    if newer is not None:
        what = "reported on" if field == "status" else "changed"
        who = newer.by or "the system account"
        return f"It was {what} by {who} on {day(local_day(newer.at))}, after the bulk edit; it stays at {said(_now(action, field))}."
    return rules.refusal_to_change(action, by=by) or ""


def _now(action: Action, field: str) -> Any:
    if field == "status":
        return action.get_status_display()
    return getattr(action, field) or "nothing"
