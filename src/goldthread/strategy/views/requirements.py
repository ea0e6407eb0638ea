"""What the law asks for, what is missing, and what was waived with a reason (B2, B5)."""

from dataclasses import dataclass

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
from goldthread.web.kit import Link, Status


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement on the page: how it stands, what is missing, what to do."""

    words: str
    status: Status
    said: str  # what is missing, or why it was waived
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Requirements of one kind, the missing first."""

    heading: str
    words: str
    asked: tuple[Asked, ...]


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
        f"{len(owed)} of the ten that the law asks for {'stands' if len(owed) == 1 else 'stand'} in the way of coming into force."
        if owed
        else "Everything that the law asks for is met, or waived with a reason."
    )
    return shown(
        request,
        strategy,
        title="Requirements",
        lead=lead,
        tab="strategy_requirements",
        template="strategy/requirements.html",
        groups=[
            Group(
                heading,
                words,
                tuple(
                    _asked(request, strategy, each)
                    for each in sorted(asked, key=lambda one: not one.stands_in_the_way)
                    if each.group == group
                ),
            )
            for group, heading, words in groups
        ],
        is_wide=True,
    )


def _asked(request: HttpRequest, strategy: Strategy, each: Requirement) -> Asked:
    is_waived = each.waiver is not None and not each.is_met
    mend = () if each.is_met else (Link(each.action, each.href),)
    return Asked(
        each.words,
        _stands(each),
        each.waiver.reason if each.waiver and is_waived else each.missing,
        (*mend, *_waive(request, strategy, each)),
    )


def _stands(each: Requirement) -> Status:
    if each.is_met:
        return Status("Met", "done")
    return Status("Waived", "quiet") if each.waiver else Status("Missing", "concern")


def _waive(
    request: HttpRequest, strategy: Strategy, each: Requirement
) -> tuple[Link, ...]:
    if not may(request, STEER) or strategy.state in ("closed", "withdrawn"):
        return ()
    if each.waiver:
        return (link("Ask for it again", "take_back_waiver", strategy, each.key),)
    if each.is_met or not each.can_be_waived:
        return ()
    return (link("Waive it", "waive_requirement", strategy, each.key),)


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
