"""Seasonal decomposition against R, statsmodels, planted seasons and chance."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from goldthread.core.loess import Recipe, seasonal_trend
from goldthread.core.refusal import Refused
from goldthread.core.season import (
    ROBUST,
    STIFF,
    TREND_WINDOW,
    counted,
    decompose,
    mid_ranks,
    seasonality,
    stabilised,
)

MONTHS = np.arange("2018-01", "2023-01", dtype="datetime64[M]")
TEN_YEARS = np.arange("2013-01", "2023-01", dtype="datetime64[M]")
WAVE = 1 + 0.25 * np.sin(2 * np.pi * np.arange(60) / 12)  # highest in April
PANDEMIC = (np.datetime64("2020-03") <= MONTHS) & (np.datetime64("2021-08") > MONTHS)
NOTTINGHAM = json.loads((Path(__file__).parent / "nottem.json").read_text())


def _counts(seed, mean=100.0, shape=(60,)):
    return np.random.default_rng(seed).poisson(mean, shape).astype(float)


def test_nottinghams_temperatures_come_apart_as_in_r():
    """R 4.2.2 stl(nottem, "periodic"), with R's habit of fitting every second point."""
    values = np.array(NOTTINGHAM["values"])
    recipe = Recipe(2401, 0, 19, inner=2, outer=0, every=2)

    parts = seasonal_trend(values[None], np.ones((1, 240)), recipe)
    seasonal = np.tile(parts.seasonal.reshape(-1, 12).mean(axis=0), 20)
    remainder = values - seasonal - parts.trend[0]

    assert seasonal[0] == pytest.approx(-9.347198, abs=5e-7)
    assert parts.trend[0, 0] == pytest.approx(49.68067, abs=5e-6)
    assert remainder[0] == pytest.approx(0.2665254, abs=5e-7)
    assert remainder.std(ddof=1) == pytest.approx(2.015278, abs=5e-7)


@pytest.mark.parametrize(
    ("length", "recipe", "peer"),
    [
        (120, ROBUST, {"seasonal": STIFF, "seasonal_deg": 0}),
        (125, Recipe(13, 1, TREND_WINDOW, 2, 15), {"seasonal": 13}),
        (61, Recipe(7, 1, TREND_WINDOW, 2, 15), {"seasonal": 7}),
    ],
)
def test_many_series_at_once_come_apart_as_one_by_one_in_statsmodels(
    length, recipe, peer
):
    from statsmodels.tsa.seasonal import STL

    values = stabilised(_counts(1, 60 + 10 * np.sin(np.arange(length)), (5, length)))
    values[0, 17] += 8

    parts = seasonal_trend(values, np.ones_like(values), recipe)

    for row, series in enumerate(values):
        slow = STL(series, 12, trend=TREND_WINDOW, robust=True, **peer).fit()
        np.testing.assert_allclose(parts.trend[row], slow.trend, atol=1e-9)
        np.testing.assert_allclose(parts.seasonal[row], slow.seasonal, atol=1e-9)


@pytest.mark.covers("E7")
def test_a_planted_season_is_found_with_its_peak_and_size():
    found = seasonality(_counts(2, 100 * WAVE), months=MONTHS)

    assert found.distinguishable
    assert found.peak in (3, 4, 5) and found.trough in (9, 10, 11)
    np.testing.assert_allclose(found.factors, WAVE[:12], atol=0.12)
    assert found.factors.mean() == pytest.approx(1)
    assert 0.4 < found.strength <= 1
    assert found.caveat == ""


def test_taking_the_season_out_leaves_the_months_alike():
    counts = _counts(3, 100 * WAVE)

    left = decompose(counts, months=MONTHS).deseasonalised[0]

    by_month = left.reshape(5, 12).mean(axis=0)
    assert by_month.std() < counts.reshape(5, 12).mean(axis=0).std() / 3
    assert left.sum() == pytest.approx(counts.sum(), rel=0.02)


@pytest.mark.covers("E2")
@pytest.mark.parametrize("length", [48, 60, 120])
def test_series_without_a_season_are_seldom_given_one(length):
    counts = np.random.default_rng(4).negative_binomial(10, 0.2, (500, length))

    parts = decompose(counts, months=TEN_YEARS[:length])

    assert np.mean(parts.p_value < 0.01) < 0.04


@pytest.mark.covers("E34")
def test_masked_months_are_missing_and_change_nothing_around_them():
    counts = _counts(5, 100 * WAVE)
    wild = np.where(PANDEMIC, 5000.0, counts)

    calm, after = (
        seasonality(series, months=MONTHS, masked=PANDEMIC) for series in (counts, wild)
    )

    np.testing.assert_array_equal(calm.factors, after.factors)
    assert calm.distinguishable and calm.peak in (3, 4, 5)
    assert np.isnan(calm.deseasonalised[PANDEMIC]).all()
    assert not np.isnan(calm.deseasonalised[~PANDEMIC]).any()
    assert calm.caveat == "17 masked or missing months are left out."


def test_the_test_of_a_season_is_kruskal_and_wallis_on_the_detrended():
    counts = _counts(6, 40 * WAVE)
    parts = decompose(counts, months=MONTHS, masked=PANDEMIC)
    detrended = parts.seasonal[0] + parts.remainder[0]

    slow = stats.kruskal(
        *[detrended[m::12][~np.isnan(detrended[m::12])] for m in range(12)]
    )

    assert parts.p_value[0] == pytest.approx(slow.pvalue)


def test_one_wild_month_does_not_bend_the_season_of_five_years():
    counts = _counts(7, 100 * WAVE)
    wild = counts.copy()
    wild[30] *= 3

    calm, bent = (decompose(c, months=MONTHS).factors[0] for c in (counts, wild))

    np.testing.assert_allclose(bent, calm, atol=0.04)


@pytest.mark.parametrize(
    ("counts", "masked", "words"),
    [
        (np.full(24, 50.0), None, "January is held twice outside masked months"),
        (np.full(60, 4.0), None, "4.0 events a month on average"),
        (np.where(np.arange(60) % 12 == 3, np.nan, 50.0), None, "April is held never"),
        (np.full(120, 50.0), (30, 50), "20 months in a row are missing or masked"),
    ],
)
def test_where_no_season_can_be_read_the_reason_is_said(counts, masked, words):
    mask = None
    if masked:
        mask = np.zeros(counts.size, dtype=bool)
        mask[slice(*masked)] = True

    found = seasonality(counts, months=TEN_YEARS[: counts.size], masked=mask)

    assert isinstance(found, Refused)
    assert words in found.reason


def test_a_refused_series_leaves_its_neighbours_in_the_table_alone():
    table = np.vstack([_counts(8, 100 * WAVE), np.full(60, 1.0)])

    parts = decompose(table, months=MONTHS)

    assert parts.refused[0] == "" and "1.0 events a month" in parts.refused[1]
    assert np.isnan(parts.trend[1]).all() and np.isnan(parts.strength[1])
    alone = decompose(table[0], months=MONTHS)
    np.testing.assert_allclose(parts.trend[0], alone.trend[0])
    with pytest.raises(ValueError, match="one series"):
        seasonality(table, months=MONTHS)


def test_a_series_that_never_varies_has_no_season():
    found = seasonality(np.full(60, 25.0), months=MONTHS)

    assert not found.distinguishable and found.strength == 0
    np.testing.assert_allclose(found.factors, 1)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(36, 90), st.integers(0, 15))
def test_parts_add_up_and_no_answer_is_missing_where_a_count_is_known(
    seed, length, gap
):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(30, length).astype(float)
    start = int(rng.integers(0, length - gap))
    counts[start : start + gap] = np.nan

    parts = decompose(counts, months=TEN_YEARS[:length])

    known = ~np.isnan(counts)
    if not parts.refused[0]:
        whole = parts.trend + parts.seasonal + parts.remainder
        np.testing.assert_allclose(counted(whole[0, known]), counts[known], atol=1e-8)
        assert np.isnan(parts.trend[0, ~known]).all()


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30))
def test_mid_ranks_are_scipys(values):
    np.testing.assert_allclose(
        mid_ranks(np.array(values, dtype=float)), stats.rankdata(values)
    )


def test_where_all_values_of_a_month_look_wild_all_of_them_count():
    """Three seasons, one odd: robustness may leave a calendar month without weight."""
    values = stabilised(_counts(1, 80, (5, 36)))
    values[:, 7] += 20

    parts = seasonal_trend(values, np.ones_like(values), Recipe(13, 1, 21, 2, 15))

    assert np.isfinite(parts.seasonal).all()
