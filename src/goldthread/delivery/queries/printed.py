"""The plan on paper: everything a filter asks for, under its priority and workstream."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from goldthread.delivery.queries.filters import PlanFilter, selected
from goldthread.delivery.queries.lines import ActionLine, lines_of
from goldthread.delivery.queries.listing import plannable_strategies, strategy_for
from goldthread.delivery.queries.own import plan_settings
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
    strategy = strategy_for(asked, plannable_strategies(on))
    scoped = asked.within(strategy)
    links = (
        WorkstreamPriority.objects.filter(
            is_primary=True, workstream__strategy=strategy
        )
        .select_related("priority")
        .order_by("priority__number", "pk")
    )
    primary = {link.workstream_id: link.priority for link in links}
    found = lines_of(
        selected(scoped, on=on, settings=settings).order_by(
            "workstream__number", "workstream_id", "pk"
        ),
        on=on,
        settings=settings,
    )

    def place(line: ActionLine) -> int:
        priority = primary.get(line.workstream_key)
        return priority.number if priority else 9_999

    groups = []
    in_order = sorted(found, key=place)  # stays in the workstreams' order within one
    for key, rows in groupby(in_order, key=lambda line: line.workstream_key):
        lines = tuple(rows)
        priority = primary.get(key)
        groups.append(
            PrintedGroup(
                priority=priority.title if priority else "Under no priority yet",
                workstream=lines[0].workstream,
                lines=lines,
            )
        )
    return PrintedPlan(strategy, asked, tuple(groups), len(found))
