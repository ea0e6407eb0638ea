"""Priorities, workstreams, and the matrix of both."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.partners.session import signed_in
from goldthread.strategy import forms, queries, rules, services
from goldthread.strategy.models import Priority, Strategy, Workstream
from goldthread.strategy.queries.whole import Whole
from goldthread.strategy.requirements import gaps_of
from goldthread.strategy.services import PriorityTold, WorkstreamTold
from goldthread.strategy.views.evidence import step_of
from goldthread.strategy.views.page import (
    WRITE,
    Part,
    agencies_on,
    answer,
    found,
    link,
    now,
    offered,
    posted,
    priorities_of,
    seen_or,
    shown,
    strategy_of,
    writing,
)
from goldthread.web.forms import Form
from goldthread.web.kit import Cell, Column, Empty, Row, Status, Step, Table
from goldthread.web.templatetags.kit import day as written

FORM = ["GET", "HEAD", "POST"]


@require_safe
def priorities(request: HttpRequest, key: str) -> HttpResponse:
    """The priorities, what each still lacks, and the hidden crimes."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    totals = queries.totals_of(strategy, max(known.day, strategy.period_start))
    add = writing(request, strategy, link("Add a priority", "add_priority", strategy))
    table = Table(
        "Priorities",
        (
            Column("Priority"),
            Column("Evidence"),
            Column("Workstreams, by primary", numeric=True),
            Column("Standing under it in all", numeric=True),
        ),
        (
            *(_priority_row(known, p, totals) for p in known.priorities),
            ("Together", "", totals.together, "each counted once"),
        ),
        caption_is_hidden=True,
    )
    empty = Empty(
        "No priority yet",
        "A priority is one broad theme, fixed for the term. Three to five read well.",
        add[0] if add else None,
    )
    hidden = Part(
        "Hidden crimes",
        words="Few people report these; for them a rise in reports is the aim."
        if known.hidden_crimes
        else "None is named. These are crimes that few report, where more reports are the aim.",
        items=[crime.name for crime in known.hidden_crimes],
        links=writing(
            request, strategy, link("Name them", "write_hidden_crimes", strategy)
        ),
    )
    main = Part(table=table) if known.priorities else Part(empty=empty)
    return shown(
        request,
        strategy,
        title="Priorities",
        tab="strategy_priorities",
        parts=(main, hidden),
        actions=(*add, link("Matrix to print", "strategy_matrix", strategy))
        if known.priorities
        else (),
    )


def _priority_row(
    known: Whole, priority: Priority, totals: queries.Totals
) -> tuple[Cell, ...]:
    gaps = gaps_of(known, priority)
    said = f"{len(gaps)} {'gap' if len(gaps) == 1 else 'gaps'}"
    return (
        link(priority.title, "strategy_priority", known.strategy, priority.key),
        Status(said, "concern") if gaps else Status("Whole", "done"),
        totals.by_primary.get(priority.pk, 0),
        totals.touching.get(priority.pk, 0),
    )


@require_safe
def priority(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """One priority on its gold thread: from evidence to the work."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    one = found(priorities_of(strategy), key=name)
    gaps = gaps_of(known, one)
    heads = [Priority.Head(head).label for head in one.heads]
    plans = [plan for plan in known.plans if one.pk in known.touches[plan.pk]]
    focus = [str(each) for each in known.focus_areas.get(one.pk, ())]
    return shown(
        request,
        strategy,
        title=one.title,
        lead=one.statement,
        tab="strategy_priorities",
        crumbs=(link("Priorities", "strategy_priorities", strategy),),
        parts=(
            Part("What is missing", items=gaps) if gaps else Part(),
            Part("The gold thread", steps=_thread(known, one)),
            Part("Where work begins", items=focus) if focus else Part(),
            Part("Why the board chose it", words=one.choice) if one.choice else Part(),
            Part("What it answers of the law", items=heads) if heads else Part(),
            Part("Plans of others that touch it", items=[str(plan) for plan in plans])
            if plans
            else Part(),
        ),
        actions=writing(
            request,
            strategy,
            link("Change it", "change_priority", strategy, one.key),
            link("Cite a finding", "cite_findings", strategy),
            link("Take it out", "remove_priority", strategy, one.key),
        ),
    )


def _thread(known: Whole, one: Priority) -> list[Step]:
    strategy = known.strategy
    outcomes = [Step("Outcome", str(each)) for each in known.outcomes.get(one.pk, ())]
    work = [
        Step(
            "Workstream"
            if known.primary.get(w.pk) == one.pk
            else "Workstream, primary elsewhere",
            w.title,
            reverse("strategy_workstream", args=[strategy.key, w.key]),
        )
        for w in known.workstreams_under(one)
    ]
    return [
        *(step_of(item) for item in known.evidence_for(one)),
        Step("Priority", one.title),
        *outcomes,
        *work,
    ]


@require_http_methods(FORM)
def add_priority(request: HttpRequest, key: str) -> HttpResponse:
    """Add a priority."""
    strategy = strategy_of(key)
    form = forms.PriorityForm(posted(request))

    def act() -> None:
        services.add_priority(
            strategy,
            _told(form),
            outcomes=_lines(form, "outcomes"),
            focus_areas=_lines(form, "focus_areas"),
            by=signed_in(request),
            at=now(),
        )

    return answer(
        request,
        strategy,
        form,
        title="Add a priority",
        button="Add",
        act=act,
        done="Added.",
        then=reverse("strategy_priorities", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_priorities",
    )


@require_http_methods(FORM)
def change_priority(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Change a priority, its outcomes and where work begins."""
    strategy = strategy_of(key)
    one: Priority = found(priorities_of(strategy), key=name)
    stood = {
        "title": one.title,
        "statement": one.statement,
        "choice": one.choice,
        "heads": one.heads,
        "outcomes": "\n".join(map(str, one.outcomes.order_by("number"))),
        "focus_areas": "\n".join(map(str, one.focus_areas.order_by("number"))),
    }
    form = forms.PriorityForm(posted(request), initial=stood | seen_or(request, one))

    def act() -> None:
        services.change_whole_priority(
            one,
            _told(form),
            outcomes=_lines(form, "outcomes"),
            focus_areas=_lines(form, "focus_areas"),
            seen=form.cleaned_data["seen"],
            by=signed_in(request),
            at=now(),
        )

    return answer(
        request,
        strategy,
        form,
        title=f"Change: {one.title}",
        button="Save",
        act=act,
        done="Saved.",
        then=reverse("strategy_priority", args=[key, name]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_priorities",
        stands=[
            Row("The priority", one.title),
            Row("What it means", one.statement),
            Row("Why the board chose it", one.choice),
        ],
    )


def _told(form: Form) -> PriorityTold:
    names = ("title", "statement", "choice", "heads")
    return PriorityTold(**{name: form.cleaned_data[name] for name in names})


def _lines(form: Form, name: str) -> list[str]:
    return forms.lines_of(form.cleaned_data[name])


@require_http_methods(FORM)
def remove_priority(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Take a priority out of a draft."""
    strategy = strategy_of(key)
    one = found(priorities_of(strategy), key=name)

    def act() -> None:
        services.remove_priority(one, by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        Form(posted(request)),
        title=f"Take out “{one.title}”?",
        button="Take it out",
        act=act,
        done="It is out. The record keeps that it was there.",
        then=reverse("strategy_priorities", args=[key]),
        before="Its outcomes and early areas of focus go with it.",
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_priorities",
    )


@require_http_methods(FORM)
def hidden_crimes(request: HttpRequest, key: str) -> HttpResponse:
    """Name the crimes of which more reports are the aim."""
    strategy = strategy_of(key)
    names = strategy.hidden_crimes.order_by("number").values_list("name", flat=True)
    form = forms.LinesForm(posted(request), initial={"names": "\n".join(names)})

    def act() -> None:
        services.write_hidden_crimes(
            strategy, _lines(form, "names"), by=signed_in(request), at=now()
        )

    return answer(
        request,
        strategy,
        form,
        title="Hidden crimes",
        button="Save",
        act=act,
        done="Saved.",
        then=reverse("strategy_priorities", args=[key]),
        before="Few people report these crimes. For them a rise in reports is the aim, and no chart will call it bad.",
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_priorities",
    )


@require_safe
def workstreams(request: HttpRequest, key: str) -> HttpResponse:
    """The workstreams on any day: today's, or those of the day asked for."""
    strategy = strategy_of(key)
    today = timezone.localdate()
    form = forms.DayForm(request.GET or None, initial={"on": today})
    asked = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    day = asked or max(today, strategy.period_start)
    rows = queries.workstreams_on(strategy, day)
    known = queries.whole(strategy, on=today)
    primary = {p.pk: p.title for p in known.priorities}
    table = Table(
        f"Workstreams on {written(day)}",
        (
            Column("Workstream"),
            Column("Primary priority"),
            Column("Lead"),
            Column("Opened"),
        ),
        tuple(
            (
                link(w.title, "strategy_workstream", strategy, w.key),
                primary.get(known.primary.get(w.pk, 0), ""),
                str(w.lead_agency)
                if w.lead_agency
                else Status("No lead yet", "concern"),
                written(w.opened_on),
            )
            for w in rows
        ),
    )
    add = offered(
        request,
        WRITE,
        rules.refusal_to_keep_workstreams(strategy),
        link("Open a workstream", "open_workstream", strategy),
    )
    empty = Empty(
        "No workstream ran on that day" if asked else "No workstream yet",
        "A workstream stands under one or more priorities, and opens and closes inside the term.",
        add[0] if add else None,
    )
    closed = [w for w in known.workstreams if w.closed_on and w.closed_on <= day]
    return shown(
        request,
        strategy,
        title="Workstreams",
        tab="strategy_workstreams",
        template="strategy/workstreams.html",
        parts=(
            Part(table=table) if rows else Part(empty=empty),
            Part(
                "Closed before",
                rows=[
                    Row(w.title, f"{written(w.closed_on)}: {w.close_reason}")
                    for w in closed
                ],
            )
            if closed
            else Part(),
        ),
        actions=(*add, link("Matrix to print", "strategy_matrix", strategy)),
        day_form=form,
    )


@require_safe
def workstream(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """One workstream: why, who, how it answers the threads, which boards must agree."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    one = next((w for w in known.workstreams if w.key == name), None) or found(
        strategy.workstreams, key=name
    )
    under = [p for p in known.priorities if p.pk in known.under[one.pk]]
    refusal = rules.refusal_to_keep_workstreams(strategy)
    return shown(
        request,
        strategy,
        title=one.title,
        lead=one.purpose,
        tab="strategy_workstreams",
        crumbs=(link("Workstreams", "strategy_workstreams", strategy),),
        parts=(
            Part(
                "Where it stands",
                steps=[
                    Step(
                        "Primary priority"
                        if known.primary.get(one.pk) == p.pk
                        else "Also under",
                        p.title,
                        reverse("strategy_priority", args=[key, p.key]),
                    )
                    for p in sorted(
                        under, key=lambda p: known.primary.get(one.pk) != p.pk
                    )
                ]
                + [Step("Workstream", one.title)],
            ),
            Part("Who and when", rows=_who(one)),
            Part("How it answers the threads", rows=_statements(request, known, one)),
            _boards(request, known, one),
        ),
        actions=()
        if one.closed_on
        else (
            *offered(
                request,
                WRITE,
                refusal,
                link("Change it", "change_workstream", strategy, one.key),
                link("Close it", "close_workstream", strategy, one.key),
            ),
            *writing(
                request,
                strategy,
                link("Take it out", "remove_workstream", strategy, one.key),
            ),
        ),
    )


def _who(one: Workstream) -> list[Row]:
    support = ", ".join(map(str, one.support_agencies.all()))
    rows = [
        Row(
            "Lead agency",
            str(one.lead_agency)
            if one.lead_agency
            else Status("No lead yet", "concern"),
        ),
        Row("Led by", str(one.lead or "nobody named")),
        Row("Support agencies", support or "none; a single agency works on it"),
        Row("Opened", written(one.opened_on)),
    ]
    if one.closed_on:
        rows.append(Row("Closed", f"{written(one.closed_on)}: {one.close_reason}"))
    return rows


def _statements(request: HttpRequest, known: Whole, one: Workstream) -> list[Row]:
    strategy = known.strategy
    rows = []
    for thread in known.threads:
        said = known.statements.get((thread.pk, one.pk))
        write = offered(
            request,
            WRITE,
            rules.refusal_to_keep_workstreams(strategy),
            link(
                "Change" if said else "Write",
                "write_statement",
                strategy,
                thread.number,
                one.key,
            ),
        )
        value = said.text if said else Status("Not said yet", "concern")
        rows.append(Row(str(thread), value, write[0] if write else None))
    return rows


def _boards(request: HttpRequest, known: Whole, one: Workstream) -> Part:
    asked = [each for each in known.approvals if each.workstream_id == one.pk]
    if not asked:
        return Part()
    rows = [
        Row(each.body.name, each.get_decision_display() or "Not decided")
        for each in asked
    ]
    return Part(
        "Boards that must agree to it",
        rows=rows,
        links=(link("The boards", "strategy_approvals", known.strategy),),
    )


def _workstream_form(
    request: HttpRequest, strategy: Strategy, one: Workstream | None = None
) -> forms.WorkstreamForm:
    day = max(timezone.localdate(), strategy.period_start)
    initial: dict[str, Any] = {"opened_on": day}
    if one:
        primary = one.links.filter(is_primary=True).first()
        initial = seen_or(request, one) | {
            "title": one.title,
            "purpose": one.purpose,
            "priorities": [link.priority_id for link in one.links.all()],
            "primary": primary.priority_id if primary else None,
            "lead_agency": one.lead_agency_id,
            "lead": one.lead_id,
            "support_agencies": [agency.pk for agency in one.support_agencies.all()],
            "opened_on": one.opened_on,
        }
    return forms.WorkstreamForm(
        posted(request),
        initial=initial,
        priorities=priorities_of(strategy),
        agencies=agencies_on(day),
    )


def _workstream_told(form: forms.WorkstreamForm) -> WorkstreamTold:
    given = dict(form.cleaned_data)
    given.pop("seen")
    under = {*given.pop("priorities"), given["primary"]}
    priorities = sorted(under, key=lambda p: p.number)
    support = list(given.pop("support_agencies"))
    return WorkstreamTold(priorities=priorities, support_agencies=support, **given)


@require_http_methods(FORM)
def open_workstream(request: HttpRequest, key: str) -> HttpResponse:
    """Open a workstream, in a draft or inside the term."""
    strategy = strategy_of(key)
    form = _workstream_form(request, strategy)

    def act() -> None:
        services.open_workstream(
            strategy, _workstream_told(form), by=signed_in(request), at=now()
        )

    return answer(
        request,
        strategy,
        form,
        title="Open a workstream",
        button="Open it",
        act=act,
        done="It is open.",
        then=reverse("strategy_workstreams", args=[key]),
        refusal=rules.refusal_to_keep_workstreams(strategy)
        or (
            None
            if strategy.priorities.exists()
            else "A workstream stands under a priority. Add a priority first."
        ),
        tab="strategy_workstreams",
    )


@require_http_methods(FORM)
def change_workstream(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Change a workstream's words, its lead, or where it stands."""
    strategy = strategy_of(key)
    one: Workstream = found(strategy.workstreams, key=name)
    form = _workstream_form(request, strategy, one)

    def act() -> None:
        services.change_workstream(
            one,
            _workstream_told(form),
            seen=form.cleaned_data["seen"],
            by=signed_in(request),
            at=now(),
        )

    return answer(
        request,
        strategy,
        form,
        title=f"Change: {one.title}",
        button="Save",
        act=act,
        done="Saved.",
        then=reverse("strategy_workstream", args=[key, name]),
        refusal=rules.refusal_to_keep_workstreams(strategy),
        tab="strategy_workstreams",
        stands=[Row("The workstream", one.title), Row("What it is for", one.purpose)],
    )


@require_http_methods(FORM)
def close_workstream(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Close a workstream inside the term, with the reason."""
    strategy = strategy_of(key)
    one = found(strategy.workstreams, key=name)
    form = forms.CloseForm(posted(request), initial={"on": timezone.localdate()})

    def act() -> None:
        services.close_workstream(
            one, **form.cleaned_data, by=signed_in(request), at=now()
        )

    return answer(
        request,
        strategy,
        form,
        title=f"Close: {one.title}",
        button="Close it",
        act=act,
        done="It is closed. The past still shows it.",
        then=reverse("strategy_workstreams", args=[key]),
        refusal=rules.refusal_to_keep_workstreams(strategy),
        tab="strategy_workstreams",
    )


@require_http_methods(FORM)
def remove_workstream(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Take a workstream out of a draft that never began."""
    strategy = strategy_of(key)
    one = found(strategy.workstreams, key=name)

    def act() -> None:
        services.remove_workstream(one, by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        Form(posted(request)),
        title=f"Take out “{one.title}”?",
        button="Take it out",
        act=act,
        done="It is out. The record keeps that it was there.",
        then=reverse("strategy_workstreams", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_workstreams",
    )


@require_safe
def matrix(request: HttpRequest, key: str) -> HttpResponse:
    """Which workstream stands under which priority; prints on one page (S52)."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    day: date = max(known.day, strategy.period_start)
    totals = queries.totals_of(strategy, day)
    rows: list[tuple[Cell, ...]] = [
        (
            link(w.title, "strategy_workstream", strategy, w.key),
            *(_mark(known, w, p) for p in known.priorities),
        )
        for w in known.open_workstreams()
    ]
    rows.append(
        (
            "Together, each counted once",
            *(str(totals.by_primary.get(p.pk, 0)) for p in known.priorities),
        )
    )
    table = Table(
        f"Workstreams by priority, {written(day)}",
        (Column("Workstream"), *(Column(p.title) for p in known.priorities)),
        rows,
        note=f"{totals.together} workstreams in all. “Primary” is where a workstream is counted; “also” is where it stands besides.",
    )
    return shown(
        request,
        strategy,
        title="Priorities and workstreams",
        template="strategy/matrix.html",
        tab="strategy_workstreams",
        parts=(Part(table=table),),
    )


def _mark(known: Whole, workstream: Workstream, priority: Priority) -> Cell:
    if known.primary.get(workstream.pk) == priority.pk:
        return Status("Primary", "done")
    return Status("Also", "quiet") if priority.pk in known.under[workstream.pk] else ""
