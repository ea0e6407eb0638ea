"""Why priorities, workstreams, evidence and crossings may not stand so."""

from collections.abc import Collection
from datetime import date

from goldthread.strategy.models import (
    Evidence,
    Priority,
    Strategy,
    Thread,
    Workstream,
)
from goldthread.strategy.rules.words import written


def refusal_of_priorities(
    strategy: Strategy, priorities: Collection[Priority], primary: Priority | None
) -> str | None:
    """Why a workstream may not stand so: under some, exactly one of them primary (S53)."""
    if not priorities or primary is None:
        return "A workstream stands under at least one priority, and one of them is its main one: totals count it there."
    if primary not in priorities:
        return f"The main priority is one of those it stands under; “{primary}” is not among them."
    strange = [p for p in priorities if p.strategy_id != strategy.pk]
    if strange:
        return f"“{strange[0]}” is a priority of another strategy."
    return None


def refusal_to_close_workstream(
    workstream: Workstream, *, on: date, reason: str
) -> str | None:
    """Why a workstream may not be closed; None when it may (S9)."""
    if workstream.closed_on:
        return f"“{workstream}” was closed on {written(workstream.closed_on)}."
    if not reason.strip():
        return "A workstream is closed with a reason: say what becomes of its work."
    if on < workstream.opened_on:
        return f"It opened on {written(workstream.opened_on)}. Close it on that day or later."
    return None


def refusal_of_opening(strategy: Strategy, opened_on: date) -> str | None:
    """Why a workstream may not open on this day; None when it may."""
    if strategy.period_start <= opened_on < strategy.period_end:
        return None
    return f"A workstream opens inside the term, from {written(strategy.period_start)} to the day before {written(strategy.period_end)}."


def refusal_to_answer(thread: Thread, workstream: Workstream) -> str | None:
    if thread.strategy_id != workstream.strategy_id:
        return f"{thread} is a thread of another strategy."
    return None


def refusal_to_cite(*, is_published: bool, reference: str) -> str | None:
    """Why a finding may not be cited; None when it may."""
    if is_published:
        return None
    return f"{reference} belongs to an assessment that is not published yet, so nobody could check it. Publish the assessment first."


def refusal_of_evidence(evidence: Evidence) -> str | None:
    """Why evidence may not stand so; what is typed by hand can be weighed."""
    if not evidence.text.strip():
        return "Say what the evidence shows."
    if evidence.finding_id is None and not (
        evidence.source.strip() and evidence.strength
    ):
        return "Evidence typed in by hand has a source and a strength: say where it comes from and how strong it is."
    return None


def refusal_of_crossing(
    strategy: Strategy, old: Priority, new: Priority | None, kind: str
) -> str | None:
    """Why an old priority may not be said to go there; None when it may (S41)."""
    if old.strategy_id != strategy.follows_id:
        return f"“{old}” is not a priority of the strategy before this one."
    if new is not None and new.strategy_id != strategy.pk:
        return f"“{new}” is a priority of another strategy."
    if (kind == "ends") != (new is None):
        return "A priority that ends goes nowhere; one that goes on says into which it goes."
    return None


def refusal_to_follow(*, is_on: bool, due: int) -> str | None:
    """Why the addresses are not followed now; None when they are."""
    if not is_on:
        return "This installation follows no addresses by itself. Whoever looks after it turns that on with GOLDTHREAD_FOLLOW_LINKS; until then, look yourself and say what you found."
    if not due:
        return "Every address was asked within the last ten minutes, or there is none."
    return None
