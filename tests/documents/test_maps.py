"""What a map's specification promises: classes, hatching, one border, no tiles."""

import json
import math
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from tests.documents import samples
from tests.documents.test_charts import everything_in, labels_of

from goldthread.documents import house_style, maps
from goldthread.documents.maps.classes import even_breaks, step_labels, step_of
from goldthread.documents.maps.shapes import board_of, parted
from goldthread.documents.model import Suppressed


def fills(spec: Any) -> list[str]:
    """The colour of every area of a map."""
    return [f["properties"]["fill"] for f in spec["layer"][0]["data"]["values"]]


def test_equal_areas_give_equal_bytes() -> None:
    first, second = (
        maps.shaded_map(samples.city(40), unit="offences") for _ in range(2)
    )

    assert json.dumps(first, allow_nan=False) == json.dumps(second)


@pytest.mark.covers("E49")
def test_shades_are_steps_of_one_hue_and_a_list_of_names_stands_beside_them() -> None:
    spec = maps.shaded_map(samples.city(40), unit="offences")

    assert set(fills(spec)) <= {*house_style.STEPS, "#ffffff"}
    assert "Saxonbridge 039" in labels_of(spec)


def test_what_is_hidden_or_not_held_is_hatched_not_shaded() -> None:
    spec = maps.shaded_map(samples.city(40), unit="offences")

    assert fills(spec)[3:5] == ["#ffffff", "#ffffff"]
    assert {"under 5, not shown", "not held"} <= set(labels_of(spec))
    hatches = [
        part for part in everything_in(spec) if part.get("type") == "MultiLineString"
    ]
    assert len(hatches) >= 4  # two on the map, two in the key, and the borders


def test_high_and_low_differ_by_hatching_and_not_only_by_colour() -> None:
    areas = samples.city(20)
    marked = [
        maps.Area(a.code, a.name, a.geometry, hot_spot="low" if n < 3 else "high")
        for n, a in enumerate(areas)
    ]

    spec = maps.hot_spot_map(marked)

    assert len(set(fills(spec))) == 2
    assert any(part.get("type") == "MultiLineString" for part in everything_in(spec))
    assert "lower, with its neighbours" in labels_of(spec)


def test_a_map_of_nothing_and_a_map_of_one_can_be_drawn() -> None:
    assert labels_of(maps.shaded_map([], unit="x")) == ["There is no area to draw."]
    assert labels_of(maps.hot_spot_map([])) == ["There is no area to draw."]
    assert len(fills(maps.shaded_map(samples.city(3)[:1], unit="x"))) == 1


def test_a_map_of_which_nothing_is_held_is_all_hatched() -> None:
    nothing = [maps.Area(a.code, a.name, a.geometry, math.nan) for a in samples.city(6)]

    assert set(fills(maps.shaded_map(nothing, unit="x"))) == {"#ffffff"}


def test_more_than_five_steps_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 5 steps"):
        maps.shaded_map(samples.city(9), unit="x", breaks=[1, 2, 3, 4, 5])


def test_given_breaks_are_kept() -> None:
    spec = maps.shaded_map(samples.city(40), unit="x", breaks=[10, 20])

    assert {"5 to 9", "10 to 19", "20 to 44"} <= set(labels_of(spec))


def test_neighbours_keep_one_border_when_simplified() -> None:
    wiggly = [
        (0.0, 0.0),
        *((0.5 + 0.0003 * (-1) ** n, n / 400) for n in range(401)),
        (0.0, 1.0),
    ]
    left = shapely.Polygon(wiggly)
    right = shapely.box(0, 0, 1, 1).difference(left)

    board = board_of([left.wkb, right.wkb], [])

    one, other = board.shapes
    assert len(one.exterior.coords) < 200
    assert one.intersection(other).area == pytest.approx(0, abs=1e-6)
    whole = shapely.union_all([one, other])
    assert whole.area == pytest.approx(
        one.envelope.union(other.envelope).area, rel=1e-6
    )


def test_a_square_on_the_ground_is_a_square_on_the_board() -> None:
    lat, side = 52.6, 0.05
    wide = side / math.cos(math.radians(lat + side / 2))

    board = board_of([shapely.box(-1, lat, -1 + wide, lat + side).wkb], [])

    assert board.width == pytest.approx(board.height, rel=1e-9)
    assert board.pixels_per_km == pytest.approx(board.height / (side * 111.195))


def test_a_shape_that_crosses_itself_is_put_right() -> None:
    bow_tie = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])

    board = board_of([bow_tie.wkb], [])

    assert board.shapes[0].is_valid
    assert board.shapes[0].area > 0


VALUES = st.lists(st.integers(0, 5000) | st.floats(0, 900), min_size=1, max_size=60)


@given(VALUES)
def test_every_value_falls_in_a_step_that_has_words(values: list[float]) -> None:
    breaks = even_breaks(values)
    labels = step_labels(values, breaks, 1)

    assert len(labels) == len(breaks) + 1 <= len(house_style.STEPS)
    assert breaks == sorted(set(breaks))
    assert all(0 <= step_of(value, breaks) < len(labels) for value in values)


def test_steps_of_skewed_values_still_hold_about_equally_many() -> None:
    values = np.round(np.random.default_rng(2).pareto(1.3, 160) * 20 + 20).tolist()

    breaks = even_breaks(values)

    held = np.bincount([step_of(value, breaks) for value in values])
    assert len(held) == 5
    assert held.min() >= 20
    assert all(one % 5 == 0 or one < 50 for one in breaks)


def test_hidden_values_shape_no_step() -> None:
    areas = [
        maps.Area(a.code, a.name, a.geometry, Suppressed(5) if n else 70.0)
        for n, a in enumerate(samples.city(5))
    ]

    labels = labels_of(maps.shaded_map(areas, unit="x"))

    assert "70" in labels
    assert not any(label.startswith("0 ") for label in labels)


PLACES = st.lists(st.tuples(st.floats(0, 60), st.floats(0, 60)), max_size=6)


@given(PLACES)
def test_numbers_on_a_map_part_where_they_would_touch(
    places: list[tuple[float, float]],
) -> None:
    moved = parted(places, 10)

    gaps = [math.dist(a, b) for n, a in enumerate(moved) for b in moved[:n]]
    assert all(gap > 9 for gap in gaps)


def test_numbers_on_a_map_stay_where_they_do_not_touch() -> None:
    assert parted([(0.0, 0.0), (50.0, 0.0)], 19) == [(0.0, 0.0), (50.0, 0.0)]
