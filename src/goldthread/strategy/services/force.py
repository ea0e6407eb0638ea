"""From which day a strategy holds and until which: one is in force on any day (S1)."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from goldthread.core.uk_time import local_day
from goldthread.strategy import requirements, rules
from goldthread.strategy.models import Strategy
from goldthread.strategy.queries.whole import whole
from goldthread.strategy.services.writing import By, locked, moved, refuse


@transaction.atomic
def bring_into_force(
    strategy: Strategy, *, from_on: date, by: By, at: datetime
) -> Strategy:
    """Let it begin on a day, which may lie ahead; one is in force on any day (S1).

    The strategy that is in force without a last day ends the day before, whoever wrote it.
    """
    kept, others = _among_all(strategy)
    owed = requirements.open_ones(requirements.of_the_law(whole(kept, on=from_on)))
    on = local_day(at)
    refuse(
        rules.refusal_to_enforce(kept, from_on=from_on, owed=owed, others=others, on=on)
    )
    cause = uuid4()
    for other in others:
        if other.in_force_from and other.in_force_until is None:
            _ended(other, from_on, by=by, at=at, cause=cause)
    kept.in_force_from = from_on
    return moved(kept, "enforce", by=by, at=at, cause=cause, since=str(from_on))


@transaction.atomic
def delay_strategy(strategy: Strategy, *, by: By, at: datetime) -> Strategy:
    """Take its first day back before that has come: it is agreed, and not yet in force."""
    kept = locked(strategy)
    refuse(rules.refusal_to_delay(kept, on=local_day(at)))
    since, kept.in_force_from = str(kept.in_force_from), None
    return moved(kept, "delay", by=by, at=at, no_longer_since=since)


@transaction.atomic
def close_strategy(
    strategy: Strategy, *, until_on: date, by: By, at: datetime
) -> Strategy:
    """End its force: `until_on`, which may lie ahead, is its first day without."""
    kept = locked(strategy)
    refuse(rules.refusal_to_close(kept, until_on=until_on, on=local_day(at)))
    return _ended(kept, until_on, by=by, at=at)


@transaction.atomic
def reopen_strategy(strategy: Strategy, *, by: By, at: datetime) -> Strategy:
    """Take its last day back before that is over: it goes on as if none was given."""
    kept, others = _among_all(strategy)
    refuse(rules.refusal_to_reopen(kept, on=local_day(at), others=others))
    until, kept.in_force_until = str(kept.in_force_until), None
    return moved(kept, "reopen", by=by, at=at, no_longer_until=until)


def _among_all(strategy: Strategy) -> tuple[Strategy, list[Strategy]]:
    """A strategy and those beside it that have days in force, all locked.

    All of them, in one order: two who press at the same moment meet here.
    """
    rows = list(Strategy.objects.select_for_update().order_by("pk"))
    kept = next(each for each in rows if each.pk == strategy.pk)
    return kept, [each for each in rows if each.in_force_from and each.pk != kept.pk]


def _ended(
    strategy: Strategy,
    until_on: date,
    *,
    by: By,
    at: datetime,
    cause: UUID | None = None,
) -> Strategy:
    strategy.in_force_until = until_on
    return moved(strategy, "close", by=by, at=at, cause=cause, until=str(until_on))
