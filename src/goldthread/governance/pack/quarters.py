"""Which quarter is meant: "2026-Q2", "Q2 2026/27", or the last one that is over."""

import re
from datetime import date, timedelta

from goldthread.core.periods import Period, quarter, quarter_of

LAST = "last"
_NAMED = re.compile(
    r"(?:(?P<year>\d{4})-?Q(?P<number>[1-4])|Q(?P<number2>[1-4]) (?P<year2>\d{4})/\d{2})",
    re.IGNORECASE,
)


def last_quarter(on: date) -> Period:
    """The last quarter that is over on this day."""
    return quarter_of(quarter_of(on).start - timedelta(days=1))


def quarter_named(words: str, *, on: date) -> Period:
    """The quarter of the statutory year, which begins in April, that is named.

    Raises:
        ValueError: no quarter is called that.
    """
    if words.strip().lower() == LAST:
        return last_quarter(on)
    found = _NAMED.fullmatch(words.strip())
    if found is None:
        raise ValueError(
            f"expected a quarter such as 2026-Q2 (July to September 2026), or “last”; found {words!r}"
        )
    year = int(found["year"] or found["year2"])
    return quarter(year, int(found["number"] or found["number2"]))
