"""Why something may not be done to a strategy; sentences, no queries."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from goldthread.partners.models import Body, Person
from goldthread.strategy.markings import Markings
from goldthread.strategy.models import (
    Approval,
    Evidence,
    Priority,
    Section,
    Strategy,
    Thread,
    Workstream,
)
from goldthread.strategy.requirements import Requirement
from goldthread.strategy.sections import gap_in
from goldthread.strategy.states import AFTERWARDS, WORDS, refusal_of_state

WRITABLE = ("draft", "consulting")
RUNNING = (*WRITABLE, "agreed", "in_force")


def refusal_to_write(strategy: Strategy) -> str | None:
    """Why nothing in it may be changed; what the boards decide about stands still."""
    if strategy.state in WRITABLE:
        return None
    if strategy.state == "proposed":
        return "The strategy is before the boards: what they decide about must not change under their hands. Take it back to draft first."
    return f"The strategy is “{WORDS[strategy.state].lower()}”, so its text stands. {AFTERWARDS[strategy.state]}"


def refusal_to_keep_workstreams(strategy: Strategy) -> str | None:
    """Why its workstreams may not open, close or answer threads now (S9)."""
    if strategy.state in RUNNING:
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


def refusal_of_order(
    keys: Sequence[str], *, stood: Sequence[str], seen: Sequence[str] | None
) -> str | None:
    """Why things may not stand in this order: it names each once, on the newest order."""
    if seen is not None and list(seen) != list(stood):
        return "Somebody changed the order, or what is in it, while you looked. It now stands as below: move what you meant to move again."
    if sorted(keys) == sorted(stood):
        return None
    return f"An order names everything once: expected {', '.join(stood)}; found {', '.join(keys)}."


def refusal_to_consult(
    strategy: Strategy, *, opens: date, closes: date, priorities: int
) -> str | None:
    """Why no consultation on it may open; None when it may."""
    if refusal := refusal_of_state("consult", strategy.state):
        return refusal
    if closes <= opens:
        return "A consultation closes after it opens. Give people time to answer."
    if not priorities:
        return "There is nothing to ask people about yet. Add at least one priority."
    return None


def refusal_to_revise(strategy: Strategy, *, on: date, reason: str) -> str | None:
    """Why it may not go back to draft; None when it may."""
    if refusal := refusal_of_state("revise", strategy.state):
        return refusal
    if strategy.is_published:
        return "It is published as the boards agreed it. Start a new strategy that follows it."
    if strategy.state == "consulting":
        closes = strategy.consultation_closes_on
        if closes and closes > on and not reason.strip():
            return f"People can answer until {_day(closes)}. Wait, or say why the consultation ends early."
        return None
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
) -> str | None:
    """Why it may not be put before the boards; None when it may."""
    if refusal := refusal_of_state("propose", strategy.state):
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


def refusal_to_enforce(
    strategy: Strategy,
    *,
    on: date,
    owed: Sequence[Requirement],
    others: Iterable[Strategy],
) -> str | None:
    """Why it may not come into force on this day; None when it may (S1, B2, B5)."""
    if refusal := refusal_of_state("enforce", strategy.state):
        return refusal
    if owed:
        return f"{_what_is_owed(owed)} Mend it, or waive it with a reason."
    for other in others:
        if other.in_force_until is None:
            return f"“{other}” is in force. Close it first: its first day without force is {_day(on)} or earlier."
        if other.in_force_until > on:
            return f"“{other}” is in force until {_day(other.in_force_until)}. Only one is in force on any day: begin then, or later."
    return None


def refusal_to_close(strategy: Strategy, *, on: date) -> str | None:
    """Why it may not be closed on this day; None when it may."""
    if refusal := refusal_of_state("close", strategy.state):
        return refusal
    if strategy.in_force_from and on <= strategy.in_force_from:
        return f"It came into force on {_day(strategy.in_force_from)}. Close it on a later day."
    return None


def refusal_to_withdraw(strategy: Strategy, *, reason: str) -> str | None:
    if refusal := refusal_of_state("withdraw", strategy.state):
        return refusal
    return None if reason.strip() else "Say why it is withdrawn; it stays readable."


def refusal_to_publish(
    strategy: Strategy, owed: Sequence[Requirement], *, is_changed: bool
) -> str | None:
    """Why it may not be opened to everybody; None when it may."""
    if strategy.state not in ("agreed", "in_force"):
        return f"The strategy is “{WORDS[strategy.state].lower()}”; one is published once every board has agreed. Drafts can be exported instead, and say so on every page."
    if owed:
        return f"{_what_is_owed(owed)} Mend it first."
    if strategy.is_published and not is_changed:
        return "It is published as it stands. Nothing has changed since."
    return None


def refusal_to_waive(
    requirement: Requirement | None, *, reason: str, strategy: Strategy
) -> str | None:
    """Why a requirement may not be waived; None when it may."""
    if strategy.state in ("closed", "withdrawn"):
        return f"The strategy is “{WORDS[strategy.state].lower()}”; nothing waits for a waiver."
    if requirement is None or not requirement.can_be_waived:
        return "Only what the law asks for can be waived, by its own name."
    if not reason.strip():
        return "A requirement is waived with a reason: say why the partnership goes on without it."
    if requirement.is_met:
        return f"“{requirement.words}” is met; there is nothing to waive."
    return None


def refusal_to_decide(
    approval: Approval,
    strategy: Strategy,
    *,
    decision: str,
    note: str,
    decided_on: date,
    today: date,
    by: Person,
    is_chair: bool,
) -> str | None:
    """Why `by` may not record this decision of a body; None when they may (S48)."""
    states = ("proposed",) if approval.workstream_id is None else ("proposed", *RUNNING)
    if strategy.state not in states:
        return f"The strategy is “{WORDS[strategy.state].lower()}”. Boards decide once it is put before them."
    if decision not in (Approval.Decision.AGREED, Approval.Decision.REFUSED):
        return "Say whether the body agreed or did not agree."
    if decision == Approval.Decision.REFUSED and not note.strip():
        return f"Say why {approval.body} did not agree, so that it can be mended."
    if decided_on > today:
        return f"{_day(decided_on)} is still to come. A decision is recorded once it is taken."
    role = by.acting.role if by.acting else ""
    if not is_chair and role != "manager":
        return f"The chair of {approval.body} records its decision, or the partnership manager on its behalf."
    return None


def refusal_to_name(
    body: Body, strategy: Strategy, workstream: Workstream | None, *, already: bool
) -> str | None:
    """Why a body may not be asked to agree; None when it may."""
    if workstream is None and (refusal := refusal_to_write(strategy)):
        return refusal
    if workstream is not None:
        if refusal := refusal_to_keep_workstreams(strategy):
            return refusal
        if workstream.strategy_id != strategy.pk:
            return f"{workstream} is a workstream of another strategy."
    if already:
        return f"{body} is asked already."
    return None


def refusal_of_priorities(
    strategy: Strategy, priorities: Collection[Priority], primary: Priority | None
) -> str | None:
    """Why a workstream may not stand so: under some, exactly one of them primary (S53)."""
    if not priorities or primary is None:
        return "A workstream stands under at least one priority, and one of them is its primary: totals count it there."
    if primary not in priorities:
        return f"The primary priority is one of those it stands under; “{primary}” is not among them."
    strange = [p for p in priorities if p.strategy_id != strategy.pk]
    if strange:
        return f"“{strange[0]}” is a priority of another strategy."
    return None


def refusal_to_close_workstream(
    workstream: Workstream, *, on: date, reason: str
) -> str | None:
    """Why a workstream may not be closed; None when it may (S9)."""
    if workstream.closed_on:
        return f"“{workstream}” was closed on {_day(workstream.closed_on)}."
    if not reason.strip():
        return "A workstream is closed with a reason: say what becomes of its work."
    if on < workstream.opened_on:
        return (
            f"It opened on {_day(workstream.opened_on)}. Close it on that day or later."
        )
    return None


def refusal_of_opening(strategy: Strategy, opened_on: date) -> str | None:
    """Why a workstream may not open on this day; None when it may."""
    if strategy.period_start <= opened_on < strategy.period_end:
        return None
    return f"A workstream opens inside the term, from {_day(strategy.period_start)} to the day before {_day(strategy.period_end)}."


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


def refusal_to_write_section(
    section: Section, strategy: Strategy, *, on: date, unfinished: Sequence[str]
) -> str | None:
    """Why a section is locked; `unfinished` are the others it waits for (S24)."""
    if section.gate == Section.Gate.AFTER_CONSULTATION:
        if not strategy.has_consulted_by(on):
            return f"“{section}” is written after the consultation has closed."
        if unfinished:
            return f"“{section}” sums up the others, so it waits for them. Not finished yet: {', '.join(unfinished)}."
    return None


def refusal_to_finish(section: Section, *, stands_alone: bool) -> str | None:
    """Why a section may not be called finished; None when it may."""
    if stands_alone and not section.text.strip():
        return f"“{section}” is empty. Write it first."
    if gap := gap_in(section.text):
        return _still_a_gap(section, gap)
    if section.gate == Section.Gate.SIGNED and not section.signed_on:
        return f"“{section}” is final once it is signed. Ask the chair."
    return None


def _still_a_gap(section: Section, gap: str) -> str:
    said = gap if len(gap) <= 90 else f"{gap[:90].rsplit(' ', 1)[0]} …"
    return f"“{section}” itself says that something is missing: “{said}” Write it in place of that line first."


def refusal_to_sign(section: Section, *, name: str, role: str) -> str | None:
    """Why a section may not be signed; None when it may (S4)."""
    if section.gate != Section.Gate.SIGNED:
        return f"“{section}” needs no signature."
    if not section.text.strip():
        return f"“{section}” is empty; nobody signs an empty page."
    if gap := gap_in(section.text):
        return _still_a_gap(section, gap)
    if not name.strip() or not role.strip():
        return "A signature has a name and a role, such as Chair of the board."
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


def _what_is_owed(owed: Sequence[Requirement]) -> str:
    more = "" if len(owed) == 1 else f" And {len(owed) - 1} more."
    return f"{owed[0].missing}{more}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
