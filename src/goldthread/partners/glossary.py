"""What the field's words stand for: for hover texts, for the lint, for a printed glossary."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db.models import Max
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from goldthread.partners.models import Term

STARTER = Path(__file__).with_name("glossary.toml")


@dataclass(frozen=True, slots=True)
class Word:
    """A term with all it may stand for, and what it means."""

    key: int | None
    term: str
    expansions: tuple[str, ...]
    meaning: str = ""
    avoid: str = ""

    @property
    def is_ambiguous(self) -> bool:
        """Whether real use gives it more than one expansion."""
        return len(self.expansions) > 1

    @property
    def hover(self) -> str:
        """What stands behind the term when somebody points at it."""
        return " or ".join(self.expansions) or self.meaning


def words() -> tuple[Word, ...]:
    """The whole glossary of this partnership, in the alphabet's order."""
    terms = Term.objects.prefetch_related("expansions")
    return tuple(sorted(map(_word, terms), key=lambda word: word.term.casefold()))


def expansions() -> dict[str, tuple[str, ...]]:
    """Term to what it may stand for: what the lint of running text asks for."""
    return {word.term: word.expansions for word in words()}


def starter() -> tuple[Word, ...]:
    """The words every partnership begins with."""
    told = tomllib.loads(STARTER.read_text(encoding="utf-8"))["terms"]
    return tuple(
        Word(
            None,
            one["term"],
            tuple(one.get("for", ())),
            one.get("means", ""),
            one.get("avoid", ""),
        )
        for one in told
    )


def explained(text: str, known: Iterable[Word] | None = None) -> SafeString:
    """Text as markup in which each known abbreviation says what it stands for.

    Only the first time in one text: a page full of dotted lines is harder to read.
    """
    hovers = _current() if known is None else _hovers(known)
    pattern = _pattern(tuple(sorted(hovers, key=len, reverse=True)))
    pieces, end, seen = [], 0, set[str]()
    for match in pattern.finditer(text) if hovers else ():
        term = match.group()
        if term in seen:
            continue
        seen.add(term)
        pieces += [
            format_html("{}", text[end : match.start()]),
            format_html('<abbr title="{}">{}</abbr>', hovers[term], term),
        ]
        end = match.end()
    return mark_safe("".join([*pieces, format_html("{}", text[end:])]))


def _hovers(known: Iterable[Word]) -> Mapping[str, str]:
    # Words that are ordinary English ("Prevent") would be explained out of place.
    return {word.term: word.hover for word in known if _is_abbreviation(word.term)}


def _current() -> Mapping[str, str]:
    # The count and the newest key name the glossary's state: one cheap question a page.
    state = Term.objects.aggregate(newest=Max("expansions__pk"), last=Max("pk"))
    return _kept((state["newest"], state["last"]))


@lru_cache(maxsize=2)
def _kept(state: tuple[int | None, int | None]) -> Mapping[str, str]:
    return _hovers(words())


@lru_cache(maxsize=8)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        r"(?<![\w-])(?:" + "|".join(map(re.escape, terms)) + r")(?![\w-])"
    )


def _is_abbreviation(term: str) -> bool:
    return " " not in term and sum(sign.isupper() for sign in term) >= 2


def _word(term: Term) -> Word:
    found = sorted(term.expansions.all(), key=lambda one: one.number)
    return Word(
        term.pk,
        term.term,
        tuple(one.words for one in found),
        term.meaning,
        term.avoid,
    )
