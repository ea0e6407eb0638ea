"""How often the answer is wrong where the truth is known, because it was put there."""

from collections import Counter
from datetime import date

import numpy as np
import pytest

from goldthread.delivery.effect_judged import judged
from goldthread.delivery.effect_series import EffectSeries, Named
from goldthread.delivery.models import ExpectedEffect

MONTHS = tuple(date(2021 + n // 12, n % 12 + 1, 1) for n in range(3, 63))
BEGAN = date(2025, 1, 1)
PROMISED = ExpectedEffect(
    direction="down",
    percent=20,
    window_from=date(2025, 4, 1),
    window_until=date(2026, 4, 1),
)


def ward(rng: np.random.Generator, echo: float, left: float = 1.0) -> Named:
    """Sixty a month that stray by an eighth of their own, and `left` of them later."""
    drift = np.zeros(160)
    for at in range(1, 160):
        drift[at] = echo * drift[at - 1] + rng.normal(0, 0.12)
    late = np.array([month >= date(2025, 4, 1) for month in MONTHS])
    mean = 60 * np.exp(drift[100:]) * np.where(late, left, 1.0)
    return Named("Wharf", tuple(rng.poisson(mean).astype(float)))


def answers(echo: float, left: float, times: int) -> Counter[str]:
    rng = np.random.default_rng(2)
    found: Counter[str] = Counter()
    for _ in range(times):
        others = tuple(ward(rng, echo) for _ in range(5))
        series = EffectSeries(MONTHS, ward(rng, echo, left), others)
        found[judged(PROMISED, series, began=BEGAN).result] += 1
    return found


@pytest.mark.slow
@pytest.mark.covers("E12")
@pytest.mark.parametrize(("echo", "most"), [(0.0, 0.05), (0.3, 0.06), (0.5, 0.1)])
def test_an_effect_is_seldom_said_where_there_was_none(
    echo: float, most: float
) -> None:
    found = answers(echo, 1.0, 80)

    # Told in docs/explanation/did-it-work.md, from 200 of each.
    assert found["worked"] + found["worse"] <= most * 80
    assert found["no effect"] > 0.25 * 80


@pytest.mark.slow
@pytest.mark.parametrize(("echo", "fewest"), [(0.0, 0.85), (0.5, 0.55)])
def test_a_planted_fall_of_three_in_ten_is_mostly_found_and_never_denied(
    echo: float, fewest: float
) -> None:
    found = answers(echo, 0.7, 60)

    assert found["worked"] >= fewest * 60
    assert found["no effect"] == found["worse"] == 0
