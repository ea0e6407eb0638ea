"""The scheme of C33: its boundaries are exact, in both directions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.core.targets import MET, MISSED, NEARLY, NOTHING, against_target


@pytest.mark.covers("C33", "E71")
@pytest.mark.parametrize(
    ("better", "value", "verdict"),
    [
        ("up", 94.9, MISSED),  # -5.1 %
        ("up", 95.0, NEARLY),  # -5.0 %
        ("up", 99.9, NEARLY),
        ("up", 100.0, MET),
        ("up", 130.0, MET),
        ("down", 105.1, MISSED),
        ("down", 105.0, NEARLY),
        ("down", 100.1, NEARLY),
        ("down", 100.0, MET),
        ("down", 12.0, MET),
    ],
)
def test_a_miss_of_exactly_five_per_cent_is_nearly(
    better: str, value: float, verdict: str
) -> None:
    assert against_target(value, 100.0, better=better).verdict == verdict


@pytest.mark.covers("C33", "E71")
def test_no_target_no_figure_or_no_direction_is_no_verdict() -> None:
    assert against_target(5.0, None, better="up").verdict == NOTHING
    assert against_target(None, 5.0, better="up").verdict == NOTHING
    assert against_target(float("nan"), 5.0, better="up").verdict == NOTHING
    assert against_target(5.0, 5.0, better="neutral").verdict == NOTHING


def test_a_target_of_nothing_is_met_or_missed_and_has_no_per_cent() -> None:
    assert against_target(0.0, 0.0, better="down").verdict == MET
    assert against_target(1.0, 0.0, better="down").verdict == MISSED
    assert against_target(1.0, 0.0, better="down").shortfall is None


def test_a_boundary_that_binary_numbers_blur_is_still_exact() -> None:
    # 0.3 * 0.95 is 0.285 on paper and 0.28499999999999998 in binary.
    assert against_target(0.285, 0.3, better="up").verdict == NEARLY
    assert against_target(0.2849, 0.3, better="up").verdict == MISSED


def plainly(value: Fraction, target: Fraction, better: str) -> str:
    """The slow twin: the scheme as its words say it."""
    missing = target - value if better == "up" else value - target
    if missing <= 0:
        return MET
    return NEARLY if missing * 20 <= target else MISSED


figures = st.integers(1, 10**6)


@given(figures, figures, st.sampled_from(["up", "down"]))
def test_the_scheme_is_what_its_words_say(value: int, target: int, better: str) -> None:
    found = against_target(value / 10, target / 10, better=better).verdict

    assert found == plainly(Fraction(value, 10), Fraction(target, 10), better)


@given(figures, figures, st.integers(1, 9))
def test_a_verdict_does_not_depend_on_the_unit(
    value: int, target: int, unit: int
) -> None:
    one = against_target(float(value), float(target), better="up")
    other = against_target(float(value * unit), float(target * unit), better="up")

    assert one.verdict == other.verdict
