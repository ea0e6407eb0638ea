"""The plan's list: what needs me, how many of what, and one page of actions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from goldthread.delivery.models import Action, PlanSettings
from goldthread.delivery.queries.filters import (
    CHOICES,
    NEEDS,
    PlanFilter,
    needed,
    ordered,
    selected,
)
from goldthread.delivery.queries.lines import ActionLine, lines_by_key
from goldthread.delivery.queries.own import plan_settings
from goldthread.delivery.queries.remembered import Memory
from goldthread.partners.models import Agency, Area, Person
from goldthread.strategy.models import Priority, Strategy, Workstream
from goldthread.web.kit import Link

A_PAGE = 50
CHOSEN = SafeString(" selected")
NAMES_KEPT_FOR = 60  # seconds that a filter may show somebody's former name
MINE = 5  # what needs me, on top; the rest is one click away


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter of the list with its options; the first one is everything."""

    name: str
    label: str
    options: SafeString  # written here: a template takes 2 ms for 130 of them


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The plan's list, ready to be shown."""

    asked: PlanFilter
    tabs: tuple[Link, ...]
    mine: tuple[ActionLine, ...]
    mine_count: int
    choices: tuple[Choice, ...]
    page: Page[int]  # the keys of its actions
    lines: tuple[ActionLine, ...]
    total: int
    strategies: tuple[Strategy, ...]
    strategy: Strategy | None
    others: tuple[Link, ...]  # the plans of other strategies
    is_empty: bool  # there is no action at all, whatever is asked for


class _Counted(Paginator[int]):
    """Pages of a list whose length is known already."""

    def __init__(self, rows: Any, length: int) -> None:
        super().__init__(rows, A_PAGE)
        self.length = length

    @property
    def count(self) -> int:
        return self.length


def plan_page(
    asked: PlanFilter,
    *,
    person: Person,
    page: str | None,
    on: date,
    narrows: bool = False,
) -> PlanPage:
    """One page of the plan for somebody, in the order asked for.

    What one can narrow it by is asked only for those who narrow it: it costs 5 ms. Whoever
    has no action yet is not in it, so it hangs on the plan too; but for names.
    """
    narrows = narrows or asked.is_narrowed
    settings, memory = plan_settings(), Memory()
    strategies = plannable_strategies(on)
    strategy = strategy_for(asked, strategies)
    scoped = asked.within(strategy)
    counts = memory.of(
        f"counts:{replace(scoped, needs='', sort='needs')}:{on}:{settings.days}",
        lambda: _counts(scoped, on, settings),
    )
    total = counts[scoped.needs or "all"]
    found = _Counted(_keys(scoped, on, settings), total).get_page(page)
    keys = memory.of(
        f"keys:{scoped}:{on}:{settings.days}:{found.number}",
        lambda: list(found.object_list),
    )
    mine = memory.of(
        f"mine:{person.pk}:{_agency_key(person)}:{scoped.strategy}:{on}:{settings.days}",
        lambda: _mine(person, scoped, on, settings),
    )
    return PlanPage(
        asked=asked,
        tabs=_tabs(asked, counts),
        mine=lines_by_key(mine[:MINE], on=on, settings=settings) if mine else (),
        mine_count=len(mine),
        choices=memory.of(
            f"choices:{asked}",
            lambda: _choices(asked, strategy),
            seconds=NAMES_KEPT_FOR,
        )
        if narrows
        else (),
        page=found,
        lines=lines_by_key(keys, on=on, settings=settings),
        total=total,
        strategies=strategies,
        strategy=strategy,
        others=other_plans(strategy, strategies, on),
        is_empty=not counts["all"] and not asked.is_narrowed,
    )


def _keys(asked: PlanFilter, on: date, settings: PlanSettings) -> Any:
    """The keys of what is asked for, in its order.

    Keys first, rows after: putting 10,000 whole rows in order takes 30 ms more.
    """
    found = selected(asked, on=on, settings=settings)
    return ordered(found, asked, on=on, settings=settings).values_list("pk", flat=True)


def plannable_strategies(on: date) -> tuple[Strategy, ...]:
    """Strategies whose workstreams can hold actions: the one in force that day first.

    Then those that are to come into force, then the newest.
    """
    has_work = Exists(Workstream.objects.filter(strategy=OuterRef("pk")))
    found = (
        Strategy.objects.filter(has_work, is_template=False)
        .exclude(state=Strategy.State.WITHDRAWN)
        .only(
            "pk",
            "title",
            "state",
            "period_start",
            "key",
            "marking",
            "in_force_from",
            "in_force_until",
        )
        .newest_first()
    )
    return tuple(sorted(found, key=lambda each: _rank(each, on)))


def _rank(strategy: Strategy, on: date) -> int:
    if strategy.stands_on(on) == Strategy.State.IN_FORCE:
        return 0
    return 1 if strategy.state == Strategy.State.IN_FORCE else 2


def other_plans(
    strategy: Strategy | None, strategies: Sequence[Strategy], on: date
) -> tuple[Link, ...]:
    """The plans of the other strategies, each with how that stands on this day."""
    return tuple(
        Link(f"{each.title}: {each.words_on(on)}", f"?strategy={each.pk}")
        for each in strategies
        if each != strategy
    )


def strategy_for(asked: PlanFilter, strategies: Sequence[Strategy]) -> Strategy | None:
    """The strategy whose plan is shown: as asked, else the first."""
    first = strategies[0] if strategies else None
    return next((each for each in strategies if each.pk == asked.strategy), first)


def _counts(asked: PlanFilter, on: date, settings: PlanSettings) -> dict[str, int]:
    """How many actions each tab holds, in one question to the database."""
    found = selected(replace(asked, needs=""), on=on, settings=settings)
    conditions = needed(on, settings)
    counts: dict[str, int] = found.aggregate(
        all=Count("pk"),
        **{name: Count("pk", filter=conditions[name]) for name in NEEDS},
    )
    return counts


def _tabs(asked: PlanFilter, counts: dict[str, int]) -> tuple[Link, ...]:
    every = Link("All", f"?{asked.address(needs='')}", not asked.needs, counts["all"])
    return (
        every,
        *(
            Link(
                words,
                f"?{asked.address(needs=name)}",
                asked.needs == name,
                counts[name],
            )
            for name, words in NEEDS.items()
        ),
    )


def _mine(
    person: Person, asked: PlanFilter, on: date, settings: PlanSettings
) -> list[int]:
    """The keys of what somebody owns, or their agency leads, that needs attention."""
    theirs = PlanFilter(strategy=asked.strategy, needs="any")
    own = Q(owner=person)
    if agency := _agency_key(person):
        own |= Q(lead_agency=agency, owner__isnull=True)
    found = selected(theirs, on=on, settings=settings).filter(own)
    rows = ordered(found, theirs, on=on, settings=settings)
    return list(rows.values_list("pk", flat=True))


def _agency_key(person: Person) -> int | None:
    return person.acting.agency_id if person.acting else None


def _choices(asked: PlanFilter, strategy: Strategy | None) -> tuple[Choice, ...]:
    """The filters with what can be chosen, each one question to the database."""
    of_strategy = {"strategy": strategy.pk if strategy else None}
    workstreams = Workstream.objects.filter(**of_strategy).order_by("number", "pk")
    priorities = Priority.objects.filter(**of_strategy).order_by("number", "pk")
    led = Exists(Action.objects.filter(lead_agency=OuterRef("pk")))
    owned = Exists(Action.objects.filter(owner=OuterRef("pk")))
    placed = Exists(Action.areas.through.objects.filter(area=OuterRef("pk")))
    agencies = Agency.objects.filter(led).order_by("name", "pk")
    people = Person.objects.filter(owned).order_by("name", "pk")
    areas = Area.objects.filter(placed).order_by("name", "pk")
    nobody = (("0", "Nobody"),)
    return (
        _choice(asked, "workstream", "Workstream", _pairs(workstreams, "title")),
        _choice(asked, "priority", "Priority", _pairs(priorities, "title")),
        _choice(asked, "agency", "Lead agency", _pairs(agencies, "name")),
        _choice(asked, "owner", "Owner", (*nobody, *_pairs(people, "name"))),
        _choice(asked, "status", "Status", CHOICES["status"].items()),
        _choice(asked, "kind", "Kind", CHOICES["kind"].items()),
        _choice(asked, "area", "Area", _pairs(areas, "name")),
        _choice(asked, "due", "Due", CHOICES["due"].items()),
        _choice(asked, "silent", "Silent", CHOICES["silent"].items()),
        _choice(asked, "led", "Led", CHOICES["led"].items()),
        _choice(asked, "origin", "Came in", CHOICES["origin"].items()),
    )


def _pairs(rows: Any, words: str) -> list[tuple[str, str]]:
    found = rows.values_list("pk", words)
    return [(str(key), name) for key, name in found]


def _choice(
    asked: PlanFilter, name: str, label: str, pairs: Iterable[tuple[str, str]]
) -> Choice:
    chosen = getattr(asked, name)
    value = "" if chosen is None else str(chosen)
    told = ((key, CHOSEN if key == value else "", words) for key, words in pairs)
    return Choice(
        name, label, format_html_join("", '<option value="{}"{}>{}</option>', told)
    )
