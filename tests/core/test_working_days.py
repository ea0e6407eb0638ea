"""Working days and the clock of London, against the slow and obvious way."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.core.uk_time import (
    LONDON,
    local_day,
    moments_of,
    once_on,
    start_of_day,
)
from goldthread.core.working_days import (
    LONGEST,
    add_working_days,
    is_working_day,
    working_days_between,
)

# The bank holidays of England and Wales in 2026 and 2027, as the government lists them.
BANK = frozenset(
    date.fromisoformat(day)
    for day in [
        "2026-01-01",
        "2026-04-03",
        "2026-04-06",
        "2026-05-04",
        "2026-05-25",
        "2026-08-31",
        "2026-12-25",
        "2026-12-28",
        "2027-01-01",
        "2027-03-26",
        "2027-03-29",
        "2027-05-03",
        "2027-05-31",
        "2027-08-30",
        "2027-12-27",
        "2027-12-28",
    ]
)
DAYS = st.dates(date(2025, 6, 1), date(2027, 6, 1))


@pytest.mark.covers("Z17", "E68")
@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-04-01", 2, "2026-04-07"),  # over Good Friday and Easter Monday
        ("2026-04-02", 2, "2026-04-08"),
        ("2026-04-02", 14, "2026-04-24"),
        ("2026-04-02", 21, "2026-05-06"),  # and the early May holiday
        ("2026-08-28", 2, "2026-09-02"),  # over the August bank holiday
        ("2026-08-28", 28, "2026-10-08"),
        ("2026-08-29", 1, "2026-09-01"),  # in on a Saturday
        ("2026-12-24", 2, "2026-12-30"),
    ],
)
def test_review_clocks_run_over_easter_and_the_august_holiday(
    start: str, days: int, end: str
) -> None:
    found = add_working_days(date.fromisoformat(start), days, off=BANK)

    assert found == date.fromisoformat(end)


@pytest.mark.covers("Z17")
def test_a_local_closure_counts_as_a_day_off() -> None:
    closed = BANK | {date(2026, 4, 7)}

    assert add_working_days(date(2026, 4, 2), 1, off=closed) == date(2026, 4, 8)


def test_nought_is_the_day_itself_or_the_next_open_one() -> None:
    assert add_working_days(date(2026, 4, 2), 0, off=BANK) == date(2026, 4, 2)
    assert add_working_days(date(2026, 4, 3), 0, off=BANK) == date(2026, 4, 7)


def test_nobody_waits_for_six_years() -> None:
    with pytest.raises(ValueError, match="at most 1300 working days"):
        add_working_days(date(2026, 4, 2), LONGEST + 1, off=())


@given(start=DAYS, days=st.integers(1, 200))
def test_adding_and_counting_agree_and_land_on_an_open_day(
    start: date, days: int
) -> None:
    end = add_working_days(start, days, off=BANK)

    assert is_working_day(end, off=BANK)
    assert working_days_between(start, end, off=BANK) == days
    assert working_days_between(end, start, off=BANK) == -days
    plainly = [
        start + timedelta(days=n)
        for n in range(1, (end - start).days + 1)
        if (start + timedelta(days=n)).weekday() < 5
        and start + timedelta(days=n) not in BANK
    ]
    assert plainly[-1] == end
    assert len(plainly) == days


@given(start=DAYS, days=st.integers(1, 200))
def test_going_back_and_forth_from_an_open_day_comes_home(
    start: date, days: int
) -> None:
    home = add_working_days(start, 0, off=BANK)

    there = add_working_days(home, days, off=BANK)

    assert add_working_days(there, -days, off=BANK) == home


def test_half_past_one_strikes_twice_in_october() -> None:
    found = moments_of(date(2026, 10, 25), time(1, 30))

    assert found == (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )
    assert once_on(date(2026, 10, 25), time(1, 30)) == found[0]


def test_half_past_one_never_strikes_in_march_and_the_job_runs_at_the_jump() -> None:
    assert moments_of(date(2026, 3, 29), time(1, 30)) == ()

    found = once_on(date(2026, 3, 29), time(1, 30))

    assert found == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert found.astimezone(LONDON).time() == time(2, 0)


def test_a_day_begins_at_midnight_in_london_summer_and_winter() -> None:
    assert start_of_day(date(2026, 6, 1)) == datetime(2026, 5, 31, 23, 0, tzinfo=UTC)
    assert start_of_day(date(2026, 12, 1)) == datetime(2026, 12, 1, 0, 0, tzinfo=UTC)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)))
def test_every_moment_lies_in_the_day_it_belongs_to(moment: datetime) -> None:
    day = local_day(moment)

    assert start_of_day(day) <= moment < start_of_day(day + timedelta(days=1))


@given(DAYS, st.times(timezones=st.none()))
def test_a_time_strikes_once_on_every_other_day(day: date, wall: time) -> None:
    found = moments_of(day, wall)

    changes = {(3, 6), (10, 6)}  # a Sunday of March or of October
    if (day.month, day.weekday()) not in changes:
        assert len(found) == 1
        assert once_on(day, wall) == found[0]


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2026, 11, 23, 9, 30))
