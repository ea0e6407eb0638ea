"""A month beside its year, and this year's release beside last year's: nothing small is told."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.core.along_time import protect_along_time
from goldthread.core.suppression import attack

YEAR = ["2025/26"] * 6 + ["2026/27"] * 6


def subtract(values, hidden, shown_before, inside):
    """Somebody who kept every release: what each hidden month of a year can be."""
    known = hidden & ~shown_before
    return attack(values[inside], known[inside])


def test_a_small_month_is_hidden_and_the_cheapest_with_it_beside_the_years_total():
    counts = [3, 20, 9, 31, 17, 22, 8, 14, 19, 25, 16, 12]

    found = protect_along_time(counts, YEAR, whole=["2025/26"])

    assert np.flatnonzero(found.primary).tolist() == [0]
    assert np.flatnonzero(found.suppressed).tolist() == [0, 2]
    assert found.totals == {"2025/26": 102.0}
    assert np.isnan(found.values[0]) and found.values[6] == 8


def test_a_year_that_is_not_over_has_no_total():
    found = protect_along_time([8] * 12, YEAR, whole=["2025/26"])

    assert found.totals == {"2025/26": 48.0}


def test_what_was_shown_before_protects_nothing_so_the_total_is_left_out():
    counts = np.array([3.0, 20, 9, 31, 17, 22])
    # Each month came out by itself, before there was a total: all but the small one.
    shown = np.array([False, True, True, True, True, True])

    found = protect_along_time(counts, YEAR[:6], whole=["2025/26"], shown_before=shown)

    assert found.totals == {"2025/26": None}
    assert found.suppressed.tolist() == [True, False, False, False, False, False]
    # Printed all the same, the total would have told it to whoever kept the others.
    low, high = subtract(counts, found.suppressed, shown, slice(0, 6))
    assert (low[0], high[0]) == (3.0, 3.0)


def test_what_was_hidden_once_stays_hidden():
    counts = [3, 20, 9, 31, 17, 22]
    hid = [True, False, True, False, False, False]

    found = protect_along_time(
        [6, 20, 9, 31, 17, 22], YEAR[:6], whole=["2025/26"], hidden_before=hid
    )

    assert np.flatnonzero(found.suppressed).tolist() == [0, 2]
    assert counts[0] == 3  # before it was corrected to 6


def test_a_year_with_a_missing_month_has_no_total():
    found = protect_along_time([3, np.nan, 9], ["a"] * 3, whole=["a"])

    assert found.totals == {}
    assert found.suppressed.tolist() == [True, False, False]


def test_a_year_that_cannot_be_made_safe_has_no_total():
    found = protect_along_time([3, 0, 0], ["a"] * 3, whole=["a"])

    assert found.totals == {"a": None}


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="needs its year"):
        protect_along_time([1, 2], ["a"], whole=[])
    with pytest.raises(ValueError, match="one mark for each"):
        protect_along_time([1, 2], ["a", "a"], whole=[], shown_before=[True])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 30), min_size=4, max_size=8),
    st.data(),
    st.sampled_from([3, 5]),
)
def test_an_attacker_who_kept_every_release_narrows_no_small_month(
    counts, data, threshold
):
    """Months come out one by one, then the year is over and its total comes too."""
    values = np.array(counts, dtype=float)
    size = values.size
    shown, hid = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    for so_far in range(data.draw(st.integers(0, size - 1)), size):
        part = protect_along_time(
            np.where(np.arange(size) <= so_far, values, np.nan),
            ["y"] * size,
            whole=["y"] if so_far == size - 1 else [],
            shown_before=shown,
            hidden_before=hid,
            threshold=threshold,
        )
        out = np.arange(size) <= so_far
        shown |= out & ~part.suppressed
        hid |= out & part.suppressed

    small = (values > 0) & (values < threshold)
    assert part.suppressed[small].all()
    if part.totals["y"] is None:
        return
    assert part.totals["y"] == values.sum()
    low, high = attack(values, part.suppressed & ~shown)
    assert ((high - low)[small] >= threshold - 1e-6).all()
