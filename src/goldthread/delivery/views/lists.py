"""The plan as lists: on the screen, in sums, on paper, what is silent, what is deleted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from goldthread.delivery import queries, rules
from goldthread.delivery.models import Action
from goldthread.delivery.models.actions import KEPT_AFTER_DELETION
from goldthread.delivery.queries.filters import SORTS
from goldthread.delivery.queries.undoable import twins_of
from goldthread.delivery.views.common import crumbs, now, plain, tabs, today
from goldthread.partners.session import signed_in

SHOWN = 25  # silences of each kind; the plan's list pages through all of them


@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """What needs me, then what there is."""
    person = signed_in(request)
    asked = queries.filter_from(plain(request))
    page = queries.plan_page(
        asked,
        person=person,
        page=request.GET.get("page"),
        on=today(),
        narrows="narrow" in request.GET,
    )
    return render(
        request,
        "delivery/plan.html",
        {
            "plan": page,
            "asked": asked,
            "sorts": SORTS.items(),
            "tabs": tabs("plan", signed_in(request), strategy=asked.strategy),
            "may_add": rules.may(person, rules.PROPOSE),
            "may_run": rules.may(person, rules.RUN),
            "picks_all": "picked" in request.GET,
            "on": today(),
        },
    )


@require_GET
def summary(request: HttpRequest) -> HttpResponse:
    """The plan in sums, by priority, workstream, agency and kind."""
    asked = queries.filter_from(plain(request))
    found = queries.summary(asked, on=today())
    return render(
        request,
        "delivery/summary.html",
        {
            "summary": found,
            "tabs": tabs("plan_summary", signed_in(request), strategy=asked.strategy),
        },
    )


@require_GET
def printed(request: HttpRequest) -> HttpResponse:
    """The plan for paper: A4, landscape, every action that was asked for."""
    asked = queries.filter_from(plain(request))
    found = queries.printed_plan(asked, on=today())
    return render(
        request,
        "delivery/print.html",
        {"plan": found, "on": today(), "crumbs": crumbs()},
    )


@require_GET
def silent(request: HttpRequest) -> HttpResponse:
    """What nobody said a word about, the chair's list first."""
    return render(
        request,
        "delivery/silent.html",
        {
            "found": queries.silences(on=today(), most=SHOWN),
            "may_ask": rules.may(signed_in(request), rules.RUN),
            "tabs": tabs("silent_actions", signed_in(request)),
        },
    )


@require_GET
def deleted(request: HttpRequest) -> HttpResponse:
    """What was deleted and can still be had back."""
    person = signed_in(request)
    found = list(
        Action.objects.deleted()
        .filter(deleted_at__gt=now() - KEPT_AFTER_DELETION)
        .select_related("workstream", "deleted_by")
        .order_by("-deleted_at", "-pk")
    )
    twins = twins_of(found)
    return render(
        request,
        "delivery/deleted.html",
        {
            "actions": [
                (each, each.deleted_at + KEPT_AFTER_DELETION, twins.get(each.pk))  # type: ignore[operator]
                for each in found
            ],
            "may_restore": rules.may(person, rules.RUN),
            "tabs": tabs("deleted_actions", person),
        },
    )
