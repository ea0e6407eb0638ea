"""Which months does a period hold, and which period came before it?

Source: the Crime and Disorder (Formulation and Implementation of Strategy)
Regulations 2007, regulation 2: "year" is twelve months from 1 April (Z1, B3).
Periods are half-open: `end` is the first day that no longer belongs.

Not for hours or weeks: everything in the open data is a whole month.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from goldthread.core.arrays import Flags, Months, MonthsLike, Whole


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to, not including, `end`, and what people call them."""

    start: date
    end: date
    label: str

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(
                f"a period must end after it starts: found {self.start} to {self.end}"
            )

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def months(self) -> Months:
        """The months of the period as `datetime64[M]`; they must be whole."""
        if self.start.day != 1 or self.end.day != 1:
            raise ValueError(
                f"{self.label} does not hold whole months: "
                f"it runs {self.start} to {self.end}"
            )
        return np.arange(
            np.datetime64(self.start, "M"), np.datetime64(self.end, "M")
        ).astype("datetime64[M]")

    def overlaps(self, other: "Period") -> bool:
        return self.start < other.end and other.start < self.end


def statutory_year(year: int) -> Period:
    """The statutory year that starts on 1 April of `year`, called "2022/23"."""
    return Period(
        date(year, 4, 1), date(year + 1, 4, 1), f"{year}/{(year + 1) % 100:02d}"
    )


def statutory_year_of(day: date) -> Period:
    """The statutory year that `day` falls in."""
    return statutory_year(day.year if day.month >= 4 else day.year - 1)


def quarter(year: int, number: int) -> Period:
    """Quarter 1 (April to June) to 4 (January to March) of a statutory year."""
    if number not in (1, 2, 3, 4):
        raise ValueError(f"a quarter is 1, 2, 3 or 4: found {number}")
    start = _later(date(year, 4, 1), 3 * (number - 1))
    return Period(start, _later(start, 3), f"Q{number} {statutory_year(year).label}")


def quarters(year: int) -> tuple[Period, Period, Period, Period]:
    """The four quarters of the statutory year that starts in `year`."""
    return quarter(year, 1), quarter(year, 2), quarter(year, 3), quarter(year, 4)


def quarter_of(day: date) -> Period:
    """The statutory quarter that `day` falls in."""
    year = statutory_year_of(day).start.year
    return quarter(year, (day.month - 4) % 12 // 3 + 1)


def month(text: str | date) -> Period:
    """One calendar month, from "2022-10" or any day in it."""
    start = _first_of(text)
    return Period(start, _later(start, 1), _month_name(start))


def twelve_months_ending(text: str | date) -> Period:
    """The twelve months whose last month is `text`, such as "2022-10"."""
    last = _first_of(text)
    return Period(_later(last, -11), _later(last, 1), f"year to {_month_name(last)}")


def months_between(first: str | date, last: str | date) -> Period:
    """From the month `first` to the month `last`, both included."""
    start, final = _first_of(first), _first_of(last)
    return Period(
        start, _later(final, 1), f"{_month_name(start)} to {_month_name(final)}"
    )


def previous(period: Period) -> Period:
    """The period of the same length that ends where this one starts."""
    length = len(period.months)
    return _named_like(period, -length)


def year_earlier(period: Period) -> Period:
    """The same months one year before."""
    return _named_like(period, -12)


def days_in(months: MonthsLike) -> Whole:
    """Days in each month: the exposure behind a monthly count."""
    axis: Months = np.asarray(months, dtype="datetime64[M]")
    first_days = axis.astype("datetime64[D]").astype(np.int64)
    next_days = (axis + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64)
    return next_days - first_days


def inside(months: MonthsLike, period: Period) -> Flags:
    """Which of `months` start inside `period`."""
    axis: Months = np.asarray(months, dtype="datetime64[M]")
    first_days = axis.astype("datetime64[D]")
    return (first_days >= np.datetime64(period.start, "D")) & (
        first_days < np.datetime64(period.end, "D")
    )


def _named_like(period: Period, shift: int) -> Period:
    """`period` moved by `shift` months, called by the same kind of name."""
    months = len(period.months)
    start = _later(period.start, shift)
    if months == 1:
        return month(start)
    if period.label == f"Q{_quarter_number(period)} {_year_label(period)}":
        return quarter_of(start)
    if period.label == _year_label(period):
        return statutory_year(start.year)
    last = _later(start, months - 1)
    return twelve_months_ending(last) if months == 12 else months_between(start, last)


def _year_label(period: Period) -> str:
    return statutory_year_of(period.start).label


def _quarter_number(period: Period) -> int:
    return (period.start.month - 4) % 12 // 3 + 1


def _first_of(text: str | date) -> date:
    if isinstance(text, date):
        return text.replace(day=1)
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise ValueError(f'a month is written like "2022-10": found "{text}"')
    return date(int(text[:4]), int(text[5:]), 1)


def _later(day: date, months: int) -> date:
    """The first of the month, `months` later (earlier where negative)."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)  # not strftime: that follows the machine's language


def _month_name(day: date) -> str:
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"
