"""What anybody may read, in plain words: why, what is done, what came, how to help."""

from itertools import takewhile
from typing import Any

from django.utils.safestring import mark_safe

from goldthread.documents import html
from goldthread.documents.diagrams import structure
from goldthread.documents.html import Setting
from goldthread.documents.model import Paragraph, Section, Words
from goldthread.public import keeping, pictures, tables
from goldthread.public.reading import Reading

Page = tuple[str, dict[str, Any]]
NEWEST = 3  # decisions on the first page


@keeping.page
def summary(reading: Reading) -> Page:
    """The summary that the law asks for (B10): why, what, who, how to help."""
    return "public/summary.html", {
        "words": _body(reading.section("summary")),
        "how": tables.how_it_goes(reading),
        "decisions": reading.decisions[:NEWEST],
        "evidence": keeping.address_of(reading.evidence.path)
        if reading.evidence
        else "",
        "meeting": next(iter(reading.meetings), None),
        "asked": max(reading.consultations, key=lambda one: one.last_day, default=None),
    }


@keeping.page
def strategy(reading: Reading) -> Page:
    """The whole strategy, as the boards agreed it."""
    kept = reading.strategy
    if kept is None:
        return "public/nothing.html", {"title": "The strategy"}
    body = mark_safe(html.sections(kept.document, Setting()))
    return "public/strategy.html", {"body": body, "chapters": kept.document.sections}


@keeping.page
def next_strategy(reading: Reading) -> Page:
    """The plan that holds from a day to come."""
    coming = keeping.found(reading.coming)
    document = coming.strategy.document
    body = mark_safe(html.sections(document, Setting()))
    told = {"coming": coming, "body": body, "chapters": document.sections}
    return "public/next_strategy.html", told


@keeping.page
def priorities(reading: Reading) -> Page:
    """What the partnership chose to work on."""
    return "public/priorities.html", {"table": tables.priorities(reading)}


@keeping.page
def priority(reading: Reading, key: str) -> Page:
    """One priority: why it was chosen, what is done, how it goes, what it changed."""
    one = keeping.found(next((p for p in reading.priorities if p.key == key), None))
    actions = reading.actions_for(key)
    return "public/priority.html", {
        "priority": one,
        "words": _opening(_section_of(reading, f"priority-{key}")),
        "actions": tables.told_actions(actions, reading.on),
        "changed": tables.told_effects(actions, reading.on),
        "measures": tables.told_measures(reading.measures_of(key)),
        "decisions": reading.decisions_on(key),
    }


@keeping.page
def doing(reading: Reading) -> Page:
    """What is being done, where, by whom and by when; and what it changed."""
    return "public/doing.html", {
        "groups": tables.by_priority(reading),
        "changed": tables.told_effects(reading.actions, reading.on),
    }


@keeping.page
def measures(reading: Reading) -> Page:
    """How things stand, in plain words, from figures that a board's pack froze."""
    kept = reading.measures.measures if reading.measures else ()
    return "public/measures.html", {
        "measures": tables.told_measures(kept),
        "how": tables.how_it_goes(reading),
        "kept": reading.measures,
    }


@keeping.page
def measure(reading: Reading, code: str) -> Page:
    """One measure: how it stands, its picture, every figure, what exactly is counted."""
    kept = reading.measures.measures if reading.measures else ()
    one = keeping.found(next((m for m in kept if m.code == code), None))
    return "public/measure.html", {
        "told": tables.told_measures([one])[0],
        "measure": one,
        "picture": pictures.of_measure(one),
        "table": one.table(),
        "priorities": [p for p in reading.priorities if p.key in one.priorities],
    }


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
        "members": tables.members(reading),
        "bodies": mark_safe(listed),
        "words": _body(reading.section("partnership")),
    }


@keeping.page
def involved(reading: Reading) -> Page:
    """How residents can help, whom they reach, and how they were heard (B10)."""
    return "public/involved.html", {
        "words": _body(reading.section("engagement")),
        "asked": [
            (one, one.title(), keeping.address_of(one.path))
            for one in reading.consultations
        ],
    }


measures_csv = keeping.table(tables.measures)
measure_csv = keeping.table(tables.one_measure)
doing_csv = keeping.table(tables.actions)
decisions_csv = keeping.table(tables.decisions)
priorities_csv = keeping.table(tables.priorities)
members_csv = keeping.table(tables.members)


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
