"""A place's change beside that of places like it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.core.difference import (
    BeforeAfter,
    relative_difference,
    weighted_difference,
)
from goldthread.core.refusal import Refused

counts = st.integers(20, 2000).map(float)


@pytest.mark.covers("E12")
def test_the_papers_worked_example_comes_out():
    found = weighted_difference(
        BeforeAfter(207, 110),
        BeforeAfter(308, 318),
        beside=BeforeAfter(178, 157),
        beside_comparison=BeforeAfter(150, 140),
    )

    assert found.value == -118
    assert found.standard_error**2 == pytest.approx(1568)
    assert found.z == pytest.approx(-2.98, abs=0.005)
    assert (round(found.low), round(found.high)) == (-196, -40)
    assert found.distinguishable


def test_weights_of_time_and_of_area_enter_as_in_the_authors_code():
    in_time = weighted_difference(
        BeforeAfter(80, 20), BeforeAfter(100, 50), before_weight=2, after_weight=1
    )
    in_area = weighted_difference(
        BeforeAfter(207, 110, 1.2),
        BeforeAfter(308, 318, 0.9),
        beside=BeforeAfter(178, 157, 1.5),
        beside_comparison=BeforeAfter(150, 140, 1.6),
    )

    assert in_time.value == -20
    assert in_time.standard_error**2 == pytest.approx(115)
    assert in_area.value == pytest.approx(-99.694444, abs=5e-7)
    assert in_area.standard_error == pytest.approx(35.428076, abs=5e-7)
    assert in_area.z == pytest.approx(-2.813995, abs=5e-7)
    assert in_area.low == pytest.approx(-169.132197, abs=1e-5)
    assert in_area.high == pytest.approx(-30.256692, abs=1e-5)


def test_the_ratio_of_ratios_is_what_a_poisson_regression_finds():
    import statsmodels.api as sm

    # Each count in two halves, so that the regression has something left over.
    y = np.array([100.0, 60, 150, 160, 107, 50, 158, 158])
    after, treated = np.array([0, 1, 0, 1.0] * 2), np.array([1, 1, 0, 0.0] * 2)
    design = np.column_stack([np.ones(8), after, treated, after * treated])
    fit = sm.GLM(y, design, family=sm.families.Poisson()).fit()
    low, high = np.exp(fit.conf_int()[3])

    found = relative_difference(BeforeAfter(207, 110), BeforeAfter(308, 318))

    assert not isinstance(found, Refused)
    assert found.ratio == pytest.approx(math.exp(fit.params[3]), rel=1e-6)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-5)
    assert found.expected == pytest.approx(207 * 318 / 308)
    assert found.percent == pytest.approx(-48.5, abs=0.05)


def test_the_limits_cover_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(1500):
        t0, t1, c0, c1 = rng.poisson([100, 80, 400, 400])
        found = relative_difference(BeforeAfter(t0, t1), BeforeAfter(c0, c1))
        assert not isinstance(found, Refused)
        held += found.low <= 0.8 <= found.high

    assert 0.93 < held / 1500 < 0.97


@given(counts, counts, counts, counts)
def test_swapping_target_and_comparison_turns_the_answer_round(t0, t1, c0, c1):
    one = weighted_difference(BeforeAfter(t0, t1), BeforeAfter(c0, c1))
    other = weighted_difference(BeforeAfter(c0, c1), BeforeAfter(t0, t1))
    ratio = relative_difference(BeforeAfter(t0, t1), BeforeAfter(c0, c1))
    turned = relative_difference(BeforeAfter(c0, c1), BeforeAfter(t0, t1))

    assert one.value == -other.value
    assert one.standard_error == other.standard_error
    assert ratio.ratio == pytest.approx(1 / turned.ratio)
    assert ratio.low == pytest.approx(1 / turned.high)


@given(counts, counts, counts, counts, st.floats(1, 9))
def test_bunched_counts_widen_the_limits_by_the_root_of_phi(t0, t1, c0, c1, phi):
    target, comparison = BeforeAfter(t0, t1), BeforeAfter(c0, c1)
    plain = relative_difference(target, comparison)
    wide = relative_difference(target, comparison, phi=phi)

    narrow = math.log(plain.high / plain.low)
    assert math.log(wide.high / wide.low) == pytest.approx(narrow * math.sqrt(phi))
    assert wide.ratio == plain.ratio


def test_few_before_are_refused_and_none_after_is_borne():
    few = relative_difference(BeforeAfter(19, 5), BeforeAfter(300, 300))
    alone = relative_difference(BeforeAfter(50, 5), BeforeAfter(3, 300))
    none = relative_difference(BeforeAfter(40, 0), BeforeAfter(300, 300))

    assert str(few) == (
        "Only 19 were counted before in the place itself: from fewer than 20 a "
        "difference cannot be told from chance."
    )
    assert "its comparison" in str(alone)
    assert not isinstance(none, Refused)
    assert 0 < none.ratio < 0.1 and none.distinguishable


def test_wrong_input_is_an_error_in_a_sentence():
    with pytest.raises(ValueError, match="zero or more"):
        BeforeAfter(-1, 3)
    with pytest.raises(ValueError, match="weight must be above"):
        BeforeAfter(1, 3, 0)
    with pytest.raises(ValueError, match="weights of time"):
        weighted_difference(BeforeAfter(1, 1), BeforeAfter(1, 1), before_weight=0)
    with pytest.raises(ValueError, match="confidence"):
        weighted_difference(BeforeAfter(1, 1), BeforeAfter(1, 1), confidence=1)
    assert weighted_difference(BeforeAfter(0, 0), BeforeAfter(0, 0)).z == 0
