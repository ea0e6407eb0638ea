"""Sentences whose every number is bound to what it was read from.

A sentence that Goldthread writes carries its numbers as figures, each with the reading
or the row it comes from. A sentence that a person wrote keeps its words; where the
figures do not support it, it is marked, and stays.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from goldthread.documents.lint import texts_of
from goldthread.documents.model import (
    Callout,
    Document,
    Figure,
    Paragraph,
    Text,
    blocks_of,
    plain,
    runs,
)
from goldthread.documents.numbers import count_figure
from goldthread.performance.periods import label
from goldthread.performance.queries import Line, claims_of
from goldthread.performance.words import shown_reading

NOT_SUPPORTED = "Not supported by the figures"
_DIGIT = re.compile(r"\d")
# What names a thing is no figure: D-014, the measure O1, a day, a year, item 4, seat 2,
# Q2 2026/27, level 3 of 5.
_NAMES = re.compile(
    r"\b(?-i:[A-Z]{1,3})-?\d+\b|\bpaper \d+[a-z]?\b|\bitem \d+\b|\bQ[1-4] \d{4}/\d{2}\b"
    r"|\bseat \d+\b|\blevel \d of \d\b"
    r"|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December) \d{4}\b|\b(?:19|20)\d\d(?:/\d\d)?\b",
    re.IGNORECASE,
)


def value_of(line: Line) -> Figure:
    """A measure's newest figure, bound to its reading."""
    return Figure(line.value, line.shown, f"reading:{line.reading_key or 0}")


def measured(line: Line) -> Text:
    """One sentence on a measure: what it is, its figure, its period, how it stands."""
    name = line.name.rstrip(".")
    if line.value is None:
        return f"{name}: there is no reading yet."
    unit = "" if line.shown.endswith("%") else f" {line.unit}"
    # Not "after 131 the time before": the rule looks at more than two figures, and the
    # sentence would seem to contradict it. The table holds both.
    return (
        f"{name}: ",
        value_of(line),
        f"{unit} in ",
        Figure(line.period_start, line.period, f"reading:{line.reading_key}"),
        f". {line.status.words}.{_beside(line)}",
        *_sure(line),
    )


def _sure(line: Line) -> Iterator[str | Figure]:
    """How many answered a survey, and its interval, or that nobody knows (S93)."""
    if line.sure is None:
        return
    yield " "
    for piece in line.sure.pieces:
        yield piece if isinstance(piece, str) else Figure(*piece, _bound_to(line))


def _bound_to(line: Line) -> str:
    return f"reading:{line.reading_key or 0}"


def _beside(line: Line) -> str:
    """Reports of a crime that few report are never judged alone (Z8)."""
    if not line.hidden_crime:
        return ""
    if not line.companion_name:
        return " It has no companion yet, so more reports cannot be judged."
    stands = f": {line.companion_word.lower()}" if line.companion_word else ""
    return f" Read it beside “{line.companion_name}”{stands}."


def counted(number: int, one: str, many: str, ref: str) -> tuple[Figure, str]:
    """A count with its noun, bound to what was counted."""
    return count_figure(number, ref), f" {one if number == 1 else many}"


def spoken(commentary: Any, standing: Any) -> Iterator[Paragraph | Callout]:
    """A person's words on a measure; what the figures do not support is marked."""
    one = commentary.reading
    who = f" ({commentary.written_by})" if commentary.written_by else ""
    ref = f"reading:{one.pk}"
    period = Figure(one.period_start, label(one.period_start, one.period_end), ref)
    was = Figure(one.value, shown_reading(one.indicator, one), ref)
    yield Paragraph(("Said of ", period, " (", was, "): ", f"{commentary.text}{who}"))
    for claim in claims_of(commentary, commentary.text, standing):
        if claim.is_unsupported:
            yield Callout(
                "caveat",
                f"“{claim.sentence}” {claim.why}",
                heading=NOT_SUPPORTED,
            )


def unbound(document: Document, *, written_by_people: Iterable[str] = ()) -> list[str]:
    """Sentences with a number that nothing binds, but those that people wrote."""
    own = {" ".join(text.split()) for text in written_by_people}
    found = []
    for text in texts_of(document):
        loose = "".join(run for run in runs(text) if isinstance(run, str))
        for words in own:
            loose = loose.replace(words, "")
        if _DIGIT.search(_NAMES.sub("", loose)):
            found.append(plain(text))
    return found


def shown_numbers(document: Document) -> list[tuple[str, str]]:
    """Every figure that a sentence states, as it is written, with what binds it."""
    found = []
    for text in texts_of(document):
        found += [
            (run.display, run.ref) for run in runs(text) if isinstance(run, Figure)
        ]
    return found


def unsupported(document: Document) -> list[str]:
    """The sentences that the pack marks as not supported, with why."""
    return [
        plain(block.text)
        for block in blocks_of(document)
        if isinstance(block, Callout) and block.heading == NOT_SUPPORTED
    ]
