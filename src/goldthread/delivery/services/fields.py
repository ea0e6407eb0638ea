"""The fields of an action that a person may set, with their types (C40)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict

from goldthread.assessment.models import Finding
from goldthread.delivery.models import Action
from goldthread.delivery.words import CHOSEN, MANY, said
from goldthread.partners.models import Agency, Area, Person
from goldthread.strategy.models import Outcome, Workstream


class ActionFields(TypedDict, total=False):
    """What may be told of an action; what is left out stays as it is."""

    title: str
    detail: str
    kind: str
    finding: Finding | None
    why: str
    outcome: Outcome | None
    intended: str
    measure: str
    owner: Person | None
    lead_agency: Agency | None
    community_owner: str
    support_agencies: Iterable[Agency]
    areas: Iterable[Area]
    start_on: date | None
    due_on: date | None
    cost_pounds: Decimal | None
    funder: str


class ChangedFields(ActionFields, total=False):
    """The same of an action that stands already: it may move."""

    workstream: Workstream


def put(action: Action, told: ActionFields) -> None:
    """Put what was told into the action, not saved yet; its many-to-many by `link`."""
    for field, value in told.items():
        if field not in MANY:
            trimmed = value.strip() if isinstance(value, str) else value
            setattr(action, field, trimmed)


def link(action: Action, told: ActionFields) -> None:
    """Set the supporting agencies and the areas of a saved action."""
    for field in MANY:
        if field in told:
            getattr(action, field).set(told[field])  # type: ignore[literal-required]


def in_words(action: Action, fields: Iterable[str]) -> dict[str, str]:
    """These fields of an action as the change log writes them."""
    return {field: said(_value(action, field)) for field in fields}


def _value(action: Action, field: str) -> Any:
    if field in MANY:
        return list(getattr(action, field).all())
    if field in CHOSEN:
        return getattr(action, f"get_{field}_display")()
    return getattr(action, field)
