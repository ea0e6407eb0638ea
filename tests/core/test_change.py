"""A count beside an earlier one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from goldthread.core.change import (
    change,
    change_between,
    changes,
    check_lineage,
    over_dispersion,
)
from goldthread.core.periods import Period, statutory_year
from goldthread.core.refusal import Refused

MONTHS = np.arange("2018-04", "2023-04", dtype="datetime64[M]")


def test_thirty_after_twenty_has_the_limits_that_r_gives():
    found = change(30, 20)

    assert found.ratio == 1.5
    assert found.low == pytest.approx(0.8241319, abs=5e-8)
    assert found.high == pytest.approx(2.786754, abs=5e-7)
    assert found.p_value == pytest.approx(0.2026388, abs=5e-8)
    assert found.direction == "not distinguishable"


def test_exposures_enter_as_in_rs_documented_example():
    found = change(11, 21, now_exposure=800, before_exposure=3011)

    assert found.ratio == pytest.approx(1.9714881, abs=5e-8)
    assert found.low == pytest.approx(0.8584264, abs=5e-8)
    assert found.high == pytest.approx(4.2772659, abs=5e-8)
    assert found.p_value == pytest.approx(0.0796686, abs=5e-8)


@pytest.mark.covers("E1", "E61")
def test_a_board_that_saw_2914_then_3733_reads_819_more_and_28_1_per_cent():
    found = change(3733, 2914)

    assert found.absolute == 819
    assert f"{found.percent:+.1f}" == "+28.1"
    assert found.percent_low < found.percent < found.percent_high
    assert found.direction == "higher"


@pytest.mark.covers("E36")
def test_no_percentage_is_given_on_a_base_under_twenty():
    small, enough = change(38, 19), change(40, 20)

    assert small.percent is None and small.percent_low is None
    assert small.percent_refused == (
        "No percentage: the base is 19, and under 20 a percentage makes chance look "
        "like change."
    )
    assert small.absolute == 19
    assert enough.percent == 100 and enough.percent_refused == ""
    assert np.isnan(changes([38], [19]).percent[0])


@pytest.mark.covers("E62")
def test_a_count_change_and_a_percentage_that_disagree_are_caught():
    fine = check_lineage(2541, 13.6, before=18_684)
    wrong = check_lineage(2541, 13.6, before=20_000)

    assert fine.agrees and round(fine.implied_base) == 18_684
    assert not wrong.agrees
    assert wrong.sentence == (
        "+2,541 is +12.7\N{NO-BREAK SPACE}% of 20,000, not +13.6\N{NO-BREAK SPACE}%: that percentage needs a base of "
        "about 18,684."
    )
    with pytest.raises(ValueError, match="not zero"):
        check_lineage(5, 0, before=10)


@pytest.mark.covers("E1")
def test_a_year_is_compared_with_the_mean_of_three():
    found = change(130, 300, now_exposure=1, before_exposure=3)

    assert found.expected == 100
    assert found.absolute == pytest.approx(30)
    assert found.percent == pytest.approx(30)


@pytest.mark.parametrize(("now", "before"), [(12, 30), (0, 7), (9, 0)])
def test_the_limits_are_those_of_the_binomial_looked_for_slowly(now, before):
    total = now + before
    found = change(now, before)

    if now:
        share = optimize.brentq(
            lambda p: stats.binom.sf(now - 1, total, p) - 0.025, 1e-12, 1 - 1e-12
        )
        assert found.low == pytest.approx(share / (1 - share))
    else:
        assert found.low == 0
    if before:
        share = optimize.brentq(
            lambda p: stats.binom.cdf(now, total, p) - 0.025, 1e-12, 1 - 1e-12
        )
        assert found.high == pytest.approx(share / (1 - share))
    else:
        assert found.high == np.inf


@given(st.integers(0, 3000), st.integers(0, 3000), st.floats(0.1, 10))
def test_the_verdict_does_not_depend_on_units_and_turns_round_with_the_years(
    now, before, scale
):
    plain = change(now, before)
    scaled = change(now, before, now_exposure=scale, before_exposure=scale)
    turned = change(before, now)

    assert scaled.low == pytest.approx(plain.low)
    assert scaled.distinguishable == plain.distinguishable
    assert turned.distinguishable == plain.distinguishable
    if plain.distinguishable:
        assert {plain.direction, turned.direction} == {"higher", "lower"}
        assert plain.absolute_low * plain.absolute_high > 0


@given(st.integers(1, 3000), st.integers(1, 3000), st.floats(1, 20))
def test_bunching_widens_the_limits(now, before, phi):
    plain, wide = change(now, before), change(now, before, phi=phi)

    assert wide.low <= plain.low * (1 + 1e-9) and wide.high >= plain.high * (1 - 1e-9)
    assert change(now, before, phi=0.2).low == plain.low


def test_with_many_events_bunching_acts_as_root_phi_on_the_standard_error():
    found = change(5000, 4500, phi=4)

    error = np.sqrt(4 * (1 / 5000 + 1 / 4500))
    assert np.log(found.low) == pytest.approx(np.log(10 / 9) - 1.96 * error, abs=0.003)
    assert np.log(found.high) == pytest.approx(np.log(10 / 9) + 1.96 * error, abs=0.003)


@pytest.mark.covers("E2")
def test_where_nothing_changed_false_alarms_stay_near_their_rate():
    rng = np.random.default_rng(7)
    now, before = rng.poisson(60, 20_000), rng.poisson(60, 20_000)
    bunched = rng.negative_binomial(20, 0.25, (2, 20_000))  # mean 60, phi 4

    alarms = changes(now, before).distinguishable.mean()
    naive = changes(*bunched).distinguishable.mean()
    honest = changes(*bunched, phi=4).distinguishable.mean()

    assert 0.02 < alarms < 0.05
    assert naive > 0.25
    assert honest < 0.05


def test_nothing_in_either_year_is_said():
    assert change(0, 0).caveat == "Nothing was recorded in either period."
    assert change(0, 0).direction == "not distinguishable"


def test_wrong_input_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="zero or more"):
        change(-1, 3)
    with pytest.raises(ValueError, match="exposure above zero"):
        change(1, 3, now_exposure=0)
    with pytest.raises(ValueError, match="phi must be above zero"):
        change(1, 3, phi=-1)
    with pytest.raises(ValueError, match="phi must be above zero"):
        change(1, 3, phi=0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        change(1, 3, confidence=2)


def test_two_periods_of_a_series_are_summed_and_compared():
    counts = np.arange(60.0)

    found = change_between(
        counts, months=MONTHS, now=statutory_year(2022), before=statutory_year(2021)
    )

    assert (found.now, found.before) == (counts[48:].sum(), counts[36:48].sum())
    assert found.expected == found.before


def test_periods_of_unlike_length_are_compared_by_their_days():
    counts = np.full(60, 31.0)

    found = change_between(
        counts,
        months=MONTHS,
        now=statutory_year(2022),
        before=Period(
            statutory_year(2019).start, statutory_year(2021).end, "three years"
        ),
    )

    assert found.expected == pytest.approx(36 * 31 * 365 / 1096)


@pytest.mark.covers("E34", "E35")
def test_a_masked_or_missing_month_makes_it_not_comparable():
    counts, masked = np.full(60, 50.0), np.zeros(60, dtype=bool)
    years = {"now": statutory_year(2022), "before": statutory_year(2021)}
    masked[36:40] = True

    hidden = change_between(counts, months=MONTHS, masked=masked, **years)
    counts[50] = np.nan
    missing = change_between(counts, months=MONTHS, **years)

    assert hidden == Refused(
        "Not comparable: 4 of the 12 months of 2021/22 are masked."
    )
    assert str(missing) == "Not comparable: 11 of the 12 months of 2022/23 are held."
    with pytest.raises(ValueError, match="overlap"):
        change_between(
            counts, months=MONTHS, now=statutory_year(2022), before=statutory_year(2022)
        )


def test_over_dispersion_is_one_for_chance_and_finds_bunching():
    rng = np.random.default_rng(3)
    season = 1 + 0.3 * np.sin(np.arange(60) * np.pi / 6)
    chance = rng.poisson(80 * season, (300, 60))
    bunched = rng.negative_binomial(20, 20 / (20 + 60 * season), (300, 60))

    assert over_dispersion(chance, months=MONTHS).mean() == pytest.approx(1, abs=0.03)
    assert over_dispersion(bunched, months=MONTHS).mean() == pytest.approx(4, abs=0.3)
    assert np.isnan(over_dispersion(chance[0, :20], months=MONTHS[:20]))[0]
    assert np.isnan(over_dispersion(np.zeros(60), months=MONTHS))[0]


@pytest.mark.slow
def test_over_dispersion_is_that_of_the_quasi_poisson_fit():
    import statsmodels.api as sm

    counts = np.random.default_rng(5).poisson(30, 60).astype(float)
    year, season = np.arange(60) // 12, MONTHS.astype(int) % 12
    design = np.column_stack([np.eye(5)[year], np.eye(12)[season][:, 1:]])
    fit = sm.GLM(counts, design, family=sm.families.Poisson()).fit()

    assert over_dispersion(counts, months=MONTHS)[0] == pytest.approx(
        fit.pearson_chi2 / fit.df_resid, rel=1e-6
    )
