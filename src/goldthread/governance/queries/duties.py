"""The duties of the year, the scrutiny log, exceptions and what boards share."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q
from django.urls import reverse

from goldthread.core.periods import Period, statutory_year_of
from goldthread.core.working_days import is_working_day
from goldthread.delivery.working_calendar import days_off
from goldthread.governance import rules
from goldthread.governance.models import (
    Deadline,
    Decision,
    DutyDone,
    LocalDuty,
    Recovery,
    ScrutinyRequest,
    Section17Check,
    SharedIssue,
)
from goldthread.governance.queries.reading import table
from goldthread.governance.queries.things import ThingPage
from goldthread.partners.models import Membership, Person
from goldthread.strategy.models import Approval, Strategy
from goldthread.web.kit import Link, Row, Status, Step, Table
from goldthread.web.templatetags.kit import day


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One yearly duty and how it stands this year."""

    words: str
    status: Status
    note: str
    key: int | None = None  # of a duty of our own


@dataclass(frozen=True, slots=True)
class DutiesPage:
    """What the law asks, this statutory year."""

    year: Period
    duties: tuple[DutyLine, ...]
    scrutiny_open: Table | None
    scrutiny_done: Table | None
    checks: Table | None
    follow_ups: Table | None
    late_clocks: int
    share: str  # of decisions with a section 17 check, in words


def duties_page(*, on: date) -> DutiesPage:
    """Every duty of the year, then scrutiny, then the section 17 register."""
    year = statutory_year_of(on)
    rows = ScrutinyRequest.objects.select_related("action")
    waiting = list(rows.open().order_by("due_on", "pk"))
    done = list(
        rows.filter(replied_on__isnull=False).order_by("-replied_on", "-pk")[:40]
    )
    checks = list(
        Section17Check.objects.select_related("decision", "owner").order_by(
            "-checked_on", "-pk"
        )[:40]
    )
    owed = list(Section17Check.objects.to_follow_up(on).order_by("follow_up_on", "pk"))
    return DutiesPage(
        year=year,
        duties=(*_duties(year, on), *_own(year, on)),
        scrutiny_open=_scrutiny("Not answered", waiting, on) if waiting else None,
        scrutiny_done=_scrutiny("Answered", done, on) if done else None,
        checks=_checks("Section 17 checks", checks) if checks else None,
        follow_ups=_checks("To be followed up", owed) if owed else None,
        late_clocks=Deadline.objects.overdue(on).count(),
        share=_share(year),
    )


def _duties(year: Period, on: date) -> Iterator[DutyLine]:
    done: dict[str, list[DutyDone]] = {}
    rows = DutyDone.objects.filter(on__gte=year.start, on__lt=year.end)
    for row in rows.prefetch_related("presences__agency").order_by("on", "pk"):
        done.setdefault(row.kind, []).append(row)
    responsible = {
        member.agency_id: str(member.agency)
        for member in Membership.objects.on(on)
        .filter(tier=Membership.Tier.RESPONSIBLE)
        .select_related("agency")
    }
    for kind, label in DutyDone.Kind.choices:
        if kind == DutyDone.Kind.LOCAL:
            continue  # each stands under its own name
        found = done.get(kind, [])
        if not found:
            left = (year.end - on).days
            mood = Status("Not done yet", "concern" if left < 92 else "waiting")
            yield DutyLine(str(label), mood, f"by {day(year.last_day)}")
            continue
        last = found[-1]
        note = f"{day(last.on)}: {last.words}"
        if kind == DutyDone.Kind.PUBLIC_MEETING:
            came = {one.agency_id for row in found for one in row.presences.all()}
            missing = sorted(name for key, name in responsible.items() if key not in came)  # fmt: skip
            if missing:
                yield DutyLine(str(label), Status("Somebody was missing", "concern"), f"{note}. Nobody came for {', '.join(missing)}.")  # fmt: skip
                continue
        yield DutyLine(str(label), Status("Done", "done"), note)


def _own(year: Period, on: date) -> Iterator[DutyLine]:
    """The duties of our own, each by the end of its month."""
    rows = LocalDuty.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    done = DutyDone.objects.filter(on__gte=year.start, on__lt=year.end)
    for duty in rows.prefetch_related(Prefetch("done", done)).order_by("title"):
        due = _end_of(duty.month, year)
        found = sorted(duty.done.all(), key=lambda one: (one.on, one.pk))
        if found:
            note = f"{day(found[-1].on)}: {found[-1].words}"
            yield DutyLine(duty.title, Status("Done", "done"), note, duty.pk)
            continue
        note = f"by {day(due)}; {duty.words}"
        late = due < on
        status = Status("Late", "concern") if late else Status("Not done yet", "waiting")  # fmt: skip
        yield DutyLine(duty.title, status, note, duty.pk)


def _end_of(month: int, year: Period) -> date:
    """The last day of a month inside a statutory year."""
    first = date(year.start.year + (month < year.start.month), month, 1)
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _scrutiny(caption: str, rows: list[ScrutinyRequest], on: date) -> Table:
    off = days_off(around=on)
    return table(
        caption,
        ("Request", "Committee", "Came", "Due", "Status"),
        [
            (
                Link(
                    f"{one.reference} {one.asked}",
                    reverse("scrutiny", args=[one.reference]),
                ),
                one.committee,
                day(one.received_on),
                due_in_words(one.due_on, off),
                scrutiny_status(one, on, off=off),
            )
            for one in rows
        ],
    )


def last_day(due: date, off: frozenset[date]) -> date:
    """The day that binds: where offices are closed on it, the working day before."""
    while not is_working_day(due, off=off):
        due -= timedelta(days=1)
    return due


def due_in_words(due: date, off: frozenset[date]) -> str:
    """The day that binds, and why where it is not the one that was set."""
    last = last_day(due, off)
    return day(due) if last == due else f"{day(last)}, as offices are closed on {day(due)}"  # fmt: skip


def scrutiny_status(one: ScrutinyRequest, on: date, *, off: frozenset[date]) -> Status:
    """How a request stands against its clock, counted to the day that binds."""
    if one.replied_on:
        in_time = one.replied_on <= one.due_on
        return Status("Answered in time", "done") if in_time else Status("Answered late", "concern")  # fmt: skip
    left = (last_day(one.due_on, off) - on).days
    days = f"{abs(left)} day{'' if abs(left) == 1 else 's'}"
    return Status(f"{days} late", "concern") if left < 0 else Status(f"{days} left", "waiting")  # fmt: skip


def _checks(caption: str, rows: list[Section17Check]) -> Table:
    return table(
        caption,
        ("Decision", "Crime", "Substances", "Reoffending", "Serious violence", "Follow-up"),
        [
            (
                Link(
                    f"{one.reference} {one.subject}",
                    reverse("section_17", args=[one.reference]),
                ),
                *(getattr(one, f"get_{head}_display")() for head in one.HEADS),
                one.followed_up or (day(one.follow_up_on) if one.follow_up_on else "none set"),
            )
            for one in rows
        ],
    )  # fmt: skip


def _share(year: Period) -> str:
    taken = Decision.objects.filter(
        decided_on__gte=year.start, decided_on__lt=year.end
    ).exclude(kind__in=("note", "defer"))
    checked = taken.filter(section17__isnull=False).count()
    whole = taken.count()
    if not whole:
        return "No decision was taken yet this year."
    return f"{checked} of {whole} decisions of this year have a check."


def scrutiny_page(one: ScrutinyRequest, *, may_keep: bool, on: date) -> ThingPage:
    """Everything one request's page shows."""
    off = days_off(around=one.due_on)
    facts = [
        Row("Committee", one.committee),
        Row("What it does", one.get_kind_display()),
        Row("Came", day(one.received_on)),
        Row("Due", due_in_words(one.due_on, off)),
        Row(
            "Names of people",
            f"given, because {one.names_because}" if one.names_people else "none",
        ),
    ]
    if one.left_out_because:
        facts.append(Row("Left out", one.left_out_because))
    if one.action:
        link = Link(str(one.action), reverse("action", args=[one.action.reference]))
        facts.append(Row("Became", link))
    steps = [Step("Asked", one.asked, notes=(day(one.received_on),))]
    if one.replied_on:
        who = f"{one.replied_by}, {day(one.replied_on)}"
        steps.append(Step("Answered", one.reply, notes=(who,)))
    acts: tuple[Link, ...] = ()
    if may_keep and not one.replied_on:
        acts = (Link("Answer", reverse("answer_scrutiny", args=[one.reference])),)
    return ThingPage(
        "Scrutiny",
        one.reference,
        one.asked,
        scrutiny_status(one, on, off=off),
        "",
        tuple(facts),
        tuple(steps),
        None,
        acts,
    )


def section_17_page(one: Section17Check, *, may_keep: bool) -> ThingPage:
    """Everything one section 17 check shows."""
    facts = [
        Row(words, getattr(one, f"get_{head}_display")())
        for head, words in (
            ("crime", "Crime and disorder"),
            ("substance", "Misuse of substances"),
            ("reoffending", "Reoffending"),
            ("violence", "Serious violence"),
        )
    ]
    facts.append(Row("Checked", f"{day(one.checked_on)} by {one.checked_by}"))
    if one.decision:
        to = reverse("decision", args=[one.decision.reference])
        facts.append(Row("Decision", Link(str(one.decision), to)))
    if one.owner:
        facts.append(Row("Owner", str(one.owner)))
    steps = [Step("Why", one.reasons)]
    if one.mitigation:
        steps.append(Step("What is done against it", one.mitigation))
    if one.followed_up_on:
        steps.append(
            Step("What came of it", one.followed_up, notes=(day(one.followed_up_on),))
        )
    acts: tuple[Link, ...] = ()
    if may_keep:
        acts = (Link("Say what came of it", reverse("follow_up_section_17", args=[one.reference])),)  # fmt: skip
    worse = any(getattr(one, head) == "worse" for head in one.HEADS)
    status = Status("Makes something worse", "concern") if worse else Status("Checked", "done")  # fmt: skip
    return ThingPage(
        "Section 17 check", one.reference, one.subject, status, "", tuple(facts), tuple(steps), None, acts
    )  # fmt: skip


MOODS = {
    "raised": "concern",
    "challenged": "concern",
    "supported": "working",
    "recovering": "working",
    "closed": "done",
}


def recovery_status(one: Recovery) -> Status:
    return Status(one.get_state_display(), MOODS[one.state])  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class ExceptionsPage:
    """Exceptions: the open ones, those that are over, what boards share, joint work."""

    open: Table | None
    closed: Table | None
    shared: Table | None
    joint: Table | None


def exceptions_page(*, may_keep: bool, on: date) -> ExceptionsPage:
    """What is out of order before a board, and the work that several boards govern."""
    rows = Recovery.objects.select_related("body", "agency").prefetch_related("steps")
    now = [_exception(one) for one in rows.open().order_by("pk")]
    over = [_exception(one) for one in rows.filter(state="closed").order_by("-pk")[:40]]
    heads = ("Exception", "Board", "Whose", "Since", "Status", "Last step")
    issues = SharedIssue.objects.select_related("lead").prefetch_related("supports")
    shared = [
        (
            Link(one.title, f"{reverse('share_issue')}?issue={one.pk}")
            if may_keep
            else one.title,
            str(one.lead),
            ", ".join(sorted(str(each) for each in one.supports.all())),
            one.words or "not said",
            day(one.agreed_on),
        )
        for one in issues.order_by("title")
    ]
    joint = list(_joint(on))
    return ExceptionsPage(
        table("Open", heads, now) if now else None,
        table("Closed", heads, over) if over else None,
        table(
            "Issues that boards share",
            ("Issue", "Leads", "Support", "How", "Agreed"),
            shared,
        )
        if shared
        else None,
        table(
            "Workstreams that more than one board governs",
            ("Workstream", "Board", "Its own decision", "Day", "Together"),
            joint,
        )
        if joint
        else None,
    )


def _exception(one: Recovery) -> tuple[object, ...]:
    steps = sorted(one.steps.all(), key=lambda step: (step.on, step.pk))
    return (
        Link(
            f"{one.reference} {one.title}", reverse("exception", args=[one.reference])
        ),
        str(one.body),
        str(one.agency or "not said"),
        day(steps[0].on) if steps else "",
        recovery_status(one),
        steps[-1].words if steps else "",
    )


def _joint(on: date) -> Iterator[tuple[object, ...]]:
    """Each named board's own answer; together they agree when all have (S48, Z9)."""
    rows = (
        Approval.objects.filter(workstream__isnull=False)
        .filter(strategy__in=Strategy.objects.in_force(on))
        .select_related("workstream__strategy", "body")
        .order_by("workstream__number", "pk")
    )
    by_stream: dict[int, list[Approval]] = {}
    for row in rows:
        by_stream.setdefault(row.workstream_id or 0, []).append(row)
    for approvals in by_stream.values():
        agreed = all(one.decision == "agreed" for one in approvals)
        for one in approvals:
            stream = one.workstream
            assert stream is not None  # asked for above
            href = reverse(
                "strategy_workstream", args=[stream.strategy.key, stream.key]
            )
            yield (
                Link(stream.title, href),
                str(one.body),
                one.get_decision_display(),
                day(one.decided_on) if one.decided_on else "not yet",
                Status("Agreed by all", "done") if agreed else Status("Not agreed yet", "waiting"),
            )  # fmt: skip


def recovery_page(one: Recovery, *, runs: bool, by: Person) -> ThingPage:
    """Everything one exception's page shows, with the steps that may follow."""
    labels = dict(Recovery.State.choices)
    facts = [Row("Board", str(one.body)), Row("Whose", str(one.agency or "not said"))]
    if one.action:
        to = reverse("action", args=[one.action.reference])
        facts.append(Row("Action", Link(str(one.action), to)))
    if one.workstream:
        facts.append(Row("Workstream", str(one.workstream)))
    steps = tuple(
        Step(
            str(labels[step.state]),
            step.words,
            notes=tuple(
                filter(
                    None,
                    (
                        f"{step.by}, {day(step.on)}",
                        f"should show by {day(step.due_on)}" if step.due_on else "",
                    ),
                )
            ),
        )
        for step in one.steps.select_related("by").order_by("on", "pk")
    )
    acts = tuple(
        Link(
            f"{labels[to]!s}",
            reverse("exception_step", args=[one.reference, to]),
        )
        for to in rules.NEXT[one.state]
        if runs
    )
    return ThingPage(
        "Exception", one.reference, one.title, recovery_status(one), "", tuple(facts), steps, None, acts
    )  # fmt: skip
