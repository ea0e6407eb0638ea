"""Putting actions into the plan, and changing what they say."""

from collections.abc import Iterable
from datetime import datetime
from typing import Unpack

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery import rules
from goldthread.delivery.models import Action, Change
from goldthread.delivery.services.checks import (
    check,
    check_reason,
    locked,
    locked_settings,
    log,
)
from goldthread.delivery.services.fields import (
    ActionFields,
    ChangedFields,
    in_words,
    link,
    put,
)
from goldthread.delivery.words import MANY, label, said
from goldthread.partners.models import Person
from goldthread.strategy.models import Workstream


@transaction.atomic
def add_action(
    workstream: Workstream,
    *,
    origin: str = "",
    by: Person | None,
    at: datetime,
    **told: Unpack[ActionFields],
) -> Action:
    """Put an action into the plan under the next reference.

    Without an `origin` it is one agreed with the plan until the strategy is in force,
    and one added in the year from then on (S104).
    """
    action = new_action(workstream, told, origin=origin, by=by, at=at)
    return _entered(action, told, by=by, at=at)


@transaction.atomic
def add_agreed_action(
    workstream: Workstream, *, by: Person, at: datetime, **told: Unpack[ActionFields]
) -> Action:
    """Put into the plan what a board agreed (C44): the plan's own roles are not asked.

    Who may speak for a board is the question of whoever calls this.
    """
    origin = str(Action.Origin.BOARD)
    action = _unsaved(workstream, told, origin=origin, by=by, at=at)
    if refusal := rules.refusal_to_use(workstream, on=local_day(at)):
        raise rules.Refused(refusal)
    return _entered(action, told, by=by, at=at)


def _entered(
    action: Action, told: ActionFields, *, by: Person | None, at: datetime
) -> Action:
    settings = locked_settings()
    settings.last_number += 1
    action.reference = f"A-{settings.last_number:03d}"
    check(action)
    settings.save(update_fields=["last_number"])
    action.save()
    link(action, told)
    record("action.added", action, by=by, at=at, detail=added_in_words(action))
    return action


def new_action(
    workstream: Workstream,
    told: ActionFields,
    *,
    origin: str,
    by: Person | None,
    at: datetime,
) -> Action:
    """An action as it would be put into the plan, without a reference, not saved.

    Raises:
        Refused: it may not be put there.
    """
    action = _unsaved(workstream, told, origin=origin, by=by, at=at)
    if refusal := rules.refusal_to_put(
        workstream=workstream, lead_agency=action.lead_agency, by=by
    ) or rules.refusal_to_use(workstream, on=local_day(at)):
        raise rules.Refused(refusal)
    return action


def _unsaved(
    workstream: Workstream,
    told: ActionFields,
    *,
    origin: str,
    by: Person | None,
    at: datetime,
) -> Action:
    action = Action(
        workstream=workstream,
        added_by=by,
        added_at=at,
        origin=origin or _origin(workstream, at),
    )
    put(action, told)
    action.settle()
    return action


def added_in_words(action: Action) -> dict[str, dict[str, str]]:
    """What the record keeps of an action that was added."""
    return {
        "after": {
            "workstream": str(action.workstream),
            "lead": rules.leader_of(action),
            "origin": action.origin,
        }
    }


def _origin(workstream: Workstream, at: datetime) -> str:
    begun = workstream.strategy.in_force_from
    in_year = begun is not None and begun < local_day(at)
    return Action.Origin.IN_YEAR if in_year else Action.Origin.PLAN


@transaction.atomic
def change_action(
    action: Action,
    *,
    seen: int,
    reason: str,
    by: Person | None,
    at: datetime,
    **told: Unpack[ChangedFields],
) -> Action:
    """Change what an action says, with the reason; each changed field is logged.

    `seen` is the version that the page showed: where anybody changed the action since,
    nothing is saved.

    Raises:
        Overtaken: somebody did.
    """
    kept = locked(action)
    if refusal := refusal_of_change(kept, told, by=by, at=at):
        raise rules.Refused(refusal)
    if Change.objects.filter(action=kept, version__gt=seen).exists():
        raise rules.Overtaken(rules.OVERTAKEN)
    changed = put_changed(kept, told)
    if not changed:
        return kept
    reason = check_reason(reason)
    check(kept)
    log(kept, changed, reason=reason, by=by, at=at)
    kept.save()
    link(kept, told)
    detail = changed_in_words(kept, changed, reason)
    record("action.changed", kept, by=by, at=at, detail=detail)
    return kept


def put_changed(kept: Action, told: ChangedFields) -> dict[str, tuple[str, str]]:
    """Put what was told into an action, not saved; what reads otherwise than before."""
    stood = in_words(kept, told)
    put(kept, told)
    if "due_on" in told and said(told["due_on"]) != stood["due_on"]:
        kept.asks_due_on = None
    kept.settle()
    stands = in_words(kept, told) | {
        field: said(list(told[field]))  # type: ignore[literal-required]
        for field in MANY
        if field in told
    }
    return {
        field: (stood[field], stands[field])
        for field in told
        if stood[field] != stands[field]
    }


def changed_in_words(
    kept: Action, changed: Iterable[str], reason: str
) -> dict[str, object]:
    """What the record keeps of a change."""
    names = [label(field) for field in changed]
    return {"changed": names, "reason": reason, "version": kept.version}


def refusal_of_change(
    kept: Action, told: ChangedFields, *, by: Person | None, at: datetime
) -> str | None:
    """Why `by` may not change the action so; None when they may."""
    refusal = rules.refusal_to_change(kept, by=by)
    if refusal is None and "lead_agency" in told:
        refusal = rules.refusal_to_hand_over(kept, to=told["lead_agency"], by=by)
    if refusal is None and "workstream" in told:
        refusal = rules.refusal_to_move(
            kept, to=told["workstream"], by=by, on=local_day(at)
        )
    return refusal
