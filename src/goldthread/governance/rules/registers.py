"""Why something about asks, challenges and risks is not allowed: sentences; no queries."""

from datetime import date

from goldthread.delivery.rules import agency_of
from goldthread.governance.models import Ask, Challenge, Risk
from goldthread.governance.rules.common import CHALLENGE, EVERY_BOARD, RISKS, may
from goldthread.partners.models import Body, Person
from goldthread.web.templatetags.kit import day


def refusal_to_reply(ask: Ask, *, by: Person | None, runs: bool) -> str | None:
    """Why `by` may not answer an ask; None when they may."""
    if ask.state in (Ask.State.CLOSED, Ask.State.WITHDRAWN):
        return f"{ask.reference} is {ask.get_state_display().lower()}."
    if runs:
        return None
    own = agency_of(by)
    if own is not None and ask.agency_id == own.pk:
        return None
    if ask.outside:
        return f"{ask.outside} is no partner, so the partnership manager writes down what was answered."
    return f"{ask.reference} was asked of {ask.agency}. Its people answer, or the partnership manager for them."


def refusal_of_reply(answer: str, reply: str) -> str | None:
    """Why a reply does not stand; None when it does."""
    if answer not in ("yes", "partly", "no"):
        return "Say whether it is agreed, agreed in part or declined."
    if not reply.strip():
        return "Say in a sentence what will be done, or why not."
    return None


def refusal_of_reply_day(ask: Ask, *, on: date, today: date) -> str | None:
    """Why an answer may not have come on this day; None when it may."""
    if on > today:
        return f"{day(on)} is still to come. Enter the day on which the answer came."
    if on < ask.asked_on:
        return f"{ask.reference} was asked on {day(ask.asked_on)}. Enter the day on which the answer came."
    return None


def answers_for_themselves(ask: Ask, by: Person | None) -> bool:
    """Whether somebody answers for their own agency, not for another or an outside body."""
    own = agency_of(by)
    return own is not None and ask.agency_id == own.pk


def refusal_to_close_ask(ask: Ask, *, result: str) -> str | None:
    """Why an ask may not be closed; None when it may."""
    if ask.state == Ask.State.OPEN:
        return f"{ask.reference} has no answer yet. Write it down first, or withdraw the ask."
    if ask.state != Ask.State.REPLIED:
        return f"{ask.reference} is {ask.get_state_display().lower()} already."
    return None if result.strip() else "Say what came of it."


def refusal_to_withdraw_ask(ask: Ask, *, because: str) -> str | None:
    """Why an ask may not be withdrawn; None when it may."""
    if ask.state != Ask.State.OPEN:
        return f"{ask.reference} is {ask.get_state_display().lower()}."
    return None if because.strip() else "Say why the board asks no longer."


def refusal_to_challenge(body: Body, *, by: Person | None, sits: bool) -> str | None:
    """Why `by` may not put a challenge to a board; None when they may."""
    if may(by, EVERY_BOARD) or (may(by, CHALLENGE) and sits):
        return None
    if may(by, CHALLENGE):
        return f"You hold no seat on {body}. Ask somebody who does to put it."
    return "Members of a board put challenges to it."


def refusal_to_answer(
    challenge: Challenge, *, by: Person | None, runs: bool, answer: str
) -> str | None:
    """Why `by` may not answer a challenge; None when they may."""
    if challenge.satisfied:
        return f"{challenge.reference} is answered, and the answer satisfied."
    if not runs and (by is None or challenge.asked_of_id != by.pk):
        return f"{challenge.reference} was put to {challenge.asked_of or 'nobody by name'}. They answer it, or the chair."
    return None if answer.strip() else "Write the answer."


def refusal_to_judge(
    challenge: Challenge,
    *,
    by: Person | None,
    runs: bool,
    satisfied: bool,
    remark: str,
) -> str | None:
    """Why `by` may not say whether an answer satisfied; None when they may."""
    if challenge.answered_on is None:
        return f"{challenge.reference} has no answer yet."
    if by is not None and challenge.answered_by_id == by.pk:
        return "Who answered does not say whether the answer satisfied."
    if not runs and (by is None or challenge.asked_by_id != by.pk):
        return "Who asked says whether the answer satisfied, or the chair."
    if not satisfied and not remark.strip():
        return "Say what is missing, so that it can be answered."
    return None


def refusal_to_keep_risk(
    risk: Risk | None, *, by: Person | None, runs: bool
) -> str | None:
    """Why `by` may not add or change a risk; None when they may."""
    if risk is not None and risk.closed_on:
        return f"{risk.reference} is closed."
    if runs or may(by, RISKS):
        return None
    return "Workstream leads, the chair and the partnership manager keep the register."


def refusal_to_review(risk: Risk, *, by: Person | None, runs: bool) -> str | None:
    """Why `by` may not review a risk; None when they may."""
    if risk.closed_on:
        return f"{risk.reference} is closed."
    if runs or may(by, RISKS) or (by is not None and risk.owner_id == by.pk):
        return None
    return f"{risk.reference} is owned by {risk.owner or risk.owner_agency or 'nobody yet'}. The owner reviews it."


def refusal_of_review(
    *, words: str, on: date, next_on: date, today: date
) -> str | None:
    """Why a review does not stand; None when it does."""
    if not words.strip():
        return "Say what changed since the last review, or that nothing did and why."
    if on > today:
        return f"{day(on)} is still to come."
    if next_on <= on:
        return f"It is looked at again after this review; found {day(next_on)}."
    return None
