"""A whole strategy, read once: pages, checks and documents take what they need from it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from goldthread.partners.models import Agency, Membership
from goldthread.strategy.models import (
    Approval,
    Crosswalk,
    Evidence,
    FocusArea,
    HiddenCrime,
    LinkedPlan,
    Outcome,
    Priority,
    Resource,
    Section,
    Strategy,
    SuccessMeasure,
    Thread,
    ThreadStatement,
    Waiver,
    Workstream,
    WorkstreamPriority,
)

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything a strategy holds, in reading order, without a further question."""

    strategy: Strategy
    day: date  # the day it is looked at
    sections: tuple[Section, ...]
    priorities: tuple[Priority, ...]
    outcomes: Mapping[int, tuple[Outcome, ...]]  # by priority
    focus_areas: Mapping[int, tuple[FocusArea, ...]]  # by priority
    hidden_crimes: tuple[HiddenCrime, ...]
    workstreams: tuple[Workstream, ...]
    primary: Mapping[int, int]  # workstream -> priority
    under: Mapping[int, frozenset[int]]  # workstream -> priorities
    threads: tuple[Thread, ...]
    statements: Mapping[tuple[int, int], ThreadStatement]  # thread, workstream
    approvals: tuple[Approval, ...]
    waivers: Mapping[str, Waiver]
    evidence: tuple[Evidence, ...]
    cited_by: Mapping[int, frozenset[int]]  # evidence -> priorities
    resources: tuple[Resource, ...]
    measures: tuple[SuccessMeasure, ...]
    plans: tuple[LinkedPlan, ...]
    touches: Mapping[int, frozenset[int]]  # linked plan -> priorities
    earlier: tuple[Strategy, ...]  # kept here, where it does not say whom it follows
    old_priorities: tuple[Priority, ...]
    crosswalk: tuple[Crosswalk, ...]
    authorities: tuple[Agency, ...]  # responsible authorities on that day

    def open_workstreams(self) -> tuple[Workstream, ...]:
        """Those that run on the day, or will once the term begins."""
        return tuple(w for w in self.workstreams if w.closed_on is None)

    def workstreams_under(self, priority: Priority) -> tuple[Workstream, ...]:
        """The open workstreams under a priority; its own first."""
        under = [w for w in self.open_workstreams() if priority.pk in self.under[w.pk]]
        return tuple(
            sorted(
                under, key=lambda w: (self.primary.get(w.pk) != priority.pk, w.number)
            )
        )

    def evidence_for(self, priority: Priority) -> tuple[Evidence, ...]:
        """What a priority cites."""
        return tuple(e for e in self.evidence if priority.pk in self.cited_by[e.pk])

    def blanks(self) -> tuple[tuple[Workstream, Thread], ...]:
        """Where a workstream does not answer a thread yet (S56)."""
        return tuple(
            (workstream, thread)
            for workstream in self.open_workstreams()
            for thread in self.threads
            if (thread.pk, workstream.pk) not in self.statements
        )

    def unnamed_threads(self) -> tuple[Thread, ...]:
        return tuple(thread for thread in self.threads if not thread.name)

    def unaccounted(self) -> tuple[Priority, ...]:
        """Priorities of the last strategy of which nothing is said (S41)."""
        told = {crossing.old_id for crossing in self.crosswalk}
        return tuple(old for old in self.old_priorities if old.pk not in told)

    def bodies_asked(self) -> tuple[Approval, ...]:
        """The bodies named for the strategy itself."""
        return tuple(each for each in self.approvals if each.workstream_id is None)


def whole(strategy: Strategy, *, on: date) -> Whole:
    """Read a whole strategy: one question a noun, however large it is."""
    priorities = _list(strategy.priorities.order_by("number", "pk"))
    workstreams = _list(
        strategy.workstreams.select_related("lead", "lead_agency")
        .prefetch_related("support_agencies")
        .order_by("number", "pk")
    )
    links = _list(WorkstreamPriority.objects.filter(workstream__strategy=strategy))
    return Whole(
        strategy=strategy,
        day=on,
        sections=_list(
            strategy.sections.select_related("author").order_by("number", "pk")
        ),
        priorities=priorities,
        outcomes=_grouped(
            Outcome.objects.filter(priority__strategy=strategy).order_by(
                "number", "pk"
            ),
            lambda row: row.priority_id,
        ),
        focus_areas=_grouped(
            FocusArea.objects.filter(priority__strategy=strategy).order_by(
                "number", "pk"
            ),
            lambda row: row.priority_id,
        ),
        hidden_crimes=_list(strategy.hidden_crimes.order_by("number", "pk")),
        workstreams=workstreams,
        primary={
            link.workstream_id: link.priority_id for link in links if link.is_primary
        },
        under=_sets((link.workstream_id, link.priority_id) for link in links),
        threads=_list(strategy.threads.order_by("number", "pk")),
        statements={
            (said.thread_id, said.workstream_id): said
            for said in ThreadStatement.objects.filter(
                thread__strategy=strategy
            ).select_related("written_by")
        },
        approvals=_list(
            strategy.approvals.select_related(
                "body", "workstream", "recorded_by"
            ).order_by("workstream__number", "body__name", "pk")
        ),
        waivers={
            waiver.requirement: waiver
            for waiver in strategy.waivers.select_related("by")
        },
        evidence=_list(
            strategy.evidence.select_related("finding__assessment").order_by(
                "number", "pk"
            )
        ),
        cited_by=_sets(
            Evidence.priorities.through.objects.filter(
                evidence__strategy=strategy
            ).values_list("evidence_id", "priority_id")
        ),
        resources=_list(
            strategy.resources.select_related("agency", "priority").order_by(
                "agency__name", "year_start", "pk"
            )
        ),
        measures=_list(
            strategy.success_measures.select_related("agency").order_by(
                "agency__name", "pk"
            )
        ),
        plans=_list(
            strategy.linked_plans.select_related("body").order_by(
                "is_regional", "title", "pk"
            )
        ),
        touches=_sets(
            LinkedPlan.priorities.through.objects.filter(
                linkedplan__strategy=strategy
            ).values_list("linkedplan_id", "priority_id")
        ),
        earlier=_earlier(strategy),
        old_priorities=_list(
            Priority.objects.filter(strategy_id=strategy.follows_id).order_by(
                "number", "pk"
            )
        )
        if strategy.follows_id
        else (),
        crosswalk=_list(
            strategy.crosswalk.select_related("old", "new").order_by(
                "old__number", "new__number", "pk"
            )
        ),
        authorities=authorities(on),
    )


def _earlier(strategy: Strategy) -> tuple[Strategy, ...]:
    """The strategies that this one could say it follows, and still does not."""
    if strategy.follows_id or strategy.is_template or strategy.in_force_from:
        return ()  # said already, or its text stands and nobody could say it now
    return _list(Strategy.objects.begun_before(strategy).newest_first())


def authorities(day: date) -> tuple[Agency, ...]:
    """The responsible authorities on a day, in the partnership's own order."""
    members = (
        Membership.objects.on(day)
        .filter(tier=Membership.Tier.RESPONSIBLE)
        .select_related("agency")
        .order_by("number", "agency__name", "pk")
    )
    return tuple(dict.fromkeys(member.agency for member in members))


def _list(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(rows)


def _grouped(
    rows: Iterable[Row], key: Callable[[Row], int]
) -> Mapping[int, tuple[Row, ...]]:
    found: dict[int, tuple[Row, ...]] = defaultdict(tuple)
    for row in rows:
        found[key(row)] += (row,)
    return found


def _sets(pairs: Iterable[tuple[int, int]]) -> Mapping[int, frozenset[int]]:
    found: dict[int, frozenset[int]] = defaultdict(frozenset)
    for one, other in pairs:
        found[one] |= {other}
    return found
