"""How this strategy stands to others: plans beside it, and the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from goldthread.partners.models import Body
from goldthread.partners.rules import Refused
from goldthread.strategy import rules
from goldthread.strategy.models import Crosswalk, LinkedPlan, Priority, Strategy
from goldthread.strategy.services.writing import (
    By,
    differing,
    forget,
    keep,
    locked,
    refuse,
    tell,
    writable,
)


@dataclass(frozen=True, slots=True)
class PlanTold:
    """Somebody else's plan, how it stands to ours, and which priorities it touches."""

    title: str
    relation: str
    owner: str = ""
    body: Body | None = None
    is_regional: bool = False
    address: str = ""
    note: str = ""
    priorities: Sequence[Priority] = ()


def _values(strategy: Strategy, told: PlanTold) -> dict[str, Any]:
    for priority in told.priorities:
        if priority.strategy_id != strategy.pk:
            raise Refused(f"“{priority}” is a priority of another strategy.")
    return {
        "title": told.title.strip(),
        "relation": told.relation,
        "owner": told.owner.strip(),
        "body": told.body,
        "is_regional": told.is_regional,
        "address": told.address.strip(),
        "note": told.note.strip(),
    }


@transaction.atomic
def add_linked_plan(
    strategy: Strategy, told: PlanTold, *, by: By, at: datetime
) -> LinkedPlan:
    """Link a plan that touches ours (S7, S22, S63)."""
    kept = writable(strategy)
    values = _values(kept, told)
    if kept.linked_plans.filter(title=values["title"]).exists():
        raise Refused(f"“{values['title']}” is linked already. Change it there.")
    plan = keep(LinkedPlan(strategy=kept, **values))
    plan.priorities.set(told.priorities)
    tell("linked_plan.added", plan, kept, by=by, at=at)
    return plan


@transaction.atomic
def change_linked_plan(
    plan: LinkedPlan, told: PlanTold, *, by: By, at: datetime
) -> LinkedPlan:
    """Correct a linked plan; a new address is not checked yet."""
    strategy = writable(plan.strategy)
    kept = LinkedPlan.objects.get(pk=plan.pk)
    detail = differing(kept, _values(strategy, told))
    if "address" in detail.get("after", {}):
        kept.checked_on = kept.works = None
    keep(kept)
    kept.priorities.set(told.priorities)
    tell("linked_plan.changed", kept, strategy, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def remove_linked_plan(plan: LinkedPlan, *, by: By, at: datetime) -> None:
    """Take a linked plan out of a draft."""
    strategy = writable(plan.strategy)
    kept = LinkedPlan.objects.get(pk=plan.pk)
    tell("linked_plan.removed", kept, strategy, by=by, at=at)
    forget(kept)


@transaction.atomic
def note_link_check(
    plan: LinkedPlan, *, works: bool, on: date, by: By, at: datetime
) -> LinkedPlan:
    """Write down that somebody followed the link, and whether it leads there (S8)."""
    strategy = locked(plan.strategy)
    kept = LinkedPlan.objects.get(pk=plan.pk)
    if not kept.address:
        raise Refused(f"“{kept}” has no address to follow. Enter one first.")
    detail = differing(kept, {"checked_on": on, "works": works})
    keep(kept)
    tell("linked_plan.checked", kept, strategy, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def write_crossing(
    strategy: Strategy,
    old: Priority,
    new: Priority | None,
    *,
    kind: str,
    note: str = "",
    by: By,
    at: datetime,
) -> Crosswalk:
    """Say what became of a priority of the last strategy (S41)."""
    kept = writable(strategy)
    refuse(rules.refusal_of_crossing(kept, old, new, kind))
    if kept.crosswalk.filter(old=old, new=new).exists():
        raise Refused(f"It is already said that “{old}” goes there.")
    others = kept.crosswalk.filter(old=old)
    if new is None and others.exists():
        raise Refused(f"“{old}” goes on as something else. Take that back first.")
    if others.filter(new__isnull=True).exists():
        raise Refused(f"It is said that “{old}” ends. Take that back first.")
    crossing = keep(
        Crosswalk(strategy=kept, old=old, new=new, kind=kind, note=note.strip())
    )
    tell("crosswalk.written", crossing, kept, by=by, at=at)
    return crossing


@transaction.atomic
def remove_crossing(crossing: Crosswalk, *, by: By, at: datetime) -> None:
    """Take back what was said about an old priority."""
    strategy = writable(crossing.strategy)
    kept = Crosswalk.objects.select_related("old", "new").get(pk=crossing.pk)
    tell("crosswalk.removed", kept, strategy, by=by, at=at)
    forget(kept)
