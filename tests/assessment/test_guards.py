"""Each trap an analyst falls into, and the guard that stands in front of it."""

from datetime import date

import pytest

from goldthread.assessment import guards, traps
from goldthread.assessment.polarity import HIDDEN, Companion, caveat_of, verdict
from goldthread.assessment.traps import Heeded
from goldthread.core.breaks import Break
from goldthread.core.periods import month, statutory_year, twelve_months_ending
from goldthread.core.refusal import Refused

STEP = Break(
    "Counted anew", date(2022, 7, 1), None, frozenset({"drugs"}), frozenset(), False,
    "More is counted.", True,
)  # fmt: skip
SPELL = Break(
    "The flood", date(2022, 1, 1), date(2022, 3, 1), frozenset(), frozenset(), True,
    "Nobody went out.", True,
)  # fmt: skip


@pytest.mark.covers("E30", "E33", "Z7", "Z8", "S87")
@pytest.mark.parametrize("kind", HIDDEN)
def test_a_rise_in_a_hidden_crime_is_not_coloured_without_a_companion(kind: str):
    assert isinstance(verdict(kind, "higher"), Refused)
    assert "companion" in str(verdict(kind, "higher"))
    assert (
        verdict(kind, "higher", companion=Companion("survey", rises=False))
        == "improving"
    )
    assert (
        verdict(kind, "higher", companion=Companion("survey", rises=True)) == "unclear"
    )


@pytest.mark.covers("E30", "Z7")
def test_a_rise_is_a_concern_only_where_fewer_means_fewer():
    assert verdict("burglary", "higher") == "concern"
    assert verdict("burglary", "lower") == "improving"
    assert verdict("burglary", "not distinguishable") == "unclear"
    for mixed in ("violent-crime", "drugs", "possession-of-weapons", "all-crime"):
        assert verdict(mixed, "higher") == verdict(mixed, "lower") == "unclear"
        assert caveat_of(mixed)


@pytest.mark.covers("E31")
def test_every_source_has_a_badge_and_an_unknown_one_is_refused():
    assert "not official statistics" in guards.source_badge("offence")
    with pytest.raises(ValueError, match="survey"):
        guards.source_badge("survey")


@pytest.mark.covers("E32")
def test_a_recording_change_is_named_with_its_month():
    (words,) = guards.recording_breaks([STEP, STEP])

    assert "July 2022" in words and "More is counted." in words


@pytest.mark.covers("E34")
def test_masked_months_say_why():
    assert guards.masked_months([SPELL]) == ("The flood: Nobody went out.",)


@pytest.mark.covers("E35")
def test_a_gap_is_named_and_never_zero():
    held = [date(2022, m, 1) for m in (1, 2, 4)]
    period = month("2022-01")

    assert guards.gaps(held, period) == ""
    words = guards.gaps(held, twelve_months_ending("2022-04"))
    assert "9 of 12 months are not held" in words and "not counted as zero" in words


@pytest.mark.covers("E37", "E4")
def test_a_centre_is_found_by_its_share_and_its_rate():
    counts = [500.0, *[20.0] * 40, 60.0]
    residents: list[float | None] = [1500.0, *[1600.0] * 40, 9000.0]
    codes = [f"A{n}" for n in range(42)]

    found = guards.centres(codes, counts, residents)

    assert [c.code for c in found] == ["A0"]  # not the large area with a small rate
    assert "Market" in guards.denominator(found, {"A0": "Market"})
    assert guards.denominator((), {}) == ""
    assert guards.centres(codes, counts, [None] * 42) == ()


@pytest.mark.covers("E38")
def test_boundaries_name_their_year():
    words = guards.boundary_vintage("2011", ward_year=2024)

    assert "2011" in words and "2024" in words


@pytest.mark.covers("E40", "Z18")
@pytest.mark.parametrize(
    "method",
    ["kernel density", "street ranking", "near repeat", "time of day", "address"],
)
def test_snapped_points_bear_no_fine_method(method: str):
    assert isinstance(guards.map_data_refusal(method, unit="small area"), Refused)


@pytest.mark.covers("E40")
def test_nothing_finer_than_a_small_area_is_shown():
    assert isinstance(guards.map_data_refusal("gi*", unit="street"), Refused)
    assert guards.map_data_refusal("gi*", unit="small area") is None


@pytest.mark.covers("E42", "E15")
def test_only_crimes_six_months_old_have_outcomes():
    months = [date(2022, m, 1) for m in range(1, 13)]

    old = guards.matured(months, newest=date(2022, 12, 1))

    assert old[-1] == date(2022, 6, 1) and len(old) == 6


@pytest.mark.covers("E45", "E63")
def test_overlapping_flags_stand_each_against_the_total_and_are_never_added_up():
    strands = {"race": 71_251, "sexual orientation": 11_638, "religion": 8_336,
               "disability": 7_226, "transgender": 1_651}  # fmt: skip

    table, heeded = traps.flags_shown(
        "Hate crime by strand", strands, total=94_098, unit="crimes", source="the force"
    )

    assert heeded.trap == "overlapping flags" and "not added up" in heeded.words
    assert "100\u202f102" in heeded.words
    assert [row[1] for row in table.rows] == sorted(strands.values(), reverse=True)
    assert not any("total" in str(row[0]).lower() for row in table.rows)
    shares = [row[2] for row in table.rows]
    assert (
        shares[0] == 71_251 / 94_098 and sum(shares) > 1
    )  # of the total, not of the sum
    few, _ = traps.flags_shown("x", {"race": 3}, total=9, unit="crimes", source="s")
    assert few.rows == (("race", 3, ""),)


@pytest.mark.covers("E43")
def test_a_pattern_stands_by_when_it_happened_and_demand_by_when_it_was_recorded():
    both = ("committed_on", "recorded_on")

    assert "happened" in traps.date_basis("pattern", dates=both).words
    assert "were recorded" in traps.date_basis("demand", dates=both).words
    assert (
        "only the date on which offences were recorded"
        in traps.date_basis("pattern", dates=("recorded_on",)).words
    )
    assert (
        "only the date on which offences were committed"
        in traps.date_basis("demand", dates=("committed_on",)).words
    )
    assert traps.date_basis("pattern", dates=("month",)).words == guards.MONTH_BASIS


@pytest.mark.covers("E46")
def test_reoffending_waits_for_its_cohort():
    year = statutory_year(2024)

    assert isinstance(traps.cohort_period(year, published=date(2025, 6, 1)), Refused)
    named = traps.cohort_period(year, published=date(2026, 11, 1))
    assert isinstance(named, Heeded) and "2024/25" in named.words


@pytest.mark.covers("E47")
def test_an_age_says_whose_it_is():
    assert (
        "under 25, by age of the victim"
        in traps.age_title("Knife crime", under=25, by="victim").words
    )
    with pytest.raises(ValueError, match="victim"):
        traps.age_title("Knife crime", under=25, by="person")


@pytest.mark.covers("E48")
def test_too_few_answers_are_not_shown():
    enough = traps.sample(50)

    assert isinstance(enough, Heeded) and enough.words == "From 50 answers."
    assert isinstance(traps.sample(49), Refused)


@pytest.mark.covers("E50")
def test_serious_violence_needs_its_definition():
    agreed = traps.serious_violence("the agreed list", "2")

    assert isinstance(traps.serious_violence("", ""), Refused)
    assert isinstance(traps.serious_violence("the agreed list", ""), Refused)
    assert isinstance(agreed, Heeded) and "version 2" in agreed.words


def test_records_without_a_place_are_said_and_many_alarm():
    assert "not known" in guards.unlocated(None)
    assert "high" not in guards.unlocated(0.01)
    assert "high" in guards.unlocated(0.14)
    assert "high" in guards.unlocated(0.03, usual=0.01)
