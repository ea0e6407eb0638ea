"""Every kind of thing that people look for and talk about: one entry each.

A room that brings a new kind adds its entry to `KINDS`. From it follow the search, the
link to its comments at the foot of its page, the page of those comments, and the mentions
on the desk; nothing else has to be written.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from goldthread.assessment.models import Assessment, Finding
from goldthread.delivery.models import Action
from goldthread.desk.queries.places import Kind, Place, may
from goldthread.partners.models import Agency, Body, Holding, Person, Term
from goldthread.partners.queries.people import who_is_seen_by
from goldthread.strategy.models import (
    Outcome,
    Priority,
    Section,
    Strategy,
    Workstream,
)

READ_STRATEGY, READ_ASSESSMENTS = "read the strategy", "read assessments"


def _every(model: Any) -> Any:
    return lambda person, on: model.objects.all()


def _part(words: str, plural: str, model: Any, page: str, about: str) -> Kind:
    """A part of a strategy with a page of its own."""
    return Kind(
        words, plural, READ_STRATEGY, _every(model), "title",
        ("strategy__key", "key", "strategy__title"), page, keys=2,
        note="strategy__title", about=about, moderators="steer the strategy",
    )  # fmt: skip


def _made() -> Any:
    return Assessment.objects.filter(made_at__isnull=False)


def _published() -> Any:
    return _made().filter(state=Assessment.State.PUBLISHED)


def _finding(right: str, found: Any, about: str = "", **more: Any) -> Kind:
    return Kind(
        "Finding", "findings of assessments", right, found, "heading",
        ("assessment", "ref", "assessment__period_label"), "finding", keys=2,
        note="assessment__period_label", about=about, **more,
    )  # fmt: skip


KINDS: tuple[Kind, ...] = (
    Kind(
        "Action", "actions", "read the plan",
        lambda person, on: Action.objects.standing(), "title", ("reference",), "action",
        note="reference", also=("reference", "community_owner"),
        about="delivery.action", moderators="run the plan", talks_on_page=True,
        is_of_plan=True,
    ),
    Kind(
        "Strategy", "strategies", READ_STRATEGY, _every(Strategy), "title", ("key",),
        "strategy", about="strategy.strategy", moderators="steer the strategy",
    ),
    Kind(
        "Strategy", "strategies", "",
        lambda person, on: Strategy.objects.published(), "title", ("key",),
        "published_strategy", unless=READ_STRATEGY,
    ),
    _part("Priority", "priorities", Priority, "strategy_priority", "strategy.priority"),
    _part("Workstream", "workstreams", Workstream, "strategy_workstream", "strategy.workstream"),
    _part("Section", "sections of a strategy", Section, "strategy_section", "strategy.section"),
    Kind(
        "Outcome", "outcomes", READ_STRATEGY, _every(Outcome), "text",
        ("priority__strategy__key", "priority__key", "priority__title"),
        "strategy_priority", keys=2, note="priority__title",
    ),
    Kind(
        "Organisation", "organisations", "read the partnership", _every(Agency),
        "name", ("pk",), "agency",
    ),
    Kind(
        "Body", "bodies", "read the partnership", _every(Body), "name", ("pk",), "body",
        about="partners.body", moderators="change the partnership",
    ),
    Kind(
        "Seat", "people with a seat", "read the partnership",
        lambda person, on: Holding.objects.on(on), "person__name",
        ("seat__body", "seat__title", "seat__body__name"), "body",
        note="seat__body__name", also=("seat__title",),
    ),
    Kind(
        "Word", "words of the glossary", "read the partnership", _every(Term), "term",
        ("meaning",), "glossary", keys=0, note="meaning",
        also=("meaning", "expansions__words"),
    ),
    Kind(
        "Person", "people", "appoint people",
        lambda person, on: who_is_seen_by(person, on=on), "name", ("pk", "email"),
        "person", note="email", also=("email",),
    ),
    _finding(
        READ_ASSESSMENTS,
        lambda person, on: Finding.objects.filter(assessment__in=_made()),
        "assessment.finding", moderators="make assessments",
    ),
    _finding(
        "", lambda person, on: Finding.objects.filter(assessment__in=_published()),
        unless=READ_ASSESSMENTS,
    ),
)  # fmt: skip
# The pages that show the way to their comments: the name of the address -> its kind.
TALKED_ABOUT: Mapping[str, Kind] = {
    each.page: each for each in KINDS if each.about and not each.talks_on_page
}


def places_for(person: Person, *, on: date) -> list[Place]:
    """What this person may see, in the role they act in."""
    return [
        Place(each, each.found(person, on)) for each in KINDS if _sees(person, each)
    ]


def place_of(about: str, person: Person, *, on: date) -> Place | None:
    """The kind that the notes room knows by this name, if this person may see it."""
    for each in KINDS:
        if each.about == about and about and _sees(person, each):
            return Place(each, each.found(person, on))
    return None


def _sees(person: Person, kind: Kind) -> bool:
    if kind.unless and may(person, kind.unless):
        return False
    return not kind.right or may(person, kind.right)
