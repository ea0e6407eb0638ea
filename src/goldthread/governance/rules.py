"""Why something about a board is not allowed: sentences for whoever asked; no queries.

The file of roles says who may run a board's business in general. What depends on the
board itself stands here: a chair runs the board they chair, the partnership manager all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from goldthread.delivery.rules import agency_of
from goldthread.delivery.rules import may as may
from goldthread.governance.models import (
    AgendaItem,
    Ask,
    Attendance,
    Challenge,
    Consent,
    Decision,
    ForwardItem,
    Meeting,
    Risk,
)
from goldthread.notes.editing import OVERTAKEN as OVERTAKEN
from goldthread.notes.editing import Overtaken as Overtaken
from goldthread.partners.models import Agency, Body, Person, Seat
from goldthread.partners.rules import Refused as Refused
from goldthread.web.templatetags.kit import day

READ, RUN, CLEARED = "read the board", "run the board", "read restricted items"
CHALLENGE, RISKS = "challenge", "keep risks"
EVERY_BOARD = "run every board"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and how much is open to them."""

    person: Person
    cleared: bool
    runs: bool


def reader_of(person: Person) -> Reader:
    """What is open to somebody in the role they act in."""
    return Reader(person, cleared=may(person, CLEARED), runs=may(person, EVERY_BOARD))


def refusal_to_run(
    body: Body, *, by: Person | None, is_chair: bool, what: str
) -> str | None:
    """Why `by` may not do this for a board; None when they may."""
    if may(by, EVERY_BOARD) or (is_chair and may(by, RUN)):
        return None
    return (
        f"The chair of {body} {what}, or the partnership manager on the board's behalf."
    )


def refusal_to_meet(
    body: Body, held_on: date, *, on: date, already: bool
) -> str | None:
    """Why a board may not be called together for this day; None when it may."""
    if not body.is_ours:
        return f"{body} is governed elsewhere. Its meetings are not planned here."
    if not body.is_true_on(held_on):
        return f"{body} does not stand on {day(held_on)}. Choose another day."
    if already:
        return f"{body} meets on {day(held_on)} already. Put the item on that agenda."
    if abs((held_on - on).days) > 3 * 366:
        return f"Expected a day within three years of today; found {day(held_on)}."
    return None


def refusal_to_change_meeting(meeting: Meeting) -> str | None:
    """Why what a meeting says may not change; None when it may."""
    if meeting.state in Meeting.TOOK_PLACE:
        return f"{meeting} was held. What belongs to it is written in its minutes."
    if meeting.state == Meeting.State.CANCELLED:
        return f"{meeting} is cancelled. Plan another one."
    return None


def refusal_to_call(meeting: Meeting, *, items: int, on: date) -> str | None:
    """Why the agenda may not be sent; None when it may."""
    if meeting.state != Meeting.State.PLANNED:
        return f"{meeting} stands as “{meeting.get_state_display().lower()}”. An agenda is sent once; late items are added to it."
    if not items:
        return "The agenda is empty. Put an item on it first."
    if meeting.held_on < on:
        return f"{day(meeting.held_on)} is past. Move the meeting to a day to come."
    return None


def refusal_to_cancel(meeting: Meeting, *, because: str) -> str | None:
    """Why a meeting may not be cancelled; None when it may."""
    if refusal := refusal_to_change_meeting(meeting):
        return refusal
    if not because.strip():
        return "Say why it is cancelled, for those who kept the day free."
    return None


def refusal_to_hold(
    meeting: Meeting, *, on: date, filled: int, sits: bool
) -> str | None:
    """Why a meeting may not be written down as held; None when it may."""
    if meeting.state != Meeting.State.CALLED:
        return f"{meeting} stands as “{meeting.get_state_display().lower()}”. A meeting is held once its agenda was sent."
    if meeting.held_on > on:
        return f"{day(meeting.held_on)} is still to come."
    if not filled:
        return "Write down first who came, seat by seat."
    if not sits:
        return "Choose as chair somebody who came."
    return None


def refusal_to_minute(meeting: Meeting) -> str | None:
    """Why minutes may not be written; None when they may."""
    if meeting.state == Meeting.State.MINUTED:
        return f"The minutes of {meeting} are agreed. A correction is an item of the next meeting."
    if meeting.state != Meeting.State.HELD:
        return f"{meeting} has not been held. Its minutes are written afterwards."
    return None


def refusal_to_agree_minutes(
    meeting: Meeting, *, agreed_on: date, today: date, undecided: Iterable[AgendaItem]
) -> str | None:
    """Why minutes may not be agreed; None when they may."""
    if refusal := refusal_to_minute(meeting):
        return refusal
    left = list(undecided)
    if left:
        named = ", ".join(f"{item.number}" for item in left)
        return f"Nothing is written down as decided on item {named}. Defer what was not reached."
    if not meeting.held_on <= agreed_on <= today:
        return f"Minutes are agreed after the meeting of {day(meeting.held_on)} and not in the days to come; found {day(agreed_on)}."
    return None


def refusal_to_place(meeting: Meeting) -> str | None:
    """Why nothing may be put on this agenda; None when it may."""
    return refusal_to_change_meeting(meeting)


def refusal_to_take_off(item: AgendaItem) -> str | None:
    """Why an item may not be taken off or moved; None when it may."""
    if refusal := refusal_to_change_meeting(item.meeting):
        return refusal
    if item.meeting.state == Meeting.State.CALLED:
        return "The agenda was sent, so its numbers stand. Defer the item at the meeting instead."
    return None


def refusal_of_audience(audience: str, *, because: str, readers: int) -> str | None:
    """Why an item may not be restricted so; None when it may."""
    if audience == AgendaItem.Audience.ALL:
        return None
    if not because.strip():
        return "Say why not everybody may read it, so that it can be opened later."
    if audience == AgendaItem.Audience.NAMED and not readers:
        return "Name the people who may read it, or choose another audience."
    return None


def refusal_to_drop(item: ForwardItem, *, because: str) -> str | None:
    """Why something may not leave the forward plan; None when it may."""
    if item.item_id:
        return f"“{item}” is on an agenda already."
    if not because.strip():
        return "Say why the board need not speak about it any more."
    return None


def refusal_of_attendance(
    told: Mapping[int, str], *, seats: Mapping[int, Seat], named: Iterable[int]
) -> str | None:
    """Why attendance may not stand so; None when it may. Keys are seats."""
    named = set(named)
    for key, state in told.items():
        if key not in seats:
            return "One of the seats does not stand at this table on that day. Load the page again."
        if state in Attendance.FILLED and key not in named:
            return f"Say who came for the seat “{seats[key].title}”."
    return None


def refusal_to_take_attendance(meeting: Meeting) -> str | None:
    """Why attendance may not be taken; None when it may."""
    if meeting.state == Meeting.State.MINUTED:
        return refusal_to_minute(meeting)
    if meeting.state == Meeting.State.CALLED or meeting.state == Meeting.State.HELD:
        return None
    return f"{meeting} stands as “{meeting.get_state_display().lower()}”. Attendance is taken once the agenda was sent."


def refusal_to_decide(meeting: Meeting, *, quorate: bool, kind: str) -> str | None:
    """Why nothing may be decided in a meeting; None when it may."""
    if meeting.state == Meeting.State.MINUTED:
        return refusal_to_minute(meeting)
    if meeting.state != Meeting.State.HELD:
        return f"{meeting} has not been held. Write down who came and that it was held first."
    if not quorate and kind not in (Decision.Kind.NOTE, Decision.Kind.DEFER):
        return f"The meeting had no quorum ({meeting.quorum_asked} seats), so it could note and defer, not decide."
    return None


def refusal_of_decision(
    *,
    kind: str,
    reasons: str,
    evidence: int,
    effect: str,
    effect_by: date | None,
) -> str | None:
    """Why a decision is not whole; None when it is."""
    if not reasons.strip():
        return "Say why, for those who read it in a year."
    if kind in (Decision.Kind.APPROVE, Decision.Kind.REFUSE) and not evidence:
        return "Say what the board had before it: a finding, an action, or words with their source."
    if kind == Decision.Kind.APPROVE and not (effect.strip() and effect_by):
        return (
            "Say what is expected to change and by when, so that it can be looked at."
        )
    return None


def refusal_of_consents(
    answers: Iterable[str], *, seats: int, quorum: int | None
) -> str | None:
    """Why the answers to a question between meetings do not make a decision."""
    told = list(answers)
    agrees = told.count(Consent.Answer.AGREES)
    against = told.count(Consent.Answer.AGAINST)
    needed = quorum or seats // 2 + 1
    if agrees + against < needed:
        return f"{agrees + against} of {seats} seats answered; {needed} are needed. It waits for the next meeting."
    if agrees <= against:
        return f"{agrees} agree and {against} do not, so it is not decided. It goes to the next meeting."
    return None


def refusal_to_say_what_came(decision: Decision, *, words: str) -> str | None:
    """Why it may not be said what came of a decision; None when it may."""
    if not words.strip():
        return "Say in a sentence what came of it."
    if decision.kind == Decision.Kind.NOTE:
        return f"{decision.reference} noted something. Nothing was expected of it."
    return None


def refusal_to_report_to(decision: Decision, meeting: Meeting) -> str | None:
    """Why a decision between meetings may not be reported to this one."""
    if decision.meeting_id:
        return f"{decision.reference} was taken in a meeting."
    if decision.body_id != meeting.body_id:
        return f"{decision.reference} was taken by {decision.body}, and this is a meeting of {meeting.body}."
    if meeting.held_on < decision.decided_on:
        return f"{decision.reference} was taken after this meeting."
    return None


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
    """Why `by` may not put a question to a board; None when they may."""
    if may(by, EVERY_BOARD) or (may(by, CHALLENGE) and sits):
        return None
    if may(by, CHALLENGE):
        return f"You hold no seat on {body}. Give the question to somebody who does."
    return "Members of a board and scrutiny put questions."


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


def is_quorate(quorum: int | None, *, filled: int, seats: int) -> bool:
    """Whether enough seats were filled; more than half where the terms name no number."""
    return filled >= (quorum or seats // 2 + 1)


def owns(agency: Agency | None, by: Person | None) -> bool:
    """Whether an agency is the one that somebody acts for."""
    own = agency_of(by)
    return own is not None and agency == own
