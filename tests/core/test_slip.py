"""A slip of the key is told from what a series does by itself."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from goldthread.core.slip import far_out

STEADY = [118.0, 125, 119, 124, 117, 126, 120, 122, 118, 125, 119, 121]


def slowly(before, new):
    """The same answer the obvious way: yes or no."""
    known = [one for one in before if one == one][-24:]
    if not known or (known[-1] < 20 and new < 20):
        return False
    last = known[-1]
    if last > 0 and (new >= 5 * last or new <= last / 5):
        return True
    if len(known) < 12:
        return False
    mean = sum(known) / len(known)
    moves = [abs(b - a) for a, b in itertools.pairwise(known)]
    spread = max(sum(moves) / len(moves) / 1.128, mean**0.5)
    return abs(new - mean) > 5 * spread and abs(new - last) > 5 * spread


def test_a_digit_too_many_and_one_too_few_are_asked_about():
    more, fewer = far_out(STEADY, 1190), far_out(STEADY, 12)

    assert more is not None and round(more.times, 1) == 9.8
    assert fewer is not None and round(1 / fewer.times) == 10
    assert far_out([7.0], 80) is not None  # after one figure alone


def test_a_wrong_figure_of_the_right_length_is_asked_about_by_hand():
    # Mean 121.17 and moves of 5.36 make 4.8 a spread; chance alone is 11, so 5 x 11 = 55.
    found = far_out(STEADY, 190)

    assert found is not None and found.times is None
    assert (round(found.low), round(found.high)) == (66, 176)
    assert far_out(STEADY, 170) is None


def test_small_first_and_usual_figures_raise_no_question():
    assert far_out([], 1190) is None
    assert far_out([1.0], 12) is None
    assert far_out([0.0] * 12, 3) is None
    assert far_out([float("nan"), 100], 130) is None


def test_a_series_that_moves_by_itself_is_hardly_ever_questioned():
    rng = np.random.default_rng(11)
    months = rng.poisson(60 * (1 + 0.3 * np.sin(np.arange(400) * np.pi / 6)))

    asked = [n for n in range(24, 400) if far_out(months[:n], months[n]) is not None]

    assert len(asked) <= 1


FIGURES = st.floats(0, 1e6).map(lambda one: round(one, 2))


@given(st.lists(FIGURES, max_size=40), FIGURES)
def test_it_says_what_the_slow_way_says(before, new):
    assert (far_out(before, new) is not None) == slowly(before, new)


@given(st.lists(FIGURES, min_size=1, max_size=40), FIGURES)
def test_what_is_far_above_stays_far_when_it_is_doubled(before, new):
    if new > max(before) and far_out(before, new) is not None:
        assert far_out(before, 2 * new) is not None


@given(st.lists(FIGURES, min_size=1, max_size=40))
def test_the_same_figure_again_is_never_asked_about(before):
    assert far_out(before, before[-1]) is None
