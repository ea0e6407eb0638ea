"""Actions that are born in a meeting: straight into the plan, never into a second list."""

from datetime import datetime
from typing import Unpack

from django.db import transaction

from goldthread.audit.services import record
from goldthread.delivery.models import Action
from goldthread.delivery.services import add_agreed_action
from goldthread.delivery.services.fields import ActionFields
from goldthread.governance import rules
from goldthread.governance.models import AgendaItem, Arising, Decision, Meeting
from goldthread.governance.services.writing import (
    check,
    locked_meeting,
    one_act,
    refuse_unless_runs,
)
from goldthread.partners.models import Person
from goldthread.strategy.models import Workstream


@transaction.atomic
def put_into_plan(
    meeting: Meeting,
    workstream: Workstream,
    *,
    item: AgendaItem | None = None,
    decision: Decision | None = None,
    by: Person,
    at: datetime,
    **told: Unpack[ActionFields],
) -> Action:
    """Put an action that a meeting agreed into the plan, and note where it was born.

    Whoever runs the board may, also who puts nothing else into the plan. The decision is
    its reason where it brings none of its own.
    """
    kept = locked_meeting(meeting)
    refuse_unless_runs(kept.body, by, at=at, what="writes down the board's actions")
    if kept.state not in Meeting.TOOK_PLACE:
        raise rules.Refused(f"{kept} has not been held.")
    if decision is not None and decision.meeting_id != kept.pk:
        raise rules.Refused(f"{decision.reference} was not taken in this meeting.")
    with one_act():
        action = add_agreed_action(
            workstream, by=by, at=at, **_with_reason(told, kept, decision)
        )
        arising = Arising(
            action=action,
            meeting=kept,
            item=item or (decision.item if decision else None),
            decision=decision,
        )
        check(arising)
        arising.save()
        detail = {"meeting": str(kept), "decision": str(decision or "")}
        record("action.born_in_meeting", action, by=by, at=at, detail=detail)
    return action


def _with_reason(
    told: ActionFields, meeting: Meeting, decision: Decision | None
) -> ActionFields:
    if told.get("why") or told.get("finding"):
        return told
    restricted = decision is not None and (
        decision.item is not None and decision.item.is_restricted
    )
    said = decision.title if decision and not restricted else "an action agreed there"
    reference = f"{decision.reference}, " if decision else ""
    return {**told, "why": f"{reference}{meeting}: {said}"}
