"""Where the work is: the areas that actions and expected effects name, and no others."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goldthread.delivery.models import Action, Effect
from goldthread.documents.model import (
    Block,
    Callout,
    Column,
    Paragraph,
    Section,
    Table,
    Text,
)
from goldthread.documents.numbers import count_figure

MOST = 12
NOT_HELD = "Focus places with a plan, a log of the work and a test for leaving are not kept here yet. A place stands here because an action or its expected effect names it."


@dataclass(slots=True)
class Place:
    """One area and the work that names it."""

    name: str
    actions: int = 0
    complete: int = 0
    overdue: int = 0
    effects: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Places:
    """The areas that the actions of a board name, and how many name none."""

    named: tuple[Place, ...]
    without: int
    actions: int


def places_of(actions: Any, *, on: date) -> Places:
    """The areas that these actions and their effects name, the most worked on first."""
    rows = list(
        actions.prefetch_related("areas").select_related("expected_effect__area")
    )
    effects = Effect.objects.newest().filter(action__in=[one.pk for one in rows])
    results = {one.action_id: str(one.get_result_display()) for one in effects}
    found: dict[int, Place] = {}
    without = 0
    for action in rows:
        areas = {area.pk: area.name for area in action.areas.all()}
        expected = getattr(action, "expected_effect", None)
        if expected is not None and expected.area is not None:
            areas[expected.area.pk] = expected.area.name
        without += not areas
        judged = results.get(action.pk, "")
        # It was judged in the place that the effect names, and in no other.
        only = expected.area_id if expected is not None else None
        for key, name in areas.items():
            place = found.setdefault(key, Place(name))
            _count(place, action, on)
            if judged and only in (None, key):
                place.effects.append(f"{action.reference}: {judged.lower()}")
    order = sorted(found.values(), key=lambda one: (-one.actions, one.name))
    return Places(tuple(order), without, len(rows))


def _count(place: Place, action: Action, on: date) -> None:
    place.actions += 1
    place.complete += action.status == Action.Status.COMPLETE
    is_open = action.stage < Action.OVER
    place.overdue += bool(is_open and action.due_on and action.due_on < on)


def places(found: Places) -> Section:
    """The places section of a pack, with what is not held said plainly."""
    if not found.actions:
        return Section("places", "Places")
    sentence: Text = (
        count_figure(found.without, "plan:places"),
        " of ",
        count_figure(found.actions, "plan:actions"),
        " actions name no place.",
    )
    blocks: list[Block] = [Paragraph(sentence)]
    if found.named:
        blocks.append(_table(found.named))
    blocks.append(Callout("not-held", NOT_HELD))
    return Section("places", "Places: where the work is", tuple(blocks))


def _table(named: Sequence[Place]) -> Table:
    notes = ("The first dozen; the plan lists the rest.",) if len(named) > MOST else ()
    return Table(
        "Places that actions and their expected effects name",
        (
            Column("Place"),
            Column("Actions", "number"),
            Column("Complete", "number"),
            Column("Overdue", "number"),
            Column("Did it work"),
        ),
        tuple(
            (
                one.name,
                one.actions,
                one.complete,
                one.overdue,
                "; ".join(one.effects) or "nothing is judged yet",
            )
            for one in named[:MOST]
        ),
        notes=notes,
        id="table-places",
    )
