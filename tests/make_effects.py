"""Effects for the tests: stated long ago, judged by the service that judges real ones."""

from datetime import UTC, date, datetime
from typing import Any

from tests.laid import laid
from tests.make_plan import make_action
from tests.partners.people import NOW

from goldthread.delivery import services
from goldthread.delivery.effect_series import EffectSeries, Named
from goldthread.delivery.models import Action, Effect

STATED = datetime(2024, 3, 1, 9, tzinfo=UTC)
MONTHS = tuple(date(2021 + n // 12, n % 12 + 1, 1) for n in range(3, 63))
BEGAN = date(2025, 1, 1)


@laid
def stated(title: str = "Relight the park", **more: Any) -> Action:
    """An action that said long ago that a fifth would go in 2025/26."""
    action = make_action(title, start_on=BEGAN, due_on=date(2026, 3, 31))
    told: dict[str, Any] = {
        "measure": "Criminal damage in the ward",
        "direction": "down",
        "percent": 20,
        "window_from": date(2025, 4, 1),
        "window_until": date(2026, 4, 1),
        "by": None,
        "at": STATED,
    }
    services.state_effect(action, **told | more)
    return action


def place(name: str, before: float, after: float) -> Named:
    """A place with so many a month before April 2025, and so many from then on."""
    late = [month >= date(2025, 4, 1) for month in MONTHS]
    return Named(
        name,
        tuple(
            float(round((after if is_late else before) + n % 3 - 1))
            for n, is_late in enumerate(late)
        ),
    )


def series(before: float, after: float, others: int = 5) -> EffectSeries:
    return EffectSeries(
        MONTHS,
        place("Wharf", before, after),
        tuple(place(f"Ward {n}", 30, 30) for n in range(others)),
        rule="All of its size",
        source="police records by month",
        lake_version="v7",
    )


def judge(action: Action, found: EffectSeries, **more: Any) -> Effect:
    return services.judge_effect(action, series=found, **{"by": None, "at": NOW} | more)
