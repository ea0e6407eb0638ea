"""What the law asks of a strategy, and what a finished one has: met, missing or waived.

Four heads (Crime and Disorder Act 1998 s6, B2), six contents of the plan (2007
Regulations regs 10-11, B5), and what the partnership promised itself before it
publishes. Each is computed from the data; none is ticked by hand.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from django.urls import reverse

from goldthread.strategy.asked import CONTENTS, READY
from goldthread.strategy.models import Evidence, Priority, Waiver
from goldthread.strategy.models.priorities import Head
from goldthread.strategy.queries.whole import Whole

Group = Literal["head", "plan", "ready"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing asked for: what is missing, where it is mended, what was waived."""

    key: str
    group: Group
    words: str
    missing: str  # the sentence; empty where nothing is
    where: str  # the key of the strategy
    page: str  # the name of the address that mends it
    action: str
    waiver: Waiver | None = None
    verb: str = "consult"  # the step that mends it, where a step does

    @property
    def href(self) -> str:
        """Where it is mended."""
        step = [self.verb] if self.page == "strategy_move" else []
        return reverse(self.page, args=[self.where, *step])

    @property
    def is_met(self) -> bool:
        return not self.missing

    @property
    def can_be_waived(self) -> bool:
        """The law's contents can, with a reason; what we promised ourselves cannot."""
        return self.group != "ready"

    @property
    def stands_in_the_way(self) -> bool:
        return bool(self.missing) and self.waiver is None


def of_the_law(known: Whole) -> tuple[Requirement, ...]:
    """The ten that block adoption: four heads and six contents."""
    return (*_heads(known), *_contents(known))


def for_publication(known: Whole) -> tuple[Requirement, ...]:
    """Everything that blocks publication: the law, and what we promised ourselves."""
    return (*of_the_law(known), *_ready(known))


def keys() -> frozenset[str]:
    """What may be waived."""
    return frozenset(f"head-{head}" for head in Head.values) | frozenset(CONTENTS)


def open_ones(found: Iterable[Requirement]) -> tuple[Requirement, ...]:
    return tuple(each for each in found if each.stands_in_the_way)


def _heads(known: Whole) -> Iterator[Requirement]:
    answered = {head for priority in known.priorities for head in priority.heads}
    for head in Head:
        yield _requirement(
            known,
            f"head-{head.value}",
            "head",
            head.label,
            ""
            if head.value in answered
            else f"No priority answers to “{head.label.lower()}”. Tick it on the priority that does.",
            "priorities",
            "See the priorities",
        )


def _contents(known: Whole) -> Iterator[Requirement]:
    for key, (words, page, action, missing) in CONTENTS.items():
        asked = _requirement(known, key, "plan", words, missing(known), page, action)
        if key == "engagement" and known.strategy.state == "consulting":
            asked = replace(asked, verb="end", action="Close the consultation")
        yield asked


def _ready(known: Whole) -> Iterator[Requirement]:
    for key, (words, page, action, missing) in READY.items():
        yield _requirement(known, key, "ready", words, missing(known), page, action)


def _requirement(
    known: Whole,
    key: str,
    group: Group,
    words: str,
    missing: str,
    page: str,
    action: str,
) -> Requirement:
    return Requirement(
        key,
        group,
        words,
        missing,
        known.strategy.key,
        f"strategy_{page}",
        action,
        known.waivers.get(key),
    )


def lacks_of(known: Whole, priority: Priority) -> tuple[str, ...]:
    """Everything a priority still lacks: its own words first, then what it rests on."""
    own = (
        (priority.statement.strip(), "It does not say what it means."),
        (known.outcomes.get(priority.pk), "It does not say what people would see."),
    )
    return (*(said for held, said in own if not held), *gaps_of(known, priority))


def gaps_of(known: Whole, priority: Priority) -> tuple[str, ...]:
    """What a priority's evidence lacks: a kind, or a category (S42, S43), or the choice."""
    cited = known.evidence_for(priority)
    kinds, categories = {e.kind for e in cited}, {e.category for e in cited}
    return (
        *(
            f"No evidence of the kind “{kind.label.lower()}”."
            for kind in Evidence.Kind
            if kind.value not in kinds
        ),
        *(
            f"Nothing from {category.label.lower()}."
            for category in Evidence.Category
            if category.value not in categories
        ),
        *(
            ()
            if priority.choice.strip()
            else ("It is not said why the board chose it on this evidence.",)
        ),
    )
