"""Why a strategy may not begin or end on a day: one is in force on any day (S1)."""

from collections.abc import Iterable, Sequence
from datetime import date

from goldthread.strategy.models import Strategy
from goldthread.strategy.requirements import Requirement
from goldthread.strategy.rules.life import A_DAY, refusal_of_step, what_is_owed
from goldthread.strategy.rules.words import written


def refusal_to_enforce(
    strategy: Strategy,
    *,
    from_on: date,
    owed: Sequence[Requirement],
    others: Iterable[Strategy],
    on: date,
) -> str | None:
    """Why it may not come into force from this day; None when it may (S1, B2, B5)."""
    if refusal := refusal_of_step("enforce", strategy, on=on):
        return refusal
    if owed:
        return f"{what_is_owed(owed)} Mend it, or waive it with a reason."
    refusals = (refusal_of_beside(other, from_on) for other in others)
    return next((each for each in refusals if each), None)


def refusal_of_beside(other: Strategy, day: date) -> str | None:
    """Why none may begin on this day beside another that has its days (S1).

    One that is in force without a last day is no reason: it ends the day before.
    """
    begins, ends = other.in_force_from, other.in_force_until
    if begins is None or (ends is not None and ends <= day):
        return None
    if ends is None and begins < day:
        return None
    said = _days_in_words(begins, ends, day)
    return f"“{other}” {said} Only one is in force on any day: change that first, or begin when it is over."


def _days_in_words(begins: date, ends: date | None, day: date) -> str:
    if ends is not None and begins < day:
        return f"is in force until {written(ends - A_DAY)}."
    return f"has {written(begins)} as its first day in force."


def refusal_to_delay(strategy: Strategy, *, on: date) -> str | None:
    """Why its first day may not be taken back; None when it may."""
    return refusal_of_step("delay", strategy, on=on)


def refusal_to_close(strategy: Strategy, *, until_on: date, on: date) -> str | None:
    """Why it may not be closed on this day; None when it may."""
    if refusal := refusal_of_step("close", strategy, on=on):
        return refusal
    if strategy.in_force_from and until_on <= strategy.in_force_from:
        return f"It came into force on {written(strategy.in_force_from)}. Close it on a later day."
    return None


def refusal_to_reopen(
    strategy: Strategy, *, on: date, others: Iterable[Strategy]
) -> str | None:
    """Why its last day may not be taken back; None when it may (S1)."""
    if refusal := refusal_of_step("reopen", strategy, on=on):
        return refusal
    for other in others:
        begins, ends = other.in_force_from, strategy.in_force_until
        if begins and ends and begins >= ends:
            return f"“{other}” comes into force on {written(begins)}. Only one is in force on any day: take its first day back first."
    return None
