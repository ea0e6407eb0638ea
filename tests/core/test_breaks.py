"""Known recording changes and masked months."""

from datetime import date

import numpy as np
import pytest

from goldthread.core.breaks import (
    KNOWN,
    breaks_in,
    masked_months,
    refusal_to_compare,
)
from goldthread.core.periods import statutory_year

MONTHS = np.arange("2020-01", "2022-01", dtype="datetime64[M]")


@pytest.mark.covers("E34")
def test_the_pandemic_is_masked_from_march_2020_to_july_2021():
    masked = masked_months(MONTHS, category="burglary")

    assert MONTHS[masked][0] == np.datetime64("2020-03")
    assert MONTHS[masked][-1] == np.datetime64("2021-07")
    assert masked.sum() == 17


@pytest.mark.covers("E35")
def test_a_forces_silence_is_masked_for_that_force_only():
    months = np.arange("2022-09", "2023-03", dtype="datetime64[M]")

    there = masked_months(months, force="devon-and-cornwall")
    elsewhere = masked_months(months, force="leicestershire")

    assert there.tolist() == [False, False, True, True, False, False]
    assert not elsewhere.any()
    assert masked_months(["2030-01"], force="greater-manchester").all()


@pytest.mark.covers("E32")
def test_years_on_two_sides_of_a_recording_change_are_not_compared():
    refusal = refusal_to_compare(
        statutory_year(2017), statutory_year(2016), category="burglary"
    )

    # the step falls on 1 April 2017, between the two years
    assert refusal is not None
    assert "the recording changed in April 2017" in refusal
    assert (
        refusal_to_compare(
            statutory_year(2017), statutory_year(2016), category="robbery"
        )
        is None
    )
    assert refusal_to_compare(statutory_year(2017), statutory_year(2016)) is None


@pytest.mark.covers("E34")
def test_a_year_that_touches_the_pandemic_is_not_comparable_either_way():
    now, before = statutory_year(2022), statutory_year(2021)

    refusal = refusal_to_compare(now, before)

    assert refusal is not None
    assert refusal.startswith("Not comparable: 2021/22 touches “The pandemic”")
    assert "(March 2020 to July 2021)" in refusal
    assert refusal_to_compare(before, now) == refusal
    assert refusal_to_compare(statutory_year(2024), statutory_year(2023)) is None
    still = refusal_to_compare(
        statutory_year(2024), statutory_year(2023), force="greater-manchester"
    )
    assert still is not None and "(from July 2019)" in still


@pytest.mark.covers("E32")
def test_a_chart_marks_steps_inside_it_and_spells_that_touch_it():
    names = [
        entry.name
        for entry in breaks_in(statutory_year(2023), category="violent-crime")
    ]

    assert names == ["One crime for a course of conduct"]
    touched = breaks_in(statutory_year(2021), category="drugs")
    assert [entry.name for entry in touched] == ["The pandemic"]


def test_every_known_break_has_dates_and_words():
    for entry in KNOWN:
        assert entry.words.endswith(".") and entry.start > date(2010, 1, 1)
        assert entry.end is None or entry.end > entry.start
        assert entry.masks == (entry.end is not None)
