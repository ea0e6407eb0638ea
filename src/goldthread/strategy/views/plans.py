"""Plans of others that touch ours, and what became of the priorities before (S7, S41)."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.partners.session import signed_in
from goldthread.strategy import forms, queries, rules, services
from goldthread.strategy.models import LinkCheck, LinkedPlan, Strategy
from goldthread.strategy.services import PlanTold
from goldthread.strategy.views.page import (
    FORM,
    WRITE,
    Part,
    answer,
    found,
    link,
    may,
    now,
    offered,
    posted,
    priorities_of,
    shown,
    status_of_link,
    strategy_of,
    writing,
)
from goldthread.web.forms import Form
from goldthread.web.kit import Cell, Column, Empty, Link, Status, Table
from goldthread.web.templatetags.kit import day as written


@require_safe
def plans(request: HttpRequest, key: str) -> HttpResponse:
    """Plans of others: how they stand to ours, whether their links lead there."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    add = writing(request, strategy, link("Link a plan", "add_plan", strategy))
    checks = queries.checks_of(p.address for p in known.plans if p.address)
    if not known.plans:
        empty = Empty(
            "No plan of others is linked yet",
            "Link the council plan, the regional strategies and those of neighbouring boards, and say which priorities each touches.",
            add[0] if add else None,
        )
        parts: tuple[Part, ...] = (Part(empty=empty),)
    else:
        whole = Table(
            "Plans of others",
            (
                Column("Plan"),
                Column("Whose"),
                Column("How it stands to ours"),
                Column("Level"),
                Column("Its link"),
                Column("Look"),
            ),
            tuple(
                (
                    link(p.title, "change_plan", strategy, p.pk),
                    p.owner or str(p.body or ""),
                    p.get_relation_display(),
                    "Regional" if p.is_regional else "Local",
                    _checked(p, checks.get(p.address)),
                    _look(request, p, key),
                )
                for p in known.plans
            ),
            caption_is_hidden=True,
        )
        matrix = Table(
            "Which plan touches which priority",
            (Column("Plan"), *(Column(p.title) for p in known.priorities)),
            tuple(
                (
                    f"{plan.title}{' (regional)' if plan.is_regional else ''}",
                    *(
                        Status("Touches", "done")
                        if p.pk in known.touches[plan.pk]
                        else ""
                        for p in known.priorities
                    ),
                )
                for plan in known.plans
            ),
        )
        parts = (Part(table=whole), Part(table=matrix) if known.priorities else Part())
    return shown(
        request,
        strategy,
        title="Plans of others",
        tab="strategy_plans",
        parts=parts,
        actions=(
            *(add if known.plans else ()),
            *_follow(request, strategy, known.plans),
            link("From the last strategy", "strategy_crosswalk", strategy),
        ),
        is_wide=True,
    )


def _follow(
    request: HttpRequest,
    strategy: Strategy,
    plans: Sequence[LinkedPlan],
) -> tuple[Link, ...]:
    """The way to have every address asked now, where this installation asks any."""
    if not settings.FOLLOW_LINKS or not any(plan.address for plan in plans):
        return ()
    return offered(
        request, WRITE, None, link("Check every address now", "follow_plans", strategy)
    )


@require_http_methods(FORM)
def follow_plans(request: HttpRequest, key: str) -> HttpResponse:
    """Have the worker ask now whether the addresses lead anywhere."""
    strategy = strategy_of(key)

    def act() -> None:
        services.ask_to_follow(
            strategy, is_on=settings.FOLLOW_LINKS, by=signed_in(request), at=now()
        )

    return answer(
        request,
        strategy,
        Form(posted(request)),
        title="Check every address now",
        before="The worker asks each address of this strategy once, of plans and of evidence, whether anything stands there. By itself it does so every week.",
        button="Check them now",
        act=act,
        done="The worker asks them now. Look again in a minute.",
        then=reverse("strategy_plans", args=[key]),
        tab="strategy_plans",
    )


def _checked(plan: LinkedPlan, followed: LinkCheck | None) -> Cell:
    """What was last seen behind its address, by a person or by the worker."""
    if not plan.address:
        return "no address"
    looked = plan.checked_on
    if followed and (
        looked is None or looked < timezone.localdate(followed.checked_at)
    ):
        return status_of_link(followed)
    if looked is None:
        return Status("Not checked yet", "waiting")
    day = written(looked)
    if plan.works:
        return Status(f"Worked on {day}", "done")
    return Status(f"Broken on {day}", "concern")


def _look(request: HttpRequest, plan: LinkedPlan, key: str) -> Cell:
    if not plan.address or not may(request, WRITE):
        return ""
    words = "Check it again" if plan.checked_on else "Check it"
    return Link(words, reverse("check_plan", args=[key, plan.pk]))


def _told(form: forms.PlanForm) -> PlanTold:
    given = dict(form.cleaned_data)
    return PlanTold(priorities=list(given.pop("priorities")), **given)


@require_http_methods(FORM)
def add_plan(request: HttpRequest, key: str) -> HttpResponse:
    """Link a plan of others."""
    strategy = strategy_of(key)
    form = forms.PlanForm(posted(request), priorities=priorities_of(strategy))

    def act() -> None:
        services.add_linked_plan(strategy, _told(form), by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        form,
        title="Link a plan",
        button="Link it",
        act=act,
        done="Linked.",
        then=reverse("strategy_plans", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_plans",
    )


@require_http_methods(FORM)
def change_plan(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """See a linked plan; change it in a draft."""
    strategy = strategy_of(key)
    one: LinkedPlan = found(strategy.linked_plans, pk=pk)
    names = ("title", "owner", "relation", "is_regional", "address", "note")
    initial = {name: getattr(one, name) for name in names} | {
        "body": one.body_id,
        "priorities": [p.pk for p in one.priorities.all()],
    }
    form = forms.PlanForm(
        posted(request), initial=initial, priorities=priorities_of(strategy)
    )

    def act() -> None:
        services.change_linked_plan(one, _told(form), by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        form,
        title=one.title,
        button="Save",
        act=act,
        done="Saved.",
        then=reverse("strategy_plans", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_plans",
        outside=one.address,
        aside=link("Take it out", "remove_plan", strategy, pk),
    )


@require_http_methods(FORM)
def remove_plan(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take a linked plan out of a draft."""
    strategy = strategy_of(key)
    one = found(strategy.linked_plans, pk=pk)

    def act() -> None:
        services.remove_linked_plan(one, by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        Form(posted(request)),
        title=f"Take out “{one}”?",
        button="Take it out",
        act=act,
        done="It is out. The record keeps that it was there.",
        then=reverse("strategy_plans", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        tab="strategy_plans",
    )


@require_http_methods(FORM)
def check_plan(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Say whether a plan's link leads there; a person looks, no machine fetches."""
    strategy = strategy_of(key)
    one: LinkedPlan = found(strategy.linked_plans, pk=pk)
    form = forms.LinkCheckForm(posted(request))

    def act() -> None:
        services.note_link_check(
            one,
            works=form.cleaned_data["works"],
            on=timezone.localdate(),
            by=signed_in(request),
            at=now(),
        )

    return answer(
        request,
        strategy,
        form,
        title=f"Does the link lead to “{one}”?",
        button="Save",
        act=act,
        done="Saved, with today's date.",
        then=reverse("strategy_plans", args=[key]),
        tab="strategy_plans",
        outside=one.address,
    )
