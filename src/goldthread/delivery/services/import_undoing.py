"""A loaded spreadsheet taken back: what nobody has changed since is as it was."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery.models import Action, Change, PlanImport, SheetRow, Update
from goldthread.delivery.rules import Refused
from goldthread.delivery.services.actions import change_action
from goldthread.delivery.services.import_loading import one_cause
from goldthread.delivery.services.removal import delete_action
from goldthread.delivery.services.updates import report_progress
from goldthread.delivery.sheets import rules
from goldthread.delivery.words import MANY, day
from goldthread.partners.models import Person

Told = Mapping[str, Any]


@transaction.atomic
def undo_import(found: PlanImport, *, by: Person | None, at: datetime) -> PlanImport:
    """Take an import back: added actions go, changed ones are as they were.

    What somebody changed or reported on since stays as it is, and is named.
    """
    kept: PlanImport = PlanImport.objects.select_for_update(of=("self",)).get(
        pk=found.pk
    )
    if refusal := rules.refusal_to_take_back(kept, by=by):
        raise Refused(refusal)
    back: list[str] = []
    left: list[dict[str, str]] = []
    with one_cause():
        for told in reversed(kept.touched):
            why = _taken_back(told, kept, by=by, at=at)
            if why:
                left.append({"reference": told["reference"], "why": why})
            else:
                back.append(told["reference"])
        kept.undone_by, kept.undone_at = by, at
        kept.not_undone = left[::-1]
        kept.state = PlanImport.State.UNDONE
        kept.save(update_fields=["undone_by", "undone_at", "not_undone", "state"])
        record(
            "plan_import.taken_back",
            kept,
            by=by,
            at=at,
            detail={"rows": back, "left": [each["reference"] for each in left]},
        )
    return kept


def _taken_back(
    told: Told, kept: PlanImport, *, by: Person | None, at: datetime
) -> str:
    """Take one row back; why not, where it stays."""
    action = (
        Action.objects.select_for_update(of=("self",))
        .select_related("workstream", "lead_agency", "owner")
        .filter(pk=told["action"])
        .first()
    )
    if action is None:
        return "It was deleted for good since."
    if why := _newer(action, told):
        return why
    try:
        with transaction.atomic():
            _put_back(action, told, kept, by=by, at=at)
    except Refused as refusal:
        return str(refusal)
    return ""


def _newer(action: Action, told: Told) -> str:
    """Who did what to an action after it was loaded."""
    if action.version <= told["version"]:
        return ""
    rows: list[Change | Update] = [
        *action.changes.filter(version__gt=told["version"]).select_related("by"),
        *action.updates.filter(version__gt=told["version"]).select_related("by"),
    ]
    newest = max(rows, key=lambda each: each.version, default=None)
    if newest is None:
        return "It was changed after the import."
    what = "reported on" if isinstance(newest, Update) else "changed"
    who = newest.by or "the system account"
    return f"It was {what} by {who} on {day(local_day(newest.at))}, after the import; it stays as it is."


def _put_back(
    action: Action, told: Told, kept: PlanImport, *, by: Person | None, at: datetime
) -> None:
    reason = f"Taken back: {kept.file_name}"[:300]
    if told["made"]:
        delete_action(action, reason=reason, by=by, at=at)
        SheetRow.objects.filter(action=action).delete()
        return
    if told["before"]:
        before: Any = {
            name: _value(action, name, value) for name, value in told["before"].items()
        }
        action = change_action(
            action, seen=action.version, reason=reason, by=by, at=at, **before
        )
    if told["reported"]:
        _report_back(action, told["reported"], kept, by=by, at=at)
    _restore_row(action, told["sheet_row"])


def _report_back(
    action: Action, stood: Told, kept: PlanImport, *, by: Person | None, at: datetime
) -> None:
    """A report is never edited: a newer one says that the old state stands again."""
    report_progress(
        action,
        status=stood["status"],
        percent=stood["percent"],
        text=f"Taken back: what {kept.file_name} said of it. It stands as before.",
        next_step=stood["next_step"],
        token=uuid.uuid5(uuid.NAMESPACE_OID, f"plan-import-undo:{kept.pk}:{action.pk}"),
        via=Update.Via.IMPORT,
        by=by,
        at=at,
    )
    # Nobody who knows the action said a word, so its silence goes on as before.
    heard = datetime.fromisoformat(stood["heard"]) if stood["heard"] else None
    Action.objects.filter(pk=action.pk).update(last_update_at=heard)


def _restore_row(action: Action, before: Told | None) -> None:
    if before is None:
        SheetRow.objects.filter(action=action).delete()
    else:
        SheetRow.objects.update_or_create(action=action, defaults=dict(before))


def _value(action: Action, name: str, plain: Any) -> Any:
    """What stood in a field, as services take it.

    Raises:
        Refused: what stood there is gone for good.
    """
    field = action._meta.get_field(name)
    if plain is None or not field.is_relation:
        if name in ("start_on", "due_on") and plain:
            return date.fromisoformat(plain)
        return Decimal(plain) if name == "cost_pounds" and plain else plain
    model: Any = field.related_model
    keys = plain if name in MANY else [plain]
    found = list(model.objects.filter(pk__in=keys))
    if len(found) < len(keys):
        raise Refused("What stood there before is gone for good.")
    return found if name in MANY else found[0]
