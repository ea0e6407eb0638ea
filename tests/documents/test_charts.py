"""What a chart's specification promises before anybody draws it."""

import itertools
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents import samples

from goldthread.documents import charts, house_style
from goldthread.documents.charts.scales import close_scale_of, scale_of
from goldthread.documents.model import Spec

FINITE = st.floats(-1e7, 1e7, allow_nan=False)


def everything_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a specification, at any depth."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from everything_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from everything_in(inner)


def labels_of(spec: Spec) -> list[str]:
    """All words a specification writes straight on the drawing."""
    found = []
    for part in everything_in(spec):
        text = part.get("text") if part.get("type") == "text" else part.get("written")
        if isinstance(text, str | list):
            found.append(" ".join(text) if isinstance(text, list) else text)
    return found


@pytest.mark.parametrize("name", samples.every_chart())
def test_every_chart_is_plain_json_and_the_same_each_time(name: str) -> None:
    spec = samples.every_chart()[name]

    assert json.dumps(spec, allow_nan=False) == json.dumps(samples.every_chart()[name])
    padding = spec["padding"]
    assert spec["width"] + padding["left"] + padding["right"] == pytest.approx(
        house_style.WIDTH
    )


@pytest.mark.parametrize("name", samples.every_chart())
def test_no_chart_sets_words_too_small_to_read_in_print(name: str) -> None:
    sizes = [
        part["fontSize"]
        for part in everything_in(samples.every_chart()[name])
        if "fontSize" in part
    ]

    assert min(sizes, default=99) >= house_style.SMALL


def test_a_missing_month_leaves_a_gap_in_the_line() -> None:
    with_gap = [date(2020, 1, 1), date(2020, 2, 1), date(2020, 4, 1)]

    spec = charts.monthly_line(with_gap, [10, 12, 14], unit="offences")

    rows = spec["data"]["values"]
    assert [row["value"] for row in rows] == [10, 12, None, 14]
    assert rows[2]["month"] == "2020-03-01"


def test_values_and_months_have_to_match() -> None:
    with pytest.raises(ValueError, match="one value"):
        charts.monthly_line(samples.MONTHS, [1.0], unit="offences")
    with pytest.raises(ValueError, match="one value"):
        charts.yearly_bars(["a", "b"], [1.0], unit="offences")
    with pytest.raises(ValueError, match="twelve months"):
        charts.seasonal_profile([0.1] * 11)


NOTHING: list[Callable[[], Spec]] = [
    lambda: charts.monthly_line([], [], unit="x"),
    lambda: charts.monthly_line(samples.MONTHS, [None] * 60, unit="x"),
    lambda: charts.yearly_bars([], [], unit="x"),
    lambda: charts.interval_dots([], unit="x"),
    lambda: charts.ranked_bars([], unit="x"),
    lambda: charts.seasonal_profile([None] * 12),
    lambda: charts.lorenz([], []),
    lambda: charts.small_multiples([], [], unit="x"),
]


@pytest.mark.parametrize("draw", NOTHING)
def test_a_chart_of_nothing_says_so(draw: Callable[[], Spec]) -> None:
    (words,) = labels_of(draw())

    assert words.endswith(".")


def test_a_scale_that_leaves_out_zero_tells_the_reader() -> None:
    far = charts.monthly_line(samples.MONTHS, [2000 + n for n in range(60)], unit="x")
    near = charts.monthly_line(samples.MONTHS, [20 + n for n in range(60)], unit="x")

    assert "x (the scale does not start at zero)" in labels_of(far)
    assert "x" in labels_of(near)


def test_what_is_not_held_is_said_where_its_bar_would_stand() -> None:
    assert "not held" in labels_of(samples.every_chart()["years"])
    assert "not held" in labels_of(samples.every_chart()["ranked"])


def test_a_verdict_differs_in_shape_as_well_as_colour() -> None:
    rows = [
        samples.rated("A", 1, verdict=v) for v in ("improving", "concern", "unclear")
    ]

    data = charts.interval_dots(rows, unit="x")["data"]["values"]

    assert len({row["shape"] for row in data}) == 3
    assert len({row["colour"] for row in data}) == 3


@given(st.lists(FINITE, min_size=1, max_size=20))
def test_bars_stand_on_a_scale_that_holds_zero_and_every_value(
    values: list[float],
) -> None:
    scale = scale_of(values)

    slack = 1e-6 * (scale.high - scale.low)
    assert scale.low <= 0 <= scale.high
    assert scale.low - slack <= min(values)
    assert max(values) <= scale.high + slack
    assert 2 <= len(scale.ticks) <= 12


@given(st.floats(0.001, 1e7))
def test_a_label_names_the_height_of_its_grid_line(top: float) -> None:
    scale = scale_of([top])

    for tick in scale.ticks:
        read = float(re.sub(r"\s", "", scale.label(tick)))
        assert read == pytest.approx(tick, abs=1e-6 * scale.high)


@given(st.lists(FINITE, min_size=1, max_size=20))
def test_a_line_stays_inside_its_scale(values: list[float]) -> None:
    scale = close_scale_of(values)

    slack = 1e-6 * (scale.high - scale.low)
    assert scale.low - slack <= min(values)
    assert max(values) <= scale.high + slack


def test_few_or_small_numbers_are_never_shown_from_close_by() -> None:
    assert close_scale_of([1000, 1001]).low == 0
    assert close_scale_of([40, 41, 42, 43, 44, 45, 46]).low == 0
    assert close_scale_of([1000, 1001, 1002, 1003, 1004, 1005]).low > 0


@given(
    st.lists(st.floats(0, 200), min_size=1, max_size=6),
    st.floats(1, 20),
)
def test_labels_never_touch_and_keep_their_order(
    wanted: list[float], gap: float
) -> None:
    placed = house_style.spread(wanted, gap, 0, 200)

    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    steps = [placed[b] - placed[a] for a, b in itertools.pairwise(order)]
    assert all(step >= gap - 1e-9 for step in steps)
    assert all(place <= 200 + 1e-9 for place in placed)


@given(st.text(max_size=80), st.floats(40, 300))
def test_a_wrapped_name_fits_its_room(name: str, room: float) -> None:
    lines = house_style.wrapped(name, room).split("\n")

    assert len(lines) <= 2
    assert all(house_style.words_wide(line) <= room for line in lines)
