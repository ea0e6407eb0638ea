"""The registers of the board: decisions, action log, asks, challenges, risks, forward plan.

Each is two tables: what needs somebody, then all there is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse

from goldthread.delivery.working_calendar import days_off
from goldthread.governance.models import (
    Arising,
    Ask,
    Challenge,
    Decision,
    ForwardItem,
    Risk,
)
from goldthread.governance.queries.reading import (
    action_status,
    ask_status,
    challenge_status,
    decision_status,
    deferred_as,
    risk_status,
    table,
    to_ask,
    to_challenge,
    to_decision,
    to_meeting,
    to_risk,
    visible,
)
from goldthread.governance.rules import Reader
from goldthread.web.kit import Link, Table
from goldthread.web.templatetags.kit import day

A_PAGE = 40


@dataclass(frozen=True, slots=True)
class Register:
    """A register for one reader."""

    needs: Table | None  # what waits for somebody
    rest: Table | None
    page: Page[Any]
    total: int


Line = Callable[[Any], tuple[Any, ...]]


def _register(
    needs: Iterable[Any],
    rows: Any,
    *,
    columns: tuple[str, ...],
    line: Line,
    waiting: str,
    caption: str,
    page: str | None,
) -> Register:
    shown = Paginator(rows, A_PAGE).get_page(page)
    found = list(needs)
    return Register(
        needs=table(waiting, columns, map(line, found)) if found else None,
        rest=table(caption, columns, map(line, shown)) if shown.object_list else None,
        page=shown,
        total=shown.paginator.count,
    )


def decisions(
    reader: Reader, *, on: date, page: str | None, body: str = ""
) -> Register:
    """Every decision that this reader may see; those whose effect is due first."""
    held = Decision.objects.select_related(
        "body", "meeting", "came_back__item__meeting"
    )
    rows = visible(held, reader)
    if body.isdigit():
        rows = rows.filter(body_id=int(body))
    return _register(
        rows.due(on).order_by("effect_by", "pk"),
        rows.newest_first(),
        columns=("Decision", "Board", "Taken", "Decided", "What came of it"),
        line=lambda d: (
            to_decision(d),
            str(d.body),
            to_meeting(d.meeting)
            if d.meeting
            else f"{day(d.decided_on)}, between meetings",
            decision_status(d),
            _came(d, on),
        ),
        waiting="What came of these?",
        caption="All decisions",
        page=page,
    )


def _came(decision: Decision, on: date) -> str:
    if decision.outcome:
        return decision.outcome
    if decision.deferred_to:
        back = getattr(decision, "came_back", None)
        if back and back.item:
            return f"back on the agenda of {day(back.item.meeting.held_on)}"
        return f"comes back by {day(decision.deferred_to)}; on no agenda yet"
    if decision.effect_by is None:
        return "nothing was expected"
    if decision.effect_by <= on:
        return f"not said yet; expected by {day(decision.effect_by)}"
    return f"expected by {day(decision.effect_by)}"


def asks(reader: Reader, *, on: date, page: str | None) -> Register:
    """Every ask; those without an answer first, the oldest at the top."""
    rows = visible(Ask.objects.select_related("agency", "body"), reader)
    return _register(
        rows.open().order_by("due_on", "pk"),
        rows.order_by("-asked_on", "-pk"),
        columns=("Ask", "Of whom", "Asked", "Due", "#Days open", "Status", "Answer"),
        line=lambda a: (
            to_ask(a),
            a.asked_of,
            day(a.asked_on),
            day(a.due_on),
            ((a.replied_on or a.closed_on or on) - a.asked_on).days,
            ask_status(a, on),
            a.get_answer_display() if a.answer else "none yet",
        ),
        waiting="Not answered",
        caption="All asks",
        page=page,
    )


def challenges(reader: Reader, *, page: str | None) -> Register:
    """Every challenge put; what is unanswered or did not satisfy first."""
    rows = visible(
        Challenge.objects.select_related("asked_by", "asked_of", "body"), reader
    )
    return _register(
        rows.unsettled().order_by("asked_on", "pk"),
        rows.order_by("-asked_on", "-pk"),
        columns=("Challenge", "Asked by", "Put to", "Asked", "Status"),
        line=lambda c: (
            to_challenge(c),
            str(c.asked_by or "not said"),
            str(c.asked_of or "nobody by name"),
            day(c.asked_on),
            challenge_status(c),
        ),
        waiting="Not answered, or the answer did not satisfy",
        caption="All challenges",
        page=page,
    )


def risks(*, on: date, page: str | None) -> Register:
    """The risk register, the highest first; overdue reviews before everything."""
    rows = Risk.objects.select_related("owner", "owner_agency").prefetch_related(
        "reviews"
    )
    return _register(
        rows.overdue(on).order_by("review_on", "pk"),
        rows.open().highest_first(),
        columns=("Risk", "Owner", "#Before controls", "#Now", "#Accepted up to", "Trend", "Review", "Status"),
        line=lambda r: (
            to_risk(r),
            str(r.owner or r.owner_agency or "nobody yet"),
            r.inherent_score,
            r.score,
            r.appetite,
            trend(r),
            day(r.review_on),
            risk_status(r, on),
        ),
        waiting="Review overdue",
        caption="Open risks",
        page=page,
    )  # fmt: skip


def trend(risk: Risk) -> str:
    """Where the last review moved it."""
    reviews = sorted(risk.reviews.all(), key=lambda one: (one.on, one.pk))
    if not reviews:
        return "not reviewed yet"
    last = reviews[-1]
    if last.score == last.score_before:
        return "as before"
    words = "up" if last.score > last.score_before else "down"
    return f"{words} from {last.score_before}"


def action_log(reader: Reader, *, on: date, page: str | None) -> Register:
    """Actions that meetings agreed (C44), read from the plan itself."""
    rows = visible(
        Arising.objects.select_related(
            "action__owner", "action__lead_agency", "meeting__body", "decision"
        ),
        reader,
    )
    off = days_off(around=on)
    return _register(
        rows.open().filter(action__due_on__lt=on).order_by("action__due_on", "pk"),
        rows.order_by("-meeting__held_on", "-pk"),
        columns=("Action", "From", "Owner", "Due", "Status", "Last word"),
        line=lambda one: (
            Link(str(one.action), reverse("action", args=[one.action.reference])),
            to_meeting(one.meeting),
            str(one.action.owner or one.action.lead_agency or "nobody yet"),
            day(one.action.due_on) if one.action.due_on else "no date",
            action_status(one.action, on, off=off),
            day(one.action.heard_on),
        ),
        waiting="Overdue",
        caption="All actions agreed in meetings",
        page=page,
    )


@dataclass(frozen=True, slots=True)
class Planned:
    """A line of the forward plan."""

    item: ForwardItem
    is_late: bool
    deferred: Link | None  # the decision that put it off


@dataclass(frozen=True, slots=True)
class ForwardPlan:
    """What boards have to speak about, by day."""

    waiting: tuple[Planned, ...]
    placed: Table | None


def forward_plan(reader: Reader, *, on: date) -> ForwardPlan:
    """The forward plan: what is on no agenda yet first, then what is."""
    rows = ForwardItem.objects.select_related(
        "body", "owner", "item__meeting__body", "decision"
    )
    waiting = rows.waiting().order_by("due_on", "pk")
    placed = [
        (one, one.item)
        for one in rows.filter(item__isnull=False).order_by("-due_on", "-pk")[:A_PAGE]
        if one.item is not None and (reader.runs or not one.item.is_restricted)
    ]
    told = table(
        "On an agenda",
        ("Item", "Board", "By", "Meeting"),
        [
            (one.title, str(one.body), day(one.due_on), to_meeting(item.meeting))
            for one, item in placed
        ],
    )
    return ForwardPlan(
        tuple(Planned(one, one.due_on < on, deferred_as(one)) for one in waiting),
        told if placed else None,
    )
