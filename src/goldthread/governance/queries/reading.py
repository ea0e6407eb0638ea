"""What every page of the board begins with: who reads, and how things are named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from goldthread.core.working_days import working_days_between
from goldthread.delivery.models import Action
from goldthread.governance.models import (
    Ask,
    Challenge,
    Decision,
    ForwardItem,
    Meeting,
    Risk,
)
from goldthread.governance.rules import Reader
from goldthread.web.kit import Column, Link, Status, Table
from goldthread.web.templatetags.kit import day


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits: what, where, since when or until when."""

    words: str
    href: str
    note: str
    status: Status


def visible(rows: Any, reader: Reader) -> Any:
    """Those of the rows that this reader may see."""
    return rows.visible_to(reader.person, cleared=reader.cleared, runs=reader.runs)


def to_meeting(meeting: Meeting) -> Link:
    return Link(day(meeting.held_on), reverse("meeting", args=[meeting.pk]))


def to_decision(decision: Decision) -> Link:
    words = f"{decision.reference} {decision.title}"
    return Link(words, reverse("decision", args=[decision.reference]))


def deferred_as(planned: ForwardItem) -> Link | None:
    """The decision that deferred an item to later; None where none did."""
    if planned.decision is None:
        return None
    reference = planned.decision.reference
    return Link(f"deferred as {reference}", reverse("decision", args=[reference]))


def spoken_about(planned: ForwardItem) -> str:
    """By when a board speaks about it; of what was deferred, by which decision."""
    if planned.decision is None:
        return f"to be spoken about by {day(planned.due_on)}"
    by = planned.decision.reference
    return f"deferred as {by}, comes back by {day(planned.due_on)}"


def to_ask(ask: Ask) -> Link:
    return Link(f"{ask.reference} {ask.words}", reverse("ask", args=[ask.reference]))


def to_challenge(challenge: Challenge) -> Link:
    words = f"{challenge.reference} {challenge.question}"
    return Link(words, reverse("challenge", args=[challenge.reference]))


def to_risk(risk: Risk) -> Link:
    words = f"{risk.reference} {risk.title}"
    return Link(words, reverse("risk", args=[risk.reference]))


def table(
    caption: str, columns: Iterable[str], rows: Iterable[Any], note: str = ""
) -> Table:
    """A table whose numbers stand to the right: their columns begin with a hash."""
    heads = tuple(Column(c.lstrip("#"), numeric=c.startswith("#")) for c in columns)
    return Table(caption, heads, tuple(map(tuple, rows)), note=note)


def action_status(action: Action, on: date, *, off: frozenset[date]) -> Status:
    """How an action stands; one that is overdue says so first, and by how long.

    `off` are the days on which offices are closed: the action's own page counts so too.
    """
    if action.deleted_at:
        return Status("Deleted", "quiet")
    words, mood = str(action.get_status_display()), ACTION_MOODS[action.status]
    late = overdue_by(action, on, off=off)
    if late:
        return Status(f"{late}, {words.lower()}", "concern")
    return Status(words, mood)  # type: ignore[arg-type]


def overdue_by(action: Action, on: date, *, off: frozenset[date]) -> str:
    """By how many working days an open action is overdue; nothing where it is not."""
    if action.stage >= Action.OVER or action.due_on is None or action.due_on >= on:
        return ""
    late = abs(working_days_between(on, action.due_on, off=off))
    return f"Overdue by {late} working day{'' if late == 1 else 's'}"


def days_late(due: date, on: date) -> str:
    """How long something has waited beyond its day."""
    late = (on - due).days
    return f"due {day(due)}, {late} day{'' if late == 1 else 's'} ago"


ACTION_MOODS = {
    "not_started": "waiting",
    "on_track": "working",
    "at_risk": "concern",
    "off_track": "concern",
    "complete": "done",
    "stopped": "quiet",
}
MEETING_MOODS = {
    "planned": "waiting",
    "called": "working",
    "held": "working",
    "minuted": "done",
    "cancelled": "refused",
}
DECISION_MOODS = {
    "approve": "done",
    "note": "quiet",
    "refer": "working",
    "defer": "waiting",
    "refuse": "refused",
}
ASK_MOODS = {
    "open": "waiting",
    "replied": "working",
    "closed": "done",
    "withdrawn": "quiet",
}


def meeting_status(meeting: Meeting) -> Status:
    return Status(meeting.get_state_display(), MEETING_MOODS[meeting.state])  # type: ignore[arg-type]


def decision_status(decision: Decision) -> Status:
    return Status(decision.decided, DECISION_MOODS[decision.kind])  # type: ignore[arg-type]


def ask_status(ask: Ask, on: date) -> Status:
    """How an ask stands; one that is late says so first."""
    if ask.state == Ask.State.OPEN and ask.due_on < on:
        return Status("Overdue", "concern")
    return Status(ask.get_state_display(), ASK_MOODS[ask.state])  # type: ignore[arg-type]


def challenge_status(challenge: Challenge) -> Status:
    """How a challenge stands."""
    if challenge.answered_on is None:
        return Status("Not answered", "waiting")
    if challenge.satisfied is None:
        return Status("Answered, not judged", "working")
    if challenge.satisfied:
        return Status("Satisfied", "done")
    return Status("Not satisfied", "concern")


def risk_status(risk: Risk, on: date) -> Status:
    """How a risk stands: closed, to be looked at, above what the board bears, within."""
    if risk.closed_on:
        return Status("Closed", "done")
    if risk.review_on < on:
        return Status("Review overdue", "concern")
    if risk.is_above_appetite:
        return Status("Above appetite", "concern")
    return Status("Within appetite", "quiet")
