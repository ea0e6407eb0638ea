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
    """What each person is called here; where two share a name, the e-mail tells them."""
    names = Counter(person.name.casefold() for person in people)
    return {
        person.name if names[person.name.casefold()] == 1 else person.email: person
        for person in people
    }


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
