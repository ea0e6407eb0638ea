"""The plan in sums: by priority, workstream, agency and kind, and what is missing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from goldthread.core.units import PER_CENT
from goldthread.delivery.models import Action, PlanSettings
from goldthread.delivery.queries.filters import PlanFilter, needed, selected
from goldthread.delivery.queries.lines import ADDED
from goldthread.delivery.queries.listing import (
    other_plans,
    plannable_strategies,
    strategy_for,
)
from goldthread.delivery.queries.own import plan_settings
from goldthread.delivery.queries.remembered import Memory
from goldthread.strategy.models import (
    Priority,
    Strategy,
    Workstream,
    WorkstreamPriority,
)
from goldthread.web.kit import Link

PARTS = ("total", "complete", "overdue", "at_risk", "silent")


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """How many actions something has, and how they stand."""

    name: str
    query: str  # of the list that shows them
    total: int
    complete: int
    overdue: int
    at_risk: int
    silent: int


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of action and its share of the plan."""

    name: str
    query: str
    total: int
    share: float  # of all actions, between 0 and 1

    @property
    def width(self) -> int:
        """Of its bar, in hundredths of the drawing."""
        return round(self.share * 100)

    @property
    def per_cent(self) -> int:
        return round(self.share * 100)


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole plan in sums."""

    strategy: Strategy | None
    others: tuple[Link, ...]  # the plans of other strategies
    whole: SummaryLine
    priorities: tuple[SummaryLine, ...]
    workstreams: tuple[SummaryLine, ...]
    agencies: tuple[SummaryLine, ...]
    kinds: tuple[KindLine, ...]
    balance: str  # the sentence on prevention, intervention and enforcement (S54)
    community: int
    community_words: str  # S18
    in_year: int


def summary(asked: PlanFilter, *, on: date) -> Summary:
    """The plan of one strategy in sums; every action is counted once."""
    settings = plan_settings()
    strategies = plannable_strategies(on)
    strategy = strategy_for(asked, strategies)
    scope = PlanFilter(strategy=strategy.pk if strategy else None)
    groups = Memory().of(
        f"groups:{scope}:{on}:{settings.days}", lambda: _groups(scope, on, settings)
    )
    whole = _line("The whole plan", scope, groups)
    kinds = _kinds(scope, groups, whole.total)
    community = sum(group["community"] for group in groups)
    return Summary(
        strategy=strategy,
        others=other_plans(strategy, strategies, on),
        whole=whole,
        priorities=_priorities(scope, groups),
        workstreams=_workstreams(scope, groups),
        agencies=_agencies(scope, groups),
        kinds=kinds,
        balance=balance_in_words(kinds),
        community=community,
        community_words=community_in_words(community, whole.total),
        in_year=sum(group["in_year"] for group in groups),
    )


def balance_in_words(kinds: Sequence[KindLine]) -> str:
    """Whether prevention and help stand beside enforcement, in one sentence (S54)."""
    if not any(kind.total for kind in kinds):
        return "There is no action yet, so there is no balance to show."
    empty = [kind.name.lower() for kind in kinds if not kind.total]
    if not empty:
        return "Every kind of action is in the plan."
    named = " and ".join(
        [", ".join(empty[:-1]), empty[-1]] if len(empty) > 1 else empty
    )
    return f"No action is {named}: ask whether that is meant."


def community_in_words(community: int, total: int) -> str:
    """How much of the plan the community itself leads (S18)."""
    if not total:
        return ""
    if not community:
        return "No action is led by the community itself."
    verb = "is" if community == 1 else "are"
    share = round(100 * community / total)
    return f"{community} of {total} actions {verb} led by the community itself ({share}{PER_CENT})."


def _groups(
    scope: PlanFilter, on: date, settings: PlanSettings
) -> list[dict[str, Any]]:
    """Counts by workstream, agency and kind at once; all sums come from these."""
    conditions = needed(on, settings)
    found: Any = selected(scope, on=on, settings=settings)
    return list(
        found.order_by()
        .values("workstream", "lead_agency", "kind", name=F("lead_agency__name"))
        .annotate(
            total=Count("pk"),
            complete=Count("pk", filter=Q(status=Action.Status.COMPLETE)),
            overdue=Count("pk", filter=conditions["overdue"]),
            at_risk=Count("pk", filter=conditions["at_risk"]),
            silent=Count("pk", filter=conditions["silent"]),
            community=Count("pk", filter=~Q(community_owner="")),
            in_year=Count("pk", filter=Q(origin__in=ADDED)),
        )
    )


def _line(
    name: str, asked: PlanFilter, groups: Sequence[dict[str, Any]]
) -> SummaryLine:
    sums = {part: sum(group[part] for group in groups) for part in PARTS}
    return SummaryLine(name=name, query=asked.address(), **sums)


def _workstreams(
    scope: PlanFilter, groups: Sequence[dict[str, Any]]
) -> tuple[SummaryLine, ...]:
    rows = Workstream.objects.filter(strategy=scope.strategy).order_by("number", "pk")
    return tuple(
        _line(
            title,
            replace(scope, workstream=key),
            [group for group in groups if group["workstream"] == key],
        )
        for key, title in rows.values_list("pk", "title")
    )


def _priorities(
    scope: PlanFilter, groups: Sequence[dict[str, Any]]
) -> tuple[SummaryLine, ...]:
    """By the primary link alone, so that the lines add up to the whole (Z6, S53)."""
    links = WorkstreamPriority.objects.filter(
        is_primary=True, priority__strategy=scope.strategy
    )
    primary = dict(links.values_list("workstream", "priority"))
    rows = Priority.objects.filter(strategy=scope.strategy).order_by("number", "pk")
    lines = [
        _line(
            title,
            replace(scope, priority=key),
            [group for group in groups if primary.get(group["workstream"]) == key],
        )
        for key, title in rows.values_list("pk", "title")
    ]
    without = [group for group in groups if group["workstream"] not in primary]
    if without:
        lines.append(_line("Under no priority yet", scope, without))
    return tuple(lines)


def _agencies(
    scope: PlanFilter, groups: Sequence[dict[str, Any]]
) -> tuple[SummaryLine, ...]:
    named = {
        group["lead_agency"]: group["name"] for group in groups if group["lead_agency"]
    }
    lines = [
        _line(
            name,
            replace(scope, agency=key),
            [group for group in groups if group["lead_agency"] == key],
        )
        for key, name in sorted(named.items(), key=lambda item: (item[1], item[0]))
    ]
    without = [group for group in groups if not group["lead_agency"]]
    if without:
        lines.append(
            _line(
                "The community, without an agency",
                replace(scope, led="community"),
                without,
            )
        )
    return tuple(lines)


def _kinds(
    scope: PlanFilter, groups: Sequence[dict[str, Any]], total: int
) -> tuple[KindLine, ...]:
    counts = Counter[str]()
    for group in groups:
        counts[group["kind"]] += group["total"]
    return tuple(
        KindLine(
            name=str(words),
            query=replace(scope, kind=key).address(),
            total=counts[key],
            share=counts[key] / total if total else 0.0,
        )
        for key, words in Action.Kind.choices
    )
