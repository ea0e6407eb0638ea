"""Nothing small is shown, nor what it can be read back from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.core.disclosure import (
    exposed_by_totals,
    protect,
    protect_derived,
    protected_shares,
    words_for_suppressed,
)

COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=30)


@pytest.mark.covers("B53")
def test_one_to_four_are_not_shown_zero_and_five_are():
    found = protect([0, 1, 4, 5, np.nan])

    np.testing.assert_array_equal(found.values, [0, np.nan, np.nan, 5, np.nan])
    assert found.suppressed.tolist() == [False, True, True, False, False]
    assert found.caveat == (
        "2 figures are not shown, because they rest on fewer than 5 people or events."
    )
    assert protect([1]).caveat.startswith("1 figure is not shown")
    assert protect([7]).caveat == ""


@given(COUNTS, st.sampled_from([3, 5, 10]))
def test_no_shown_count_lies_between_zero_and_the_threshold(counts, threshold):
    found = protect(counts, threshold=threshold)

    for count, shown, hidden in zip(
        counts, found.values, found.suppressed, strict=True
    ):
        assert hidden == (0 < count < threshold)
        assert np.isnan(shown) if hidden else shown == count


@given(COUNTS, COUNTS)
def test_no_shown_percentage_rests_on_a_small_part_whole_or_remainder(parts, rests):
    size = min(len(parts), len(rests))
    part, rest = np.array(parts[:size]), np.array(rests[:size])

    found = protected_shares(part, part + rest)

    for a, b, share in zip(part, rest, found.values, strict=True):
        if not np.isnan(share):
            assert a not in range(1, 5) and b not in range(1, 5)
            assert share == pytest.approx(100 * a / (a + b))


def test_what_is_made_of_a_hidden_count_is_hidden_too():
    now, before = protect([3, 50, 60]), protect([40, 2, 30])

    change = protect_derived([-92.5, 2400, 100], now, before)

    np.testing.assert_array_equal(change.values, [np.nan, np.nan, 100])
    with pytest.raises(ValueError, match="name the protected counts"):
        protect_derived([1])


def test_cells_a_total_would_give_away_are_marked():
    table = protect([[20, 3, 17], [8, 2, 30], [12, 15, 40]])

    exposed = exposed_by_totals(table)

    assert exposed.tolist() == [
        [False, True, False],
        [False, True, False],
        [False, False, False],
    ]
    assert exposed_by_totals(protect([3, 20])).tolist() == [True, False]
    assert not exposed_by_totals(protect([3, 2])).any()


def test_the_words_and_thresholds_are_those_agreed():
    assert words_for_suppressed() == "1 to 4"
    assert words_for_suppressed(3) == "1 to 2"
    with pytest.raises(ValueError, match="one of 3, 5, 10: found 4"):
        protect([1], threshold=4)
    with pytest.raises(ValueError, match="cannot be more than its whole"):
        protected_shares([3], [2])
