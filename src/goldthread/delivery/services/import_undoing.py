"""A loaded spreadsheet taken back: what nobody has changed since is as it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery.models import (
    Action,
    Change,
    ExpectedEffect,
    PlanImport,
    Update,
)
from goldthread.delivery.rules import Overtaken, Refused, refusal_to_state_effect
from goldthread.delivery.services.import_loading import TRIES, held, one_cause
from goldthread.delivery.services.parts_together import restore_parts
from goldthread.delivery.services.sheet_rows import restore_rows
from goldthread.delivery.services.together import Draft, Drafting, hold, stamp_of
from goldthread.delivery.services.updates import Told
from goldthread.delivery.sheets import rules
from goldthread.delivery.sheets.taken_back import undo_token
from goldthread.delivery.sheets.trial import Tell
from goldthread.delivery.words import MANY, day
from goldthread.partners.models import Person

Row = Mapping[str, Any]  # of PlanImport.touched


@dataclass(slots=True)
class Back:
    """An import's way back, worked out: nothing is left but to write it."""

    drafts: list[Draft] = field(default_factory=list)
    rows: dict[int, Row | None] = field(default_factory=dict)  # beside the plan
    parts: dict[int, Row] = field(default_factory=dict)
    back: list[str] = field(default_factory=list)
    left: list[dict[str, str]] = field(default_factory=list)


def undo_import(
    found: PlanImport, *, by: Person | None, at: datetime, tell: Tell | None = None
) -> PlanImport:
    """Take an import back: added actions go, changed ones are as they were.

    What somebody changed or reported on since stays as it is, and is named.
    """
    for _ in range(TRIES):
        found = PlanImport.objects.select_related("strategy").get(pk=found.pk)
        if refusal := rules.refusal_to_take_back(found, by=by):
            raise Refused(refusal)
        stamp = stamp_of(found.strategy)
        ready = _worked_out(found, by=by, at=at, tell=tell)
        with transaction.atomic():
            kept = held(found)
            if refusal := rules.refusal_to_take_back(kept, by=by):
                raise Refused(refusal)
            if hold(ready.drafts) and stamp_of(kept.strategy) == stamp:
                with one_cause():
                    _take_back(kept, ready, by=by, at=at)
                return kept
    raise Overtaken(rules.CHANGING)


def _take_back(
    kept: PlanImport, ready: Back, *, by: Person | None, at: datetime
) -> None:
    Drafting(by, at).write(ready.drafts)
    restore_rows(ready.rows)
    restore_parts(ready.parts)
    kept.undone_by, kept.undone_at = by, at
    kept.not_undone = ready.left[::-1]
    kept.settle(PlanImport.State.UNDONE)
    kept.save(
        update_fields=["undone_by", "undone_at", "not_undone", *PlanImport.SETTLED]
    )
    record(
        "plan_import.taken_back",
        kept,
        by=by,
        at=at,
        detail={
            "rows": ready.back,
            "left": [each["reference"] for each in ready.left],
        },
    )


def _worked_out(
    found: PlanImport, *, by: Person | None, at: datetime, tell: Tell | None
) -> Back:
    before = _Before(found.touched)
    drafting, ready = Drafting(by, at), Back()
    for number, told in enumerate(reversed(found.touched), start=1):
        if tell is not None:
            tell(number, len(found.touched))
        action = before.actions.get(told["action"])
        try:
            if action is None:
                raise Refused("It was deleted for good since.")
            _check_newest(action, told)
            ready.drafts.append(_drafted(action, told, found, before, drafting))
        except Refused as why:
            ready.left.append({"reference": told["reference"], "why": str(why)})
            continue
        ready.back.append(told["reference"])
        if parts := told.get("parts"):
            ready.parts[action.pk] = parts
        ready.rows[action.pk] = None if told["made"] else told["sheet_row"]
    return ready


def _check_newest(action: Action, told: Row) -> None:
    """Refuse, with who did what to an action after it was loaded."""
    if action.version <= told["version"]:
        return
    rows: list[Change | Update] = [
        *action.changes.filter(version__gt=told["version"]).select_related("by"),
        *action.updates.filter(version__gt=told["version"]).select_related("by"),
    ]
    newest = max(rows, key=lambda each: each.version, default=None)
    if newest is None:
        raise Refused("It was changed after the import.")
    what = "reported on" if isinstance(newest, Update) else "changed"
    who = newest.by or "the system account"
    raise Refused(
        f"It was {what} by {who} on {day(local_day(newest.at))}, after the import; it stays as it is."
    )


def _drafted(
    action: Action,
    told: Row,
    found: PlanImport,
    before: "_Before",
    drafting: Drafting,
) -> Draft:
    reason = f"Taken back: {found.file_name}"[:300]
    if told["made"]:
        return drafting.deleted(action, reason=reason)
    stood = {name: before.value(name, value) for name, value in told["before"].items()}
    draft = drafting.changed(action, stood, reason=reason)
    if "effect" in told.get("parts", {}):
        _check_effect(action, drafting)
    if told.get("parts"):
        drafting.put_back(draft, told["parts"], reason=reason)
    if told["reported"]:
        _report_back(draft, told["reported"], found, drafting)
    if told.get("back"):  # it lay deleted before
        drafting.take_out(draft, reason=reason)
    return draft


def _check_effect(action: Action, drafting: Drafting) -> None:
    """What was expected stands once it can be seen, also where it came from a sheet."""
    stands = ExpectedEffect.objects.filter(action=action).first()
    refusal = stands and refusal_to_state_effect(
        stands, window_from=date.max, on=local_day(drafting.at)
    )
    if refusal:
        raise Refused(refusal)


def _report_back(
    draft: Draft, stood: Row, found: PlanImport, drafting: Drafting
) -> None:
    """A report is never edited: a newer one says that the old state stands again."""
    drafting.reported(
        draft,
        Told(
            stood["status"],
            stood["percent"],
            f"Taken back: what {found.file_name} said of it. It stands as before.",
            stood["next_step"],
        ),
        token=undo_token(found.pk, draft.action.pk),
        via=Update.Via.IMPORT,
    )
    # Nobody who knows the action said a word, so its silence goes on as before.
    heard = datetime.fromisoformat(stood["heard"]) if stood["heard"] else None
    draft.action.last_update_at = heard
    draft.action.settle()


class _Before:
    """The actions that an import touched, and all that stood in their fields."""

    def __init__(self, touched: Sequence[Row]) -> None:
        self.actions: dict[int, Action] = (
            Action.objects.select_related(
                "workstream", "lead_agency", "owner", "outcome", "finding"
            )
            .prefetch_related(*MANY)
            .in_bulk([told["action"] for told in touched])
        )
        self.things: dict[str, dict[int, Any]] = {}
        wanted: dict[str, set[int]] = {}
        for told in touched:
            for name, plain in told["before"].items():
                if plain is not None and Action._meta.get_field(name).is_relation:
                    wanted.setdefault(name, set()).update(_keys(name, plain))
        for name, keys in wanted.items():
            model: Any = Action._meta.get_field(name).related_model
            self.things[name] = model.objects.in_bulk(keys)

    def value(self, name: str, plain: Any) -> Any:
        """What stood in a field, as services take it.

        Raises:
            Refused: what stood there is gone for good.
        """
        if plain is None or name not in self.things:
            if name in MANY:
                return []
            if name in ("start_on", "due_on") and plain:
                return date.fromisoformat(plain)
            return Decimal(plain) if name == "cost_pounds" and plain else plain
        try:
            found = [self.things[name][key] for key in _keys(name, plain)]
        except KeyError:
            raise Refused("What stood there before is gone for good.") from None
        return found if name in MANY else found[0]


def _keys(name: str, plain: Any) -> list[int]:
    return list(plain) if name in MANY else [plain]
