"""Search over everything that somebody may see, forgiving a slip of the finger.

First the database looks for the words as they were typed. Only where it finds nothing are
the words of all names compared with those asked for: over 10,000 actions that costs 40 ms.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from rapidfuzz import fuzz, process

from goldthread.desk.queries.places import Hit, Place, places_for
from goldthread.partners.models import Person

# One wrong letter in a word of five scores 80, "hate" for "have" 75, "dogs" for "drugs" 67.
NEAR_ENOUGH = 78
SHORT = 4  # letters; shorter words have too many neighbours to guess at
MOST = 30
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, and whether it had to guess."""

    asked: str
    hits: tuple[Hit, ...] = ()
    guessed: bool = False
    is_cut: bool = False  # there are more
    kinds: str = ""  # what is looked through, in words


def search(asked: str, *, person: Person) -> Found:
    """The nearest things by name that this person may see, the best first."""
    asked = " ".join(asked.replace("\0", " ").split())[:LONGEST]
    places = places_for(person)
    if not asked:
        names = ", ".join(place.plural for place in places)
        return Found("", kinds=f"You may look for: {names}.")
    plain = asked.casefold()
    exact = [hit for place in places for hit in place.called(asked, MOST + 1)]
    if exact:
        ranked = sorted(exact, key=lambda hit: _rank(hit, plain))
        return Found(asked, tuple(ranked[:MOST]), is_cut=len(ranked) > MOST)
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


def _near(wanted: list[str], places: Iterable[Place]) -> Iterator[Scored]:
    """The names that have a word near each of those asked for, with how near."""
    for place in places if wanted else ():
        rows = place.rows()
        called = [row[0].casefold() for row in rows]
        known = set(_words(" ".join(called)))
        scores = dict.fromkeys(range(len(rows)), 0.0)
        for word in wanted:
            scores = _scored(_neighbours(word, known), called, scores)
        ranks = (
            (-score, len(called[number]), called[number], number)
            for number, score in scores.items()
        )
        for *rank, number in nsmallest(MOST + 1, ranks):
            yield tuple(rank), place, rows[number]


def _scored(
    neighbours: list[tuple[str, float]], called: list[str], scores: dict[int, float]
) -> dict[int, float]:
    """Those of the names so far that hold one of these words, with the nearest's score."""
    found = {}
    for number in scores if neighbours else ():
        name = called[number]
        for word, score in neighbours:
            if word in name:
                found[number] = scores[number] + score
                break
    return found


def _neighbours(word: str, known: set[str]) -> list[tuple[str, float]]:
    """The words that somebody may have meant, the nearest first."""
    if any(word in other for other in known):
        return [(word, 100.0)]
    if len(word) < SHORT:
        return []
    found = process.extract(
        word, list(known), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=20
    )
    return [(other, score) for other, score, _ in found]
