"""Why a strategy may not take its next step, or be changed at all."""

from collections.abc import Sequence
from datetime import date, timedelta

from goldthread.strategy.markings import Markings
from goldthread.strategy.models import (
    Strategy,
)
from goldthread.strategy.requirements import Requirement
from goldthread.strategy.rules.words import written
from goldthread.strategy.states import AFTERWARDS, WORDS, refusal_of_state

WRITABLE = ("draft", "consulting")
RUNNING = (*WRITABLE, "agreed", "in_force")
A_DAY = timedelta(days=1)
UNCHANGED = "It is published as it stands. Nothing has changed since."


def refusal_to_write(strategy: Strategy) -> str | None:
    """Why nothing in it may be changed; what the boards decide about stands still."""
    if strategy.state in WRITABLE:
        return None
    if strategy.state == "proposed":
        return "The strategy is before the boards: what they decide about must not change under their hands. Take it back to draft first."
    if strategy.in_force_until:
        return f"Its last day in force is {written(strategy.in_force_until - A_DAY)}, so its text stands. {AFTERWARDS[strategy.state]}"
    return f"The strategy is “{WORDS[strategy.state].lower()}”, so its text stands. {AFTERWARDS[strategy.state]}"


def refusal_to_keep_workstreams(strategy: Strategy, *, on: date) -> str | None:
    """Why its workstreams may not open, close or answer threads on this day (S9)."""
    if strategy.stands_on(on) in RUNNING:
        return None
    return refusal_to_write(strategy)


def refusal_of_period(start: date, end: date) -> str | None:
    if end > start:
        return None
    return "The last day of the strategy lies before its first. Check the two dates."


def refusal_of_marking(label: str, known: Markings) -> str | None:
    """Why a strategy may not carry this label; retired ones are mapped instead."""
    if known.today(label):
        return None
    return f"Expected one of {', '.join(known.current)}; found {label!r}."


def refusal_of_the_one_before(
    strategy: Strategy, line: Sequence[Strategy], *, is_accounted: bool
) -> str | None:
    """Why it may not follow that strategy; `line` is that one, and whom it follows."""
    if line and line[0].pk == strategy.pk:
        return "A strategy does not follow itself. Choose the one before it."
    if strategy.pk in {each.pk for each in line}:
        return f"“{line[0]}” follows this one itself. Choose the one before it."
    if is_accounted:
        return "It is already said what became of the priorities before. Take that back first."
    return None


def refusal_of_order(
    keys: Sequence[str], *, stood: Sequence[str], seen: Sequence[str] | None
) -> str | None:
    """Why things may not stand in this order: it names each once, on the newest order."""
    if seen is not None and list(seen) != list(stood):
        return "Somebody changed the order, or what is in it, while you looked. It now stands as below: move what you meant to move again."
    if sorted(keys) == sorted(stood):
        return None
    return f"An order names everything once: expected {', '.join(stood)}; found {', '.join(keys)}."


def refusal_of_step(verb: str, strategy: Strategy, *, on: date) -> str | None:
    """Why a strategy may not take this step on this day, before anything is asked."""
    kept, begins, ends = strategy, strategy.in_force_from, strategy.in_force_until
    if refusal := refusal_of_state(verb, kept.state, now=_now(kept, on)):
        return refusal
    if verb == "delay" and begins and begins <= on:
        return f"It is in force since {written(begins)}. Close it instead."
    if verb == "reopen" and ends and ends <= on:
        return f"It was in force until {written(ends - A_DAY)}, and that day is over. {AFTERWARDS['closed']}"
    return None


def _now(strategy: Strategy, on: date) -> str:
    """How a strategy stands that begins or ends later, and what one may do about that."""
    begins, ends = strategy.in_force_from, strategy.in_force_until
    if begins and on < begins:
        return f"It comes into force on {written(begins)}. Take that day back first, if it is not to."
    if ends and on < ends:
        return f"It is in force until {written(ends - A_DAY)}. Take that day back first, if it is to go on."
    return ""


def refusal_to_consult(
    strategy: Strategy, *, opens: date, closes: date, priorities: int, on: date
) -> str | None:
    """Why no consultation on it may open; None when it may."""
    if refusal := refusal_of_step("consult", strategy, on=on):
        return refusal
    if closes <= opens:
        return "A consultation closes after it opens. Give people time to answer."
    if not priorities:
        return "There is nothing to ask people about yet. Add at least one priority."
    return None


def refusal_to_end(strategy: Strategy, *, on: date, reason: str) -> str | None:
    """Why the consultation on it may not be closed on this day; None when it may."""
    if refusal := refusal_of_step("end", strategy, on=on):
        return refusal
    opens, closes = strategy.consultation_opens_on, strategy.consultation_closes_on
    if opens and on < opens:
        return f"The consultation opens on {written(opens)}: no day of it can be kept. Cancel it instead."
    if closes and on < closes - A_DAY and not reason.strip():
        return f"People were told that they can answer until {written(closes - A_DAY)}. Say why it closes before."
    return None


def refusal_to_cancel(strategy: Strategy, *, on: date, reason: str) -> str | None:
    """Why the consultation may not be called off; None when it may."""
    if refusal := refusal_of_step("cancel", strategy, on=on):
        return refusal
    return None if reason.strip() else "Say why the consultation is cancelled."


def refusal_to_revise(strategy: Strategy, *, on: date, reason: str) -> str | None:
    """Why it may not go back to draft; None when it may."""
    if refusal := refusal_of_step("revise", strategy, on=on):
        return refusal
    if strategy.is_published:
        return "It is published as the boards agreed it. Start a new strategy that follows it."
    if not reason.strip():
        return (
            "Say why it goes back to draft: every board that has decided is asked anew."
        )
    return None


def refusal_to_propose(
    strategy: Strategy,
    *,
    bodies: int,
    priorities: int,
    engagement: Requirement,
    on: date,
) -> str | None:
    """Why it may not be put before the boards; None when it may."""
    if refusal := refusal_of_step("propose", strategy, on=on):
        return refusal
    if not priorities:
        return "There is nothing to agree yet. Add at least one priority."
    if not bodies:
        return "No body is named that must agree. Name the boards first."
    if engagement.stands_in_the_way:
        return (
            f"{engagement.missing} Or waive “{engagement.words.lower()}” with a reason."
        )
    return None


def refusal_to_withdraw(strategy: Strategy, *, reason: str, on: date) -> str | None:
    if refusal := refusal_of_step("withdraw", strategy, on=on):
        return refusal
    return None if reason.strip() else "Say why it is withdrawn; it stays readable."


def refusal_to_publish(
    strategy: Strategy, owed: Sequence[Requirement], *, is_changed: bool, on: date
) -> str | None:
    """Why it may not be opened to everybody; None when it may."""
    stands = strategy.stands_on(on)
    if stands not in ("agreed", "in_force"):
        return f"The strategy is “{WORDS[stands].lower()}”; one is published once every board has agreed. Drafts can be exported instead, and say so on every page."
    if owed:
        return f"{what_is_owed(owed)} Mend it first."
    if strategy.is_published and not is_changed:
        return UNCHANGED
    return None


def refusal_to_take_back(strategy: Strategy) -> str | None:
    """Why it is not taken back from the public; None when it is."""
    if not strategy.is_published:
        return "It is not published, so there is nothing to take back."
    return None


def what_is_owed(owed: Sequence[Requirement]) -> str:
    """The first thing that is missing, and how many more are."""
    more = "" if len(owed) == 1 else f" And {len(owed) - 1} more."
    return f"{owed[0].missing}{more}"
