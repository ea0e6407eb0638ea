"""Search over everything that somebody may see, forgiving a slip of the finger.

First the database looks for the words as they were typed. Only where it finds nothing are
the words of all names compared with those asked for. Reading 10,000 names and cutting them
into words costs 25 ms, so a process keeps those of actions until the plan changes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from typing import Any

from rapidfuzz import fuzz, process

from goldthread.delivery.queries.remembered import Memory
from goldthread.desk.queries.kinds import places_for
from goldthread.desk.queries.places import Hit, Kind, Place
from goldthread.partners.models import Person

# One wrong letter in a word of five scores 80, "hate" for "have" 75, "dogs" for "drugs" 67.
NEAR_ENOUGH = 78
SHORT = 4  # letters; shorter words have too many neighbours to guess at
MOST = 40
OF_A_KIND = 8  # so that many actions do not bury the one body that is meant
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, and whether it had to guess."""

    asked: str
    hits: tuple[Hit, ...] = ()
    guessed: bool = False
    is_cut: bool = False  # there are more
    kinds: str = ""  # what is looked through, in words

    @property
    def groups(self) -> tuple[tuple[str, tuple[Hit, ...]], ...]:
        """What was found, kind by kind; the kind of the best comes first."""
        kinds: dict[str, list[Hit]] = {}
        for hit in self.hits:
            kinds.setdefault(hit.plural, []).append(hit)
        return tuple(
            (f"{name[:1].upper()}{name[1:]}", tuple(hits))
            for name, hits in kinds.items()
        )


def search(asked: str, *, person: Person, on: date) -> Found:
    """The nearest things by name that this person may see, the best first."""
    asked = " ".join(asked.replace("\0", " ").split())[:LONGEST]
    places = places_for(person, on=on)
    if not asked:
        names = ", ".join(place.kind.plural for place in places)
        return Found("", kinds=f"You may look for: {names}.")
    plain = asked.casefold()
    called = [place.called(asked, OF_A_KIND + 1) for place in places]
    if exact := [hit for hits in called for hit in hits[:OF_A_KIND]]:
        ranked = sorted(exact, key=lambda hit: _rank(hit, plain))
        is_cut = len(ranked) > MOST or any(len(hits) > OF_A_KIND for hits in called)
        return Found(asked, tuple(ranked[:MOST]), is_cut=is_cut)
    scored = sorted(_near(_words(asked), places), key=lambda pair: pair[0])
    hits = tuple(place.hit(row) for _, place, row in scored[:MOST])
    # Every word is there, only not side by side: that is no guess.
    is_guess = any(rank[0] > -100 * len(_words(asked)) for rank, _, _ in scored[:MOST])
    return Found(asked, hits, guessed=is_guess, is_cut=len(scored) > MOST)


def _rank(hit: Hit, plain: str) -> tuple[bool, int, str, str]:
    called = hit.words.casefold()
    return (not called.startswith(plain), len(called), called, hit.href)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


Row = tuple[str, ...]
Scored = tuple[tuple[Any, ...], Place, Row]


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of one kind, and which of them each word is in."""

    rows: list[Row]
    rows_of: dict[str, list[int]]


_kept: dict[Kind, tuple[str, Names]] = {}  # kind -> the plan's state when it was read


def _names(place: Place, state: str | None) -> Names:
    """The names of a kind; those of the plan are read again only after it changed."""
    held = _kept.get(place.kind) if place.kind.is_of_plan else None
    if held is not None and held[0] == state:
        return held[1]
    names = Names(place.rows(), {})
    for number, row in enumerate(names.rows):
        for word in set(_words(row[0])):
            names.rows_of.setdefault(word, []).append(number)
    if state is not None and place.kind.is_of_plan:
        _kept[place.kind] = (state, names)
    return names


def _near(wanted: list[str], places: Iterable[Place]) -> Iterator[Scored]:
    """The names that have a word near each of those asked for, with how near."""
    state = Memory().state if wanted else None
    for place in places if wanted else ():
        names = _names(place, state)
        ranks = (
            (-score, len(names.rows[number][0]), names.rows[number][0], number)
            for number, score in _scores(wanted, names).items()
        )
        for *rank, number in nsmallest(OF_A_KIND, ranks):
            yield tuple(rank), place, names.rows[number]


def _scores(wanted: list[str], names: Names) -> dict[int, float]:
    """Those of the names that have a word near each of these, with how near in all."""
    found = dict.fromkeys(range(len(names.rows)), 0.0)
    for word in wanted:
        near: dict[int, float] = {}
        for other, score in _neighbours(word, names.rows_of):
            for number in names.rows_of[other]:
                near.setdefault(number, score)  # the nearest comes first
        found = {
            number: found[number] + score
            for number, score in near.items()
            if number in found
        }
        if not found:
            break
    return found


def _neighbours(word: str, known: Iterable[str]) -> list[tuple[str, float]]:
    """The words that somebody may have meant, the nearest first."""
    if holding := [other for other in known if word in other]:
        return [(other, 100.0) for other in holding]
    if len(word) < SHORT:
        return []
    found = process.extract(
        word, list(known), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=20
    )
    return [(other, score) for other, score, _ in found]
