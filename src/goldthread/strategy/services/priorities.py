"""Priorities, their outcomes and early areas of focus, and the hidden crimes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from goldthread.partners.rules import Refused
from goldthread.strategy import rules
from goldthread.strategy.models import HiddenCrime, Priority, Strategy
from goldthread.strategy.models.priorities import Head
from goldthread.strategy.services.writing import (
    By,
    differing,
    forget,
    keep,
    key_of,
    refuse,
    tell,
    writable,
)
from goldthread.strategy.unchanged import check_unchanged

OUT_OF_THE_WAY = 10_000  # numbers are unique, so a new order goes through here


@dataclass(frozen=True, slots=True)
class PriorityTold:
    """A priority in words; `heads` are keys of what the law asks for."""

    title: str
    statement: str = ""
    choice: str = ""
    heads: Sequence[str] = ()


def _values(told: PriorityTold) -> dict[str, Any]:
    unknown = [head for head in told.heads if head not in Head.values]
    if unknown:
        raise Refused(
            f"Expected heads of the law among {', '.join(Head.values)}; found {unknown[0]!r}."
        )
    return {
        "title": told.title.strip(),
        "statement": told.statement.strip(),
        "choice": told.choice.strip(),
        "heads": [head for head in Head.values if head in told.heads],
    }


@transaction.atomic
def add_priority(
    strategy: Strategy,
    told: PriorityTold,
    *,
    key: str = "",
    outcomes: Sequence[str] = (),
    focus_areas: Sequence[str] = (),
    by: By,
    at: datetime,
) -> Priority:
    """Add a priority after the others, with its outcomes and where work begins."""
    kept = writable(strategy)
    taken = kept.priorities.values_list("key", flat=True)
    priority = keep(
        Priority(
            strategy=kept,
            key=key or key_of(told.title, taken),
            number=_next(kept.priorities),
            **_values(told),
        )
    )
    tell("priority.added", priority, kept, by=by, at=at)
    write_outcomes(priority, outcomes, by=by, at=at)
    write_focus_areas(priority, focus_areas, by=by, at=at)
    return priority


@transaction.atomic
def change_priority(
    priority: Priority, told: PriorityTold, *, seen: str = "", by: By, at: datetime
) -> Priority:
    """Change a priority's words; `seen` is how its writer saw it (see unchanged.py)."""
    strategy = writable(priority.strategy)
    kept = Priority.objects.get(pk=priority.pk)
    check_unchanged(seen, kept)
    detail = differing(kept, _values(told))
    keep(kept)
    tell("priority.changed", kept, strategy, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def change_whole_priority(
    priority: Priority,
    told: PriorityTold,
    *,
    outcomes: Sequence[str],
    focus_areas: Sequence[str],
    seen: str = "",
    by: By,
    at: datetime,
) -> Priority:
    """Change a priority with its outcomes and where work begins: all, or nothing."""
    kept = change_priority(priority, told, seen=seen, by=by, at=at)
    write_outcomes(kept, outcomes, by=by, at=at)
    write_focus_areas(kept, focus_areas, by=by, at=at)
    return kept


@transaction.atomic
def remove_priority(priority: Priority, *, by: By, at: datetime) -> None:
    """Take a priority out of a draft, with its outcomes; not from under a workstream."""
    strategy = writable(priority.strategy)
    kept = Priority.objects.get(pk=priority.pk)
    tell("priority.removed", kept, strategy, by=by, at=at)
    forget(kept)


@transaction.atomic
def order_priorities(
    strategy: Strategy,
    keys: Sequence[str],
    *,
    seen: Sequence[str] | None = None,
    by: By,
    at: datetime,
) -> None:
    """Put the priorities into this order; `seen` is the order its writer saw."""
    kept = writable(strategy)
    stood = list(kept.priorities.order_by("number").values_list("key", flat=True))
    refuse(rules.refusal_of_order(keys, stood=stood, seen=seen))
    kept.priorities.update(number=F("number") + OUT_OF_THE_WAY)
    for number, key in enumerate(keys, start=1):
        kept.priorities.filter(key=key).update(number=number)
    detail = {"before": {"order": stood}, "after": {"order": list(keys)}}
    tell("strategy.priorities_ordered", kept, kept, by=by, at=at, detail=detail)


@transaction.atomic
def write_outcomes(
    priority: Priority, texts: Sequence[str], *, by: By, at: datetime
) -> None:
    """Say what people would see if it succeeded, in this order.

    A line that stays word for word stays the same outcome, wherever it moves, so what
    an action aims at is not lost; a line that changed takes the place of one that went.
    """
    strategy = writable(priority.strategy)
    if detail := _write_lines(priority.outcomes, texts):
        tell(
            "priority.outcomes_written", priority, strategy, by=by, at=at, detail=detail
        )


@transaction.atomic
def write_focus_areas(
    priority: Priority, texts: Sequence[str], *, by: By, at: datetime
) -> None:
    """Say where work on it begins, in this order."""
    strategy = writable(priority.strategy)
    if detail := _write_lines(priority.focus_areas, texts):
        tell("priority.focus_written", priority, strategy, by=by, at=at, detail=detail)


@transaction.atomic
def write_hidden_crimes(
    strategy: Strategy, names: Sequence[str], *, by: By, at: datetime
) -> None:
    """Name the crimes of which more reports are the ambition (Z7)."""
    kept = writable(strategy)
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    before = list(kept.hidden_crimes.order_by("number").values_list("name", flat=True))
    kept.hidden_crimes.exclude(name__in=wanted).delete()
    for number, name in enumerate(wanted, start=1):
        row = kept.hidden_crimes.filter(name=name).first()
        crime = row or HiddenCrime(strategy=kept, name=name)
        crime.number = number
        keep(crime)
    detail = {"before": {"names": before}, "after": {"names": wanted}}
    tell("strategy.hidden_crimes_written", kept, kept, by=by, at=at, detail=detail)


def _write_lines(rows: Any, texts: Sequence[str]) -> dict[str, Any]:
    """Make the lines these, in this order; `rows` are a priority's own."""
    wanted = [text.strip() for text in texts if text.strip()]
    stood = list(rows.order_by("number", "pk"))
    before = [row.text for row in stood]
    if before == wanted:
        return {}
    rows.update(number=F("number") + OUT_OF_THE_WAY)
    placed = dict(_matched(stood, wanted))
    for row in stood:
        if row not in placed.values():
            forget(row)
    for number, text in enumerate(wanted, start=1):
        row = placed.get(number - 1) or rows.model(priority=rows.instance)
        row.number, row.text = number, text
        keep(row)
    return {"before": {"lines": before}, "after": {"lines": wanted}}


def _matched(stood: Sequence[Any], wanted: Sequence[str]) -> list[tuple[int, Any]]:
    """Which row a line is: the one that says the same, else the next that went."""
    left, found = list(stood), {}
    for place, text in enumerate(wanted):
        same = next((row for row in left if row.text == text), None)
        if same:
            found[place] = same
            left.remove(same)
    for place in range(len(wanted)):
        if place not in found and left:
            found[place] = left.pop(0)
    return list(found.items())


def _next(rows: Any) -> int:
    return (rows.aggregate(most=Max("number"))["most"] or 0) + 1
