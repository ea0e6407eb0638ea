"""How much one month echoes the last."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.core.echo import HIGHEST, Echo, echo

MONTHS = np.arange("2020-04", "2026-04", dtype="datetime64[M]")


def drifting(rho, *, seed, length=72, sd=0.12, level=2_000.0):
    """Counts so large that chance hardly matters, their logarithm an echoing drift."""
    rng = np.random.default_rng(seed)
    drift = np.zeros(length + 50)
    for at in range(1, drift.size):
        drift[at] = rho * drift[at - 1] + rng.normal(0, sd)
    return rng.poisson(level * np.exp(drift[50:])).astype(float)


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.5, 0.7])
def test_the_echo_that_was_put_in_is_found_on_average(rho):
    found = [echo(drifting(rho, seed=n), months=MONTHS).rho for n in range(60)]

    # At nothing only the half above nothing shows, so its mean lies a little above.
    assert np.mean(found) == pytest.approx(rho, abs=0.07)


def test_the_plain_correlation_of_what_a_fit_left_is_smaller_than_what_was_there():
    from statsmodels.tsa.stattools import acf

    from goldthread.core.echo import exposure, fit, line_and_season

    design, offset = line_and_season(MONTHS), exposure(MONTHS)
    plain, mended = [], []
    for seed in range(40):
        counts = drifting(0.5, seed=seed)
        _, fitted = fit(design, counts, offset)
        left = (counts - fitted) / np.sqrt(fitted)
        plain.append(acf(left, nlags=1)[1])
        mended.append(echo(counts, months=MONTHS).rho)

    assert np.mean(plain) + 0.03 < np.mean(mended) < 0.55


def test_a_sum_of_echoing_months_varies_as_simulated():
    rng = np.random.default_rng(3)
    months = np.zeros((20_000, 24))
    for at in range(1, 24):
        months[:, at] = 0.5 * months[:, at - 1] + rng.normal(size=20_000)
    year = months[:, 12:]

    assert Echo(0.5, 1.0).of_sum(12) == pytest.approx(
        year.sum(axis=1).var() / year.var(axis=0).sum(), rel=0.03
    )
    assert Echo(0.0, 2.0).of_sum(12) == 2.0
    assert Echo(0.9, 0.01).of_sum(12) == 1.0  # chance is always there


def test_a_missing_month_is_no_neighbour_of_anybody():
    whole = drifting(0.5, seed=1)
    gone = whole.copy()
    gone[30] = np.nan

    assert echo(gone, months=MONTHS).rho == pytest.approx(
        echo(whole, months=MONTHS).rho, abs=0.1
    )


def test_quarters_have_an_echo_too_and_too_few_periods_have_none():
    quarters = MONTHS[::3]
    counts = drifting(0.4, seed=2, length=24)

    assert 0 <= echo(counts, months=quarters, every=3).rho <= HIGHEST
    assert echo(counts[:11], months=quarters[:11], every=3) is None
    assert echo(counts[:23], months=MONTHS[:23]) is None
    assert echo(np.zeros(30), months=MONTHS[:30]) is None
    with pytest.raises(ValueError, match="3 months apart"):
        echo(counts, months=MONTHS[:24], every=3)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 50), st.integers(0, 40))
def test_the_echo_does_not_mind_how_things_are_counted(times, seed):
    counts = drifting(0.5, seed=seed)

    once, more = echo(counts, months=MONTHS), echo(counts * times, months=MONTHS)

    assert more.rho == pytest.approx(once.rho, abs=1e-5)
    assert more.phi == pytest.approx(once.phi * times, rel=1e-5)
