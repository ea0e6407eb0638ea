"""How numbers, dates and gaps are written."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.documents import numbers
from goldthread.documents.model import Column, Interval, Suppressed

THIN = numbers.THIN


def test_thousands_are_parted_by_a_space_that_never_breaks_a_line() -> None:
    assert numbers.count(9310) == f"9{THIN}310"
    assert numbers.count(1_204_000) == f"1{THIN}204{THIN}000"
    assert numbers.count(999) == "999"


def test_a_minus_is_a_minus_sign() -> None:
    assert numbers.count(-1200) == f"−1{THIN}200"


def test_missing_and_suppressed_are_words_and_zero_is_zero() -> None:
    assert numbers.count(None) == "not held"
    assert numbers.count(Suppressed(5)) == "under 5"
    assert numbers.count(Suppressed(0)) == "suppressed"
    assert numbers.count(0) == "0"


def test_a_tiny_number_keeps_its_first_digit_instead_of_becoming_zero() -> None:
    assert numbers.decimal(0.04, 1) == "0.04"
    assert numbers.decimal(-0.003, 1) == "−0.003"
    assert numbers.decimal(0.00001, 1) == "under 0.0001"
    assert numbers.decimal(0.0, 1) == "0.0"


def test_what_cannot_be_written_is_refused() -> None:
    with pytest.raises(ValueError, match="not held"):
        numbers.decimal(math.nan, 1)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.044, "4.4%"),
        (0.31, "31%"),
        (0.0999, "10%"),
        (0.0002, "under 0.1%"),
        (0.9999, "over 99%"),
        (1.0, "100%"),
        (0.0, "0%"),
        (None, "not held"),
        (Suppressed(5), "under 5"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_nor_to_all(
    value: float | Suppressed | None, written: str
) -> None:
    assert numbers.share(value) == written


@pytest.mark.covers("E36")
def test_a_share_of_fewer_than_twenty_is_written_as_counts() -> None:
    assert numbers.share_of(3, 19) == "3 of 19"
    assert numbers.share_of(3, 20) == "15%"
    assert numbers.share_of_figure(3, 19).value == pytest.approx(3 / 19)


def test_a_change_carries_its_sign() -> None:
    assert numbers.signed_share(0.12) == "+12%"
    assert numbers.signed_share(-0.035) == "−3.5%"
    assert numbers.signed_share(0.0) == "0%"


def test_dates_are_written_out() -> None:
    assert numbers.day(date(2026, 11, 23)) == "23 November 2026"
    assert numbers.month(date(2026, 11, 1)) == "November 2026"
    between = numbers.months_between(date(2021, 4, 1), date(2022, 3, 1))
    assert between == "April 2021 to March 2022"
    assert numbers.months_between(date(2021, 4, 1), date(2021, 4, 30)) == "April 2021"


def test_a_cell_is_written_as_its_column_says() -> None:
    assert numbers.cell(0.0441, Column("Share", "share", decimals=1)) == "4.4%"
    assert numbers.cell(Interval(3.14, 4.2), Column("CI", "interval", decimals=1)) == (
        "3.1 to 4.2"
    )
    percent = Column("Change", "share-interval")
    assert numbers.cell(Interval(-0.14, 0.09), percent) == "−14% to 9%"
    assert numbers.cell(date(2022, 1, 1), Column("Month", "month")) == "January 2022"
    assert numbers.cell(date(2022, 1, 1), Column("Day", "date")) == "1 January 2022"
    assert numbers.cell(None, percent) == "not held"


@given(st.floats(-1e9, 1e9, allow_nan=False), st.integers(0, 3))
def test_a_written_number_reads_back_within_half_of_its_last_place(
    value: float, places: int
) -> None:
    written = numbers.decimal(value, places)

    if written.startswith(("under", "over")):
        assert abs(value) < 0.0001
    else:
        read = float(written.replace(THIN, "").replace(numbers.MINUS, "-"))
        assert abs(read - value) <= 0.5 * 10**-places + 1e-9 * abs(value)
        assert (read == 0) == (value == 0)
