"""Who must agree, and what each body decided; nothing is agreed until all have (S48)."""

from collections.abc import Set
from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.partners.models import Body, Holding, Person, Seat
from goldthread.partners.rules import Refused
from goldthread.strategy import rules
from goldthread.strategy.models import Approval, Strategy, Workstream
from goldthread.strategy.services.writing import (
    By,
    forget,
    keep,
    locked,
    refuse,
    tell,
)
from goldthread.strategy.states import step

CHAIRS = (Seat.Kind.CHAIR, Seat.Kind.DEPUTY_CHAIR)


@transaction.atomic
def name_body(
    strategy: Strategy,
    body: Body,
    *,
    workstream: Workstream | None = None,
    by: By,
    at: datetime,
) -> Approval:
    """Name a body that must agree: to the strategy, or to one workstream (Z9)."""
    kept = locked(strategy)
    asked = kept.approvals.filter(body=body, workstream=workstream)
    refuse(
        rules.refusal_to_name(
            body, kept, workstream, already=asked.exists(), on=local_day(at)
        )
    )
    approval = keep(Approval(strategy=kept, body=body, workstream=workstream))
    tell("approval.asked", approval, kept, by=by, at=at)
    return approval


@transaction.atomic
def drop_body(approval: Approval, *, by: By, at: datetime) -> None:
    """No longer ask a body; not once it has decided."""
    strategy = locked(approval.strategy)
    kept = _approval(approval)
    refuse(rules.refusal_to_write(strategy))
    if kept.decision:
        raise Refused(f"{kept.body} has decided already. Its decision stands.")
    tell("approval.dropped", kept, strategy, by=by, at=at)
    forget(kept)


@transaction.atomic
def record_decision(
    approval: Approval,
    *,
    decision: str,
    decided_on: date,
    note: str = "",
    by: Person,
    at: datetime,
) -> Approval:
    """Write down what a body decided; its chair does, or the manager on its behalf.

    The last body that agrees makes the strategy agreed, in the same transaction.
    """
    strategy = locked(approval.strategy)
    kept = _approval(approval)
    is_chair = chairs(by, kept.body, on=local_day(at))
    refuse(
        rules.refusal_to_decide(
            kept,
            strategy,
            decision=decision,
            note=note,
            decided_on=decided_on,
            today=local_day(at),
            known_on=_known_on(kept, strategy),
            by=by,
            is_chair=is_chair,
        )
    )
    before = kept.decision
    kept.decision, kept.decided_on, kept.note = decision, decided_on, note.strip()
    kept.recorded_by, kept.recorded_at, kept.on_behalf = by, at, not is_chair
    kept.version_label = strategy.version_label
    keep(kept)
    detail = {
        "before": {"decision": before},
        "after": {
            "decision": decision,
            "on": str(decided_on),
            "version": kept.version_label,
            "recorded": f"on behalf of {kept.body}" if not is_chair else "by its chair",
        },
    }
    tell("approval.decided", kept, strategy, by=by, at=at, detail=detail)
    _agree_if_all_have(strategy, by=by, at=at)
    return kept


def _known_on(approval: Approval, strategy: Strategy) -> date:
    """The first day on which a body can have decided what it is asked about."""
    begun = local_day(strategy.created_at)
    return begun if approval.workstream_id else strategy.proposed_on or begun


def chairs(person: Person, body: Body, *, on: date) -> bool:
    """Whether somebody sits on the chair of this body on that day, or deputises."""
    return body.pk in chaired_by(person, on=on)


def chaired_by(person: Person, *, on: date) -> Set[int]:
    """The keys of the bodies whose chair somebody sits on that day, or deputises."""
    seats = Seat.objects.on(on).filter(kind__in=CHAIRS)
    held = Holding.objects.on(on).filter(person=person, seat__in=seats)
    return set(held.values_list("seat__body", flat=True))


def _agree_if_all_have(strategy: Strategy, *, by: Person, at: datetime) -> None:
    agree = step("agree")
    if not agree.leads_from(strategy.state):
        return
    if strategy.approvals.exclude(decision=Approval.Decision.AGREED).exists():
        return
    strategy.state, strategy.agreed_at = agree.end, at
    keep(strategy)
    detail = {"strategy": strategy.key, "after": {"state": strategy.state}}
    record("strategy.agree", strategy, by=by, at=at, detail=detail)


def _approval(approval: Approval) -> Approval:
    rows = Approval.objects.select_related("body", "workstream", "strategy")
    return rows.get(pk=approval.pk)
