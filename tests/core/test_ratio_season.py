"""Quarters and rates without their season."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.core.ratio_season import without_season
from goldthread.core.refusal import Refused

PATTERN = (0.8, 1.2, 1.1, 0.9)


def test_a_level_under_a_known_season_comes_back() -> None:
    # The worked example: 100 a quarter, times a pattern whose mean is one.
    series = np.tile(PATTERN, 5) * 100

    flat = without_season(series, per_year=4)

    assert np.allclose(flat, 100)


def test_a_step_stays_a_step() -> None:
    series = np.tile(PATTERN, 6) * 100
    series[12:] *= 1.5

    flat = without_season(series, per_year=4)
    assert not isinstance(flat, Refused)

    # Around the step itself the moving average smears the pattern a little.
    assert flat[:12].mean() == pytest.approx(100, rel=0.05)
    assert flat[12:].mean() == pytest.approx(150, rel=0.05)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (np.ones(11), "3 full years"),
        (np.zeros(16), "touches zero"),
        (np.where(np.arange(24) % 4 == 1, np.nan, 5.0), "twice"),
    ],
)
def test_what_cannot_be_told_is_refused(values: np.ndarray, words: str) -> None:
    found = without_season(values, per_year=4)

    assert isinstance(found, Refused)
    assert words in found.reason


def test_wrong_input_is_an_error() -> None:
    with pytest.raises(ValueError, match="4 or 12"):
        without_season(np.ones(20), per_year=7)
    with pytest.raises(ValueError, match="one series"):
        without_season(np.ones((2, 20)), per_year=4)


def plainly(series: list[float], per_year: int, first: int) -> list[float]:
    """The slow twin: averages by hand, one place in the year at a time."""
    half = per_year // 2
    ratios: dict[int, list[float]] = {}
    for at in range(half, len(series) - half):
        inner = sum(series[at - half + 1 : at + half])
        mean = (series[at - half] / 2 + inner + series[at + half] / 2) / per_year
        ratios.setdefault((at + first) % per_year, []).append(series[at] / mean)
    factors = {place: sum(own) / len(own) for place, own in ratios.items()}
    level = sum(factors.values()) / per_year
    return [
        value / (factors[(at + first) % per_year] / level)
        for at, value in enumerate(series)
    ]


series_of_quarters = st.lists(st.floats(1, 1000), min_size=12, max_size=40)


@given(series_of_quarters, st.integers(0, 3))
def test_it_is_what_one_reckons_by_hand(series: list[float], first: int) -> None:
    found = without_season(series, per_year=4, first_place=first)

    assert np.allclose(found, plainly(series, 4, first))


@given(series_of_quarters, st.floats(0.1, 50))
def test_another_unit_scales_the_answer(series: list[float], unit: float) -> None:
    one = without_season(series, per_year=4)
    other = without_season(np.array(series) * unit, per_year=4)

    assert np.allclose(np.array(one) * unit, other)
