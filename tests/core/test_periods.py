"""Statutory years, quarters and the months in them."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.core import periods
from goldthread.core.arrays import as_counts, as_mask, as_months, as_table
from goldthread.core.periods import Period


@pytest.mark.covers("Z1", "B3")
def test_the_statutory_year_runs_from_1_april():
    year = periods.statutory_year(2022)

    assert (year.start, year.end, year.label) == (
        date(2022, 4, 1),
        date(2023, 4, 1),
        "2022/23",
    )
    assert periods.statutory_year(1999).label == "1999/00"
    assert periods.statutory_year_of(date(2023, 3, 31)) == year
    assert periods.statutory_year_of(date(2023, 4, 1)) != year


@pytest.mark.covers("Z1")
def test_quarter_one_is_april_to_june():
    first, _, _, fourth = periods.quarters(2022)

    assert (first.start, first.end, first.label) == (
        date(2022, 4, 1),
        date(2022, 7, 1),
        "Q1 2022/23",
    )
    assert (fourth.start, fourth.end) == (date(2023, 1, 1), date(2023, 4, 1))
    with pytest.raises(ValueError, match="a quarter is 1, 2, 3 or 4"):
        periods.quarter(2022, 5)


@pytest.mark.covers("Z1")
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_every_day_lies_in_exactly_one_quarter_of_its_year(day):
    year = periods.statutory_year_of(day)

    holding = [q for q in periods.quarters(year.start.year) if day in q]

    assert holding == [periods.quarter_of(day)]
    assert day in year


def test_twelve_months_ending_holds_the_named_month_last():
    year = periods.twelve_months_ending("2022-10")

    assert (year.start, year.last_day) == (date(2021, 11, 1), date(2022, 10, 31))
    assert year.label == "year to October 2022"
    assert year.days == 365
    assert len(year.months) == 12


@pytest.mark.parametrize(
    ("period", "before", "year_before"),
    [
        (periods.statutory_year(2022), "2021/22", "2021/22"),
        (periods.quarter(2022, 1), "Q4 2021/22", "Q1 2021/22"),
        (periods.month("2022-01"), "December 2021", "January 2021"),
        (
            periods.twelve_months_ending("2022-10"),
            "year to October 2021",
            "year to October 2021",
        ),
        (
            periods.months_between("2022-01", "2022-02"),
            "November 2021 to December 2021",
            "January 2021 to February 2021",
        ),
    ],
)
def test_a_period_knows_the_one_before_by_the_same_kind_of_name(
    period, before, year_before
):
    assert periods.previous(period).label == before
    assert periods.previous(period).end == period.start
    assert periods.year_earlier(period).label == year_before


def test_days_are_the_exposure_of_a_month():
    months = np.array(["2024-02", "2023-02", "2023-12"], dtype="datetime64[M]")

    assert periods.days_in(months).tolist() == [29, 28, 31]


def test_a_period_marks_its_months():
    months = np.arange("2022-02", "2022-06", dtype="datetime64[M]")

    chosen = periods.inside(months, periods.months_between("2022-03", "2022-04"))

    assert chosen.tolist() == [False, True, True, False]


def test_what_is_no_period_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="must end after it starts"):
        Period(date(2022, 1, 1), date(2022, 1, 1), "nothing")
    with pytest.raises(ValueError, match="does not hold whole months"):
        _ = Period(date(2022, 1, 2), date(2022, 3, 1), "odd").months
    with pytest.raises(ValueError, match='written like "2022-10"'):
        periods.month("October")


def test_periods_overlap_only_where_they_share_a_day():
    year = periods.statutory_year(2022)

    assert not year.overlaps(periods.previous(year))
    assert year.overlaps(periods.quarter(2022, 2))


def test_arrays_say_what_is_wrong_with_them():
    with pytest.raises(ValueError, match="zero or more"):
        as_counts([1, -1])
    with pytest.raises(ValueError, match="3 dimensions"):
        as_table(np.zeros((1, 1, 1)))
    with pytest.raises(ValueError, match="one month for each of the 2 values"):
        as_months(["2022-01"], length=2)
    with pytest.raises(ValueError, match="without gaps"):
        as_months(["2022-01", "2022-03"], length=2)
    with pytest.raises(ValueError, match="one flag for each of the 2"):
        as_mask([True], length=2)
