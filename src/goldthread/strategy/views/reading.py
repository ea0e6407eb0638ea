"""What a careful reader would mark before the text is published (Z11)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldthread.documents.prose import Fault, lint
from goldthread.partners import glossary
from goldthread.strategy import queries
from goldthread.strategy.models import Strategy
from goldthread.strategy.queries.whole import Whole
from goldthread.strategy.sections import MADE
from goldthread.strategy.views.page import (
    Part,
    link,
    shown,
    strategy_of,
)
from goldthread.web.kit import Cell, Column, Link, Table


@require_safe
def reading(request: HttpRequest, key: str) -> HttpResponse:
    """What a careful reader would mark before the text is published (Z11)."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    faults = faults_in(known)
    titles = {s.key: s.title for s in known.sections} | {
        f"priority-{p.key}": p.title for p in known.priorities
    }
    table = Table(
        "What a careful reader would mark",
        (Column("Where"), Column("Words"), Column("What is wrong, and what to do")),
        tuple(
            (_place(strategy, titles, fault), fault.quote, fault.sentence)
            for fault in faults
        ),
        caption_is_hidden=True,
    )
    worse = sum(not fault.is_warning for fault in faults)
    lead = (
        f"{worse} to mend, {len(faults) - worse} to look at."
        if faults
        else "Nothing to mark."
    )
    return shown(
        request,
        strategy,
        title="As a careful reader would read it",
        lead=lead,
        tab="strategy_sections",
        crumbs=(link("Text", "strategy_sections", strategy),),
        parts=(Part(table=table) if faults else Part(),),
        is_wide=True,
    )


def faults_in(known: Whole) -> tuple[Fault, ...]:
    """Every fault of the sections and of what the priorities say."""
    given = [
        (s.key, s.title, s.text)
        for s in known.sections
        if s.key != "glossary" and (s.text or s.key not in MADE)
    ]
    given += [
        (f"priority-{p.key}", p.title, p.statement)
        for p in known.priorities
        if p.statement
    ]
    own = own_glossary(known)
    return tuple(
        fault
        for fault in lint(given, glossary.expansions() | own)
        if fault.kind != "unused" or fault.quote in own
    )


def own_glossary(known: Whole) -> dict[str, tuple[str, ...]]:
    """The terms that somebody typed into the strategy's own glossary, one a line.

    The partnership's glossary prints only the words that are used, so only these can
    stand there unused (S0.12).
    """
    found: dict[str, tuple[str, ...]] = {}
    for section in known.sections:
        for line in section.text.splitlines() if section.key == "glossary" else ():
            term, _, meaning = line.strip().lstrip("-*•").strip().partition(" ")
            if term.isupper() and meaning.strip():
                found[term] = (meaning.strip(" :–-"),)
    return found


def _place(strategy: Strategy, titles: dict[str, str], fault: Fault) -> Cell:
    line = f", line {fault.line}" if fault.line else ""
    if fault.section.startswith("priority-") and fault.section in titles:
        key = fault.section.removeprefix("priority-")
        return link(f"{titles[fault.section]}{line}", "change_priority", strategy, key)
    if fault.section in titles:
        words = f"{titles[fault.section]}{line}"
        return link(words, "strategy_section", strategy, fault.section)
    return Link("The glossary", reverse("glossary"))
