"""Concentration beside chance."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from goldthread.core.concentration import (
    concentration,
    generalised_gini,
    gini,
    lorenz,
    share_of_places_for,
    stability,
    top_share,
)
from goldthread.core.refusal import Refused

ROWS = st.lists(st.integers(0, 60), min_size=2, max_size=40)


@pytest.mark.parametrize(
    ("counts", "plain", "general"),
    [
        ((10, 8, 2) + (0,) * 7, 0.78, 0.78),
        ((5, 2, 1) + (0,) * 7, 0.80, 0.75),
        ((10,) + (0,) * 9, 0.90, 0.90),
        ((22, 18, 17, 12, 11, 8, 6, 3, 2, 1), 0.392, 0.392),
        # the lorenzgini vignette's caption says .58, its own formula .56
        ((3, 1, 1) + (0,) * 7, 0.78, 0.56),
    ],
)
def test_gini_and_its_generalisation_are_the_published_ones(counts, plain, general):
    assert gini(counts) == pytest.approx(plain)
    assert generalised_gini(counts) == pytest.approx(general)


@given(ROWS)
def test_gini_is_half_the_mean_difference_between_places(counts):
    assume(sum(counts) > 0)
    slow = np.mean([[abs(a - b) for a in counts] for b in counts]) / 2 / np.mean(counts)

    assert gini(counts) == pytest.approx(slow)
    assert 0 <= gini(counts) < 1
    assert generalised_gini(counts) <= gini(counts) + 1e-12


@given(ROWS, st.integers(2, 9), st.randoms())
def test_order_and_unit_do_not_matter(counts, factor, random):
    assume(sum(counts) > 0)
    shuffled = list(counts)
    random.shuffle(shuffled)

    assert gini(shuffled) == pytest.approx(gini(counts))
    assert gini(np.array(counts) * factor) == pytest.approx(gini(counts))
    assert share_of_places_for(shuffled) == share_of_places_for(counts)


@given(ROWS)
def test_the_smallest_share_of_places_is_found_by_counting(counts):
    assume(sum(counts) > 0)
    running, needed = 0, 0
    for count in sorted(counts, reverse=True):
        needed += 1
        running += count
        if 2 * running >= sum(counts):
            break

    assert share_of_places_for(counts) == pytest.approx(needed / len(counts))


def test_the_curve_runs_from_nothing_to_all():
    places, events = lorenz([1, 3, 0, 4])

    assert places.tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert events.tolist() == [0, 0.5, 0.875, 1, 1]
    assert top_share([1, 3, 0, 4], places=2) == 0.875
    assert np.isnan(top_share([0, 0], places=1))


def test_a_blind_scatter_looks_concentrated_and_is_called_chance():
    rng = np.random.default_rng(1)
    blind = np.bincount(rng.integers(0, 5000, 500), minlength=5000)

    found = concentration(blind, rng=rng, draws=199)

    assert found.gini.observed > 0.9
    assert not found.gini.beyond_chance
    assert not found.share_of_places_for_half.beyond_chance
    assert "generalised Gini" in found.caveat


@pytest.mark.covers("E8")
def test_a_planted_concentration_is_beyond_chance():
    rng = np.random.default_rng(2)
    counts = rng.poisson(rng.gamma(0.7, 20, 160))

    found = concentration(counts, rng=rng, draws=199)

    for figure in (found.gini, found.generalised_gini, found.top_tenth_share):
        assert figure.beyond_chance and figure.observed > figure.high
    assert found.share_of_places_for_half.observed < found.share_of_places_for_half.low
    assert found.caveat == "" and found.places == 160


def test_people_living_unevenly_is_no_concentration_of_crime():
    rng = np.random.default_rng(3)
    people = rng.gamma(1, 1000, 200)
    counts = rng.poisson(people / 50)

    blind = concentration(counts, rng=rng, draws=199)
    fair = concentration(counts, rng=rng, draws=199, exposure=people)

    assert blind.gini.beyond_chance
    assert blind.gini.observed > 3 * blind.gini.expected
    assert fair.gini.observed == pytest.approx(fair.gini.expected, abs=0.03)


def test_the_same_generator_gives_the_same_answer():
    counts = np.arange(40)

    one, two = (
        concentration(counts, rng=np.random.default_rng(9), draws=50) for _ in "ab"
    )

    assert one == two


def test_too_little_is_refused_in_words():
    found = concentration([1] * 15, rng=np.random.default_rng(1))

    assert isinstance(found, Refused) and "15 events in 15 places" in found.reason


@pytest.mark.covers("E8")
def test_a_hot_area_that_moved_is_told_from_one_that_jitters():
    rng = np.random.default_rng(4)
    mean = np.full(160, 8.0)
    mean[:10] = 60
    after = np.roll(mean, 80)
    calm = stability(rng.poisson([mean, mean, mean]), top=10, rng=rng, draws=99)
    moved = stability(rng.poisson([mean, mean, after]), top=10, rng=rng, draws=99)

    assert not calm.moved.any() and calm.kendall_w > moved.kendall_w
    assert moved.moved.tolist() == [False, True]
    assert set(calm.top[0]) == set(range(10))
    assert moved.retained[1] < moved.low[1] <= moved.expected[1]


def test_rank_agreement_is_scipys():
    rng = np.random.default_rng(5)
    table = rng.poisson(5, (3, 40))

    found = stability(table, top=5, rng=rng, draws=9)

    assert found.spearman[0] == pytest.approx(stats.spearmanr(*table[:2]).statistic)
    ranks = np.array([stats.rankdata(row) for row in table])
    pairs = [np.corrcoef(ranks[i], ranks[j])[0, 1] for i, j in ((0, 1), (0, 2), (1, 2))]
    assert found.kendall_w == pytest.approx((np.mean(pairs) * 2 + 1) / 3, abs=0.01)


def test_places_that_are_all_alike_have_no_order_and_say_they_tie():
    rng = np.random.default_rng(6)

    found = stability(np.full((2, 20), 4), top=5, rng=rng, draws=9)

    assert np.isnan(found.spearman[0]) and found.kendall_w == 1
    assert "tie at the edge" in found.caveat
    apart = np.arange(20)[None, :] * [[1], [2]]
    assert stability(apart, top=5, rng=rng, draws=9).caveat == ""


def test_wrong_input_is_refused_with_a_sentence():
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="no curve of no events"):
        lorenz([0, 0])
    with pytest.raises(ValueError, match="share lies above 0"):
        share_of_places_for([1], share=0)
    with pytest.raises(ValueError, match="places lies between 1 and 2"):
        top_share([1, 2], places=3)
    with pytest.raises(ValueError, match="one complete row"):
        gini([1, np.nan])
    with pytest.raises(ValueError, match="one exposure for each"):
        concentration(np.full(20, 5), rng=rng, exposure=np.ones(3))
    with pytest.raises(ValueError, match="two or more years"):
        stability([[1, 2, 3]], top=1, rng=rng)
    with pytest.raises(ValueError, match="top lies between"):
        stability([[1, 2, 3], [1, 2, 3]], top=3, rng=rng)
