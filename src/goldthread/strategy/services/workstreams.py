"""Workstreams: opened and closed inside the term, under several priorities (S9, Z6)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from goldthread.core.uk_time import local_day
from goldthread.partners.models import Agency, Person
from goldthread.strategy import rules
from goldthread.strategy.models import (
    Priority,
    Strategy,
    Workstream,
    WorkstreamPriority,
)
from goldthread.strategy.services.writing import (
    By,
    differing,
    forget,
    keep,
    key_of,
    locked,
    refuse,
    tell,
    writable,
)
from goldthread.strategy.unchanged import check_unchanged


@dataclass(frozen=True, slots=True)
class WorkstreamTold:
    """A workstream in words, who leads it, and where it stands."""

    title: str
    priorities: Sequence[Priority]
    primary: Priority | None  # one of them: totals count it there
    opened_on: date
    purpose: str = ""
    lead: Person | None = None
    lead_agency: Agency | None = None
    support_agencies: Sequence[Agency] = ()


def _values(told: WorkstreamTold) -> dict[str, Any]:
    return {
        "title": told.title.strip(),
        "purpose": told.purpose.strip(),
        "lead": told.lead,
        "lead_agency": told.lead_agency,
        "opened_on": told.opened_on,
    }


@transaction.atomic
def open_workstream(
    strategy: Strategy,
    told: WorkstreamTold,
    *,
    key: str = "",
    reason: str = "",
    by: By,
    at: datetime,
) -> Workstream:
    """Open a workstream in a draft, or inside the term with the reason why."""
    kept = locked(strategy)
    refuse(rules.refusal_to_keep_workstreams(kept, on=local_day(at)))
    refuse(rules.refusal_of_opening(kept, told.opened_on))
    refuse(rules.refusal_of_priorities(kept, told.priorities, told.primary))
    taken = kept.workstreams.values_list("key", flat=True)
    most = kept.workstreams.aggregate(most=Max("number"))["most"] or 0
    workstream = keep(
        Workstream(
            strategy=kept,
            key=key or key_of(told.title, taken),
            number=most + 1,
            **_values(told),
        )
    )
    workstream.support_agencies.set(told.support_agencies)
    _stand_under(workstream, told.priorities, told.primary)
    detail = {"after": _told(told) | {"reason": reason}}
    tell("workstream.opened", workstream, kept, by=by, at=at, detail=detail)
    return workstream


@transaction.atomic
def change_workstream(
    workstream: Workstream,
    told: WorkstreamTold,
    *,
    seen: str = "",
    by: By,
    at: datetime,
) -> Workstream:
    """Change what a workstream is called, who leads it, or where it stands."""
    strategy = locked(workstream.strategy)
    refuse(rules.refusal_to_keep_workstreams(strategy, on=local_day(at)))
    refuse(rules.refusal_of_opening(strategy, told.opened_on))
    refuse(rules.refusal_of_priorities(strategy, told.priorities, told.primary))
    kept: Workstream = Workstream.objects.get(pk=workstream.pk)
    check_unchanged(seen, kept)
    detail = differing(kept, _values(told))
    keep(kept)
    kept.support_agencies.set(told.support_agencies)
    _stand_under(kept, told.priorities, told.primary)
    detail = {"before": {}, "after": {}} | detail
    detail["after"] = {**detail["after"], **_told(told)}
    tell("workstream.changed", kept, strategy, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def close_workstream(
    workstream: Workstream, *, on: date, reason: str, by: By, at: datetime
) -> Workstream:
    """Close a workstream inside the term; `on` is its first day without work."""
    strategy = locked(workstream.strategy)
    refuse(rules.refusal_to_keep_workstreams(strategy, on=local_day(at)))
    kept: Workstream = Workstream.objects.get(pk=workstream.pk)
    refuse(rules.refusal_to_close_workstream(kept, on=on, reason=reason))
    kept.closed_on, kept.close_reason = on, reason.strip()
    keep(kept)
    detail = {"after": {"closed": str(on), "reason": kept.close_reason}}
    tell("workstream.closed", kept, strategy, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def remove_workstream(workstream: Workstream, *, by: By, at: datetime) -> None:
    """Take a workstream out of a draft that never began; later it is closed instead."""
    strategy = writable(workstream.strategy)
    kept: Workstream = Workstream.objects.get(pk=workstream.pk)
    tell("workstream.removed", kept, strategy, by=by, at=at)
    forget(kept)


def _stand_under(
    workstream: Workstream, priorities: Collection[Priority], primary: Priority | None
) -> None:
    """Replace the links; exactly one is primary, whatever stood before."""
    workstream.links.all().delete()
    WorkstreamPriority.objects.bulk_create(
        WorkstreamPriority(
            workstream=workstream, priority=each, is_primary=each == primary
        )
        for each in dict.fromkeys(priorities)
    )


def _told(told: WorkstreamTold) -> dict[str, Any]:
    return {
        "priorities": sorted(each.key for each in told.priorities),
        "primary": told.primary.key if told.primary else None,
    }
