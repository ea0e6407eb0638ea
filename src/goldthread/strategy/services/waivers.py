"""What the law asks for and the partnership goes on without, with its reason (Z2)."""

from datetime import date, datetime

from django.db import transaction

from goldthread.partners.models import Person
from goldthread.strategy import requirements, rules
from goldthread.strategy.models import Strategy, Waiver
from goldthread.strategy.queries.whole import whole
from goldthread.strategy.services.writing import By, keep, locked, refuse, tell


@transaction.atomic
def waive_requirement(
    strategy: Strategy,
    *,
    requirement: str,
    reason: str,
    on: date,
    by: By,
    at: datetime,
) -> Waiver:
    """Go on without something that the law asks for, and say why."""
    kept = locked(strategy)
    known = {each.key: each for each in requirements.of_the_law(whole(kept, on=on))}
    refuse(rules.refusal_to_waive(known.get(requirement), reason=reason, strategy=kept))
    waiver = kept.waivers.filter(requirement=requirement).first() or Waiver(
        strategy=kept, requirement=requirement
    )
    waiver.reason, waiver.at = reason.strip(), at
    waiver.by = by if isinstance(by, Person) else None
    keep(waiver)
    detail = {"after": {"requirement": requirement, "reason": waiver.reason}}
    tell("requirement.waived", waiver, kept, by=by, at=at, detail=detail)
    return waiver


@transaction.atomic
def take_back_waiver(waiver: Waiver, *, by: By, at: datetime) -> None:
    """Ask for the requirement again."""
    strategy = locked(waiver.strategy)
    detail = {"before": {"requirement": waiver.requirement, "reason": waiver.reason}}
    tell("requirement.asked_again", waiver, strategy, by=by, at=at, detail=detail)
    Waiver.objects.filter(pk=waiver.pk).delete()
