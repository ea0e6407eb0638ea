"""The strategy as a document: what people wrote, with what the data say in its place.

The same document becomes the web page, the PDF and the Word file; published, it is frozen.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from goldthread.documents import numbers
from goldthread.documents.model import (
    Block,
    Callout,
    Document,
    Paragraph,
    Section,
    Strong,
)
from goldthread.partners.glossary import Word
from goldthread.strategy import chapters
from goldthread.strategy.models import Section as Row
from goldthread.strategy.queries.whole import Whole
from goldthread.strategy.running_text import parts_of
from goldthread.strategy.sections import signature_of


def document_of(
    known: Whole,
    *,
    on: date,
    words: tuple[Word, ...] = (),
    invented: bool = False,
    prepared_by: str = "",
) -> Document:
    """The whole strategy, in its own order; a draft says so across every page."""
    strategy = known.strategy
    return Document(
        title=strategy.title,
        subtitle=" · ".join(filter(None, (strategy.strapline, period(known)))),
        area=strategy.partnership,
        marking=strategy.marking,
        handling=strategy.handling,
        date=on,
        lake_version="",
        version=_called(known),
        sections=_chapters(known, used_words(known, words)),
        invented=invented,
        prepared_by=prepared_by,
        draft=strategy.is_draft,
    )


def period(known: Whole) -> str:
    """From when to when, as people say it."""
    start, end = known.strategy.period_start, known.strategy.period_end
    last = date.fromordinal(end.toordinal() - 1)
    return f"{numbers.day(start)} to {numbers.day(last)}"


def version(known: Whole) -> str:
    """The number of the newest version that was saved."""
    return known.strategy.version_label


def _called(known: Whole) -> str:
    """The version as the paper says it: what is before the boards is for decision."""
    is_proposed = known.strategy.state == known.strategy.State.PROPOSED
    return f"{version(known)}, for decision" if is_proposed else version(known)


def used_words(known: Whole, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words of the glossary that the text uses; a reader needs no others."""
    texts = [section.text for section in known.sections]
    for priority in known.priorities:
        texts += [priority.title, priority.statement, priority.choice]
        texts += map(str, known.outcomes.get(priority.pk, ()))
        texts += map(str, known.focus_areas.get(priority.pk, ()))
    texts += [f"{w.title} {w.purpose}" for w in known.workstreams]
    texts += [said.text for said in known.statements.values()]
    text = " ".join([*texts, *(item.text for item in known.evidence)])
    return tuple(
        word
        for word in words
        if re.search(rf"(?<!\w){re.escape(word.term)}(?!\w)", text)
    )


def _chapters(known: Whole, words: tuple[Word, ...]) -> tuple[Section, ...]:
    made: dict[str, Callable[[Whole], Section]] = {
        "partnership": chapters.partnership,
        "choosing": chapters.choosing,
        "priorities": chapters.priorities,
        "delivery": chapters.delivery,
        "glossary": lambda _: chapters.glossary(words),
    }
    found = [_chapter(row, made.pop(row.key, None), known) for row in known.sections]
    # What no section of this strategy takes in stands behind them; a strategy without
    # words still says what it wants.
    ends = {"priorities": "Priorities and workstreams", "delivery": "Delivery"}
    for key, title in ends.items():
        if key in made:
            given = made[key](known)
            if given.blocks or given.sections:
                found.append(replace(given, id=key, heading=title))
    return tuple(found)


def _chapter(
    row: Row, made: Callable[[Whole], Section] | None, known: Whole
) -> Section:
    written = parts_of(row.text, under=row.key)
    given = made(known) if made else Section(row.key, row.title)
    blocks: tuple[Block, ...] = (*written.blocks, *given.blocks)
    if row.signed_on:
        blocks += (
            Paragraph((Strong(row.signed_name), f", {row.signed_role}")),
            Paragraph(signature_of(row)),
        )
    if not blocks and not written.sections and not given.sections:
        blocks = (Callout("awaiting-words", _owed(row)),)
    return Section(row.key, row.title, blocks, (*written.sections, *given.sections))


def _owed(row: Row) -> str:
    if row.gate == Row.Gate.AFTER_CONSULTATION:
        return (
            "To be written once the consultation has closed and the rest is finished."
        )
    return "Not written yet."
