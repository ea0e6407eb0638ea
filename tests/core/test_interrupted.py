"""A step in a monthly series."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.core.interrupted import interrupted, lags
from goldthread.core.periods import Period, days_in
from goldthread.core.refusal import Refused

MONTHS = np.arange("2021-04", "2026-04", dtype="datetime64[M]")
BEGINS = Period(date(2025, 1, 1), date(2025, 4, 1), "the work")
AFTER = Period(date(2025, 4, 1), date(2026, 4, 1), "2025/26")


def series(step=1.0, level=60.0, seed=1, echo=0.0):
    rng = np.random.default_rng(seed)
    season = 1 + 0.15 * np.sin(np.arange(60) / 12 * 2 * np.pi)
    mean = level * season * days_in(MONTHS) / 30.4375
    mean = mean * np.where(np.datetime64("2025-04") <= MONTHS, step, 1.0)
    noise = np.zeros(60)
    for at in range(1, 60):
        noise[at] = echo * noise[at - 1] + rng.normal(0, 0.12 if echo else 0)
    return rng.poisson(mean * np.exp(noise)).astype(float)


def found(counts, **more):
    return interrupted(counts, months=MONTHS, begins=BEGINS, after=AFTER, **more)


def test_the_step_and_its_robust_error_are_those_of_statsmodels():
    import statsmodels.api as sm

    y = series(step=0.7)
    used = np.r_[np.arange(45), np.arange(48, 60)]
    years = np.arange(60) / 12
    season = np.eye(12)[(MONTHS.astype(int)) % 12][:, 1:]
    late = (np.datetime64("2025-04") <= MONTHS).astype(float)
    design = np.column_stack([np.ones(60), years, season, late])[used]
    fit = sm.GLM(
        y[used],
        design,
        family=sm.families.Poisson(),
        offset=np.log(days_in(MONTHS) / 30.4375)[used],
    )
    robust = fit.fit(cov_type="HAC", cov_kwds={"maxlags": lags(57)})
    plain = fit.fit(scale="X2")

    step = found(y)

    assert not isinstance(step, Refused)
    assert step.ratio == pytest.approx(np.exp(robust.params[-1]), rel=1e-6)
    from scipy import stats

    error = max(robust.bse[-1], plain.bse[-1] / min(1, np.sqrt(plain.scale)))
    reach = stats.t.ppf(0.975, 57 - 14) * error
    assert step.high == pytest.approx(step.ratio * np.exp(reach), rel=1e-4)


@pytest.mark.covers("E12")
def test_a_planted_fall_is_found_and_the_months_between_are_left_out():
    counts = series(step=0.6)
    counts[45:48] = 500  # while lamps were put up the figures were wild

    step = found(counts)

    assert step.distinguishable
    assert step.low < 0.6 < step.high
    assert (step.months_before, step.months_after) == (45, 12)
    assert step.without[50] > counts[50]


@pytest.mark.slow
def test_no_wolf_is_cried_on_series_that_did_not_change():
    plain = [found(series(seed=n)).distinguishable for n in range(200)]
    echoing = [found(series(seed=n, echo=0.5)).distinguishable for n in range(200)]

    assert np.mean(plain) < 0.08
    # Measured 17 in 100, which is why a step may take an answer away and never give one.
    assert np.mean(echoing) < 0.2


def test_a_slow_obvious_fit_finds_the_same_step():
    from scipy import optimize

    y = series(step=0.8, seed=3)
    used = np.r_[np.arange(45), np.arange(48, 60)]
    design = np.column_stack(
        [
            np.ones(60),
            np.arange(60) / 12,
            np.eye(12)[(MONTHS.astype(int)) % 12][:, 1:],
            (np.datetime64("2025-04") <= MONTHS).astype(float),
        ]
    )
    offset = np.log(days_in(MONTHS) / 30.4375)

    def loss(beta):
        eta = (design @ beta + offset)[used]
        return np.sum(np.exp(eta) - y[used] * eta)

    start = np.zeros(design.shape[1])
    start[0] = 4
    best = optimize.minimize(loss, start, method="BFGS")

    assert found(y).ratio == pytest.approx(np.exp(best.x[-1]), rel=1e-3)


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 6))
def test_counting_in_bundles_leaves_the_step_where_it_was(times):
    once, more = found(series(0.8)), found(series(0.8) * times)

    assert more.ratio == pytest.approx(once.ratio, rel=1e-6)
    assert more.low == pytest.approx(once.low, rel=0.1)


def test_too_few_months_or_too_few_crimes_are_refused_with_the_reason():
    short = interrupted(series()[25:], months=MONTHS[25:], begins=BEGINS, after=AFTER)
    masked = np.zeros(60, dtype=bool)
    masked[55] = True

    assert "Only 20 months are held before" in str(short)
    assert "Only 11 months are held of the window" in str(
        found(series(), masked=masked)
    )
    assert "under 5" in str(found(series(level=2)))
