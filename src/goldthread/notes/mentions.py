"""Who is called by name in a text: @Bea Quillfeather, or @Bea where only one is called so."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.partners.models import Person

# Not inside an e-mail address, and not "@ 5 pm".
_CALL = re.compile(r"(?<![\w@.])@(?=[^\W\d_])")
_WORD = re.compile(r"[\w'’.\-]+")


@dataclass(frozen=True, slots=True)
class Called:
    """The people found in a text with the words that called them, and who was not found."""

    people: dict[int, str]  # person -> "@Bea"
    unknown: list[str]


def handles(people: Sequence[Person]) -> dict[str, Person]:
    """What each person is called here; people of one name carry their agency too."""
    names = Counter(person.name.casefold() for person in people)
    with_agency = Counter(_named(person).casefold() for person in people)
    found = {}
    for person in people:
        handle = person.name
        if names[handle.casefold()] > 1:
            handle = _named(person)
            if with_agency[handle.casefold()] > 1:
                handle = person.email
        found[handle] = person
    return found


def called_in(text: str, people: Sequence[Person]) -> Called:
    """The people of `people` whom a text calls."""
    known = _by_words(people)
    longest_first = sorted(known, key=lambda words: (-len(words), words))
    found: dict[int, str] = {}
    unknown: list[str] = []
    for call in _CALL.finditer(text):
        rest = text[call.end() : call.end() + 320]
        words = next((w for w in longest_first if _begins_with(rest, w)), None)
        if words is None:
            first = _WORD.match(rest)
            unknown.append(f"@{first[0].rstrip('.') if first else rest[:1]}")
            break
        found.setdefault(known[words].pk, f"@{rest[: len(words)]}")
    return Called(found, unknown)


def _by_words(people: Sequence[Person]) -> dict[str, Person]:
    by_handle = handles(people)
    first_names = Counter(person.name.split()[0].casefold() for person in people)
    by_first = {
        person.name.split()[0]: person
        for person in people
        if first_names[person.name.split()[0].casefold()] == 1
    }
    return by_first | by_handle


def _begins_with(rest: str, words: str) -> bool:
    if rest[: len(words)].casefold() != words.casefold():
        return False
    after = rest[len(words) : len(words) + 1]
    return not (after.isalnum() or after == "_")


def _named(person: Person) -> str:
    return f"{person.name} ({person.agency})" if person.agency else person.name
