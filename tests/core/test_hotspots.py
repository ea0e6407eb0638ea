"""Gi* and local Moran against published figures, esda, slow shuffles and chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from goldthread.core.hotspots import (
    POINT_METHODS,
    benjamini_hochberg,
    getis_ord,
    local_moran,
    neighbours_from_edges,
    neighbours_from_links,
    refusal_of_open_data,
)
from goldthread.core.refusal import Refused


def grid(side):
    """Queen contiguity of a square of areas."""
    edges = [
        (r * side + c, (r + a) * side + c + b)
        for r in range(side)
        for c in range(side)
        for a, b in ((0, 1), (1, -1), (1, 0), (1, 1))
        if r + a < side and 0 <= c + b < side
    ]
    return neighbours_from_edges(edges, areas=side * side)


GRID = grid(12)


def _moran(values, seed=0, permutations=999, near=GRID):
    rng = np.random.default_rng(seed)
    return local_moran(values, near, rng=rng, permutations=permutations)


def test_gi_star_is_the_published_figure(monkeypatch):
    """Six points of esda's own tests, neighbours within 15; first z -1.39727626."""
    monkeypatch.setattr("goldthread.core.hotspots.FEWEST_AREAS", 2)
    points = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)])
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    near = neighbours_from_edges(np.argwhere((apart <= 15) & (apart > 0)), areas=6)

    found = getis_ord([2, 3, 3.2, 5, 8, 7], near)

    assert found.z[0] == pytest.approx(-1.39727626, abs=5e-9)


def test_gi_star_of_many_maps_is_the_formula_area_by_area():
    maps = np.random.default_rng(1).poisson(5, (144, 3)).astype(float)

    found = getis_ord(maps, GRID)

    for area in (0, 5, 77):
        near = {area, *GRID.of[GRID.start[area] : GRID.start[area + 1]]}
        x, w = maps[:, 1], len(near)
        z = (x[list(near)].sum() - x.mean() * w) / (
            x.std() * np.sqrt((144 * w - w * w) / 143)
        )
        assert found.z[area, 1] == pytest.approx(z)
    np.testing.assert_allclose(found.p_value, 2 * stats.norm.sf(np.abs(found.z)))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:The alternative hypothesis:DeprecationWarning")
def test_both_are_esdas_on_its_own_terms(monkeypatch):
    import numba

    # Compiling takes twenty times as long as these shuffles do without.
    monkeypatch.setattr(numba.config, "DISABLE_JIT", True)
    import esda

    monkeypatch.setattr("esda.crand.boolean", bool)  # numba's, a type of its own
    from libpysal.weights import W

    values = np.random.default_rng(2).gamma(2, 1, 144)
    groups = np.split(GRID.of, GRID.start[1:-1])
    weights = W({i: list(map(int, group)) for i, group in enumerate(groups)})

    theirs = esda.G_Local(values, weights, star=True, transform="B", permutations=0)
    moran = esda.Moran_Local(values, weights, permutations=9999, seed=1)
    ours = _moran(values, permutations=9999)

    np.testing.assert_allclose(getis_ord(values, GRID).z, theirs.Zs, atol=1e-10)
    np.testing.assert_allclose(ours.index, moran.Is * 144 / 143, atol=1e-10)
    np.testing.assert_array_equal(ours.quadrant, moran.q)
    # two draws of 9,999 differ by 0.014 (one standard deviation) where p is near 1
    np.testing.assert_allclose(ours.p_value, np.minimum(2 * moran.p_sim, 1), atol=0.06)


def test_p_values_are_those_of_shuffling_the_others_one_by_one():
    rng = np.random.default_rng(3)
    values = rng.gamma(1, 1, 25)
    values[[0, 1, 5, 6]] += 3
    near = grid(5)

    fast = _moran(values, permutations=19_999, near=near)

    for area in (0, 6, 12, 24):
        count = near.count[area]
        group = near.of[near.start[area] : near.start[area + 1]]
        others = np.delete(values, area)
        sums = np.array([rng.permutation(others)[:count].sum() for _ in range(8000)])
        observed = values[group].sum()
        tail = min((sums >= observed).mean(), (sums <= observed).mean())
        assert fast.p_value[area] == pytest.approx(min(1, 2 * tail), abs=0.03)


@pytest.mark.covers("E8", "E40")
def test_a_planted_hot_area_is_found_and_little_else():
    counts = np.random.default_rng(4).poisson(10, (12, 12)).astype(float)
    counts[3:6, 3:6] += 25

    gi = getis_ord(counts.ravel(), GRID)
    moran = _moran(counts.ravel(), permutations=9999)

    planted = np.zeros((12, 12), dtype=bool)
    planted[3:6, 3:6] = True
    ring = np.zeros_like(planted)
    ring[2:7, 2:7] = True
    assert gi.hot[planted.ravel()].all() and not gi.hot[~ring.ravel()].any()
    assert not gi.cold.any()
    hot = moran.distinguishable & (moran.quadrant == 1)
    assert hot.reshape(12, 12)[4, 4] and not hot[~ring.ravel()].any()


@pytest.mark.covers("E2")
def test_blind_maps_are_seldom_given_a_hot_spot():
    maps = np.random.default_rng(5).poisson(20, (144, 300)).astype(float)

    gi = getis_ord(maps, GRID)
    moran = [_moran(maps[:, m], seed=m).distinguishable.any() for m in range(60)]

    assert np.mean((gi.hot | gi.cold).any(axis=0)) < 0.12
    assert np.mean(moran) < 0.15


@given(st.integers(0, 1000), st.floats(0.1, 100), st.floats(-5, 5))
def test_units_do_not_matter_and_the_generator_decides(seed, factor, shift):
    values = np.random.default_rng(seed).gamma(1, 1, 144)

    plain, scaled = getis_ord(values, GRID), getis_ord(values * factor + shift, GRID)

    np.testing.assert_allclose(scaled.z, plain.z, atol=1e-6)
    one, two = _moran(values, 7, 99), _moran(values, 7, 99)
    np.testing.assert_array_equal(one.p_value, two.p_value)
    assert (one.p_value >= 2 / 100).all() and (one.p_value <= 1).all()


def test_false_discoveries_are_counted_as_scipy_counts_them():
    p = np.random.default_rng(6).random((50, 2)) ** 2

    found = benjamini_hochberg(p)

    for column in (0, 1):
        np.testing.assert_allclose(
            found[:, column], stats.false_discovery_control(p[:, column])
        )
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([1.2])


def test_neighbours_hold_both_ways_once_and_never_with_oneself():
    near = neighbours_from_edges([(0, 1), (1, 0), (1, 1), (1, 2)], areas=4)
    one_way = neighbours_from_links([(0, 1), (0, 1)], areas=2)

    assert near.count.tolist() == [1, 2, 1, 0]
    assert near.of.tolist() == [1, 0, 2, 1]
    assert one_way.count.tolist() == [1, 0]
    assert neighbours_from_edges([], areas=3).count.tolist() == [0, 0, 0]
    for make in (neighbours_from_edges, neighbours_from_links):
        with pytest.raises(ValueError, match="names areas 0 to 1"):
            make([(0, 2)], areas=2)


def test_an_area_without_neighbours_is_said_and_never_called():
    values = np.random.default_rng(8).gamma(1, 1, 30)
    near = neighbours_from_edges([(i, i + 1) for i in range(28)], areas=30)

    assert "1 areas have no neighbour" in getis_ord(values, near).caveat
    found = _moran(values, near=near)
    assert found.p_value[29] == 1 and "no neighbour" in found.caveat


def test_where_the_floor_of_p_stops_every_discovery_it_is_said():
    counts = np.random.default_rng(4).poisson(10, (12, 12)).astype(float)
    counts[3:5, 3:5] += 80

    found = _moran(counts.ravel(), permutations=99)

    assert not found.distinguishable.any()
    assert "99 permutations cannot find fewer than 58 areas" in found.caveat


def test_maps_that_say_nothing_are_refused_or_flat():
    few = neighbours_from_edges([(0, 1)], areas=2)
    complete = neighbours_from_edges(
        [(i, j) for i in range(20) for j in range(i)], areas=20
    )

    assert isinstance(getis_ord([1, 2], few), Refused)
    assert isinstance(_moran([1, 2], near=few), Refused)
    assert isinstance(_moran(np.full(144, 0.1)), Refused)
    assert (getis_ord(np.full(144, 0.1), GRID).z == 0).all()
    assert not getis_ord(np.arange(20), complete).hot.any()


def test_large_maps_draw_distinct_neighbours_without_shuffling_every_row():
    near = grid(40)  # 1,600 areas: wide enough for the quick way of drawing
    values = np.random.default_rng(9).gamma(1, 1, 1600)

    found = _moran(values, near=near)

    assert np.mean(found.p_value < 0.05) < 0.08


@pytest.mark.covers("E40", "Z18")
@pytest.mark.parametrize("method", sorted(POINT_METHODS))
def test_open_data_carry_no_claim_about_points_or_hours(method):
    refusal = refusal_of_open_data(method)

    assert refusal is not None and refusal.startswith("Open police data cannot carry")
    assert ("month only" in refusal) == (method == "time of day")


@pytest.mark.covers("E40")
def test_open_data_may_be_mapped_by_small_area():
    assert refusal_of_open_data("small area") is None


def test_wrong_input_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="one value for each of the 144 areas"):
        getis_ord([1, 2], GRID)
    with pytest.raises(ValueError, match="must be complete"):
        getis_ord(np.full(144, np.nan), GRID)
    with pytest.raises(ValueError, match="one map at a time"):
        _moran(np.ones((144, 2)))
