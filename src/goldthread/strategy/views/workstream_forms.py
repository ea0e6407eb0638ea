"""Workstreams opened, changed, closed inside the term, or taken out of a draft."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldthread.partners.session import signed_in
from goldthread.strategy import forms, rules, services
from goldthread.strategy.models import Strategy, Workstream
from goldthread.strategy.services import WorkstreamTold
from goldthread.strategy.views.page import (
    FORM,
    agencies_on,
    answer,
    found,
    now,
    posted,
    priorities_of,
    seen_or,
    strategy_of,
)
from goldthread.web.forms import Form
from goldthread.web.kit import Row
from goldthread.web.templatetags.kit import day as written


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

    def act() -> str:
        made = services.open_workstream(
            strategy, _workstream_told(form), by=signed_in(request), at=now()
        )
        if made.opened_on > timezone.localdate():
            return f"Added. It opens on {written(made.opened_on)}."
        return "Added. It is open."

    return answer(
        request,
        strategy,
        form,
        title="Open a workstream",
        button="Open it",
        act=act,
        then=reverse("strategy_workstreams", args=[key]),
        refusal=rules.refusal_to_keep_workstreams(strategy, on=timezone.localdate())
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
        refusal=rules.refusal_to_keep_workstreams(strategy, on=timezone.localdate()),
        tab="strategy_workstreams",
        stands=[Row("The workstream", one.title), Row("What it is for", one.purpose)],
        before=_brought_along(request),
    )


def _brought_along(request: HttpRequest) -> str:
    """The reason that a link brings, such as a yearly review's: quoted, never as our own."""
    told = request.GET.get("because", "").strip()
    return f"You came here with these words: “{told}”" if told else ""


@require_http_methods(FORM)
def close_workstream(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Close a workstream inside the term, with the reason."""
    strategy = strategy_of(key)
    one = found(strategy.workstreams, key=name)
    form = forms.CloseForm(posted(request), initial=_asked_to_close(request))

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
        refusal=rules.refusal_to_keep_workstreams(strategy, on=timezone.localdate()),
        tab="strategy_workstreams",
    )


def _asked_to_close(request: HttpRequest) -> dict[str, Any]:
    """The day and the reason that a link brings, such as a yearly review's; else today."""
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        day = timezone.localdate()
    return {"on": day, "reason": request.GET.get("reason", "")}


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
