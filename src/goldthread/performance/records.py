"""Sentences that call a figure the most or the least ever, held against the whole series.

"More people reported than in any month before" is false as soon as one month before was
as high, whatever the test of change says.
"""

import re
from collections.abc import Iterator

from goldthread.core.on_record import OnRecord, on_record
from goldthread.performance.models import Indicator, Reading
from goldthread.performance.periods import calendar, later, spoken
from goldthread.performance.words import shown

_MORE = r"more|higher|greater|larger|bigger|above|worse"
_LESS = r"fewer|less|lower|smaller|below"
_BEFORE = (
    r"(?:than|that|in|of)?\s*(?:(?:in|at|of) )?(?:any|all|every)(?: other| single| earlier"
    r"| previous)? (?P<unit>months?|quarters?|years?|times?|periods?)"
    r"|than (?:it |they )?(?:(?:has|have|had) )?ever\b|than ever\b"
)
_MOST = r"highest|most|largest|biggest|greatest|peak"
_LEAST = r"lowest|fewest|smallest|least"
_EVER = r"ever|on record|on the record|since records? beg\w+|(?:that )?we (?:hold|have held)|yet|so far|in any (?P<unit>month|quarter|year)"
_PATTERNS = tuple(
    (is_most, re.compile(words, re.IGNORECASE))
    for is_most, words in (
        (True, rf"\b(?:{_MORE})\b[^.;]*?\b(?:{_BEFORE})"),
        (False, rf"\b(?:{_LESS})\b[^.;]*?\b(?:{_BEFORE})"),
        (True, rf"\b(?:{_MOST})\b[^.;]*?\b(?:{_EVER})\b"),
        (False, rf"\b(?:{_LEAST})\b[^.;]*?\b(?:{_EVER})\b"),
        (True, r"\b(?:all-time|record) high\b|\brecord (?:number|level|month|year)\b"),
        (False, r"\b(?:all-time|record) low\b"),
    )
)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def calls_record(sentence: str) -> bool:
    """Whether a sentence calls a figure the most or the least of all."""
    return next(_called(sentence), None) is not None


def record_faults(
    sentence: str, indicator: Indicator, reading: Reading
) -> Iterator[str]:
    """Why the series does not say so, with the period that undoes it."""
    for is_most, unit in _called(sentence):
        months = _MONTHS.get(unit.lower().rstrip("s"), indicator.every)
        if months % indicator.every:
            yield f"Figures are held {indicator.get_every_display().lower()}, so nothing can be said of every {unit.rstrip('s')}."
            continue
        if months > indicator.every and indicator.kind != Indicator.Kind.COUNT:
            yield f"Figures of more than one period are not added up here, so nothing can be said of every {unit.rstrip('s')}."
            continue
        found = on_record(_series(indicator, reading), length=months // indicator.every)
        if found is None:
            yield "There are too few figures to say so."
        elif is_most and not found.highest:
            yield _undone(indicator, reading, months, found.above, found.most, found)
        elif not is_most and not found.lowest:
            yield _undone(indicator, reading, months, found.below, found.least, found)


def _called(sentence: str) -> Iterator[tuple[bool, str]]:
    for is_most, pattern in _PATTERNS:
        if found := pattern.search(sentence):
            yield is_most, found.groupdict().get("unit") or ""


def _undone(
    indicator: Indicator,
    reading: Reading,
    months: int,
    back: int,
    value: float,
    found: OnRecord,
) -> str:
    """The earlier period that was as high, or as low, with its figure."""
    end = later(reading.period_end, -back * months)
    period = spoken(later(end, -months), end)
    same = (
        "as much" if value == found.last else "more" if value > found.last else "less"
    )
    return f"{period} had {same}: {shown(indicator, value)}, against {shown(indicator, found.last)}."


def _series(indicator: Indicator, reading: Reading) -> list[float]:
    """The figures up to this one, with a gap where a period has none."""
    held = dict(
        Reading.objects.standing()
        .filter(
            indicator=indicator,
            area_code=reading.area_code,
            period_start__lt=reading.period_start,
        )
        .values_list("period_start", "value")
    ) | {reading.period_start: reading.value}
    return [
        held.get(start, float("nan")) for start in calendar(list(held), indicator.every)
    ]
