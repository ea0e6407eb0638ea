"""A small number beside printed totals stays unknown, whatever is subtracted."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.core.refusal import Refused
from goldthread.core.suppression import WithTotals, attack, protect_with_totals

TABLE = np.array([[20, 3, 17], [8, 2, 30], [12, 15, 40]])
SMALL = np.array([[0, 1, 0], [0, 1, 0], [0, 0, 0]], dtype=bool)


def test_hiding_only_the_small_numbers_gives_them_away():
    low, high = attack(TABLE, SMALL)

    assert (low[0, 1], high[0, 1]) == (3, 3)
    assert (low[1, 1], high[1, 1]) == (2, 2)
    assert np.isnan(low[2, 2])


def test_the_worked_example_hides_the_two_cheapest_more():
    found = protect_with_totals(TABLE)

    assert not isinstance(found, Refused)
    assert np.argwhere(found.suppressed).tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert (found.low[0, 1], found.high[0, 1]) == (0, 5)
    assert (found.low[1, 1], found.high[1, 1]) == (0, 5)
    assert found.values[2].tolist() == [12, 15, 40]
    assert found.caveat == (
        "2 small numbers are not shown, and 2 more, so that the totals do not give them "
        "away."
    )


def by_trying_every_table(table, hidden):
    """The attack the slow way: every table of whole numbers with the same totals."""
    places = [tuple(p) for p in np.argwhere(hidden)]
    most = int(table.sum())
    found = []
    for values in itertools.product(range(min(most, 12) + 1), repeat=len(places)):
        tried = table.copy()
        for place, value in zip(places, values, strict=True):
            tried[place] = value
        same_rows = (tried.sum(1) == table.sum(1)).all()
        if same_rows and (table.shape[0] == 1 or (tried.sum(0) == table.sum(0)).all()):
            found.append(values)
    return np.min(found, axis=0), np.max(found, axis=0)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=6, max_size=6), st.data())
def test_the_attack_finds_what_trying_every_table_finds(values, data):
    table = np.array(values).reshape(2, 3)
    hidden = np.zeros((2, 3), dtype=bool)
    columns = data.draw(st.sets(st.integers(0, 2), min_size=1, max_size=2))
    hidden[:, sorted(columns)] = True

    low, high = attack(table, hidden)
    least, most = by_trying_every_table(table, hidden)

    assert low[hidden] == pytest.approx(least, abs=1e-6)
    assert high[hidden] == pytest.approx(most, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda rows: st.integers(2, 4).flatmap(
            lambda columns: st.lists(
                st.lists(st.integers(0, 40), min_size=columns, max_size=columns),
                min_size=rows,
                max_size=rows,
            )
        )
    ),
    st.sampled_from([3, 5]),
)
def test_no_small_number_can_be_narrowed_whatever_the_table(rows, threshold):
    table = np.array(rows)

    small = (table > 0) & (table < threshold)

    found = protect_with_totals(table, threshold=threshold)

    if isinstance(found, Refused):
        assert (
            table.sum() < 40 * table.size
        )  # only where too little is there to hide in
        return
    assert isinstance(found, WithTotals)
    small = (table > 0) & (table < threshold)
    assert (found.suppressed & small == small).all()
    low, high = attack(table, found.suppressed)
    assert (high[small] - low[small] >= threshold - 1e-6).all()
    shown = ~found.suppressed
    assert (found.values[shown] == table[shown]).all()
    if not small.any():
        assert not found.suppressed.any()
        assert found.caveat == ""


@pytest.mark.covers("B53")
def test_in_a_list_with_a_total_one_more_is_hidden_and_one_alone_is_refused():
    found = protect_with_totals([3, 40, 9, 60])
    alone = protect_with_totals([3])

    assert not isinstance(found, Refused)
    assert found.suppressed.tolist() == [True, False, True, False]
    assert found.caveat.startswith("1 small number is not shown, and 1 more")
    assert (found.low[0], found.high[0]) == (0, 12)
    assert "leave the totals out" in str(alone)


def test_what_need_not_be_hidden_is_shown_again():
    table = np.array([[2, 3, 90], [3, 2, 80], [70, 60, 50]])

    found = protect_with_totals(table)

    assert not isinstance(found, Refused)
    assert found.suppressed.sum() == 4  # the four protect one another


def test_missing_cells_are_refused_and_parts_of_people_are_an_error():
    assert "missing cells" in str(protect_with_totals([[1, np.nan], [4, 5]]))
    with pytest.raises(ValueError, match="whole numbers"):
        protect_with_totals([[1.5, 2], [3, 4]])
