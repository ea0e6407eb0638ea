"""The pages on which an effect is stated: in which ways, where, and whether it may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from goldthread.delivery import rules
from goldthread.delivery.effect_places import Place
from goldthread.delivery.models import Action, ExpectedEffect
from goldthread.partners.models import Area, Person
from goldthread.web.kit import Link

# Each is the name of its page; the second is `performance`'s.
BY_RECORDS = "state_effect"
BY_MEASURE = "state_effect_by_measure"
BY_HAND = "state_effect_by_hand"
_WORDS = (
    ("From police records", BY_RECORDS),
    ("By one of the measures", BY_MEASURE),
    ("By figures given by hand", BY_HAND),
)


@dataclass(frozen=True, slots=True)
class Stating:
    """What stands above the form in which an effect is stated."""

    ways: tuple[Link, ...]
    refusal: str
    wards: tuple[tuple[str, tuple[str, ...]], ...]  # a ward, and its small areas


def stating(
    action: Action,
    way: str,
    places: Sequence[Place] = (),
    *,
    person: Person,
    on: date,
) -> Stating:
    """How an effect may be stated of this action, and why it may not be now."""
    standing = ExpectedEffect.objects.filter(action=action).first()
    stands = standing and rules.refusal_to_state_effect(
        standing, window_from=date.max, on=on
    )
    refusal = stands or rules.refusal_to_change(action, by=person) or ""
    return Stating(ways_to_state(action, way), refusal, tuple(_wards(places)))


def ways_to_state(action: Action, way: str) -> tuple[Link, ...]:
    """The ways in which an effect is measured, each a page; `way` is the one shown."""
    return tuple(
        Link(words, reverse(page, args=[action.reference]), page == way)
        for words, page in _WORDS
    )


def way_of(standing: ExpectedEffect | None) -> str:
    """The way in which a standing effect is measured; the first where none stands."""
    if standing is None:
        return BY_RECORDS
    if standing.indicator:
        return BY_MEASURE
    return BY_HAND if standing.is_by_hand else BY_RECORDS


def _wards(places: Sequence[Place]) -> list[tuple[str, tuple[str, ...]]]:
    small = sorted(
        (one for one in places if one.is_held and one.kind == Area.Kind.NEIGHBOURHOOD),
        key=lambda one: (one.within, one.name),
    )
    inside = {
        ward: tuple(one.name for one in some)
        for ward, some in groupby(small, key=lambda one: one.within)
    }
    wards = [one for one in places if one.is_held and one.kind == Area.Kind.WARD]
    return [(one.name, inside.get(one.code, ())) for one in wards]
