"""A spreadsheet loaded into the plan as one act: tried again, then written at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from goldthread.audit.act import Act, current_act
from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery.models import Action, PlanImport, Update
from goldthread.delivery.rules import Overtaken, Refused
from goldthread.delivery.services.parts_together import plain_parts
from goldthread.delivery.services.sheet_rows import keep_rows, kept_row
from goldthread.delivery.services.together import Draft, Drafting, hold, stamp_of
from goldthread.delivery.services.updates import Told
from goldthread.delivery.sheets import rules
from goldthread.delivery.sheets.preparing import Prepared, prepared, trial_of
from goldthread.delivery.sheets.taken_back import report_token
from goldthread.delivery.sheets.trial import Tell
from goldthread.delivery.sheets.trial_rows import Trial, TrialRow
from goldthread.delivery.words import MANY
from goldthread.partners.models import Person

_DONE = {"create": "added", "restore": "restored", "change": "changed"}
TRIES = 5  # of a plan that others change at the same moment


@dataclass(frozen=True, slots=True)
class Ready:
    """A file worked out to the last word: nothing is left but to write it."""

    stamp: dict[str, Any]
    trial: Trial
    rows: list[tuple[TrialRow, Draft, dict[str, Any]]]  # with what stood before
    ready: Prepared


def load_import(
    found: PlanImport,
    *,
    seen: str,
    by: Person | None,
    at: datetime,
    tell: Tell | None = None,
) -> PlanImport:
    """Load a tried spreadsheet: one act, one record with its list, one way back.

    `seen` is the digest of what the page showed. Where the plan has changed since, and
    any row would do something else now, nothing is loaded. All is worked out before
    anything is locked; where the plan changes meanwhile, it is worked out again.

    Raises:
        Overtaken: the plan changed since the page was made.
    """
    for _ in range(TRIES):
        found = PlanImport.objects.select_related("strategy").get(pk=found.pk)
        if refusal := rules.refusal_to_load(found, by=by):
            raise Refused(refusal)
        ready = _readied(found, seen=seen, by=by, at=at, tell=tell)
        with transaction.atomic():
            kept = held(found)
            if refusal := rules.refusal_to_load(kept, by=by):
                raise Refused(refusal)
            as_read = hold(draft for _, draft, _ in ready.rows)
            as_read = as_read and kept.mapping == found.mapping
            if as_read and stamp_of(kept.strategy) == ready.stamp:
                with one_cause():
                    _load(kept, ready, by=by, at=at)
                return kept
    raise Overtaken(rules.CHANGED_SINCE)


def held(found: PlanImport) -> PlanImport:
    """The import as it stands now, held until the act is done."""
    kept: PlanImport = (
        PlanImport.objects.select_for_update(of=("self",))
        .select_related("strategy")
        .get(pk=found.pk)
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


def _readied(
    found: PlanImport, *, seen: str, by: Person | None, at: datetime, tell: Tell | None
) -> Ready:
    stamp = stamp_of(found.strategy)  # before anything is read
    ready = prepared(found, on=local_day(at))
    trial = trial_of(found, ready, on=local_day(at), tell=tell)
    if trial.digest != seen:
        raise Overtaken(rules.CHANGED_SINCE)
    if not trial.doing():
        is_aside = bool(trial.of("aside")) and not trial.of("leave")
        raise Refused(rules.EVERY_ROW_ASIDE if is_aside else rules.NOTHING_TO_DO)
    drafting = Drafting(by, at)
    rows = [(row, *_drafted(row, found, drafting)) for row in trial.doing()]
    return Ready(stamp, trial, rows, ready)


def _drafted(
    row: TrialRow, found: PlanImport, drafting: Drafting
) -> tuple[Draft, dict[str, Any]]:
    """What one row does, worked out, and what stood before it."""
    told: dict[str, Any] = dict(row.told)
    before: dict[str, Any] = {}
    stood = None
    try:
        if row.action is None:
            workstream = told.pop("workstream")
            draft = drafting.added(workstream, told, origin=Action.Origin.IMPORT)
            reason = ""
        else:
            before = {name: plain_value(row.action, name) for name in told}
            stood = _stood(row.action)
            reason = f"From the spreadsheet {found.file_name}"[:300]
            is_back = row.outcome == "restore"
            put = drafting.restored if is_back else drafting.changed
            draft = put(row.action, told, reason=reason)
        stands = {} if row.action is None else plain_parts(row.action, row.parts)
        drafting.with_parts(draft, row.parts, reason=reason)
        if row.report is not None:
            said = row.report
            drafting.reported(
                draft,
                Told(said.status, said.percent, said.text, said.next_step),
                token=report_token(found.pk, row.row.number),
                via=Update.Via.IMPORT,
            )
    except Refused as refusal:
        raise Refused(f"Row {row.row.number}: {refusal}") from None
    return draft, {
        "row": row.row.number,
        "made": row.action is None,
        "back": row.outcome == "restore",
        "own": row.reference[:60],
        "before": before,
        "parts": stands,
        "reported": stood if row.report is not None else None,
    }


def _load(kept: PlanImport, ready: Ready, *, by: Person | None, at: datetime) -> None:
    trial = ready.trial
    named = {row.reference: draft for row, draft, _ in ready.rows if row.reference}
    Drafting(by, at).write([draft for _, draft, _ in ready.rows], named=named)
    kept_of = [(draft.action, row) for row, draft, _ in ready.rows]
    kept_of += [(row.action, row) for row in trial.of("leave") if row.action]
    stood = keep_rows([kept_row(action, row, ready.ready) for action, row in kept_of])
    touched = [
        {
            **before,
            "action": draft.action.pk,
            "reference": draft.action.reference,
            "version": draft.action.version,
            "sheet_row": stood.get(draft.action.pk),
        }
        for _, draft, before in ready.rows
    ]
    _note_loaded(kept, trial, touched, by=by, at=at)
    record(
        "plan_import.loaded",
        kept,
        by=by,
        at=at,
        detail={
            "rows": [
                [draft.action.reference, _DONE[row.outcome]]
                for row, draft, _ in ready.rows
            ],
            "left": len(trial.of("leave")),
            "set_aside": [row.row.number for row in trial.of("aside")],
            "sha256": kept.file_hash,
        },
    )


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
    kept.settle(PlanImport.State.LOADED)
    kept.save(
        update_fields=[
            "touched", "counts", "set_aside", "loaded_by", "loaded_at",
            *PlanImport.SETTLED,
        ]
    )  # fmt: skip


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
