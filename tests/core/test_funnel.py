"""Areas beside areas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from goldthread.core.funnel import compare_with_group, funnel, poisson_limits
from goldthread.core.refusal import Refused

OBSERVED = np.array([120, 95, 240, 60, 310, 150, 80, 45, 200, 175])
EXPECTED = np.array([100, 100, 200, 70, 280, 160, 90, 50, 180, 150])


def test_the_spread_between_ten_areas_is_that_of_the_worked_example():
    found = funnel(OBSERVED, EXPECTED)

    assert found.phi == pytest.approx(2.0619460, abs=5e-8)
    assert found.tau2 == pytest.approx(0.0024004, abs=5e-8)
    assert found.caveat == ""


@given(st.floats(0.05, 3000), st.sampled_from([0.001, 0.025, 0.5, 0.975, 0.999]))
def test_the_limits_are_interpolated_poisson_quantiles(mean, probability):
    top = stats.poisson.ppf(probability, mean)
    share = stats.poisson.cdf(top, mean) - probability
    slow = top - share / stats.poisson.pmf(top, mean)

    assert float(poisson_limits(mean, probability)) == pytest.approx(
        max(slow, 0), rel=1e-6, abs=1e-6
    )


@pytest.mark.covers("E3")
def test_without_more_than_chance_the_funnel_calls_one_area_in_twenty():
    rng = np.random.default_rng(1)
    means = rng.uniform(50, 500, 15)

    found = [funnel(rng.poisson(means), means) for _ in range(300)]

    calls = np.mean([[word != "like the others" for word in f.verdict] for f in found])
    assert 0.01 < calls < 0.06
    calm = next(f for f in found if f.phi < 1)
    assert calm.tau2 == 0
    np.testing.assert_allclose(calm.wide_high_95, calm.high_95, rtol=0.05)


@pytest.mark.covers("E3")
def test_areas_that_really_differ_widen_the_funnel_and_only_the_far_one_is_called():
    rng = np.random.default_rng(2)
    means = np.full(15, 900.0)
    counts = rng.poisson(means * rng.lognormal(0, 0.1, 15)).astype(float)
    counts[3], counts[4] = 2700, 200

    found = funnel(counts, means)

    assert found.phi > 2 and (found.wide_high_95 > found.high_95).all()
    assert found.verdict[3] == "much higher" and found.verdict[4] == "much lower"


@pytest.mark.covers("E3")
def test_an_area_is_shown_within_the_distribution_of_its_group():
    people = np.full(15, 250_000)
    counts = np.arange(4000, 5500, 100)

    found = compare_with_group(counts, people, area=14)

    assert found.rate == pytest.approx(21.6) and found.rank == 1
    assert found.lowest == 16 and found.highest == found.rate
    assert found.median == pytest.approx(18.8)
    assert found.lower_quartile < found.median < found.upper_quartile
    assert found.group_rate == pytest.approx(18.8)
    assert found.low < found.rate < found.high
    assert found.rank_best <= found.rank <= found.rank_worst < 15
    assert found.areas == 15


def test_few_areas_are_said_to_be_few_and_two_are_no_group():
    nine = funnel(OBSERVED[:9], EXPECTED[:9])
    two = compare_with_group([5, 6], [100, 100], area=0)

    assert "Only 9 areas" in nine.caveat
    assert isinstance(two, Refused) and "2 areas are no group" in two.reason


def test_wrong_input_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="one expected count for each"):
        funnel([1, 2], [1])
    with pytest.raises(ValueError, match="expected count above zero"):
        funnel([1, 2, 3], [1, 0, 1])
    with pytest.raises(ValueError, match="index from 0 to 2"):
        compare_with_group([1, 2, 3], [1, 1, 1], area=3)
    with pytest.raises(ValueError, match="exposure above zero"):
        compare_with_group([1, 2, 3], [1, 0, 1], area=1)
