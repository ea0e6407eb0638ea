"""The strategy on a page with what stands behind it today: one sheet for a board's wall."""

from dataclasses import dataclass
from datetime import date

from goldthread.performance.models import Indicator
from goldthread.performance.queries.lines import Line
from goldthread.strategy.models import Priority, Strategy
from goldthread.strategy.queries import in_force
from goldthread.strategy.queries.whole import Whole, whole
from goldthread.thread.brief import PLAN, Standing, measures_of, standings, together
from goldthread.thread.nouns import Reader
from goldthread.web.kit import Status


@dataclass(frozen=True, slots=True)
class Outcome:
    """What people should see, and how the measures of it stand."""

    text: str
    measures: tuple[tuple[str, str, Status], ...]  # code, name, how it stands


@dataclass(frozen=True, slots=True)
class Column:
    """One priority: outcomes with their measures, workstreams with their actions."""

    priority: Priority
    reference: str
    outcomes: tuple[Outcome, ...]
    others: tuple[tuple[str, str, Status], ...]  # measures of its workstreams
    work: tuple[tuple[str, str], ...]
    stands: Standing


@dataclass(frozen=True, slots=True)
class LiveStrategy:
    """The strategy in force, with live status."""

    strategy: Strategy
    columns: tuple[Column, ...]
    threads: tuple[str, ...]
    on: date
    shows_plan: bool


def live_strategy(*, reader: Reader, on: date) -> LiveStrategy | None:
    """The strategy in force on this day; None where there is none."""
    strategy = in_force(on)
    if strategy is None:
        return None
    known = whole(strategy, on=on)
    plan = reader.may(PLAN)
    return LiveStrategy(
        strategy,
        tuple(_column(known, each, reader, on, plan) for each in known.priorities),
        tuple(thread.name for thread in known.threads if thread.name),
        on,
        plan,
    )


def _column(
    known: Whole, priority: Priority, reader: Reader, on: date, plan: bool
) -> Column:
    own = [
        w for w in known.open_workstreams() if known.primary.get(w.pk) == priority.pk
    ]
    stands = standings([w.pk for w in own], on=on) if plan else {}
    lines = measures_of(priority, reader=reader, on=on)
    by_key = {line.key: line for line in lines}
    outcomes = known.outcomes.get(priority.pk, ())
    by_outcome: dict[int, list[Line]] = {each.pk: [] for each in outcomes}
    pairs = Indicator.outcomes.through.objects.filter(
        outcome__in=by_outcome, indicator__in=by_key
    ).order_by("indicator__code", "pk")
    for outcome, indicator in pairs.values_list("outcome_id", "indicator_id"):
        by_outcome[outcome].append(by_key[indicator])
    told = {line.key for each in outcomes for line in by_outcome.get(each.pk, ())}
    return Column(
        priority,
        f"{known.strategy.key}/{priority.key}",
        tuple(
            Outcome(each.text, tuple(map(_said, by_outcome.get(each.pk, ()))))
            for each in outcomes
        ),
        tuple(_said(line) for line in lines if line.key not in told),
        tuple((w.title, stands[w.pk].words if plan else "") for w in own),
        together(list(stands.values())),
    )


def _said(line: Line) -> tuple[str, str, Status]:
    return line.code, line.name, line.status
