"""One action with everything there is to know about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from goldthread.core.uk_time import local_day
from goldthread.core.working_days import working_days_between
from goldthread.delivery import rules
from goldthread.delivery.lacking import lacking_in_words, why_not_counted
from goldthread.delivery.models import (
    Action,
    ActionThread,
    Change,
    Dependency,
    Milestone,
    Update,
)
from goldthread.delivery.queries.effects import Answer, answer_for
from goldthread.delivery.queries.lines import status_of
from goldthread.delivery.queries.own import plan_settings
from goldthread.delivery.queries.stating import way_of
from goldthread.delivery.queries.undoable import edits_of
from goldthread.delivery.silence import Silence, silence
from goldthread.delivery.words import (
    ASKS_FOR_DAY,
    day,
    effect_in_words,
    label,
    said,
)
from goldthread.delivery.working_calendar import days_off
from goldthread.partners.models import Person
from goldthread.strategy.models import Evidence, Priority, Thread
from goldthread.web.kit import Link, Row, Status, Step

NOBODY = "The system account"
LATER = "Added after the boards had agreed"
# What no page of an action shows, of what it is joined with: half of 150 columns.
_UNSEEN = (
    *(
        f"{person}__{each.name}"
        for person in ("owner", "added_by", "deleted_by")
        for each in Person._meta.concrete_fields
        if each.name not in ("id", "name")
    ),
    *(f"finding__{name}" for name in ("questions", "result", "blocks")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an action's history: a report, a change, a reminder."""

    at: datetime
    who: str
    words: str
    text: str = ""
    kind: str = "change"  # or "report", "chase"
    href: str = ""  # the change of many actions that this was part of


@dataclass(frozen=True, slots=True)
class ThreadAnswer:
    """One golden thread and how the action answers it."""

    thread: Thread
    text: str


@dataclass(frozen=True, slots=True)
class ActionPage:
    """One action, whole."""

    action: Action
    status: Status
    silence: Silence
    due_words: str
    steps: tuple[Step, ...]
    facts: tuple[Row, ...]
    milestones: tuple[Milestone, ...]
    waits: tuple[Dependency, ...]
    holds_up: tuple[Dependency, ...]
    threads: tuple[ThreadAnswer, ...]
    lacked: str  # what it lacks though nobody counts it as broken; nothing elsewhere
    effect: str
    way_to_state: str  # the page on which the effect is stated
    effect_stands: str  # why it can no longer be changed; nothing where it can
    answer: Answer | None  # whether it worked, where an effect was stated
    history: tuple[Entry, ...]
    refusal_to_change: str
    refusal_to_report: str
    refusal_to_delete: str


def action_named(reference: str) -> Action | None:
    """The action that people call A-014, deleted ones too; None where there is none."""
    found: Action | None = (
        Action.objects.select_related(
            "workstream__strategy",
            "lead_agency",
            "owner",
            "finding",
            "outcome",
            "added_by",
            "deleted_by",
            "expected_effect__area",
        )
        .defer(*_UNSEEN)
        .filter(reference=reference.upper())
        .first()
    )
    return found


def action_page(action: Action, *, person: Person, on: date) -> ActionPage:
    """Everything about an action that `action_named` found, for somebody to read."""
    support = list(action.support_agencies.order_by("name", "pk"))
    linked = _linked(action)
    own = rules.agency_of(person)
    effect = getattr(action, "expected_effect", None)
    may_not_state = (
        rules.refusal_to_state_effect(effect, window_from=date.max, on=on)
        if effect
        else None
    )
    return ActionPage(
        action=action,
        status=status_of(action),
        silence=silence(action, on, plan_settings()),
        due_words=_due(action, on),
        steps=_steps(action, broken=_broken(action, on)),
        facts=_facts(action, [str(each) for each in support]),
        milestones=tuple(action.milestones.order_by("number", "pk")),
        waits=tuple(each for each in linked if each.action_id == action.pk),
        holds_up=tuple(each for each in linked if each.on_id == action.pk),
        threads=_threads(action),
        lacked=lacking_in_words(action, on=on),
        effect=effect_in_words(effect) if effect else "",
        way_to_state=way_of(effect),
        effect_stands=may_not_state or "",
        answer=answer_for(effect, on=on) if effect else None,
        history=_history(action),
        refusal_to_change=rules.refusal_to_change(action, by=person) or "",
        refusal_to_report=rules.refusal_to_report(
            action, by=person, supports=own in support
        )
        or "",
        refusal_to_delete=rules.refusal_to_delete(action, by=person) or "",
    )


def latest_update(action: Action) -> Update | None:
    """The newest report on an action."""
    found: Update | None = (
        action.updates.select_related("by").order_by("-version", "-pk").first()
    )
    return found


def asked_for_day(action: Action) -> Update | None:
    """The report in which another due date is asked for, while that waits for an answer."""
    if action.asks_due_on is None:
        return None
    asking = action.updates.filter(text__contains=ASKS_FOR_DAY.format(""))
    found: Update | None = asking.select_related("by").order_by("-version").first()
    return found


def latest_change(action: Action, *, after: int) -> Sequence[Change]:
    """What was changed since the version that somebody saw, the newest first."""
    found = Change.objects.filter(action=action, version__gt=after)
    return tuple(found.select_related("by").order_by("-version", "pk"))


def _due(action: Action, on: date) -> str:
    if action.due_on is None:
        return "No due date"
    if action.status not in Action.OPEN:
        return f"Due {day(action.due_on)}"
    if action.due_on == on:
        return "Due today"
    left = working_days_between(on, action.due_on, off=days_off(around=on))
    many = f"{abs(left)} working {'day' if abs(left) == 1 else 'days'}"
    if action.due_on < on:
        return f"Was due {day(action.due_on)}, {many} ago"
    return f"Due {day(action.due_on)}, in {many}"


def _broken(action: Action, on: date) -> str:
    """What stands where something is missing: broken, or why it is not counted so."""
    because = why_not_counted(action, on=on)
    return f"not counted as broken, because {because}" if because else "the thread is broken here"  # fmt: skip


def _steps(action: Action, *, broken: str) -> tuple[Step, ...]:
    """The thread up: evidence, priority, outcome, workstream, action."""
    workstream = action.workstream
    links = list(
        workstream.links.select_related("priority").order_by("-is_primary", "pk")
    )
    primary = next((link.priority for link in links if link.is_primary), None)
    others = [link.priority.title for link in links if not link.is_primary]
    steps = [*_evidence(action, primary, broken)]
    if primary is None:
        steps.append(Step("Priority", f"None yet: {broken}"))
    else:
        notes = (f"also under {', '.join(others)}",) if others else ()
        steps.append(Step("Priority", primary.title, notes=notes))
    if action.outcome:
        steps.append(Step("Outcome", action.outcome.text))
    else:
        steps.append(Step("Outcome", f"None named: {broken}"))
    listed = f"{reverse('plan')}?workstream={workstream.pk}"
    steps.append(Step("Workstream", workstream.title, listed))
    steps.append(Step("Action", f"{action.reference} {action.title}"))
    return tuple(steps)


def _evidence(action: Action, primary: Priority | None, broken: str) -> list[Step]:
    finding = action.finding
    if finding:
        href = reverse("finding", args=[finding.assessment_id, finding.ref])
        return [Step("Finding", f"{finding.reference}: {finding.heading}", href)]
    if action.why:
        return [Step("Why", action.why)]
    missing = Step("Why", f"No reason is given: {broken}")
    cited = (
        Evidence.objects.filter(priorities=primary).order_by("number", "pk")[:3]
        if primary
        else ()
    )
    if not cited:
        return [missing]
    notes = tuple(each.text[:160] for each in cited)
    return [Step("Evidence", "What its priority rests on", notes=notes), missing]


def _facts(action: Action, support: Sequence[str]) -> tuple[Row, ...]:
    workstream = action.workstream
    area_names = [str(area) for area in action.areas.order_by("name", "pk")]
    listed = f"{reverse('plan')}?agency={action.lead_agency_id}"
    pairs: list[tuple[str, str | Link]] = [
        ("Led by", action.community_owner),
        (
            "Lead agency",
            Link(action.lead_agency.name, listed) if action.lead_agency else "",
        ),
        ("Owner", action.owner.name if action.owner else "Nobody yet"),
        ("Supported by", ", ".join(support)),
        (
            "Workstream",
            Link(workstream.title, f"{reverse('plan')}?workstream={workstream.pk}"),
        ),
        ("Kind", str(action.get_kind_display())),
        ("Areas", ", ".join(area_names)),
        ("Starts", said(action.start_on)),
        ("What will be different", action.intended),
        ("How that will be seen", action.measure),
        (
            "Cost",
            f"£{said(action.cost_pounds)}" if action.cost_pounds is not None else "",
        ),
        ("Funded by", action.funder),
        ("In the plan", _came_in(action)),
    ]
    return tuple(Row(key, value) for key, value in pairs if value)


def _came_in(action: Action) -> str:
    who = f", by {action.added_by}" if action.added_by else ""
    how = LATER if _came_after_agreement(action) else action.get_origin_display()
    return f"{how}, {day(action.added_at.date())}{who}"


def _came_after_agreement(action: Action) -> bool:
    """Whether the boards had agreed the plan by then, and its first day was still to come."""
    strategy = action.workstream.strategy
    agreed, begins = strategy.agreed_at, strategy.in_force_from
    if action.origin != Action.Origin.PLAN or agreed is None:
        return False
    is_early = begins is None or local_day(action.added_at) < begins
    return agreed < action.added_at and is_early


def _linked(action: Action) -> list[Dependency]:
    """What the action waits for, and what waits for it, in one question."""
    found = Dependency.objects.filter(Q(action=action) | Q(on=action))
    # Only what their line shows: an action has thirty columns, some of them long.
    shown = [
        f"{one}__{column}"
        for one in ("action", "on")
        for column in ("reference", "title", "status")
    ]
    rows = found.select_related("action", "on").only("words", *shown)
    return list(rows.order_by("pk"))


def _threads(action: Action) -> tuple[ThreadAnswer, ...]:
    answers = ActionThread.objects.filter(action=action, thread=OuterRef("pk"))
    threads = Thread.objects.filter(strategy=action.workstream.strategy_id).annotate(
        answer=Subquery(answers.values("text")[:1])
    )
    return tuple(
        ThreadAnswer(thread, thread.answer or "")
        for thread in threads.order_by("number", "pk")
    )


def _history(action: Action) -> tuple[Entry, ...]:
    """Reports, changes and reminders, the newest first."""
    reports = action.updates.values_list(
        "at", "by__name", "status", "percent", "via", "text", "next_step"
    )
    changes = action.changes.values_list(
        "at", "by__name", "field", "before", "after", "reason"
    )
    entries = [
        *(_report(*each) for each in reports),
        *(_change(*each) for each in changes),
        *(
            Entry(
                each.at,
                "Goldthread",
                f"Silent since {day(each.silent_since)}: {each.get_level_display()} was told",
                kind="chase",
            )
            for each in action.chases.all()
        ),
        Entry(action.added_at, str(action.added_by or NOBODY), "Put into the plan"),
    ]
    pages = edits_of(action, (entry.at for entry in entries if entry.kind != "chase"))
    entries = [replace(entry, href=pages.get(entry.at, "")) for entry in entries]
    return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))


def _report(
    at: datetime,
    by: str | None,
    status: str,
    percent: int,
    via: str,
    text: str,
    step: str,
) -> Entry:
    how = "" if via == Update.Via.SITE else f", {Update.Via(via).label}"
    following = f" Next: {step}" if step else ""
    return Entry(
        at,
        by or NOBODY,
        f"{Action.Status(status).label}, {percent} per cent{how}",
        f"{text}{following}".strip(),
        kind="report",
    )


def _change(
    at: datetime, by: str | None, field: str, before: str, after: str, reason: str
) -> Entry:
    name = label(field)
    if not before:
        words = f"{name}: {after}"
    elif not after:
        words = f"{name}: taken out, was {before}"
    else:
        words = f"{name}: {after}, was {before}"
    return Entry(at, by or NOBODY, words, reason)
