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
from goldthread.desk.queries.board_errands import boards_of
from goldthread.desk.queries.places import Kind, Place, may
from goldthread.desk.queries.who import readers_of
from goldthread.governance.models import (
    AgendaItem,
    Ask,
    Challenge,
    Decision,
    Meeting,
    Risk,
)
from goldthread.governance.queries.reading import visible
from goldthread.governance.rules import CLEARED, EVERY_BOARD
from goldthread.partners.models import Agency, Body, Holding, Person, Term
from goldthread.partners.queries.people import who_is_seen_by
from goldthread.performance.models import Indicator
from goldthread.strategy.models import (
    Outcome,
    Priority,
    Section,
    Strategy,
    Workstream,
)
from goldthread.strategy.services.approvals import CHAIRS

READ_STRATEGY, READ_ASSESSMENTS = "read the strategy", "read assessments"
READ_BOARD, READ_MEASURES = "read the board", "read measures"


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


def _of_board(words: str, model: Any, name: str) -> Kind:
    """Something with a reference that came before a board; an item may restrict it."""
    page = words.lower()
    return Kind(
        words, f"{page}s", READ_BOARD,
        lambda person, on: _before(model, person, on), name,
        ("reference",), page, note="reference", also=("reference",),
        about=f"governance.{page}", moderators="run every board",
        only=lambda reference, on: _cleared_for(model, reference, on),
    )  # fmt: skip


def _before(model: Any, person: Person, on: date) -> Any:
    """What somebody may see of it; a chair sees everything of the board they chair."""
    boards = boards_of(person, on=on)
    seen = visible(model.objects.all(), boards.reader)
    own = model.objects.filter(body__in=boards.chaired)
    return (seen | own) if boards.chaired else seen


def _cleared_for(model: Any, reference: str, on: date) -> frozenset[int] | None:
    """Who alone may see what came up under a restricted item; None where all may."""
    items = AgendaItem.objects.select_related("meeting").filter(
        pk__in=model.objects.filter(reference=reference).values("item")
    )
    item = items.first()
    if item is None or not item.is_restricted:
        return None
    seen = {person.pk for person in readers_of(EVERY_BOARD, on=on)}
    chairs = Holding.objects.on(on).filter(
        seat__body=item.meeting.body_id, seat__kind__in=CHAIRS
    )
    seen |= set(chairs.values_list("person", flat=True))
    if item.audience == AgendaItem.Audience.MEMBERS:
        seen |= {person.pk for person in readers_of(CLEARED, on=on)}
    return frozenset(seen | set(item.readers.values_list("pk", flat=True)))


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
        "Measure", "measures", READ_MEASURES, _every(Indicator), "name", ("code",),
        "measure", note="code", also=("code",), about="performance.indicator",
        moderators="define measures",
    ),
    _of_board("Decision", Decision, "title"),
    _of_board("Ask", Ask, "words"),
    _of_board("Challenge", Challenge, "question"),
    Kind(
        "Risk", "risks", READ_BOARD, _every(Risk), "title", ("reference",), "risk",
        note="reference", also=("reference",), about="governance.risk",
        moderators="keep risks",
    ),
    Kind(
        "Meeting", "meetings", READ_BOARD, _every(Meeting), "body__name",
        ("pk", "held_on"), "meeting", note="held_on", also=("place",),
        about="governance.meeting", moderators="run every board",
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
