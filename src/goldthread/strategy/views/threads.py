"""The golden threads and the coverage grid: blanks first (S56, Z10)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.partners.session import signed_in
from goldthread.strategy import forms, queries, rules, services
from goldthread.strategy.models import Thread, ThreadStatement, Workstream
from goldthread.strategy.queries.whole import Whole
from goldthread.strategy.views.page import (
    FORM,
    WRITE,
    Part,
    answer,
    found,
    link,
    may,
    now,
    posted,
    shown,
    strategy_of,
    writing,
)
from goldthread.web.forms import Form
from goldthread.web.kit import Cell, Column, Empty, Link, Row, Status, Table


@require_safe
def threads(request: HttpRequest, key: str) -> HttpResponse:
    """Which workstream does not answer which thread yet; then the whole grid."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    add = writing(request, strategy, link("Add a thread", "add_thread", strategy))
    if not known.threads:
        empty = Empty(
            "No golden thread yet",
            "Threads cut across every priority and workstream. The board names them; until it has, they may stand here without a name.",
            add[0] if add else None,
        )
        parts: tuple[Part, ...] = (Part(empty=empty),)
    else:
        parts = (_blanks(known), _names(request, known), _grid(request, known))
    return shown(
        request,
        strategy,
        title="Golden threads",
        tab="strategy_threads",
        parts=parts,
        actions=add if known.threads else (),
        is_wide=True,
    )


def _blanks(known: Whole) -> Part:
    blanks = known.blanks()
    if not known.open_workstreams():
        return Part("Blanks", words="No workstream is open yet, so none answers.")
    if not blanks:
        return Part("Blanks", words="None: every workstream answers every thread.")
    return Part(
        f"Blanks: {len(blanks)}",
        words="All must be filled before you publish.",
        links=[
            link(
                f"{workstream}: {thread}",
                "write_statement",
                known.strategy,
                thread.number,
                workstream.key,
            )
            for workstream, thread in blanks[:12]
        ],
    )


def _names(request: HttpRequest, known: Whole) -> Part:
    strategy = known.strategy
    return Part(
        "The threads",
        rows=[
            Row(
                f"Thread {thread.number}",
                f"{thread.name}. {thread.meaning}".rstrip(". ")
                if thread.name
                else Status("Not named yet", "waiting"),
                next(
                    iter(
                        writing(
                            request,
                            strategy,
                            link(
                                "Change it" if thread.name else "Name it",
                                "name_thread",
                                strategy,
                                thread.number,
                            ),
                        )
                    ),
                    None,
                ),
            )
            for thread in known.threads
        ],
    )


def _grid(request: HttpRequest, known: Whole) -> Part:
    strategy = known.strategy
    writes = may(request, WRITE) and not rules.refusal_to_keep_workstreams(
        strategy, on=timezone.localdate()
    )

    def cell(workstream: Workstream, thread: Thread) -> Cell:
        said = known.statements.get((thread.pk, workstream.pk))
        if said:
            return said.text
        if writes:
            return link(
                "Write it", "write_statement", strategy, thread.number, workstream.key
            )
        return Status("Blank", "concern")

    blank = {workstream.pk for workstream, _ in known.blanks()}
    rows = sorted(known.open_workstreams(), key=lambda w: (w.pk not in blank, w.number))
    if not rows:
        return Part()
    return Part(
        table=Table(
            "Coverage: how each workstream answers each thread",
            (Column("Workstream"), *(Column(str(thread)) for thread in known.threads)),
            tuple(
                (
                    link(w.title, "strategy_workstream", strategy, w.key),
                    *(cell(w, thread) for thread in known.threads),
                )
                for w in rows
            ),
        )
    )


@require_http_methods(FORM)
def add_thread(request: HttpRequest, key: str) -> HttpResponse:
    """Make room for a thread, with its name or without."""
    strategy = strategy_of(key)
    form = forms.ThreadForm(posted(request))

    def act() -> None:
        services.add_thread(
            strategy, **form.cleaned_data, by=signed_in(request), at=now()
        )

    return answer(
        request,
        strategy,
        form,
        title="Add a golden thread",
        button="Add",
        act=act,
        done="Added.",
        then=reverse("strategy_threads", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_threads",
    )


@require_http_methods(FORM)
def name_thread(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Give a thread the name that the board decided."""
    strategy = strategy_of(key)
    one: Thread = found(strategy.threads, number=number)
    initial = {"name": one.name, "meaning": one.meaning}
    form = forms.ThreadForm(posted(request), initial=initial)

    def act() -> None:
        services.name_thread(one, **form.cleaned_data, by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        form,
        title=f"Thread {one.number}",
        button="Save",
        act=act,
        done="Saved.",
        then=reverse("strategy_threads", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_threads",
        aside=Link("Take it out", reverse("remove_thread", args=[key, number])),
    )


@require_http_methods(FORM)
def remove_thread(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Take a thread out of a draft."""
    strategy = strategy_of(key)
    one: Thread = found(strategy.threads, number=number)

    def act() -> None:
        services.remove_thread(one, by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        Form(posted(request)),
        title=f"Take out “{one}”?",
        button="Take it out",
        act=act,
        done="It is out. The record keeps that it was there.",
        then=reverse("strategy_threads", args=[key]),
        before="What workstreams said to it goes with it.",
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_threads",
    )


@require_http_methods(FORM)
def write_statement(
    request: HttpRequest, key: str, number: int, name: str
) -> HttpResponse:
    """Say how a workstream answers a thread."""
    strategy = strategy_of(key)
    thread: Thread = found(strategy.threads, number=number)
    workstream: Workstream = found(strategy.workstreams, key=name)
    stood = ThreadStatement.objects.filter(thread=thread, workstream=workstream).first()
    text = stood.text if stood else ""
    form = forms.StatementForm(posted(request), initial={"text": text, "seen": text})

    def act() -> None:
        services.write_statement(
            thread,
            workstream,
            text=form.cleaned_data["text"],
            seen=form.cleaned_data["seen"].replace("\r\n", "\n"),
            by=signed_in(request),
            at=now(),
        )

    return answer(
        request,
        strategy,
        form,
        title=f"{workstream}: {thread}",
        button="Save",
        act=act,
        done="Saved.",
        then=reverse("strategy_threads", args=[key]),
        before=thread.meaning,
        refusal=rules.refusal_to_keep_workstreams(strategy, on=timezone.localdate()),
        tab="strategy_threads",
        stands=[Row("What stands now", text)],
    )
