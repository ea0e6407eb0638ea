"""One cell of one row read as what its column is, or what is wrong with it."""

from collections.abc import Mapping as Map
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldthread.assessment.queries import finding_named
from goldthread.delivery.sheets.asking import parts_of
from goldthread.delivery.sheets.fields import FIELDS, NOTHING
from goldthread.delivery.sheets.known import Known
from goldthread.delivery.sheets.mapping import ASIDE, COMMUNITY, Mapping
from goldthread.delivery.sheets.mapping import NOTHING as LEFT_EMPTY
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.sheets.values import Wrong, date_of, money_of, percent_of

_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_ERRORS = ("#ref!", "#name?", "#value!", "#div/0!", "#n/a", "#null!", "#num!")
_EMPTY: Map[str, Any] = {
    "date": None,
    "money": None,
    "text": "",
    "words": (),
    "percent": None,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is set aside: where, what was expected, what was found, how to mend it."""

    column: str
    expected: str
    found: str
    fix: str

    def __str__(self) -> str:
        found = f", found {self.found[:120]!r}" if self.found else ""
        return f"{self.column}: expected {self.expected}{found}. {self.fix}"


def read_cell(name: str, cell: str, mapping: Mapping, known: Known) -> dict[str, Any]:
    """What a cell tells of an action; an empty one tells nothing, or to empty it.

    Raises:
        Wrong: it cannot be what its column is.
    """
    field = FIELDS[name]
    if cell.lower() in _ERRORS:
        raise Wrong("a value", "The formula in this cell fails. Type the value itself.")
    if field.shape in ("word", "words"):
        return _meant(name, cell, mapping, known)
    value: Any = cell
    if field.shape == "date":
        value = date_of(cell, is_end=name == "due_on")
    elif field.shape == "percent":
        value = percent_of(cell)
    elif field.shape == "money":
        value = money_of(cell)
    elif name not in ("title", "text"):
        value = "" if plainly(cell) in ("-", "–", "") and len(cell) < 3 else cell
        _check_text(value, field.longest)
    else:
        _check_text(value, 5_000)
    if value in (None, ""):
        return _emptied(name, cell, mapping)
    return {name: value}


def _check_text(text: str, longest: int) -> None:
    if any(mark in text for mark in _BIDI):
        raise Wrong(
            "text without marks that turn it around",
            "Type it again instead of pasting it.",
        )
    if len(text) > longest:
        raise Wrong(
            f"at most {longest:,} characters", f"Shorten it; it has {len(text):,}."
        )


def _emptied(name: str, cell: str, mapping: Mapping) -> dict[str, Any]:
    """An empty cell changes nothing, unless it was said to empty what stands.

    A word for "none", such as TBC, empties a date or a sum: somebody typed it.
    """
    shape = FIELDS[name].shape
    if name in ("reference", "title", "percent", "text") or not (
        mapping.clears or (cell and shape != "text")
    ):
        return {}
    if shape == "word":
        return {} if name in ("workstream", "kind", "status", "rag") else {name: None}
    return {name: _EMPTY[shape]}


def _meant(name: str, cell: str, mapping: Mapping, known: Known) -> dict[str, Any]:
    if plainly(cell) in NOTHING:
        return _emptied(name, cell, mapping) if name != "lead_agency" else {}
    found = []
    for word in parts_of(name, cell, known):
        key = known.exact(name, word)
        if key is None:
            key = mapping.words.get(name, {}).get(plainly(word), ASIDE)
        if key == ASIDE:
            raise Wrong(
                f"one of those known here as {FIELDS[name].heading.lower()}",
                f"Write the full name instead of {word[:60]!r}, or say what it means when the file is tried.",
            )
        if key == COMMUNITY:
            return {"lead_agency": None, "community_owner": word[:200]}
        if key != LEFT_EMPTY:
            found.append(
                finding_named(key) if name == "finding" else known.value(name, key)
            )
    if None in found:
        raise Wrong(
            "something that still exists",
            "It is gone since it was chosen. Choose again.",
        )
    if FIELDS[name].shape == "words":
        return {name: tuple(found)}
    return {name: found[0]} if found else _emptied(name, "", mapping)


def is_same(stands: Any, told: Any) -> bool:
    """Whether a cell says what stands already."""
    if isinstance(stands, date) or isinstance(told, date):
        return bool(stands == told)
    if isinstance(stands, set):
        return stands == {each.pk for each in told}
    return bool(stands == told)
