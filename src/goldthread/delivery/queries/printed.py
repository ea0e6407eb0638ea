"""The plan on paper: everything a filter asks for, under its priority and workstream."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from goldthread.delivery.models import Action
from goldthread.delivery.queries.filters import PlanFilter, selected
from goldthread.delivery.queries.lines import ActionLine, line_of
from goldthread.delivery.queries.listing import strategies_with_actions, strategy_for
from goldthread.delivery.queries.own import plan_settings, whole
from goldthread.strategy.models import Strategy, WorkstreamPriority


@dataclass(frozen=True, slots=True)
class PrintedGroup:
    """One workstream with its actions."""

    priority: str
    workstream: str
    lines: tuple[ActionLine, ...]


@dataclass(frozen=True, slots=True)
class PrintedPlan:
    """The whole plan as it is printed."""

    strategy: Strategy | None
    asked: PlanFilter
    groups: tuple[PrintedGroup, ...]
    total: int


def printed_plan(asked: PlanFilter, *, on: date) -> PrintedPlan:
    """Every action asked for, in the strategy's order."""
    settings = plan_settings()
    strategy = strategy_for(asked, strategies_with_actions())
    scoped = asked.within(strategy)
    links = (
        WorkstreamPriority.objects.filter(
            is_primary=True, workstream__strategy=strategy
        )
        .select_related("priority")
        .order_by("priority__number", "pk")
    )
    primary = {link.workstream_id: link.priority for link in links}
    found = list(whole(selected(scoped, on=on, settings=settings)))

    def place(action: Action) -> tuple[int, int, int]:
        priority = primary.get(action.workstream_id)
        number = priority.number if priority else 9_999
        return number, action.workstream.number, action.workstream_id

    found.sort(key=lambda action: (place(action), action.pk))
    groups = []
    for _, rows in groupby(found, key=place):
        actions = list(rows)
        first = actions[0]
        priority = primary.get(first.workstream_id)
        groups.append(
            PrintedGroup(
                priority=priority.title if priority else "Under no priority yet",
                workstream=first.workstream.title,
                lines=tuple(
                    line_of(each, on=on, settings=settings) for each in actions
                ),
            )
        )
    return PrintedPlan(strategy, asked, tuple(groups), len(found))
