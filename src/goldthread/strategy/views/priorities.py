"""Priorities on their gold thread, what each lacks, and the hidden crimes."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.partners.session import signed_in
from goldthread.strategy import forms, queries, rules, services
from goldthread.strategy.models import Priority
from goldthread.strategy.queries.whole import Whole
from goldthread.strategy.requirements import lacks_of
from goldthread.strategy.services import PriorityTold
from goldthread.strategy.views.evidence import step_of
from goldthread.strategy.views.page import (
    FORM,
    Part,
    answer,
    found,
    link,
    now,
    posted,
    priorities_of,
    seen_or,
    shown,
    strategy_of,
    thread_of,
    writing,
)
from goldthread.web.forms import Form
from goldthread.web.kit import Cell, Column, Empty, Row, Status, Step, Table


@require_safe
def priorities(request: HttpRequest, key: str) -> HttpResponse:
    """The priorities, what each still lacks, and the hidden crimes."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    totals = queries.totals_of(strategy, max(known.day, strategy.period_start))
    add = writing(request, strategy, link("Add a priority", "add_priority", strategy))
    order = link("Change their order", "order_priorities", strategy)
    table = Table(
        "Priorities",
        (
            Column("Priority"),
            Column("Evidence"),
            Column("Main priority of", numeric=True),
            Column("Linked to", numeric=True),
        ),
        (
            *(_priority_row(known, p, totals) for p in known.priorities),
            ("Workstreams in all", "", totals.together, ""),
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
        actions=(
            *add,
            *(writing(request, strategy, order) if known.priorities[1:] else ()),
            link("Matrix to print", "strategy_matrix", strategy),
        )
        if known.priorities
        else (),
    )


def _priority_row(
    known: Whole, priority: Priority, totals: queries.Totals
) -> tuple[Cell, ...]:
    gaps = lacks_of(known, priority)
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
    gaps = lacks_of(known, one)
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
            Part(
                "The gold thread",
                steps=_thread(known, one),
                links=(
                    thread_of("priority", strategy, one.key),
                    link("In brief", "priority_in_brief", strategy, one.key),
                ),
            ),
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
            else "Workstream whose main priority is another",
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
        before="Its name is needed; the rest can come later. What is still missing stands on its page.",
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
