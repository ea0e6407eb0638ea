"""The highest and the lowest of all that are held."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.core.on_record import on_record

FIGURES = st.lists(st.integers(0, 900).map(float), min_size=2, max_size=40)


def test_september_is_not_the_highest_where_august_was_higher():
    found = on_record([500, 598, 573])

    assert not found.highest and not found.lowest
    assert (found.above, found.most) == (1, 598)


def test_as_high_as_before_is_not_higher():
    assert not on_record([573, 500, 573]).highest
    assert on_record([572, 500, 573]).highest
    assert on_record([500, 598, 499]).lowest


def test_the_last_quarter_is_held_against_whole_quarters_before_it():
    found = on_record([99, 10, 20, 30, 5, 5, 60], length=3)

    assert (found.last, found.spells, found.most) == (70, 1, 60)  # 99 is in no quarter


def test_nothing_is_said_where_nothing_is_before_or_the_last_is_missing():
    assert on_record([7]) is None
    assert on_record([7, float("nan")]) is None
    assert on_record([float("nan"), 7]) is None
    with pytest.raises(ValueError, match="one figure or more"):
        on_record([1, 2], length=0)


@given(FIGURES)
def test_it_says_what_the_slow_way_says(values):
    found = on_record(values)

    assert found.highest == all(one < values[-1] for one in values[:-1])
    assert found.lowest == all(one > values[-1] for one in values[:-1])
    assert values[-1 - found.above] == found.most == max(values[:-1])


@given(FIGURES, st.integers(1, 5))
def test_turned_upside_down_the_highest_is_the_lowest(values, length):
    found, turned = (on_record(np.array(v), length=length) for v in (values, [-one for one in values]))  # fmt: skip

    assert (found is None) == (turned is None)
    if found is not None:
        assert (found.highest, found.lowest) == (turned.lowest, turned.highest)
