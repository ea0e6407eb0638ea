"""Which scorecards there are to choose from."""

from dataclasses import dataclass
from datetime import date

from goldthread.partners.models import Agency, Body
from goldthread.strategy.models import Approval, Workstream
from goldthread.strategy.queries import current


@dataclass(frozen=True, slots=True)
class Choice:
    """One scorecard that can be opened."""

    words: str
    query: str
    current: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """The scorecards of one kind."""

    title: str
    options: tuple[Choice, ...]


def choices(by: str, key: int | None, *, on: date) -> tuple[Choices, ...]:
    """Boards, priorities and workstreams of the strategy in force, and agencies."""
    strategy = current(on)
    found: list[tuple[str, str, list[tuple[int, str]]]] = []
    if strategy is not None:
        asked = Approval.objects.filter(strategy=strategy).values("body")
        bodies = Body.objects.filter(pk__in=asked).order_by("name", "pk")
        priorities = strategy.priorities.order_by("number", "pk")
        streams = Workstream.objects.filter(strategy=strategy).order_by("number", "pk")
        found += [
            ("Board", "board", [(each.pk, str(each)) for each in bodies]),
            ("Priority", "priority", [(each.pk, each.title) for each in priorities]),
            ("Workstream", "workstream", [(each.pk, each.title) for each in streams]),
        ]
    agencies = Agency.objects.filter(indicators__isnull=False).distinct()
    found.append(
        (
            "Agency",
            "agency",
            [(each.pk, str(each)) for each in agencies.order_by("name", "pk")],
        )
    )
    return tuple(
        Choices(
            title,
            tuple(
                Choice(words, f"by={name}&key={pk}", (name, pk) == (by, key))
                for pk, words in options
            ),
        )
        for title, name, options in found
        if options
    )
