"""Exact and Byar limits of counts and rates."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from goldthread.core.rates import byar_limits, exact_limits, rate, rates


def test_the_exact_limits_are_those_of_the_tables():
    limits = exact_limits([10, 0])

    np.testing.assert_allclose(limits.low, [4.7953886, 0], atol=5e-7)
    np.testing.assert_allclose(limits.high, [18.3903560, 3.6888795], atol=5e-7)


def test_byars_limits_are_the_published_ones():
    limits = byar_limits([10])

    np.testing.assert_allclose(limits.low, [4.7874499], atol=5e-7)
    np.testing.assert_allclose(limits.high, [18.3914586], atol=5e-7)


@pytest.mark.parametrize("count", [1, 7, 42])
def test_the_exact_limits_leave_a_fortieth_on_either_side(count):
    """The slow way: look for the mean that makes the tail 2.5 %."""
    low = optimize.brentq(lambda m: stats.poisson.sf(count - 1, m) - 0.025, 1e-9, 200)
    high = optimize.brentq(lambda m: stats.poisson.cdf(count, m) - 0.025, 1e-9, 200)

    limits = exact_limits(count)

    assert float(limits.low) == pytest.approx(low)
    assert float(limits.high) == pytest.approx(high)


@given(st.integers(0, 10**6), st.floats(0.5, 0.999))
def test_limits_hold_the_count_and_widen_with_confidence(count, confidence):
    narrow = exact_limits(count, confidence=confidence * 0.9)
    wide = exact_limits(count, confidence=confidence)

    assert wide.low <= narrow.low <= count <= narrow.high <= wide.high


@given(st.integers(10, 10**6))
def test_from_ten_events_byar_is_within_a_fifth_of_a_per_cent(count):
    exact, byar = exact_limits(count), byar_limits(count)

    assert float(byar.low) == pytest.approx(float(exact.low), rel=0.002)
    assert float(byar.high) == pytest.approx(float(exact.high), rel=0.002)


def test_missing_stays_missing():
    for limits in (exact_limits([np.nan, 0]), byar_limits([np.nan, 0])):
        assert np.isnan(limits.low[0]) and np.isnan(limits.high[0])
        assert limits.low[1] == 0


@given(st.integers(0, 5000), st.floats(1, 1e6), st.floats(0.1, 100))
def test_a_rate_scales_with_its_unit_and_nothing_else(events, people, factor):
    plain, scaled = rate(events, people), rate(events, people, per=1000 * factor)

    assert scaled.value == pytest.approx(plain.value * factor)
    assert scaled.low == pytest.approx(plain.low * factor)
    assert scaled.high == pytest.approx(plain.high * factor)


def test_a_rate_of_few_events_tells_the_reader_to_see_the_count():
    assert "show the count" in rate(9, 1000).caveat
    assert rate(10, 1000).caveat == ""


def test_many_rates_are_the_single_ones_side_by_side():
    events, people = np.array([3, 40, 0]), np.array([900, 1500, 1200])

    many = rates(events, people)

    one_by_one = [rate(e, p) for e, p in zip(events, people, strict=True)]
    np.testing.assert_allclose(many.value, [one.value for one in one_by_one])
    np.testing.assert_allclose(many.low, [one.low for one in one_by_one])
    np.testing.assert_allclose(many.high, [one.high for one in one_by_one])
    assert many.few.tolist() == [True, False, True]
    assert "2 of 3 rates" in many.caveat
    assert rates([40], [1000]).caveat == ""


def test_rates_without_people_are_refused():
    with pytest.raises(ValueError, match="exposure must be above zero"):
        rate(3, 0)
    with pytest.raises(ValueError, match="zero or more"):
        rate(-1, 10)
    with pytest.raises(ValueError, match="1 of the exposures are zero"):
        rates([1, 2], [0, 5])
    with pytest.raises(ValueError, match="between 0 and 1"):
        exact_limits(3, confidence=95)


def test_importing_core_imports_no_scipy():
    code = (
        "import sys, goldthread.core.rates, goldthread.core.change, "
        "goldthread.core.season, goldthread.core.trend, goldthread.core.control, "
        "goldthread.core.hotspots, goldthread.core.funnel, goldthread.core.breaks, "
        "goldthread.core.concentration, goldthread.core.disclosure\n"
        "print([m for m in sys.modules if m.startswith('scipy')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
