"""What anybody may read, in plain words: why, what is done, who decides, how to help."""

from itertools import takewhile
from typing import Any

from django.urls import reverse
from django.utils.safestring import mark_safe

from goldthread.documents import html
from goldthread.documents.diagrams import structure
from goldthread.documents.html import Setting
from goldthread.documents.model import Paragraph, Section, Words
from goldthread.public import keeping
from goldthread.public.reading import Reading
from goldthread.web.kit import Column, Link, Table
from goldthread.web.templatetags.kit import day

Page = tuple[str, dict[str, Any]]


@keeping.page
def summary(reading: Reading) -> Page:
    """The summary that the law asks for (B10): why, what, who, how to help."""
    return "public/summary.html", {"words": _body(reading.section("summary"))}


@keeping.page
def strategy(reading: Reading) -> Page:
    """The whole strategy, as the boards agreed it."""
    kept = reading.strategy
    if kept is None:
        return "public/nothing.html", {"title": "The strategy"}
    body = mark_safe(html.sections(kept.document, Setting()))
    return "public/strategy.html", {"body": body, "chapters": kept.document.sections}


@keeping.page
def priorities(reading: Reading) -> Page:
    """What the partnership chose to work on."""
    return "public/priorities.html", {"table": priorities_table(reading)}


@keeping.page
def priority(reading: Reading, key: str) -> Page:
    """One priority: why it was chosen, what people should see, what is done."""
    kept = reading.strategy.priorities if reading.strategy else ()
    one = keeping.found(next((each for each in kept if each.key == key), None))
    return "public/priority.html", {
        "priority": one,
        "words": _opening(_section_of(reading, f"priority-{key}")),
    }


@keeping.page
def measures(reading: Reading) -> Page:
    """What was counted, in plain words, as a board's pack froze it."""
    return "public/measures.html", {"kept": reading.measures}


@keeping.page
def decisions(reading: Reading) -> Page:
    """What the boards decided in public, and what came of it."""
    return "public/decisions.html", {}


@keeping.page
def structure_page(reading: Reading) -> Page:
    """Who belongs to the partnership, and which boards there are."""
    found = reading.partnership.structure
    listed = structure.list_html(structure.as_list(found)) if found.bodies else ""
    return "public/structure.html", {
        "members": members_table(reading),
        "bodies": mark_safe(listed),
        "words": _body(reading.section("partnership")),
    }


@keeping.page
def involved(reading: Reading) -> Page:
    """How residents can help, and how they were heard (B10)."""
    return "public/involved.html", {"words": _body(reading.section("engagement"))}


def priorities_table(reading: Reading) -> Table:
    """Every priority with what people should see and what is done for it."""
    kept = reading.strategy.priorities if reading.strategy else ()
    return Table(
        "What we chose to work on",
        (
            Column("Priority"),
            Column("What you should see"),
            Column("What is done"),
        ),
        tuple(
            (
                Link(one.title, reverse("public_priority", args=[one.key])),
                "; ".join(one.outcomes),
                "; ".join(one.workstreams),
            )
            for one in kept
        ),
        caption_is_hidden=True,
    )


def members_table(reading: Reading) -> Table:
    """Every agency that belongs, and why."""
    return Table(
        "Who belongs to the partnership",
        (Column("Agency"), Column("How it belongs")),
        tuple((one.name, one.standing) for one in reading.partnership.members),
        caption_is_hidden=True,
    )


def measures_table(reading: Reading) -> Table:
    """Every measure that is published, as its page shows it."""
    kept = reading.measures.measures if reading.measures else ()
    return Table(
        "What we count",
        (
            Column("Measure"),
            Column("What is counted"),
            Column("Unit"),
            Column("When"),
            Column("Figure"),
            Column("A year before"),
            Column("Source"),
        ),
        tuple(
            (
                one.name,
                one.counts,
                one.unit,
                one.period,
                one.value,
                one.before,
                one.source,
            )
            for one in kept
        ),
    )


def decisions_table(reading: Reading) -> Table:
    """Every decision that is open to everybody."""
    return Table(
        "What was decided",
        (
            Column("Decision"),
            Column("Board"),
            Column("Day"),
            Column("What"),
            Column("Why"),
            Column("What was hoped for"),
            Column("What came of it"),
        ),
        tuple(
            (
                one.reference,
                one.board,
                day(one.decided_on),
                one.words,
                one.reasons,
                one.effect,
                one.outcome,
            )
            for one in reading.decisions
        ),
    )


measures_csv = keeping.table(measures_table)
decisions_csv = keeping.table(decisions_table)
priorities_csv = keeping.table(priorities_table)
members_csv = keeping.table(members_table)


def _section_of(reading: Reading, key: str) -> Section | None:
    outer = reading.section("priorities")
    inside = outer.sections if outer else ()
    return next((each for each in inside if each.id == key), None)


def _opening(section: Section | None) -> str:
    """What is said before the first list or table, which the page tells in its own way."""
    blocks = section.blocks if section else ()
    said = list(takewhile(lambda one: isinstance(one, Paragraph | Words), blocks))
    if len(said) < len(blocks):  # the last one is what the list is called
        said = said[:-1]
    return mark_safe("".join(html.block(one, Setting()) for one in said))


def _body(section: Section | None) -> str:
    """What stands under a heading, without the heading: the page has its own."""
    if section is None:
        return ""
    return mark_safe("".join(html.block(one, Setting()) for one in section.blocks))
