"""What is told of a strategy, and what is recorded of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.make import (
    BEGINS,
    ENDS,
    TODAY,
    make_manager,
)
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.strategy import services
from goldthread.strategy.models import Strategy

A_DAY = timedelta(days=1)


def told(**how: Any) -> services.StrategyTold:
    known: dict[str, Any] = {
        "title": "Our strategy",
        "partnership": "Safer Saxonbridge Partnership",
        "period_start": BEGINS,
        "period_end": ENDS,
    }
    return services.StrategyTold(**(known | how))


def start(**how: Any) -> Strategy:
    return services.start_strategy(told(**how), by=make_manager(), at=NOW)


def events(verb: str) -> int:
    return Event.objects.filter(verb=verb).count()


STEP_CALLS: dict[str, Callable[[Strategy], object]] = {
    "consult": lambda s: services.open_consultation(
        s, opens_on=TODAY, closes_on=TODAY + A_DAY, by=None, at=NOW
    ),
    "end": lambda s: services.close_consultation(
        s, reason="All have answered.", on=TODAY, by=None, at=NOW
    ),
    "cancel": lambda s: services.cancel_consultation(
        s, reason="Held next year.", on=TODAY, by=None, at=NOW
    ),
    "revise": lambda s: services.revise_strategy(
        s, reason="It changed.", on=TODAY, by=None, at=NOW
    ),
    "propose": lambda s: services.propose_strategy(s, on=TODAY, by=None, at=NOW),
    "enforce": lambda s: services.bring_into_force(s, from_on=BEGINS, by=None, at=NOW),
    "close": lambda s: services.close_strategy(s, until_on=ENDS, by=None, at=NOW),
    "delay": lambda s: services.delay_strategy(s, by=None, at=NOW),
    "reopen": lambda s: services.reopen_strategy(s, by=None, at=NOW),
    "withdraw": lambda s: services.withdraw_strategy(
        s, reason="The county does it.", by=None, at=NOW
    ),
}
