"""A spreadsheet loaded into the plan as one act, and taken back row by row."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from goldthread.audit.act import Act, current_act
from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery.models import Action, PlanImport, SheetRow, Update
from goldthread.delivery.rules import Overtaken, Refused
from goldthread.delivery.services.actions import add_action, change_action
from goldthread.delivery.services.updates import report_progress
from goldthread.delivery.sheets import rules
from goldthread.delivery.sheets.preparing import Prepared, prepared, trial_of
from goldthread.delivery.sheets.reports import Report
from goldthread.delivery.sheets.trial import Trial, TrialRow
from goldthread.delivery.words import MANY
from goldthread.partners.models import Person


@transaction.atomic
def load_import(
    found: PlanImport, *, seen: str, by: Person | None, at: datetime
) -> PlanImport:
    """Load a tried spreadsheet: one act, one record with its list, one way back.

    `seen` is the digest of what the page showed. Where the plan has changed since, and
    any row would do something else now, nothing is loaded.

    Raises:
        Overtaken: the plan changed since the page was made.
    """
    kept: PlanImport = (
        PlanImport.objects.select_for_update(of=("self",))
        .select_related("strategy")
        .get(pk=found.pk)
    )
    if refusal := rules.refusal_to_load(kept, by=by):
        raise Refused(refusal)
    ready = prepared(kept, on=local_day(at))
    trial = trial_of(kept, ready, on=local_day(at))
    if trial.digest != seen:
        raise Overtaken(rules.CHANGED_SINCE)
    if not trial.of("create") and not trial.of("change"):
        is_aside = bool(trial.of("aside")) and not trial.of("leave")
        raise Refused(rules.EVERY_ROW_ASIDE if is_aside else rules.NOTHING_TO_DO)
    with one_cause():
        touched = [
            _done(row, kept, ready, by=by, at=at)
            for row in trial.rows
            if row.outcome in ("create", "change")
        ]
        for row in trial.of("leave"):
            if row.action is not None:
                _keep_row(row.action, row, ready)
        _note_loaded(kept, trial, touched, by=by, at=at)
        record(
            "plan_import.loaded",
            kept,
            by=by,
            at=at,
            detail={
                "rows": [
                    [each["reference"], "added" if each["made"] else "changed"]
                    for each in touched
                ],
                "left": len(trial.of("leave")),
                "set_aside": [row.row.number for row in trial.of("aside")],
                "sha256": kept.file_hash,
            },
        )
    return kept


@contextmanager
def one_cause() -> Iterator[None]:
    """Everything recorded inside belongs to one act, also outside a request."""
    token = current_act.set(current_act.get() or Act())
    try:
        yield
    finally:
        current_act.reset(token)


def _note_loaded(
    kept: PlanImport,
    trial: Trial,
    touched: list[dict[str, Any]],
    *,
    by: Person | None,
    at: datetime,
) -> None:
    kept.touched = touched
    kept.counts = dict(trial.counts)
    kept.set_aside = [
        {
            "row": row.row.number,
            "cells": list(row.row.cells),
            "why": [str(problem) for problem in row.problems],
        }
        for row in trial.of("aside")
    ]
    kept.loaded_by, kept.loaded_at = by, at
    kept.state = PlanImport.State.LOADED
    kept.save(
        update_fields=[
            "touched", "counts", "set_aside", "loaded_by", "loaded_at", "state",
        ]
    )  # fmt: skip


def _done(
    row: TrialRow,
    kept: PlanImport,
    ready: Prepared,
    *,
    by: Person | None,
    at: datetime,
) -> dict[str, Any]:
    """Do what one row says, and return what stood before."""
    reason = f"From the spreadsheet {kept.file_name}"[:300]
    told: dict[str, Any] = dict(row.told)
    before: dict[str, Any] = {}
    stood = None
    try:
        if row.action is None:
            workstream = told.pop("workstream")
            origin = Action.Origin.IMPORT
            action = add_action(workstream, origin=origin, by=by, at=at, **told)
        else:
            action = row.action
            before = {name: plain_value(action, name) for name in told}
            stood = _stood(action)
            if told:
                action = change_action(
                    action, seen=action.version, reason=reason, by=by, at=at, **told
                )
        if row.report is not None:
            _report(action, row.report, kept, by=by, at=at)
    except Overtaken:
        raise
    except Refused as refusal:
        raise Refused(f"Row {row.row.number}: {refusal}") from None
    action.refresh_from_db(fields=["version"])
    return {
        "row": row.row.number,
        "action": action.pk,
        "reference": action.reference,
        "made": row.action is None,
        "version": action.version,
        "before": before,
        "reported": stood if row.report is not None else None,
        "sheet_row": _keep_row(action, row, ready),
    }


def _report(
    action: Action, report: Report, kept: PlanImport, *, by: Person | None, at: datetime
) -> None:
    report_progress(
        action,
        status=report.status,
        percent=report.percent,
        text=report.text,
        next_step=report.next_step,
        token=uuid.uuid5(uuid.NAMESPACE_OID, f"plan-import:{kept.pk}:{action.pk}"),
        via=Update.Via.IMPORT,
        by=by,
        at=at,
    )


def _stood(action: Action) -> dict[str, Any]:
    heard = action.last_update_at
    return {
        "status": action.status,
        "percent": action.percent,
        "next_step": action.next_step,
        "heard": heard.isoformat() if heard else None,
    }


def plain_value(action: Action, name: str) -> Any:
    """What stands in a field, as JSON holds it."""
    if name in MANY:
        return sorted(each.pk for each in getattr(action, name).all())
    value = getattr(action, name)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value.pk if hasattr(value, "pk") else value


def _keep_row(action: Action, row: TrialRow, ready: Prepared) -> dict[str, Any] | None:
    """Keep what the sheet says of an action beside the plan; return what was kept."""
    heads = {at.place: at.heading for at in ready.table.columns}
    columns: Mapping[int, str] = ready.mapping.columns
    cells = {
        heading: row.row.cell(at)
        for at, heading in heads.items()
        if at not in columns and row.row.cell(at)
    }
    own = row.reference if row.reference.upper() != action.reference else ""
    kept = SheetRow.objects.filter(action=action).first()
    before = {"reference": kept.reference, "cells": kept.cells} if kept else None
    if "reference" not in columns.values():
        own = kept.reference if kept else ""
    unseen = {
        heading: text
        for heading, text in (kept.cells if kept else {}).items()
        if heading not in heads.values()
    }
    now = {"reference": own[:60], "cells": unseen | cells}
    if now != before and (before is not None or own or cells):
        SheetRow.objects.update_or_create(action=action, defaults=now)
    return before
