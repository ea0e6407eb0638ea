"""One answer to "did it work?", with its doubts; and the rank among placebos."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.core.difference import BeforeAfter, Relative, relative_difference
from goldthread.core.effect import Evidence, verdict
from goldthread.core.expected_fall import expected_fall
from goldthread.core.interrupted import Step
from goldthread.core.placebo import Placebo, placebo
from goldthread.core.refusal import Refused


def against(before, after, c_before=2000, c_after=2000) -> Relative:
    found = relative_difference(
        BeforeAfter(before, after), BeforeAfter(c_before, c_after)
    )
    assert isinstance(found, Relative)
    return found


def judged(found: Relative, wanted="down", promised=20.0, **more):
    more.setdefault("has_comparison", True)
    return verdict(Evidence(wanted, promised, found, **more))


def step(ratio: float, distinguishable: bool = True) -> Step:
    return Step(
        ratio, ratio - 0.1, ratio + 0.1, distinguishable, 1, 0, 40, 12, 0.95, np.ones(2)
    )


@pytest.mark.covers("E12")
def test_a_fall_beyond_chance_worked_and_one_within_it_cannot_be_told():
    assert judged(against(400, 250)).result == "worked"
    assert judged(against(100, 88)).result == "cannot tell"
    assert judged(against(400, 600)).result == "worse"


def test_no_effect_is_said_only_where_the_promise_can_be_ruled_out():
    assert judged(against(1500, 1490), promised=20).result == "no effect"
    assert judged(against(60, 60), promised=20).result == "cannot tell"
    assert judged(against(1500, 1490), promised=None).result == "cannot tell"


def test_where_a_rise_is_the_aim_a_rise_worked():
    assert judged(against(400, 600), wanted="up").result == "worked"
    assert judged(against(400, 250), wanted="up").result == "worse"
    assert judged(against(1500, 1510), wanted="up", promised=25).result == "no effect"


@pytest.mark.covers("E44")
def test_a_fall_that_chance_would_have_taken_back_did_not_work():
    usual = [100.0, 104, 97, 101, 99, 103, 98]
    fall = expected_fall(160, usual)
    assert not isinstance(fall, Refused)

    plain = judged(against(160, 104))
    careful = judged(against(160, 104), fall=fall)

    assert plain.result == "worked"
    assert careful.result == "no effect"
    assert "chosen when it stood high" in careful.doubts[0]
    assert careful.doubts[1] == "Without that it would have looked as if it had worked."
    real = judged(against(160, 40), fall=fall)
    assert real.result == "worked"
    assert judged(against(160, 104), wanted="up", fall=fall).doubts == ()


def test_a_contradiction_takes_an_answer_away_but_never_gives_one():
    turned = judged(against(400, 250), step=step(1.4))
    ranked = judged(against(400, 250), placebo=Placebo(0.4, 14, 5))

    assert turned.result == ranked.result == "cannot tell"
    assert "moved the other way" in turned.doubts[0]
    assert ranked.doubts[0].startswith("5 of 14 comparison places")
    assert judged(against(400, 250), step=step(0.7)).result == "worked"
    assert judged(against(400, 250), step=step(1.1, False)).result == "worked"
    assert (
        judged(against(100, 95), placebo=Placebo(0.05, 20, 0)).result == "cannot tell"
    )


def test_strength_is_in_words_and_no_single_action_passes_level_three():
    assert judged(against(400, 250)).strength == (
        "moderate: before and after beside comparison places (level 3 of 5)"
    )
    alone = judged(against(400, 250), has_comparison=False)
    assert alone.level == 2 and alone.strength.startswith("weak")


def test_before_and_after_alone_is_not_believed_without_a_step_of_its_own():
    told = judged(against(400, 250), has_comparison=False, step=step(0.9, False))

    assert told.result == "cannot tell"
    assert "does not beyond chance" in told.doubts[0]
    stepped = judged(against(400, 250), has_comparison=False, step=step(0.6))
    assert stepped.result == "worked"


@given(
    st.integers(20, 900), st.integers(0, 900), st.integers(20, 900), st.integers(1, 900)
)
def test_the_answer_follows_the_limits(before, after, c_before, c_after):
    found = judged(against(before, after, c_before, c_after))

    assert (found.result == "worked") == (found.high < 1)
    assert (found.result == "worse") == (found.low > 1)


def test_the_placebo_rank_counts_those_as_far_either_way():
    found = placebo(-0.5, [0.1, -0.6, 0.5, 0.2, 0, -0.1, 0.3, -0.2, 0.05, 0.15])

    assert found == Placebo(3 / 11, 10, 2)
    assert "Only 9 comparison places" in str(placebo(1, [0.0] * 9))


@given(st.floats(-3, 3), st.lists(st.floats(-3, 3), min_size=10, max_size=40))
def test_the_rank_is_a_probability_and_does_not_mind_the_order(target, others):
    found = placebo(target, others)

    assert 1 / (len(others) + 1) <= found.p_value <= 1
    assert placebo(target, others[::-1]) == found
    assert placebo(2 * target, [2 * o for o in others]) == found


def test_a_place_where_nothing_was_done_is_seldom_at_the_end_of_the_rank():
    rng = np.random.default_rng(5)
    ends = [
        placebo(draw[0], draw[1:]).p_value <= 0.05
        for draw in rng.normal(size=(2000, 20))
    ]

    assert np.mean(ends) == pytest.approx(0.05, abs=0.015)
