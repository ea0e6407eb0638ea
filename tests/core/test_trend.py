"""Trend tests against R, slow counting and simulated calm."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.core.refusal import Refused
from goldthread.core.trend import (
    hamed_rao,
    mann_kendall,
    rolling_twelve,
    seasonal_kendall,
    trend,
)

TEN_YEARS = np.arange("2013-01", "2023-01", dtype="datetime64[M]")
WAVE = 1 + 0.15 * np.sin(2 * np.pi * np.arange(120) / 12)


@pytest.fixture(scope="module")
def nile():
    from statsmodels.datasets import nile

    return nile.load().data["volume"].to_numpy(dtype=float)


def test_the_niles_flow_falls_as_r_says(nile):
    found = mann_kendall(nile)

    assert found.s[0] == -1387
    assert found.tau[0] == pytest.approx(-0.2802020, abs=5e-8)
    assert found.p_value[0] == pytest.approx(3.658263e-05, rel=1e-6)
    assert found.slope[0] == pytest.approx(-2.6)
    assert found.slope_low[0] < -2.6 < found.slope_high[0] < 0


def test_admitting_the_niles_memory_makes_it_far_less_sure(nile):
    assert hamed_rao(nile).p_value[0] == pytest.approx(0.0048027, abs=5e-8)
    assert hamed_rao(nile).slope[0] == pytest.approx(-2.6)


def _slowly(values):
    s, slopes = 0, []
    for i, a in enumerate(values):
        for j in range(i + 1, len(values)):
            s += int(values[j] > a) - int(values[j] < a)
            slopes.append((values[j] - a) / (j - i))
    return s, np.median(slopes)


@given(st.lists(st.integers(0, 20), min_size=3, max_size=25))
def test_s_and_slope_are_those_counted_pair_by_pair(values):
    found = mann_kendall(values)

    assert (found.s[0], found.slope[0]) == pytest.approx(_slowly(values))


@given(st.lists(st.integers(0, 50), min_size=4, max_size=30), st.integers(1, 9))
def test_order_is_all_that_counts_and_reversing_turns_it_round(values, factor):
    plain = mann_kendall(values)
    scaled = mann_kendall(np.array(values) * factor + 7)
    turned = mann_kendall(values[::-1])

    assert scaled.p_value[0] == plain.p_value[0]
    assert scaled.slope[0] == pytest.approx(plain.slope[0] * factor)
    assert turned.s[0] == -plain.s[0]
    assert 0 <= plain.p_value[0] <= 1
    assert plain.slope_low[0] <= plain.slope[0] <= plain.slope_high[0]


def test_the_seasonal_test_adds_each_month_against_itself():
    counts = np.random.default_rng(1).poisson(40, 60).astype(float)

    found = seasonal_kendall(counts, months=TEN_YEARS[:60])

    assert found.s[0] == sum(_slowly(counts[m::12])[0] for m in range(12))


@pytest.mark.covers("E2")
@pytest.mark.parametrize("length", [36, 60, 120])
def test_stable_series_with_a_season_and_memory_are_seldom_called_a_trend(length):
    rng = np.random.default_rng(2)
    noise = rng.normal(size=(400, length))
    for step in range(1, length):
        noise[:, step] += 0.5 * noise[:, step - 1]
    counts = rng.poisson(100 * WAVE[:length] * np.exp(0.05 * noise))

    found = seasonal_kendall(counts, months=TEN_YEARS[:length])

    assert np.mean(found.p_value < 0.05) < 0.09


def test_a_planted_fall_is_found_with_its_size():
    counts = np.random.default_rng(3).poisson(100 * WAVE[:60] * 0.99 ** np.arange(60))

    found = trend(counts, months=TEN_YEARS[:60])

    assert found.direction == "falling" and found.distinguishable
    assert found.low < found.per_year < found.high < 0
    assert found.per_year == pytest.approx(-8.9, abs=2)
    assert found.months == 60 and found.caveat == ""


def test_a_rise_and_a_calm_series_are_told_apart():
    rng = np.random.default_rng(4)
    rising = trend(rng.poisson(50 + np.arange(60)), months=TEN_YEARS[:60])
    calm = trend(rng.poisson(50, 60), months=TEN_YEARS[:60])

    assert rising.direction == "rising"
    assert calm.direction == "no trend to speak of"


@pytest.mark.covers("E34")
def test_masked_months_do_not_make_a_trend():
    counts = np.random.default_rng(5).poisson(50, 72).astype(float)
    masked = np.zeros(72, dtype=bool)
    masked[60:] = True
    counts[60:] = 900

    found = trend(counts, months=TEN_YEARS[:72], masked=masked)

    assert found.direction == "no trend to speak of"
    assert found.caveat == "12 masked or missing months are left out."
    plain = seasonal_kendall(counts, months=TEN_YEARS[:72])
    hidden = seasonal_kendall(counts, months=TEN_YEARS[:72], masked=masked)
    assert plain.s[0] > hidden.s[0] + 12 * 4


def test_too_short_or_too_small_series_are_refused_in_words():
    short = trend(np.full(24, 50.0), months=TEN_YEARS[:24])
    small = trend(np.full(60, 2.0), months=TEN_YEARS[:60])

    assert isinstance(short, Refused) and "0 of the twelve" in short.reason
    assert isinstance(small, Refused) and "2.0 events a month" in small.reason


def test_constant_and_empty_series_have_no_slope_to_fear():
    constant = mann_kendall(np.full(12, 3.0))
    empty = mann_kendall(np.full((1, 5), np.nan))

    assert constant.p_value[0] == 1 and constant.slope[0] == 0
    assert np.isnan(empty.slope[0])


def test_wrong_input_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="at least three values"):
        mann_kendall([1, 2])
    with pytest.raises(ValueError, match="needs every value"):
        hamed_rao([1, np.nan, 2, 3])
    with pytest.raises(ValueError, match="one series"):
        trend(np.ones((2, 60)), months=TEN_YEARS[:60])


def test_rolling_sums_stop_where_a_month_is_missing():
    counts = np.arange(30.0)
    counts[20] = np.nan

    rolled = rolling_twelve(counts)

    assert np.isnan(rolled[:11]).all()
    assert rolled[11] == sum(range(12))
    assert np.isnan(rolled[20:]).all()
    assert rolling_twelve(np.ones((2, 12)))[:, 11].tolist() == [12, 12]
    assert np.isnan(rolling_twelve([1, 2])).all()
