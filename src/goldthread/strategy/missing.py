"""What a strategy still lacks, the most pressing first: the first thing its page says."""

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse

from goldthread.strategy import requirements, rules
from goldthread.strategy.models import Approval
from goldthread.strategy.queries.lists import beside
from goldthread.strategy.queries.whole import Whole
from goldthread.web.kit import Link, Status

TAKE_BACK = "Take it back to draft"
Blocks = Literal["proposal", "agreement", "adoption", "publication"]
STATUSES: dict[Blocks, Status] = {
    "proposal": Status("Blocks the proposal", "concern"),
    "agreement": Status("Blocks the agreement", "waiting"),
    "adoption": Status("Blocks coming into force", "concern"),
    "publication": Status("Blocks publication", "quiet"),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing, what it blocks, and where it is mended."""

    words: str
    blocks: Blocks
    link: Link
    key: str = ""  # of the requirement

    @property
    def status(self) -> Status:
        return STATUSES[self.blocks]


def missing(known: Whole) -> tuple[Missing, ...]:
    """Everything, in the order in which it blocks; nothing for what is over."""
    if known.strategy.stands_on(known.day) in ("closed", "withdrawn"):
        return ()
    return (
        *_before_the_boards(known),
        *_by_the_boards(known),
        *_in_the_way(known),
        *_later(known),
    )


def _in_the_way(known: Whole) -> list[Missing]:
    """Strategies with days in force that leave an agreed one no day to begin on (S1)."""
    strategy = known.strategy
    if strategy.state != "agreed":
        return []
    begins = max(known.day, strategy.period_start)
    refused = [
        (other, rules.refusal_of_beside(other, begins))
        for other in beside(strategy, begins)
    ]
    return [
        Missing(words, "adoption", Link("See it", reverse("strategy", args=[one.key])))
        for one, words in refused
        if words
    ]


def _before_the_boards(known: Whole) -> list[Missing]:
    if known.strategy.state not in ("draft", "consulting"):
        return []
    key, found = known.strategy.key, []
    if not known.bodies_asked():
        boards = Link("Name the boards", reverse("strategy_approvals", args=[key]))
        found.append(Missing("No body is named that must agree.", "proposal", boards))
    for each in requirements.of_the_law(known):
        needed = each.key == "engagement" or (
            each.key == "priorities" and not known.priorities
        )
        if needed and each.stands_in_the_way:
            found.append(
                Missing(each.missing, "proposal", Link(each.action, each.href))
            )
    return found


def _by_the_boards(known: Whole) -> list[Missing]:
    if known.strategy.state != "proposed":
        return []
    return [
        Missing(_said(each), "agreement", _after(each, known))
        for each in known.approvals
        if each.decision != Approval.Decision.AGREED
    ]


def _after(approval: Approval, known: Whole) -> Link:
    """What follows: a board that did not agree is answered with a mended draft."""
    key = known.strategy.key
    if approval.decision == Approval.Decision.REFUSED and not approval.workstream_id:
        return Link(TAKE_BACK, reverse("strategy_move", args=[key, "revise"]))
    return Link("Record what it decided", reverse("strategy_approvals", args=[key]))


def _said(approval: Approval) -> str:
    about = f" to “{approval.workstream}”" if approval.workstream else ""
    if approval.decision == Approval.Decision.REFUSED:
        return f"{approval.body.name} did not agree{about}: {approval.note}"
    return f"{approval.body.name} has not decided{about} yet."


def _later(known: Whole) -> list[Missing]:
    started = known.strategy.state in ("draft", "consulting")
    found = []
    for each in requirements.for_publication(known):
        already = started and (
            each.key == "engagement"
            or (each.key == "priorities" and not known.priorities)
        )
        if each.stands_in_the_way and not already:
            blocks: Blocks = "publication" if each.group == "ready" else "adoption"
            mend = Link(each.action, each.href)
            found.append(Missing(each.missing, blocks, mend, each.key))
    return found
