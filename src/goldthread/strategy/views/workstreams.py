"""Workstreams: those of any day, one of them, the matrix of workstreams and priorities (S9, S52)."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldthread.strategy import forms, queries, rules
from goldthread.strategy.models import Priority, Workstream
from goldthread.strategy.queries.whole import Whole
from goldthread.strategy.views.page import (
    WRITE,
    Part,
    found,
    link,
    may,
    offered,
    shown,
    strategy_of,
    thread_of,
    writing,
)
from goldthread.web.kit import Cell, Column, Empty, Link, Row, Status, Step, Table
from goldthread.web.templatetags.kit import day as written


@require_safe
def workstreams(request: HttpRequest, key: str) -> HttpResponse:
    """The workstreams on any day: today's, or those of the day asked for."""
    strategy = strategy_of(key)
    today = timezone.localdate()
    first = max(today, strategy.period_start)
    form = forms.DayForm(request.GET or None, initial={"on": first})
    asked = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    day = asked or first
    rows = queries.workstreams_on(strategy, day)
    known = queries.whole(strategy, on=today)
    primary = {p.pk: p.title for p in known.priorities}
    table = Table(
        f"Workstreams on {written(day)}",
        (
            Column("Workstream"),
            Column("Main priority"),
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
        rules.refusal_to_keep_workstreams(strategy, on=timezone.localdate()),
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
        actions=(*add, link("Matrix to print", "strategy_matrix", strategy))
        if known.workstreams
        else (),
        day_form=form if known.workstreams else None,
    )


def _record(request: HttpRequest, one: Workstream) -> tuple[Link, ...]:
    """The way to what was done in it, for its lead and who runs the plan."""
    leads = one.lead_id is not None and one.lead_id == request.user.pk
    if not (may(request, "run the plan") or leads):
        return ()
    there = Link("The record: who did what in it", reverse("workstream_record", args=[one.pk]))  # fmt: skip
    return offered(request, "read a workstream's record", None, there)


@require_safe
def workstream(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """One workstream: why, who, how it answers the threads, which boards must agree."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    one = next((w for w in known.workstreams if w.key == name), None) or found(
        strategy.workstreams, key=name
    )
    under = [p for p in known.priorities if p.pk in known.under[one.pk]]
    refusal = rules.refusal_to_keep_workstreams(strategy, on=timezone.localdate())
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
                        "Main priority"
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
                links=(
                    thread_of("workstream", strategy, one.key),
                    *_record(request, one),
                ),
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
            rules.refusal_to_keep_workstreams(strategy, on=timezone.localdate()),
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
            "Main priority of",
            *(str(totals.by_primary.get(p.pk, 0)) for p in known.priorities),
        )
    )
    table = Table(
        f"Workstreams by priority, {written(day)}",
        (Column("Workstream"), *(Column(p.title) for p in known.priorities)),
        rows,
        note=f"{totals.together} workstreams in all. “Main” is where a workstream is counted; “also” is where it is linked besides.",
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
        return Status("Main", "done")
    return Status("Also", "quiet") if priority.pk in known.under[workstream.pk] else ""
