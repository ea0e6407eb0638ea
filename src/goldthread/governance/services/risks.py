"""Keeping the risk register: added, changed, looked at again, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery.models import Action
from goldthread.governance import rules
from goldthread.governance.models import Risk, RiskReview
from goldthread.governance.services.writing import (
    check,
    next_reference,
    refuse,
    runs,
)
from goldthread.partners.models import Agency, Body, Person
from goldthread.strategy.models import Workstream


@dataclass(frozen=True, slots=True)
class RiskTold:
    """What is told of a risk (C42); likelihood comes before impact in each pair."""

    title: str
    cause: str
    event: str
    consequence: str
    category: str
    inherent: tuple[int, int]
    residual: tuple[int, int]
    target: tuple[int, int]
    appetite: int
    review_on: date
    controls: str = ""
    owner: Person | None = None
    owner_agency: Agency | None = None
    workstream: Workstream | None = None
    actions: Sequence[Action] = ()


@transaction.atomic
def add_risk(body: Body, told: RiskTold, *, by: Person | None, at: datetime) -> Risk:
    """Put a risk on the register of a board."""
    allowed = runs(body, by, at=at)
    refuse(rules.refusal_to_keep_risk(None, by=by, runs=allowed))
    risk = Risk(body=body, added_by=by, added_at=at, reference=next_reference("R"))
    _put(risk, told)
    check(risk)
    risk.save()
    risk.actions.set(told.actions)
    detail = {"score": risk.score, "review": str(risk.review_on)}
    record("risk.added", risk, by=by, at=at, detail=detail)
    return risk


@transaction.atomic
def change_risk(risk: Risk, told: RiskTold, *, by: Person | None, at: datetime) -> Risk:
    """Change what the register says; how it stands is changed by a review."""
    kept = _locked(risk)
    allowed = runs(kept.body, by, at=at)
    refuse(rules.refusal_to_keep_risk(kept, by=by, runs=allowed))
    before = _told(kept)
    _put(kept, told)
    check(kept)
    kept.save()
    kept.actions.set(told.actions)
    detail = {"before": before, "after": _told(kept)}
    record("risk.changed", kept, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def review_risk(
    risk: Risk,
    *,
    likelihood: int,
    impact: int,
    words: str,
    on: date,
    next_on: date,
    by: Person | None,
    at: datetime,
) -> RiskReview:
    """Look at a risk again: how it stands now, what changed, when it is looked at next."""
    kept = _locked(risk)
    refuse(rules.refusal_to_review(kept, by=by, runs=runs(kept.body, by, at=at)))
    today = local_day(at)
    refuse(rules.refusal_of_review(words=words, on=on, next_on=next_on, today=today))
    review = RiskReview(
        risk=kept,
        on=on,
        likelihood=likelihood,
        impact=impact,
        score_before=kept.score,
        words=words.strip(),
        by=by,
        at=at,
    )
    kept.residual_likelihood, kept.residual_impact = likelihood, impact
    kept.review_on = next_on
    check(kept)
    check(review)
    kept.save()
    review.save()
    detail = {"before": review.score_before, "after": review.score}
    record("risk.reviewed", kept, by=by, at=at, detail=detail)
    return review


@transaction.atomic
def close_risk(
    risk: Risk, *, because: str, on: date, by: Person | None, at: datetime
) -> Risk:
    """Take a risk off the register; that it stood there stays known."""
    kept = _locked(risk)
    allowed = runs(kept.body, by, at=at)
    refuse(rules.refusal_to_keep_risk(kept, by=by, runs=allowed))
    if not because.strip():
        raise rules.Refused("Say why it is a risk no longer.")
    kept.closed_on, kept.closed_because = on, because.strip()
    check(kept)
    kept.save(update_fields=["closed_on", "closed_because"])
    record("risk.closed", kept, by=by, at=at, detail={"because": because.strip()})
    return kept


def _put(risk: Risk, told: RiskTold) -> None:
    for name in ("title", "cause", "event", "consequence", "controls"):
        setattr(risk, name, getattr(told, name).strip())
    risk.category, risk.appetite = told.category, told.appetite
    for name in ("inherent", "residual", "target"):
        likelihood, impact = getattr(told, name)
        setattr(risk, f"{name}_likelihood", likelihood)
        setattr(risk, f"{name}_impact", impact)
    risk.owner, risk.owner_agency = told.owner, told.owner_agency
    risk.workstream, risk.review_on = told.workstream, told.review_on


def _told(risk: Risk) -> dict[str, Any]:
    return {
        "score": risk.score,
        "appetite": risk.appetite,
        "owner": str(risk.owner or risk.owner_agency or ""),
        "review": str(risk.review_on),
    }


def _locked(risk: Risk) -> Risk:
    found: Risk = (
        Risk.objects.select_for_update(of=("self",))
        .select_related("body", "owner", "owner_agency")
        .get(pk=risk.pk)
    )
    return found
