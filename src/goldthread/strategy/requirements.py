"""What the law asks of a strategy, and what a finished one has: met, missing or waived.

Four heads (Crime and Disorder Act 1998 s6, B2), six contents of the plan (2007
Regulations regs 10-11, B5), and what the partnership promised itself before it
publishes. Each is computed from the data; none is ticked by hand.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse

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

    @property
    def href(self) -> str:
        """Where it is mended."""
        step = ["consult"] if self.page == "strategy_move" else []
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
    return frozenset(f"head-{head}" for head in Head.values) | frozenset(_CONTENTS)


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
    for key, (words, page, action, missing) in _CONTENTS.items():
        yield _requirement(known, key, "plan", words, missing(known), page, action)


def _ready(known: Whole) -> Iterator[Requirement]:
    for key, (words, page, action, missing) in _READY.items():
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


def _no_strategy(known: Whole) -> str:
    if known.strategy.aim.strip():
        return ""
    return (
        "The strategy does not say what it is for. Write its aim in a sentence or two."
    )


def _no_priorities(known: Whole) -> str:
    if not known.priorities:
        return "There is no priority yet. Add the first."
    without = [
        priority.title
        for priority in known.priorities
        if not any(
            item.category == Evidence.Category.ASSESSMENT
            for item in known.evidence_for(priority)
        )
    ]
    if not without:
        return ""
    return f"{_named(without)} {_cite(without)} nothing from the strategic assessment. Cite a finding."


def _no_steps(known: Whole) -> str:
    if not known.priorities:
        return "Nobody takes a step yet. Add priorities, then workstreams."
    idle = [p.title for p in known.priorities if not known.workstreams_under(p)]
    if idle:
        return f"No workstream stands under {_named(idle)}. Open one."
    leaderless = [w.title for w in known.open_workstreams() if w.lead_agency is None]
    if leaderless:
        return f"{_named(leaderless)} {'has' if len(leaderless) == 1 else 'have'} no lead agency. Name one."
    return ""


def _no_resources(known: Whole) -> str:
    given = {resource.agency_id for resource in known.resources}
    return _silent(known, given, "what it allocates", "what they allocate")


def _no_measures(known: Whole) -> str:
    given = {measure.agency_id for measure in known.measures}
    return _silent(
        known,
        given,
        "how it will measure its success",
        "how they will measure their success",
    )


def _silent(known: Whole, given: set[int], one: str, many: str) -> str:
    """Which responsible authority has not said something; empty where all have."""
    if not known.authorities:
        return "No agency is a responsible authority on this day, so nobody can be asked. Name them on the partnership's page."
    without = [str(a) for a in known.authorities if a.pk not in given]
    if not without:
        return ""
    said = f"does not say {one}" if len(without) == 1 else f"do not say {many}"
    return f"{_named(without)} {said}. Ask, and write it down."


def _no_engagement(known: Whole) -> str:
    strategy = known.strategy
    if strategy.has_consulted_by(known.day):
        return ""
    if strategy.consultation_closes_on:
        return "The consultation has not closed yet. Wait for it."
    return "People were not asked yet. Open a consultation."


def _unnamed(known: Whole) -> str:
    count = len(known.unnamed_threads())
    if not count:
        return ""
    said = "One thread has" if count == 1 else f"{count} threads have"
    return f"{said} no name yet. The board names them."


def _blanks(known: Whole) -> str:
    found = known.blanks()
    if not found:
        return ""
    workstream, thread = found[0]
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return f"“{workstream}” does not say how it answers {thread}{more}. Write it."


def _unfinished(known: Whole) -> str:
    if not known.sections:
        return "There is no text yet. Add sections."
    owed = [section.title for section in known.sections if not section.is_finished]
    if not owed:
        return ""
    return f"{_named(owed)} {'is' if len(owed) == 1 else 'are'} not finished. Write, then say that it is finished."


def _unsigned(known: Whole) -> str:
    owed = [
        section.title
        for section in known.sections
        if section.gate == section.Gate.SIGNED and not section.signed_on
    ]
    if not owed:
        return ""
    return (
        f"{_named(owed)} {'is' if len(owed) == 1 else 'are'} not signed. Ask the chair."
    )


def _not_accounted(known: Whole) -> str:
    owed = [priority.title for priority in known.unaccounted()]
    if not owed:
        return ""
    return f"It is not said what became of {_named(owed)} of the last strategy. Say it."


Content = tuple[str, str, str, Callable[[Whole], str]]
_CONTENTS: dict[str, Content] = {
    "strategy": ("The strategy itself", "change", "Write the aim", _no_strategy),
    "priorities": (
        "Priorities that come from the assessment",
        "evidence",
        "Cite findings",
        _no_priorities,
    ),
    "steps": (
        "Steps that the authorities take",
        "workstreams",
        "See the workstreams",
        _no_steps,
    ),
    "resources": (
        "How the authorities allocate and deploy resources",
        "means",
        "Write it down",
        _no_resources,
    ),
    "measures": (
        "How each authority will measure its success",
        "means",
        "Write it down",
        _no_measures,
    ),
    "engagement": (
        "How people were heard and take part",
        "move",
        "Open a consultation",
        _no_engagement,
    ),
}
_READY: dict[str, Content] = {
    "threads-named": (
        "Every golden thread has its name",
        "threads",
        "Name them",
        _unnamed,
    ),
    "threads-answered": (
        "Every workstream answers every thread",
        "threads",
        "Fill the blanks",
        _blanks,
    ),
    "sections": (
        "Every section is finished",
        "sections",
        "See the sections",
        _unfinished,
    ),
    "signed": ("The foreword is signed", "sections", "See the sections", _unsigned),
    "crosswalk": (
        "Every priority of the last strategy is accounted for",
        "crosswalk",
        "Account for them",
        _not_accounted,
    ),
}


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


def _cite(names: list[str]) -> str:
    return "cites" if len(names) == 1 else "cite"


def _named(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in names[:3]]
    more = len(names) - len(quoted)
    if more:
        return f"{', '.join(quoted)} and {more} more"
    if len(quoted) == 1:
        return quoted[0]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"
