"""Single cells read as dates, shares and money, as people here write them."""

import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from goldthread.delivery.sheets.fields import NO_DATE, NOTHING
from goldthread.delivery.sheets.plain_words import plainly

FIRST, LAST = 2000, 2100
# Excel counts days so that 1 March 1900 is 61; these are 2009 and 2090.
_SERIALS = range(39_814, 69_763)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june",
         "jul july", "aug august", "sep sept september", "oct october", "nov november",
         "dec december"), start=1)
    for name in names.split()
}  # fmt: skip
_WEEKDAY = re.compile(
    r"^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b[ ,.]*", re.I
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.A)
_NUMBERS = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4}|\d{2})(?: .*)?", re.A)
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]+([a-z]+)[ \-]+(\d{4}|\d{2})", re.A)
_MONTH = re.compile(r"(?:end (?:of )?)?([a-z]+)[ \-]+(\d{4}|\d{2})", re.A)


class Wrong(Exception):
    """A cell that cannot be what its column is; says what was expected."""

    def __init__(self, expected: str, fix: str) -> None:
        super().__init__(expected)
        self.expected, self.fix = expected, fix


def date_of(text: str, *, is_end: bool = False) -> date | None:
    """The day that a cell names, day before month; a bare month is its first day.

    Of a deadline (`is_end`) a bare month is its last day.
    """
    if plainly(text) in NO_DATE:
        return None
    plain = (
        _WEEKDAY.sub("", " ".join(text.split())).lower().replace(",", "").strip(" .")
    )
    if plain.isascii() and plain.isdigit() and int(plain[:6]) in _SERIALS:
        return date(1899, 12, 30) + timedelta(days=int(plain))
    if found := _ISO.fullmatch(plain):
        return _day(*map(int, found.groups()))
    if found := _NUMBERS.fullmatch(plain):
        day, month, year = found.groups()
        return _day(_year(year), int(month), int(day))
    if found := _WORDS.fullmatch(plain):
        return _day(_year(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH.fullmatch(plain):
        year, month = _year(found[2]), _month(found[1])
        is_end = is_end or plain.startswith("end")
        return _day(year, month, monthrange(year, month)[1] if is_end else 1)
    raise _no_date()


def _day(year: int, month: int, day: int) -> date:
    if not FIRST <= year <= LAST:
        raise Wrong(
            f"a year between {FIRST} and {LAST}", "Correct the year, with four digits."
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise Wrong(
            "a day that exists, the day before the month",
            "Write it like 31/03/2027 or 31 March 2027.",
        ) from None


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _month(text: str) -> int:
    if text not in _MONTHS:
        raise _no_date()
    return _MONTHS[text]


def _no_date() -> Wrong:
    return Wrong("a date", "Write it like 31/03/2027 or 31 March 2027.")


_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,6})?) ?(%|per ?cent)?", re.A | re.I)


def percent_of(text: str) -> int | None:
    """How far something is, from 0 to 100; 0.5 is a half, as Excel counts shares."""
    plain = " ".join(text.split())
    if plainly(plain) in NOTHING:
        return None
    found = _SHARE.fullmatch(plain)
    value = Decimal(found[1]) if found else Decimal(101)
    if found and not found[2] and "." in found[1] and value <= 1:
        value *= 100
    if value > 100:
        raise Wrong("a share from 0 to 100 per cent", "Write it like 40%.")
    return int(value.to_integral_value())


_MONEY = re.compile(
    r"(?:£|gbp)? ?(\d{1,12}(?:\.\d{1,10})?) ?(k|m|thousand|million)?(?: ?(?:pounds|gbp|p\.?a\.?))?",
    re.A | re.I,
)
_TIMES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}


def money_of(text: str) -> Decimal | None:
    """Pounds: £12,500, 12.5k, nil."""
    plain = re.sub(
        r"(?<=\d)[,\u202f\u00a0 ](?=\d{3}(?!\d))", "", " ".join(text.split())
    )
    if plainly(plain) == "nil":
        return Decimal(0)
    if plainly(plain) in NOTHING:
        return None
    found = _MONEY.fullmatch(plain)
    pounds = Decimal(0)
    if found:
        pounds = Decimal(found[1]) * _TIMES.get((found[2] or "").lower(), 1)
    if not found or pounds >= 10_000_000_000:
        raise Wrong("a number of pounds", "Write it like 12500.")
    return pounds.quantize(Decimal("0.01"))
