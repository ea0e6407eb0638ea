"""Wilson's interval of a share: a worked example, the slow way, an oracle, its limits."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.core.survey import share_limits

Z = 1.959963984540054
ANSWERS = st.integers(1, 5_000)


@pytest.mark.covers("S93", "E17")
@pytest.mark.parametrize(
    ("part", "of", "low", "high"),
    [  # Newcombe (1998), table 1, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_examples_of_the_source(
    part: int, of: int, low: float, high: float
) -> None:
    found = share_limits(part, of)

    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def slowly(part: float, of: float, n: float, *, up: bool) -> float:
    """The share that a test of this sample would just not refuse, by halving."""
    share = part / of
    inner, outer = share, 1.0 if up else 0.0
    for _ in range(200):
        middle = (inner + outer) / 2
        refused = abs(share - middle) > Z * sqrt(middle * (1 - middle) / n)
        inner, outer = (inner, middle) if refused else (middle, outer)
    return inner


@given(ANSWERS, st.floats(0, 1), st.floats(1, 4))
def test_it_is_what_a_test_of_every_share_would_not_refuse(
    of: int, share: float, effect: float
) -> None:
    part = round(share * of)
    found = share_limits(part, of, design_effect=effect)

    assert found.low == pytest.approx(slowly(part, of, of / effect, up=False), abs=1e-9)
    assert found.high == pytest.approx(slowly(part, of, of / effect, up=True), abs=1e-9)


@given(ANSWERS, st.floats(0, 1))
def test_it_holds_the_share_mirrors_and_widens_with_the_weights(
    of: int, share: float
) -> None:
    part = round(share * of)
    plain, mirrored = share_limits(part, of), share_limits(of - part, of)
    weighted = share_limits(part, of, design_effect=1.4)

    assert 0 <= plain.low <= part / of <= plain.high <= 1
    assert plain.low == pytest.approx(1 - mirrored.high, abs=1e-12)
    assert weighted.low <= plain.low and weighted.high >= plain.high
    assert weighted.effective == pytest.approx(of / 1.4)
    wider = share_limits(part * 4, of * 4)
    assert wider.high - wider.low < plain.high - plain.low


@given(ANSWERS, st.floats(0, 1))
def test_it_agrees_with_statsmodels(of: int, share: float) -> None:
    from statsmodels.stats.proportion import proportion_confint

    part = round(share * of)
    found = share_limits(part, of)

    low, high = proportion_confint(part, of, method="wilson")
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize(
    ("part", "of", "how", "words"),
    [
        (0, 0, {}, "needs answers"),
        (5, 4, {}, "between 0 and 4"),
        (-1, 4, {}, "between 0 and 4"),
        (1, 4, {"design_effect": 0.9}, "weights make no sample surer"),
        (1, 4, {"confidence": 1.0}, "confidence"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    part: int, of: int, how: dict[str, float], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        share_limits(part, of, **how)
