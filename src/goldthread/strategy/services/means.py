"""What each authority puts in, and how it will measure its own success (B5)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from goldthread.partners.models import Agency
from goldthread.partners.rules import Refused
from goldthread.strategy.models import Priority, Resource, Strategy, SuccessMeasure
from goldthread.strategy.services.writing import (
    By,
    differing,
    forget,
    keep,
    tell,
    writable,
)


@dataclass(frozen=True, slots=True)
class ResourceTold:
    """Money, people or things; `year_start` is 1 April of the year it is meant for."""

    agency: Agency
    kind: str
    words: str
    amount_pounds: Decimal | None = None
    year_start: date | None = None
    priority: Priority | None = None


def _values(strategy: Strategy, told: ResourceTold) -> dict[str, Any]:
    if told.priority and told.priority.strategy_id != strategy.pk:
        raise Refused(f"“{told.priority}” is a priority of another strategy.")
    if told.kind == Resource.Kind.MONEY and told.amount_pounds is None:
        raise Refused("Money has an amount. Enter it in pounds.")
    return {
        **asdict(told),
        "agency": told.agency,
        "priority": told.priority,
        "words": told.words.strip(),
    }


@transaction.atomic
def add_resource(
    strategy: Strategy, told: ResourceTold, *, by: By, at: datetime
) -> Resource:
    """Write down what an authority allocates."""
    kept = writable(strategy)
    resource = keep(Resource(strategy=kept, **_values(kept, told)))
    tell("resource.added", resource, kept, by=by, at=at)
    return resource


@transaction.atomic
def change_resource(
    resource: Resource, told: ResourceTold, *, by: By, at: datetime
) -> Resource:
    """Correct what an authority allocates."""
    strategy = writable(resource.strategy)
    kept = Resource.objects.get(pk=resource.pk)
    detail = differing(kept, _values(strategy, told))
    keep(kept)
    tell("resource.changed", kept, strategy, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def remove_resource(resource: Resource, *, by: By, at: datetime) -> None:
    """Take a resource out of a draft."""
    strategy = writable(resource.strategy)
    kept = Resource.objects.get(pk=resource.pk)
    tell("resource.removed", kept, strategy, by=by, at=at)
    forget(kept)


@transaction.atomic
def add_measure(
    strategy: Strategy, agency: Agency, *, text: str, by: By, at: datetime
) -> SuccessMeasure:
    """Write down how an authority will measure its success."""
    kept = writable(strategy)
    if not text.strip():
        raise Refused(f"Say how {agency} will know that it succeeded.")
    if kept.success_measures.filter(agency=agency, text=text.strip()).exists():
        raise Refused(f"{agency} names this measure already.")
    measure = keep(SuccessMeasure(strategy=kept, agency=agency, text=text.strip()))
    tell("measure.added", measure, kept, by=by, at=at)
    return measure


@transaction.atomic
def remove_measure(measure: SuccessMeasure, *, by: By, at: datetime) -> None:
    """Take a measure out of a draft."""
    strategy = writable(measure.strategy)
    kept = SuccessMeasure.objects.get(pk=measure.pk)
    tell("measure.removed", kept, strategy, by=by, at=at)
    forget(kept)
