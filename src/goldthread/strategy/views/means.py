"""What each authority puts in, and how it will measure its success (B5)."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.partners.session import signed_in
from goldthread.strategy import forms, queries, rules, services
from goldthread.strategy.models import Resource, Strategy
from goldthread.strategy.queries.whole import Whole
from goldthread.strategy.services import ResourceTold
from goldthread.strategy.views.page import (
    FORM,
    Part,
    agencies_on,
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
from goldthread.web.kit import Cell, Column, Row, Status, Table


@require_safe
def means(request: HttpRequest, key: str) -> HttpResponse:
    """Which authority has not said what it puts in; then all of it, with its sums."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    return shown(
        request,
        strategy,
        title="Means",
        lead="What each authority allocates, and how it will know that it succeeded.",
        tab="strategy_means",
        parts=(_silent(known), _resources(request, known), _measures(request, known)),
        actions=writing(
            request,
            strategy,
            link("Add a resource", "add_resource", strategy),
            link("Add a measure", "add_measure", strategy),
        ),
    )


def _silent(known: Whole) -> Part:
    """Every responsible authority, and whether it has said both."""
    gives = {r.agency_id for r in known.resources}
    measures = {m.agency_id for m in known.measures}
    if not known.authorities:
        return Part(
            "Responsible authorities",
            words="None is named on this day. Name them on the partnership's page.",
        )
    return Part(
        "Responsible authorities",
        table=Table(
            "Responsible authorities",
            (
                Column("Authority"),
                Column("What it allocates"),
                Column("How it measures"),
            ),
            tuple(
                (str(a), _said(a.pk in gives), _said(a.pk in measures))
                for a in sorted(
                    known.authorities,
                    key=lambda a: (a.pk in gives) + (a.pk in measures),
                )
            ),
            caption_is_hidden=True,
        ),
    )


def _said(is_there: bool) -> Status:
    return Status("Said", "done") if is_there else Status("Not said yet", "concern")


def _resources(request: HttpRequest, known: Whole) -> Part:
    strategy = known.strategy
    if not known.resources:
        return Part("What they allocate", words="Nothing is written down yet.")
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for each in known.resources:
        sums[str(each.agency)] += each.amount_pounds or 0
    rows: list[tuple[Cell, ...]] = [
        (
            link(f"{r.agency}: {r.words}", "change_resource", strategy, r.pk),
            r.get_kind_display(),
            str(r.priority or "All priorities"),
            year_of(r) or "Every year",
            float(r.amount_pounds) if r.amount_pounds is not None else "",
        )
        for r in known.resources
    ]
    rows.append(("Together", "", "", "", float(sum(sums.values()))))
    table = Table(
        "What they allocate",
        (
            Column("What"),
            Column("Kind"),
            Column("For"),
            Column("Year"),
            Column("Pounds", numeric=True),
        ),
        rows,
        caption_is_hidden=True,
    )
    totals = [
        Row(name, f"£{total:,.0f}") for name, total in sorted(sums.items()) if total
    ]
    return Part("What they allocate", table=table, rows=totals)


def year_of(resource: Resource) -> str:
    start = resource.year_start
    return f"{start.year}/{(start.year + 1) % 100:02d}" if start else ""


def _measures(request: HttpRequest, known: Whole) -> Part:
    strategy = known.strategy
    if not known.measures:
        return Part(
            "How they measure their success", words="Nothing is written down yet."
        )
    return Part(
        "How they measure their success",
        rows=[
            Row(
                str(m.agency),
                m.text,
                next(
                    iter(
                        writing(
                            request,
                            strategy,
                            link("Take it out", "remove_measure", strategy, m.pk),
                        )
                    ),
                    None,
                ),
            )
            for m in known.measures
        ],
    )


def _form(
    request: HttpRequest, strategy: Strategy, one: Resource | None = None
) -> forms.ResourceForm:
    initial = {}
    if one:
        names = ("kind", "words", "amount_pounds")
        initial = {name: getattr(one, name) for name in names} | {
            "agency": one.agency_id,
            "priority": one.priority_id,
            "year": one.year_start.year if one.year_start else "",
        }
    first = strategy.period_start.year - (strategy.period_start.month < 4)
    last = strategy.period_end - forms.A_DAY
    return forms.ResourceForm(
        posted(request),
        initial=initial,
        agencies=agencies_on(timezone.localdate()),
        priorities=priorities_of(strategy),
        years=range(first, last.year - (last.month < 4) + 1),
    )


def _told(form: forms.ResourceForm) -> ResourceTold:
    given = dict(form.cleaned_data)
    year = given.pop("year")
    start = date(year, 4, 1) if year else None
    return ResourceTold(year_start=start, **given)


@require_http_methods(FORM)
def add_resource(request: HttpRequest, key: str) -> HttpResponse:
    """Write down what an authority allocates."""
    strategy = strategy_of(key)
    form = _form(request, strategy)

    def act() -> None:
        services.add_resource(strategy, _told(form), by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        form,
        title="Add a resource",
        button="Add",
        act=act,
        done="Added.",
        then=reverse("strategy_means", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_means",
    )


@require_http_methods(FORM)
def change_resource(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Correct what an authority allocates."""
    strategy = strategy_of(key)
    one: Resource = found(strategy.resources, pk=pk)
    form = _form(request, strategy, one)

    def act() -> None:
        services.change_resource(one, _told(form), by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        form,
        title=f"Change: {one}",
        button="Save",
        act=act,
        done="Saved.",
        then=reverse("strategy_means", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_means",
        aside=link("Take it out", "remove_resource", strategy, pk),
    )


@require_http_methods(FORM)
def remove_resource(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take a resource out of a draft."""
    strategy = strategy_of(key)
    one = found(strategy.resources, pk=pk)

    def act() -> None:
        services.remove_resource(one, by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        Form(posted(request)),
        title=f"Take out “{one}”?",
        button="Take it out",
        act=act,
        done="It is out. The record keeps that it was there.",
        then=reverse("strategy_means", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_means",
    )


@require_http_methods(FORM)
def add_measure(request: HttpRequest, key: str) -> HttpResponse:
    """Write down how an authority will measure its success."""
    strategy = strategy_of(key)
    form = forms.MeasureForm(
        posted(request), agencies=agencies_on(timezone.localdate())
    )

    def act() -> None:
        services.add_measure(
            strategy,
            form.cleaned_data["agency"],
            text=form.cleaned_data["text"],
            by=signed_in(request),
            at=now(),
        )

    return answer(
        request,
        strategy,
        form,
        title="Add a measure of success",
        button="Add",
        act=act,
        done="Added.",
        then=reverse("strategy_means", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_means",
    )


@require_http_methods(FORM)
def remove_measure(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take a measure out of a draft."""
    strategy = strategy_of(key)
    one = found(strategy.success_measures, pk=pk)

    def act() -> None:
        services.remove_measure(one, by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        Form(posted(request)),
        title="Take this measure out?",
        button="Take it out",
        act=act,
        done="It is out. The record keeps that it was there.",
        then=reverse("strategy_means", args=[key]),
        before=str(one),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_means",
    )
