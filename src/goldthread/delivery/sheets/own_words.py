"""The words of a partnership's own sheet, so that the plan goes out as it came in."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from django.db.models import Count

from goldthread.delivery.models import PlanImport
from goldthread.delivery.sheets.fields import COLOURS, STATUS_WORDS
from goldthread.delivery.sheets.mapping import mapping_from
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.partners.models import Person

_COLOUR_WORDS: Mapping[str, Set[str]] = {
    "on_track": {"green", "g"},
    "at_risk": {"amber", "a", "yellow"},
    "off_track": {"red", "r"},
    "complete": {"blue", "b"},
}
_ANY_COLOUR = {word for words in _COLOUR_WORDS.values() for word in words}
_STATUS = {word for words in STATUS_WORDS.values() for word in words} - _ANY_COLOUR


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a sheet calls things.

    colours  heading -> status -> colour, for columns that say in colours how it stands
    by_mail  headings of the columns that call people by their addresses
    """

    colours: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    by_mail: Set[str] = frozenset()


def own_words(found: PlanImport) -> OwnWords:
    """The words of a sheet that came in."""
    mapping = mapping_from(found.mapping)
    colours, by_mail = {}, set()
    for at, heading in found.headings:
        name = mapping.columns.get(at, "")
        told = [each for each in _cells(found, mapping.sheet, at) if each != heading]
        if name in ("status", "rag") and _says_colours(told, name):
            colours[heading] = _colours(told)
        if name == "owner" and 2 * sum("@" in each for each in told) > len(told):
            by_mail.add(heading)
    return OwnWords(colours, by_mail)


def called_alike() -> Set[str]:
    """Names that two people have: their addresses are written instead."""
    rows = Person.objects.values_list("name").annotate(count=Count("pk"))
    counted: dict[str, int] = {}
    for name, count in rows:
        counted[plainly(name)] = counted.get(plainly(name), 0) + count
    return {name for name, count in counted.items() if count > 1}


def _cells(found: PlanImport, sheet: int, at: int) -> list[str]:
    """What stands in one column of a file."""
    rows = found.content[sheet]["rows"]
    return [row[at] for row in rows if at < len(row) and row[at]]


def _says_colours(told: Sequence[str], name: str) -> bool:
    colours = sum(plainly(each) in _ANY_COLOUR for each in told)
    others = sum(plainly(each) in _STATUS for each in told)
    return name == "rag" or colours > others


def _colours(told: Sequence[str]) -> dict[str, str]:
    """Each status in the column's own colour, as it writes it: "Green", "G"."""
    own = {
        status: next((each for each in told if plainly(each) in words), "")
        for status, words in _COLOUR_WORDS.items()
    }
    is_short = all(len(each) < 2 for each in own.values()) and any(own.values())
    found = {
        status: own[status] or (word[0] if is_short else word)
        for status, word in COLOURS.items()
    }
    if own["complete"]:
        found["complete"] = own["complete"]
    return found
