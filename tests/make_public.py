"""Things made public for the tests, by the services that make real ones public."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.make import make_manager
from tests.make_numbers import make_indicator, make_readings
from tests.make_plan import make_action
from tests.partners.people import NOW

from goldthread.delivery import services as delivery
from goldthread.delivery.models import Action
from goldthread.performance import services as performance
from goldthread.performance.models import Indicator, Reading
from goldthread.strategy.models import Strategy, Workstream


def publish_action(
    action: Action, words: str = "New lights in the park", at: datetime = NOW
) -> Action:
    """Residents read an action in these words."""
    delivery.publish_action(action, words=words, by=make_manager(), at=at)
    return action


def action_of(
    strategy: Strategy, title: str = "Relight the park", **how: Any
) -> Action:
    """An action under the first workstream of a strategy."""
    stream = Workstream.objects.filter(strategy=strategy).order_by("number")[0]
    return make_action(title, workstream=stream, **how)


def issue(
    *readings: Reading, name: str = "Board pack, November 2026", at: datetime = NOW
) -> None:
    """A board's pack is issued with these figures."""
    performance.lock_readings(name, list(readings), by=make_manager(), at=at)


def publish(measure: Indicator, at: datetime = NOW) -> None:
    """Residents read a measure, up to what the packs held."""
    performance.publish_measure(measure, by=make_manager(), at=at)


def public_measure(
    code: str = "V1", values: Sequence[float | None] = (), **how: Any
) -> Indicator:
    """A measure with figures that a pack held, and that residents read."""
    measure = make_indicator(code, **how)
    rows = make_readings(measure, values) if values else make_readings(measure)
    issue(*rows, name=f"Board pack with {code}")
    publish(measure)
    return measure
