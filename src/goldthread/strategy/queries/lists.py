"""Lists of strategies and workstreams that other rooms and pages ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, Value, When

from goldthread.strategy.file.telling import written_since
from goldthread.strategy.models import (
    Priority,
    Strategy,
    Workstream,
    WorkstreamPriority,
)


def listed(day: date) -> list[Strategy]:
    """Every strategy: what is being written first, then what is in force, then the past."""
    standing = Strategy.objects.standing(day).values("pk")
    order = Case(
        When(state__in=Strategy.OPEN, then=Value(0)),
        When(pk__in=standing, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return list(Strategy.objects.order_by(order, "-period_start", "-pk"))


def in_force(day: date) -> Strategy | None:
    """The strategy in force on this day, if any."""
    found: Strategy | None = Strategy.objects.in_force(day).first()
    return found


def beside(strategy: Strategy, day: date) -> list[Strategy]:
    """Other strategies that are in force on this day or later."""
    others = Strategy.objects.not_over(day).filter(in_force_from__isnull=False)
    return list(others.exclude(pk=strategy.pk).order_by("in_force_from", "pk"))


def uncovered_after(day: date) -> Strategy | None:
    """The strategy in force whose last day is set, and after which none begins (S1)."""
    now = in_force(day)
    if now is None or now.in_force_until is None:
        return None
    return None if in_force(now.in_force_until) else now


def current(day: date) -> Strategy | None:
    """What anybody may read: the published one in force, else the newest published."""
    published = Strategy.objects.published().exclude(state="withdrawn")
    found: Strategy | None = (
        published.in_force(day).first() or published.newest_first().first()
    )
    return found


def is_changed_since_published(strategy: Strategy) -> bool:
    """Whether its text differs from what was published last; a step of its life is none.

    Publishing saves a version and tells the record: its version's number is one behind.
    Only where more was done since is the whole text read again.
    """
    newest = strategy.versions.filter(note="Published").order_by("-revision").first()
    if newest is None or strategy.revision <= newest.revision + 1:
        return newest is None
    return bool(written_since(strategy, newest))


def behind_its_copy(day: date) -> Strategy | None:
    """The strategy that residents read although it was written on since; else None."""
    found = current(day)
    if found is None or not is_changed_since_published(found):
        return None
    return found


def workstreams_on(strategy: Strategy, day: date) -> list[Workstream]:
    """The workstreams that run on this day, in their order (S9)."""
    return list(
        Workstream.objects.open_on(day)
        .filter(strategy=strategy)
        .select_related("lead", "lead_agency")
        .order_by("number", "pk")
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """How many workstreams stand under each priority: by primary, and in all."""

    by_primary: Mapping[int, int]  # priority -> workstreams counted there
    touching: Mapping[int, int]  # priority -> workstreams that stand under it at all
    together: int  # distinct workstreams; the sum of by_primary


def totals_of(strategy: Strategy, day: date) -> Totals:
    """Count the open workstreams by priority; a sum over priorities counts each once (S53)."""
    links = WorkstreamPriority.objects.filter(
        Q(workstream__closed_on__isnull=True) | Q(workstream__closed_on__gt=day),
        workstream__strategy=strategy,
        workstream__opened_on__lte=day,
    ).values_list("workstream_id", "priority_id", "is_primary")
    rows = list(links)
    priorities = Priority.objects.filter(strategy=strategy).values_list("pk", flat=True)
    return Totals(
        {pk: sum(p == pk and primary for _, p, primary in rows) for pk in priorities},
        {pk: sum(p == pk for _, p, _ in rows) for pk in priorities},
        len({workstream for workstream, _, _ in rows}),
    )
