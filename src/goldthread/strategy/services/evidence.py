"""Why a priority is one: findings cited from the assessment, and evidence by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from goldthread.assessment.models import Assessment, Finding
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused
from goldthread.strategy import rules
from goldthread.strategy.models import Evidence, Priority, Strategy
from goldthread.strategy.services.writing import (
    By,
    differing,
    forget,
    keep,
    refuse,
    tell,
    writable,
)
from goldthread.strategy.unchanged import check_unchanged


@dataclass(frozen=True, slots=True)
class EvidenceTold:
    """One piece of evidence in words, with its source where no finding is one."""

    text: str
    kind: str
    category: str
    priorities: Sequence[Priority] = ()
    source: str = ""
    strength: str = ""
    dated_on: date | None = None


def _values(told: EvidenceTold) -> dict[str, Any]:
    return {
        "text": told.text.strip(),
        "kind": told.kind,
        "category": told.category,
        "source": told.source.strip(),
        "strength": told.strength,
        "dated_on": told.dated_on,
    }


@transaction.atomic
def cite_finding(
    strategy: Strategy, finding: Finding, told: EvidenceTold, *, by: By, at: datetime
) -> Evidence:
    """Let priorities rest on a finding of a published assessment."""
    published = finding.assessment.state == Assessment.State.PUBLISHED
    refuse(rules.refusal_to_cite(is_published=published, reference=finding.reference))
    return _add(strategy, told, finding, by=by, at=at)


@transaction.atomic
def add_evidence(
    strategy: Strategy, told: EvidenceTold, *, by: By, at: datetime
) -> Evidence:
    """Add evidence by hand; it has a source and a strength."""
    return _add(strategy, told, None, by=by, at=at)


def _add(
    strategy: Strategy,
    told: EvidenceTold,
    finding: Finding | None,
    *,
    by: By,
    at: datetime,
) -> Evidence:
    kept = writable(strategy)
    most = kept.evidence.aggregate(most=Max("number"))["most"] or 0
    evidence = Evidence(
        strategy=kept, number=most + 1, finding=finding, added_at=at, **_values(told)
    )
    evidence.added_by = by if isinstance(by, Person) else None
    refuse(rules.refusal_of_evidence(evidence))
    keep(evidence)
    evidence.priorities.set(_own(kept, told.priorities))
    detail = {"after": {"finding": finding.reference if finding else "", **_told(told)}}
    tell("evidence.added", evidence, kept, by=by, at=at, detail=detail)
    return evidence


@transaction.atomic
def change_evidence(
    evidence: Evidence, told: EvidenceTold, *, seen: str = "", by: By, at: datetime
) -> Evidence:
    """Change what evidence says, how strong it is, or which priorities cite it."""
    strategy = writable(evidence.strategy)
    kept = Evidence.objects.get(pk=evidence.pk)
    check_unchanged(seen, kept)
    detail = differing(kept, _values(told))
    refuse(rules.refusal_of_evidence(kept))
    keep(kept)
    kept.priorities.set(_own(strategy, told.priorities))
    detail = {"before": {}, "after": {}} | detail
    detail["after"] = {**detail["after"], **_told(told)}
    tell("evidence.changed", kept, strategy, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: By, at: datetime) -> None:
    """Take a piece of evidence out of a draft."""
    strategy = writable(evidence.strategy)
    kept = Evidence.objects.get(pk=evidence.pk)
    tell("evidence.removed", kept, strategy, by=by, at=at)
    forget(kept)


def _own(strategy: Strategy, priorities: Sequence[Priority]) -> Sequence[Priority]:
    for priority in priorities:
        if priority.strategy_id != strategy.pk:
            raise Refused(f"“{priority}” is a priority of another strategy.")
    return priorities


def _told(told: EvidenceTold) -> dict[str, Any]:
    return {"priorities": sorted(each.key for each in told.priorities)}
