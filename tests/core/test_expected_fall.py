"""What a place falls back by, because it was chosen when it stood high."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.core.expected_fall import expected_fall
from goldthread.core.refusal import Refused


def test_a_worked_example_by_hand():
    # Mean 100, variance 250: of the spread 100 is chance, so 0.6 of a distance is real.
    usual = [80.0, 90.0, 100.0, 110.0, 120.0]

    found = expected_fall(150, usual)

    assert np.var(usual, ddof=1) == 250
    assert found.kept == pytest.approx(0.6)
    assert found.expected == pytest.approx(130)
    assert found.fall == pytest.approx(20)
    assert found.percent == pytest.approx(100 * 20 / 150)


@pytest.mark.covers("E44")
def test_the_highest_of_many_places_falls_back_by_as_much_as_it_says():
    rng = np.random.default_rng(3)
    said, happened = [], []
    for _ in range(400):
        level = rng.gamma(20, 5, 40)  # mean 100
        before, after = rng.poisson(level), rng.poisson(level)
        top = int(before.argmax())
        found = expected_fall(before[top], np.delete(before, top))
        said.append(found.fall)
        happened.append(before[top] - after[top])

    assert np.mean(happened) > 8  # nothing was done, and it fell
    assert np.mean(said) == pytest.approx(np.mean(happened), rel=0.3)


def test_places_that_differ_by_chance_alone_keep_nothing_of_a_spike():
    found = expected_fall(40, [20.0, 22.0, 19.0, 21.0, 20.0, 18.0])

    assert found.kept == 0
    assert found.expected == 20


@given(
    st.lists(st.integers(1, 500).map(float), min_size=5, max_size=30),
    st.integers(0, 900),
    st.floats(1, 5),
)
def test_what_is_expected_lies_between_the_mean_and_what_was_counted(
    usual, chosen, phi
):
    found = expected_fall(chosen, usual, phi=phi)

    low, high = sorted((found.mean, float(chosen)))
    assert low - 1e-6 <= found.expected <= high + 1e-6
    assert expected_fall(chosen, usual, phi=phi + 1).kept <= found.kept


def test_few_places_are_refused_and_a_negative_count_is_an_error():
    assert isinstance(expected_fall(9, [1.0] * 4), Refused)
    with pytest.raises(ValueError, match="zero or more"):
        expected_fall(-1, [1.0] * 6)
    assert expected_fall(0, [0.0] * 6).percent == 0
