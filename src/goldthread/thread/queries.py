"""A page of the thread: up to why, the thing itself, down to what it changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldthread.delivery.lacking import lacking_in_words
from goldthread.delivery.models import Action
from goldthread.documents.diagrams.strands import Knotted, Level
from goldthread.thread.broken import Break, broken
from goldthread.thread.nouns import Knot, Noun, Place, Reader
from goldthread.thread.spine import NOUNS
from goldthread.thread.walk import RANK, Woven, walk

MOST_BREAKS = 4


@dataclass(frozen=True, slots=True)
class Branch:
    """One thing below, with what hangs from it."""

    knot: Knot
    is_told_elsewhere: bool  # its own line, with what hangs from it, stands elsewhere
    below: tuple["Branch", ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A branch as the page writes it: it may open a list, or close some after itself."""

    knot: Knot
    is_told_elsewhere: bool
    opens: bool
    is_leaf: bool
    closes: range

    @property
    def anchor(self) -> str:
        return f"{self.knot.noun}-{self.knot.key}"


@dataclass(frozen=True, slots=True)
class Step:
    """One level above the thing: what it is called, and everything on it."""

    words: str
    knots: tuple[Knot, ...]


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One thing on its thread."""

    knot: Knot
    steps: tuple[Step, ...]
    branches: tuple[Branch, ...]
    lines: tuple[Line, ...]
    breaks: tuple[Break, ...]
    more_breaks: int
    lacked: str  # by an action that is not counted as broken, in a sentence
    levels: tuple[Level, ...]  # for the drawing
    ties: tuple[tuple[str, str], ...]
    is_end: bool  # nothing hangs from this kind of thing

    @property
    def counts(self) -> str:
        """What hangs from it, in words: 3 workstreams, 14 actions."""
        told: dict[str, int] = {}
        for line in self.lines:
            if not line.is_told_elsewhere:
                told[line.knot.noun] = told.get(line.knot.noun, 0) + 1
        return ", ".join(
            f"{many} {(noun.words if many == 1 else noun.plural).lower()}"
            for noun in NOUNS
            if (many := told.get(noun.key, 0))
        )


def thread_page(start: Knot, *, reader: Reader, on: date) -> ThreadPage:
    """The thread of a thing that `knot_of` found."""
    woven = walk(start, reader)
    here = woven.all
    branches = _under(woven, start.place)
    breaks = [
        each
        for kind in broken(reader, on=on)
        for each in kind.breaks
        if each.at in here
    ]
    breaks.sort(key=lambda each: each.at != start.place)
    return ThreadPage(
        knot=start,
        steps=tuple(Step(_words(noun, knots), knots) for noun, knots in woven.levels()),
        branches=branches,
        lines=tuple(_lines(branches, depth=0, closes=0)),
        breaks=tuple(breaks[:MOST_BREAKS]),
        more_breaks=max(0, len(breaks) - MOST_BREAKS),
        lacked=_lacked(start, on),
        levels=tuple(_drawn(woven)),
        ties=tuple((_id(upper), _id(lower)) for upper, lower in woven.ties),
        is_end=RANK[start.noun] == len(NOUNS) - 1,
    )


def _lacked(start: Knot, on: date) -> str:
    """What an action lacked that is over, or whose strategy does not stand."""
    if start.noun != "action":
        return ""
    rows = Action.objects.select_related("workstream__strategy", "expected_effect")
    return lacking_in_words(rows.get(pk=start.key), on=on)


def _words(noun: Noun, knots: Sequence[Knot]) -> str:
    return noun.words if len(knots) == 1 else noun.plural


def _under(woven: Woven, place: Place) -> tuple[Branch, ...]:
    """Everything below as one nested list, each thing with what hangs from it once.

    A thing that two things lead to hangs from the nearer, an action from its workstream;
    at the other it is named only.
    """
    children = sorted(
        woven.children.get(place, ()),
        key=lambda one: (RANK[one[0]], woven.below[one].reference),
    )
    return tuple(
        Branch(woven.below[child], False, _under(woven, child))
        if _home(woven, child) == place
        else Branch(woven.below[child], True)
        for child in children
    )


def _lines(branches: Sequence[Branch], *, depth: int, closes: int) -> Iterator[Line]:
    for number, branch in enumerate(branches, start=1):
        ends = closes + (depth > 0) if number == len(branches) else 0
        is_leaf = not branch.below
        yield Line(
            branch.knot,
            branch.is_told_elsewhere,
            opens=depth > 0 and number == 1,
            is_leaf=is_leaf,
            closes=range(ends if is_leaf else 0),
        )
        yield from _lines(branch.below, depth=depth + 1, closes=ends)


def _home(woven: Woven, place: Place) -> Place:
    """What a thing hangs from: the nearest thing that leads to it."""
    return max(woven.parents[place], key=lambda one: (RANK[one[0]], -one[1]))


def _id(place: Place) -> str:
    return f"{place[0]} {place[1]}"


def _drawn(woven: Woven) -> Iterator[Level]:
    here = woven.all.values()
    for noun in NOUNS:
        found = [
            Knotted(_id(knot.place), _short(knot), knot is woven.start)
            for knot in here
            if knot.noun == noun.key
        ]
        if found:
            words = noun.words if len(found) == 1 else noun.plural
            yield Level(words, tuple(found))


def _short(knot: Knot) -> str:
    if knot.noun in ("action", "effect"):  # two effects may be on one measure
        return f"{knot.reference} {knot.title}"
    return knot.title


def as_data(page: ThreadPage) -> dict[str, Any]:
    """The same thread for programs: what the command and the API print."""
    return {
        **_told(page.knot),
        "why": [_told(knot) for step in page.steps for knot in step.knots],
        "below": [_hanging(branch) for branch in page.branches],
        "broken": [
            {"noun": each.at[0], "sentence": each.sentence, "mend": each.mend.href}
            for each in page.breaks
        ],
    }


def _hanging(branch: Branch) -> dict[str, Any]:
    return {
        **_told(branch.knot),
        "below": [_hanging(each) for each in branch.below],
    }


def _told(knot: Knot) -> dict[str, Any]:
    return {
        "noun": knot.noun,
        "reference": knot.reference,
        "title": knot.title,
        "status": knot.status.words if knot.status else None,
        "notes": list(knot.notes),
        "page": knot.href,
    }
