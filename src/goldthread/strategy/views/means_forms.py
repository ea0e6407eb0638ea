"""What an authority allocates and measures: written down, corrected, taken out."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldthread.partners.session import signed_in
from goldthread.strategy import forms, rules, services
from goldthread.strategy.models import Resource, Strategy
from goldthread.strategy.services import ResourceTold
from goldthread.strategy.views.page import (
    FORM,
    agencies_on,
    answer,
    found,
    link,
    now,
    posted,
    priorities_of,
    strategy_of,
)
from goldthread.web.forms import Form


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
