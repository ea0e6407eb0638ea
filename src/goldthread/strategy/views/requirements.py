"""What the law asks for, what is missing, and what was waived with a reason (B2, B5)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.partners.session import signed_in
from goldthread.strategy import forms, queries, requirements, services
from goldthread.strategy.models import Strategy
from goldthread.strategy.requirements import Requirement
from goldthread.strategy.views.page import (
    FORM,
    STEER,
    Part,
    answer,
    found,
    link,
    may,
    now,
    posted,
    shown,
    strategy_of,
)
from goldthread.web.forms import Form
from goldthread.web.kit import Cell, Column, Link, Status, Table


@require_safe
def requirements_page(request: HttpRequest, key: str) -> HttpResponse:
    """What the law asks of a strategy, and what we promised ourselves; the missing first."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    asked = requirements.for_publication(known)
    groups = (
        (
            "head",
            "The four heads that the law names",
            "Crime and Disorder Act 1998, section 6.",
        ),
        (
            "plan",
            "The six contents that the law asks for",
            "2007 Regulations, regulations 10 and 11.",
        ),
        ("ready", "What a published strategy has besides", "These are not waived."),
    )
    owed = requirements.open_ones(requirements.of_the_law(known))
    lead = (
        f"{len(owed)} of the ten that the law asks for stand in the way of coming into force."
        if owed
        else "Everything that the law asks for is met, or waived with a reason."
    )
    return shown(
        request,
        strategy,
        title="Requirements",
        lead=lead,
        tab="strategy_requirements",
        parts=tuple(
            Part(
                heading,
                words=words,
                table=_table(
                    request, strategy, heading, [r for r in asked if r.group == group]
                ),
            )
            for group, heading, words in groups
        ),
        is_wide=True,
    )


def _table(
    request: HttpRequest, strategy: Strategy, heading: str, rows: list[Requirement]
) -> Table:
    rows = sorted(rows, key=lambda each: not each.stands_in_the_way)
    return Table(
        heading,
        (
            Column("What is asked for"),
            Column("How it stands"),
            Column("What is missing"),
            Column("What to do"),
            Column("Next step"),
        ),
        tuple(
            (
                each.words,
                _stands(each),
                each.waiver.reason if each.waiver and not each.is_met else each.missing,
                link_of(each) if not each.is_met else "",
                _waive(request, strategy, each),
            )
            for each in rows
        ),
        caption_is_hidden=True,
    )


def link_of(each: Requirement) -> Cell:
    return Link(each.action, each.href)


def _stands(each: Requirement) -> Status:
    if each.is_met:
        return Status("Met", "done")
    return Status("Waived", "quiet") if each.waiver else Status("Missing", "concern")


def _waive(request: HttpRequest, strategy: Strategy, each: Requirement) -> Cell:
    if not may(request, STEER) or strategy.state in ("closed", "withdrawn"):
        return ""
    if each.waiver:
        return link("Ask for it again", "take_back_waiver", strategy, each.key)
    if each.is_met or not each.can_be_waived:
        return ""
    return link("Waive it", "waive_requirement", strategy, each.key)


@require_http_methods(FORM)
def waive(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Go on without something that the law asks for, and say why."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    one = next((r for r in requirements.of_the_law(known) if r.key == name), None)
    if one is None:
        raise Http404("The law asks for no such thing.")
    form = forms.ReasonForm(posted(request))

    def act() -> None:
        services.waive_requirement(
            strategy,
            requirement=name,
            reason=form.cleaned_data["reason"],
            on=timezone.localdate(),
            by=signed_in(request),
            at=now(),
        )

    return answer(
        request,
        strategy,
        form,
        title=f"Go on without: {one.words.lower()}",
        button="Waive it",
        act=act,
        done="Waived. The reason stands with the strategy.",
        then=reverse("strategy_requirements", args=[key]),
        before=one.missing,
        tab="strategy_requirements",
    )


@require_http_methods(FORM)
def take_back_waiver(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Ask for a requirement again."""
    strategy = strategy_of(key)
    one = found(strategy.waivers, requirement=name)

    def act() -> None:
        services.take_back_waiver(one, by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        Form(posted(request)),
        title="Ask for it again?",
        button="Ask for it again",
        act=act,
        done="It is asked for again.",
        then=reverse("strategy_requirements", args=[key]),
        before=f"It was waived because: {one.reason}",
        tab="strategy_requirements",
    )
