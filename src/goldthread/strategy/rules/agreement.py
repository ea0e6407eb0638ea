"""Why a board may not be asked, may not decide, and what may not be waived."""

from datetime import date

from goldthread.partners.models import Body, Person
from goldthread.strategy.models import (
    Approval,
    Strategy,
    Workstream,
)
from goldthread.strategy.requirements import Requirement
from goldthread.strategy.rules.life import (
    A_DAY,
    RUNNING,
    refusal_to_keep_workstreams,
    refusal_to_write,
)
from goldthread.strategy.rules.words import written
from goldthread.strategy.states import WORDS


def refusal_to_waive(
    requirement: Requirement | None, *, reason: str, strategy: Strategy
) -> str | None:
    """Why a requirement may not be waived; None when it may."""
    if strategy.state in ("closed", "withdrawn"):
        return f"{_end_in_words(strategy)}; nothing waits for a waiver."
    if requirement is None or not requirement.can_be_waived:
        return "Only what the law asks for can be waived, by its own name."
    if not reason.strip():
        return "A requirement is waived with a reason: say why the partnership goes on without it."
    if requirement.is_met:
        return f"“{requirement.words}” is met; there is nothing to waive."
    return None


def _end_in_words(strategy: Strategy) -> str:
    if strategy.in_force_until is None:
        return "The strategy is withdrawn"
    return f"The last day of the strategy is {written(strategy.in_force_until - A_DAY)}"


def refusal_to_decide(
    approval: Approval,
    strategy: Strategy,
    *,
    decision: str,
    note: str,
    decided_on: date,
    today: date,
    known_on: date,
    by: Person,
    is_chair: bool,
) -> str | None:
    """Why `by` may not record this decision of a body; None when they may (S48)."""
    states = ("proposed",) if approval.workstream_id is None else ("proposed", *RUNNING)
    stands = strategy.stands_on(today)
    if stands not in states:
        return f"The strategy is “{WORDS[stands].lower()}”. Boards decide once it is put before them."
    if decision not in (Approval.Decision.AGREED, Approval.Decision.REFUSED):
        return "Say whether the body agreed or did not agree."
    if decision == Approval.Decision.REFUSED and not note.strip():
        return f"Say why {approval.body} did not agree, so that it can be mended."
    if decided_on > today:
        return f"{written(decided_on)} is still to come. A decision is recorded once it is taken."
    if decided_on < known_on:
        return f"{written(decided_on)} is before {written(known_on)}, when it was put to them. Give the day on which {approval.body} decided on it."
    return refusal_to_speak_for(approval.body, by=by, is_chair=is_chair)


def refusal_to_speak_for(body: Body, *, by: Person, is_chair: bool) -> str | None:
    """Why `by` may not write down what this body decided; None when they may."""
    role = by.acting.role if by.acting else ""
    if not is_chair and role != "manager":
        return f"The chair of {body} records its decision, or the partnership manager on its behalf."
    return None


def refusal_to_name(
    body: Body,
    strategy: Strategy,
    workstream: Workstream | None,
    *,
    already: bool,
    on: date,
) -> str | None:
    """Why a body may not be asked to agree; None when it may."""
    if workstream is None and (refusal := refusal_to_write(strategy)):
        return refusal
    if workstream is not None:
        if refusal := refusal_to_keep_workstreams(strategy, on=on):
            return refusal
        if workstream.strategy_id != strategy.pk:
            return f"{workstream} is a workstream of another strategy."
    if already:
        return f"{body} is asked already."
    return None
