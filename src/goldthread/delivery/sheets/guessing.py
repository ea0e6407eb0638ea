"""Which column is which: guessed from its heading and from what stands in it."""

from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, process

from goldthread.delivery.sheets.fields import (
    FIELDS,
    KIND_WORDS,
    STATUS_WORDS,
    Field,
)
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.sheets.table import Column
from goldthread.delivery.sheets.values import Wrong, date_of, percent_of

ENOUGH = 74.0  # of 100; below it the person chooses
MOST_LIKE = 78.0
_COLOURS = {"red", "amber", "green", "blue", "r", "a", "g", "b", "grey", "yellow"}
_STATUS = {word for words in STATUS_WORDS.values() for word in words} - _COLOURS
_KINDS = {word for words in KIND_WORDS.values() for word in words}


def guessed(columns: Sequence[Column]) -> dict[int, str]:
    """For each column its field, or nothing; each field is given once, the surest first."""
    scores = [
        (score, -column.place, field)
        for column in columns
        for field in FIELDS.values()
        if (score := _score(column, field)) >= ENOUGH
    ]
    found: dict[int, str] = {}
    for _, place, field in sorted(scores, key=lambda each: (-each[0], -each[1])):
        if -place not in found and field.name not in found.values():
            found[-place] = field.name
    return {column.place: found.get(column.place, "") for column in columns}


def is_own_heading(heading: str) -> str:
    """The field whose heading in our own sheets this is."""
    plain = plainly(heading)
    own = (each.name for each in FIELDS.values() if plainly(each.heading) == plain)
    return next(own, "")


def _score(column: Column, field: Field) -> float:
    plain = plainly(column.heading)
    if plain == plainly(field.heading):
        return 110.0
    named = process.extractOne(plain, field.names, scorer=fuzz.token_sort_ratio)
    score = float(named[1]) if named else 0.0
    if score == 100.0:
        score += 5
    inside = max(
        (len(name) for name in field.names if f" {name} " in f" {plain} "), default=0
    )
    if inside > 3:  # "Lead agency / service" holds "lead agency"
        score = max(score, MOST_LIKE + min(inside, 15) / 2)
    return score + _by_values(column.examples, field)


def _by_values(examples: Sequence[str], field: Field) -> float:
    """What the values say for a field, or against it."""
    if not examples:
        return 0.0
    dates = _share(examples, _is_date)
    if field.shape == "date":
        return 10.0 if dates > 0.6 else (-30.0 if dates < 0.2 else 0.0)
    if dates > 0.8:
        return -60.0  # a column of dates is none of the others
    if field.name == "rag":
        return _told(_share(examples, lambda text: plainly(text) in _COLOURS), 25, -15)
    if field.name == "status":
        share = _share(examples, lambda text: plainly(text) in _STATUS | _COLOURS)
        return _told(share, 20, -25)
    if field.name == "kind":
        return _told(_share(examples, lambda text: plainly(text) in _KINDS), 15, -15)
    if field.name == "percent":
        return _told(_share(examples, _is_percent), 8, -40)
    if field.name == "owner":
        return _told(_share(examples, lambda text: "@" in text), 15, 0)
    if field.name == "reference":
        return -40.0 if max(map(len, examples)) > 20 else 0.0
    if field.name in ("title", "text", "detail"):
        return -15.0 if max(map(len, examples)) < 15 else 3.0
    return 0.0


def _told(share: float, good: float, bad: float) -> float:
    return good if share > 0.6 else (bad if share < 0.2 else 0.0)


def _share(examples: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, examples)) / len(examples)


def _is_date(text: str) -> bool:
    try:
        # A bare number may be a day of Excel's count, but a count of anything else too.
        return not text.isdigit() and date_of(text) is not None
    except Wrong:
        return False


def _is_percent(text: str) -> bool:
    try:
        return percent_of(text) is not None
    except Wrong:
        return False
