"""Priorities and sections put in another order, one step at a time, by buttons."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldthread.partners.rules import Refused
from goldthread.partners.session import signed_in
from goldthread.strategy import rules, services
from goldthread.strategy.models import Strategy
from goldthread.strategy.views.page import (
    FORM,
    link,
    not_yours,
    now,
    priorities_of,
    shown,
    strategy_of,
)
from goldthread.web.once import answer_once

STEPS = {"up": -1, "down": 1}
Order = Callable[..., None]


@require_http_methods(FORM)
def priorities(request: HttpRequest, key: str) -> HttpResponse:
    """The order of the priorities."""
    strategy = strategy_of(key)
    return _ordered(
        request,
        strategy,
        title="The order of the priorities",
        rows=priorities_of(strategy).values_list("key", "title"),
        order=services.order_priorities,
        above=("Priorities", "strategy_priorities"),
    )


@require_http_methods(FORM)
def sections(request: HttpRequest, key: str) -> HttpResponse:
    """The order of the sections, as page and documents have them."""
    strategy = strategy_of(key)
    return _ordered(
        request,
        strategy,
        title="The order of the sections",
        rows=strategy.sections.order_by("number", "pk").values_list("key", "title"),
        order=services.order_sections,
        above=("Text", "strategy_sections"),
    )


def _ordered(
    request: HttpRequest,
    strategy: Strategy,
    *,
    title: str,
    rows: Any,
    order: Order,
    above: tuple[str, str],
) -> HttpResponse:
    """Show the order; where a button was pressed, move one thing one step."""
    refusal = rules.refusal_to_write(strategy) or not_yours(request)
    problem = ""
    if request.method == "POST":
        try:
            return answer_once(
                request, lambda: _moved(request, strategy, order), at=now()
            )
        except Refused as refused:
            problem = str(refused)
    words, page = above
    return shown(
        request,
        strategy,
        title=title,
        template="strategy/order.html",
        tab=page,
        crumbs=(link(words, page, strategy),),
        rows=list(rows.all()),
        seen=",".join(key for key, _ in rows),
        moved=request.GET.get("moved", ""),
        towards=request.GET.get("towards", ""),
        problem=problem,
        refusal=refusal,
        back=reverse(page, args=[strategy.key]),
        status=409 if problem else 200,
    )


def _moved(request: HttpRequest, strategy: Strategy, order: Order) -> str:
    seen = request.POST.get("seen", "").split(",")
    key, _, towards = request.POST.get("move", "").rpartition(" ")
    keys = _stepped(seen, key, towards)
    order(strategy, keys, seen=seen, by=signed_in(request), at=now())
    place = keys.index(key) + 1
    messages.success(request, f"Moved {towards}: it is number {place} of {len(keys)}.")
    # The next page puts the keyboard back on the button that was pressed.
    return f"{request.path}?moved={key}&towards={towards}"


def _stepped(seen: Sequence[str], key: str, towards: str) -> list[str]:
    """The order with one thing a step up or down; at the end it stays where it is."""
    if key not in seen or towards not in STEPS:
        raise Refused("Press one of the buttons: what was sent names nothing to move.")
    keys = list(seen)
    place = keys.index(key)
    keys.insert(max(0, place + STEPS[towards]), keys.pop(place))
    return keys
