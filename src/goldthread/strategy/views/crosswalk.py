"""What became of each priority of the last strategy (S41)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.partners.session import signed_in
from goldthread.strategy import forms, queries, rules, services
from goldthread.strategy.models import Priority
from goldthread.strategy.queries.whole import Whole
from goldthread.strategy.views.page import (
    FORM,
    Part,
    answer,
    found,
    link,
    now,
    posted,
    priorities_of,
    shown,
    strategy_of,
    writing,
)
from goldthread.web.forms import Form
from goldthread.web.kit import NEXT_STEP, Cell, Column, Empty, Link, Status, Table


@require_safe
def crosswalk(request: HttpRequest, key: str) -> HttpResponse:
    """What became of each priority of the last strategy; those not accounted for first."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    if strategy.follows is None:
        empty = _follows_none(request, known)
        return shown(
            request,
            strategy,
            title="From the last strategy",
            tab="strategy_plans",
            parts=(Part(empty=empty),),
        )
    told = [
        (
            c.old.title,
            c.get_kind_display(),
            c.new.title if c.new else "",
            c.note,
            _take_back(request, strategy.key, c.pk),
        )
        for c in known.crosswalk
    ]
    may_write = bool(writing(request, strategy, Link("", "")))
    owed = [
        (
            old.title,
            Status("Not said yet", "concern"),
            "",
            "",
            link("Say it", "write_crossing", strategy, old.pk) if may_write else "",
        )
        for old in known.unaccounted()
    ]
    partly = [
        link(f"{old.title}: goes into one more", "write_crossing", strategy, old.pk)
        for old in known.old_priorities
        if may_write and any(c.old_id == old.pk and c.new_id for c in known.crosswalk)
    ]
    table = Table(
        f"What became of the priorities of “{strategy.follows}”",
        (
            Column("Before"),
            Column("What became of it"),
            Column("Now"),
            Column("In a word"),
            Column(NEXT_STEP),
        ),
        (*owed, *told),
    )
    return shown(
        request,
        strategy,
        title="From the last strategy",
        tab="strategy_plans",
        parts=(Part(table=table, links=partly),),
    )


def _follows_none(request: HttpRequest, known: Whole) -> Empty:
    """What to do where the strategy does not say which one it follows."""
    if known.earlier:
        strategy = known.strategy
        choose = writing(
            request, strategy, link("Choose it", "strategy_change", strategy)
        )
        return Empty(
            "This strategy does not say which one it follows",
            f"“{known.earlier[0]}” is kept here. Once it is chosen, each of its priorities stands here until you say what became of it.",
            choose[0] if choose else None,
        )
    return Empty(
        "No strategy before this one is kept here",
        "If there was one, start it here too and say that this one follows it: figures then continue across the change.",
    )


def _take_back(request: HttpRequest, key: str, pk: int) -> Cell:
    strategy = strategy_of(key)
    links = writing(
        request, strategy, link("Take back", "remove_crossing", strategy, pk)
    )
    return links[0] if links else ""


@require_http_methods(FORM)
def write_crossing(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Say what became of an old priority."""
    strategy = strategy_of(key)
    old = found(Priority.objects.filter(strategy=strategy.follows), pk=pk)
    form = forms.CrossingForm(posted(request), priorities=priorities_of(strategy))

    def act() -> None:
        services.write_crossing(
            strategy,
            old,
            form.cleaned_data["new"],
            kind=form.cleaned_data["kind"],
            note=form.cleaned_data["note"],
            by=signed_in(request),
            at=now(),
        )

    return answer(
        request,
        strategy,
        form,
        title=f"What became of “{old}”?",
        button="Save",
        act=act,
        done="Saved.",
        then=reverse("strategy_crosswalk", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_plans",
    )


@require_http_methods(FORM)
def remove_crossing(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take back what was said about an old priority."""
    strategy = strategy_of(key)
    one = found(strategy.crosswalk.select_related("old", "new"), pk=pk)

    def act() -> None:
        services.remove_crossing(one, by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        Form(posted(request)),
        title="Take this back?",
        button="Take it back",
        act=act,
        done="It is taken back.",
        then=reverse("strategy_crosswalk", args=[key]),
        before=str(one),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_plans",
    )
