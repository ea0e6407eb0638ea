"""Repeats: the book's example, the slow way over a list of victims, and their limits."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.core.refusal import Refused
from goldthread.core.repeats import Repeats, repeats


@pytest.mark.covers("E60", "S84")
def test_the_books_example_of_commercial_burglaries() -> None:
    found = repeats(offences=459, victims=250)

    assert isinstance(found, Repeats) and found.share is not None
    assert (found.repeats, f"{100 * found.share:.1f}") == (209, "45.5")
    assert f"{100 * found.share:.0f}" == "46"


@given(st.lists(st.integers(0, 30), max_size=120))
def test_it_is_what_counting_every_offence_after_the_first_gives(
    who: list[int],
) -> None:
    slowly = sum(hit - 1 for hit in Counter(who).values())

    found = repeats(offences=len(who), victims=len(set(who)))

    assert isinstance(found, Repeats)
    assert found.repeats == slowly
    assert (found.share is None) == (len(who) < 20)
    assert found.share is None or 0 <= found.share < 1


@pytest.mark.parametrize(("offences", "victims"), [(9, 10), (3, 0)])
def test_counts_that_cannot_be_true_of_each_other_are_refused(
    offences: int, victims: int
) -> None:
    assert isinstance(repeats(offences=offences, victims=victims), Refused)


def test_a_count_is_none_or_more() -> None:
    with pytest.raises(ValueError, match="are counts"):
        repeats(offences=-1, victims=0)
