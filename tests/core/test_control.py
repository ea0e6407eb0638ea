"""XmR charts: rules, status, colours, refusals and false alarms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.core.control import chart_of_counts, control_chart
from goldthread.core.refusal import Refused

MONTHS = np.arange("2018-01", "2023-01", dtype="datetime64[M]")
SPIKED = np.array([1, 2, 1, 2, 10] + [1, 2] * 6 + [1.0])
CALM = np.array([50.0, 52.0] * 10)


def test_limits_screened_and_not_are_those_of_the_two_tools():
    official, package = control_chart(SPIKED), control_chart(SPIKED, rules="R-0.2")

    assert official.mean == pytest.approx(1.944444, abs=5e-7)
    assert (official.low, official.high) == pytest.approx((-3.062614, 6.951503))
    assert (package.low, package.high) == pytest.approx(
        (-0.7155556, 4.604444), abs=5e-7
    )
    assert official.signals[4] == "outside the limits" and official.sides[4] == 1


def test_the_two_rule_sets_differ_on_two_of_three():
    """Two of the last three near the limit, one of them beyond it."""
    values = np.append(CALM, [51.5, 57.0, 54.9])
    frozen = {"baseline": 20, "better": "up"}

    official = control_chart(values, **frozen)
    package = control_chart(values, rules="R-0.2", **frozen)

    assert official.inner_high < 54.9 < official.high < 57
    assert official.signals[-1] == "two of three near a limit"
    assert package.signals[-1] == ""
    assert official.signals[-2] == package.signals[-2] == "outside the limits"


def test_seven_in_a_row_make_a_shift_and_six_do_not():
    seven = control_chart(np.append(CALM, [52.0] * 7), baseline=20)
    six = control_chart(np.append(CALM[:-1], [52.0] * 6), baseline=19)

    assert seven.signals[-7:] == ("a shift",) * 7
    assert "7 points all lie above the mean" in seven.sentence
    assert set(six.signals) == {""}


def test_six_rises_in_a_row_make_a_trend_of_seven_points():
    values = np.append(CALM, 48 + np.arange(7) * 0.9)

    found = control_chart(values, baseline=20, better="down")

    assert found.signals[-7:] == ("a trend",) * 7
    assert found.variation == "concern" and found.colour == "red"
    assert "rose one after another" in found.sentence


@pytest.mark.parametrize(
    ("last", "better", "target", "status"),
    [
        (70, "down", None, ("concern", "no target", "red")),
        (30, "down", None, ("improvement", "no target", "green")),
        (70, "neutral", 60, ("change", "no target", "grey")),
        (51, "down", None, ("common cause", "no target", "grey")),
        (51, "down", 70, ("common cause", "pass", "green")),
        (51, "down", 30, ("common cause", "fail", "red")),
        (30, "down", 40, ("improvement", "fail", "amber")),
        (51, "up", 51, ("common cause", "hit or miss", "amber")),
        (70, "up", 51, ("improvement", "hit or miss", "green")),
        (51, "up", 30, ("common cause", "pass", "green")),
        (30, "up", 30, ("concern", "pass", "red")),
    ],
)
def test_the_colour_follows_from_variation_and_assurance(last, better, target, status):
    found = control_chart(
        np.append(CALM, last), better=better, target=target, baseline=20
    )

    assert (found.variation, found.assurance, found.colour) == status
    assert f"{status[2].capitalize()}: " in found.sentence


@given(st.floats(0.1, 50), st.floats(-100, 100), st.floats(20, 80))
def test_the_status_never_changes_with_the_unit(factor, shift, last):
    values = np.append(CALM, last)

    plain = control_chart(values, better="up", target=55, baseline=20)
    other = control_chart(
        values * factor + shift, better="up", target=55 * factor + shift, baseline=20
    )

    assert (plain.variation, plain.assurance) == (other.variation, other.assurance)


def test_flags_on_the_last_point_of_stable_series_are_rare():
    series = np.random.default_rng(1).normal(size=(2000, 24))

    charts = [control_chart(values) for values in series]

    assert 0.13 < np.mean([any(c.signals) for c in charts]) < 0.22
    assert np.mean([c.signals[-1] != "" for c in charts]) < 0.025


@pytest.mark.slow
@pytest.mark.covers("E2")
def test_a_harmless_season_is_taken_out_before_the_rules_look():
    rng = np.random.default_rng(2)
    season = 100 * (1 + 0.15 * np.sin(2 * np.pi * np.arange(60) / 12))
    series = rng.poisson(season, (200, 60))

    raw = np.mean([control_chart(v).signals[-1] != "" for v in series])
    fair = np.mean(
        [chart_of_counts(v, months=MONTHS).signals[-1] != "" for v in series]
    )

    assert fair < 0.08
    assert np.mean([any(control_chart(v).signals) for v in series]) > 0.8
    assert raw >= 0


def test_a_planted_jump_in_the_last_month_is_seen_through_the_season():
    season = 100 * (1 + 0.15 * np.sin(2 * np.pi * np.arange(60) / 12))
    counts = np.random.default_rng(3).poisson(season)
    counts[-1] = 190

    found = chart_of_counts(counts, months=MONTHS, better="down")

    assert found.signals[-1] == "outside the limits" and found.colour == "red"


@pytest.mark.covers("E34")
def test_masked_months_break_runs_and_do_not_enter_the_limits():
    values = np.append(CALM, [52.0] * 7)
    masked = np.zeros(27, dtype=bool)
    masked[23] = True
    values[23] = 500

    found = control_chart(values, masked=masked, baseline=20)
    at_the_end = control_chart(np.append(CALM, np.nan))

    assert "a shift" not in found.signals
    assert isinstance(at_the_end, Refused)
    assert at_the_end.reason == "No status: the last month is missing or masked."


def test_charts_that_would_be_wrong_are_refused_in_words():
    few = control_chart(CALM[:11])
    small = chart_of_counts(np.full(60, 7.0), months=MONTHS)
    short = chart_of_counts(np.full(24, 70.0), months=MONTHS[:24])
    empty = chart_of_counts(np.full(24, np.nan), months=MONTHS[:24])

    assert isinstance(few, Refused) and "11 points" in few.reason
    assert isinstance(small, Refused) and "7.0 events a month" in small.reason
    assert isinstance(short, Refused) and "season cannot be taken out" in short.reason
    assert isinstance(empty, Refused)


def test_twelve_points_give_trial_limits():
    assert "Trial limits" in control_chart(CALM[:12]).caveat
    assert control_chart(CALM).caveat == ""


def test_points_without_neighbours_give_no_limits():
    gaps = np.full(24, np.nan)
    gaps[1::2] = 5

    found = control_chart(gaps)

    assert found.high == np.inf and set(found.signals) == {""}


def test_wrong_input_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match=r"the rule sets are MDC-Excel-2023, R-0\.2"):
        control_chart(CALM, rules="mine")
    with pytest.raises(ValueError, match="better is"):
        control_chart(CALM, better="sideways")
    with pytest.raises(ValueError, match="a baseline holds 12"):
        control_chart(CALM, baseline=3)
    with pytest.raises(ValueError, match="one series"):
        control_chart(np.ones((20, 2)))
