"""What is asked of a strategy, each with the sentence that says what is missing."""

from collections.abc import Callable

from goldthread.strategy.models import Evidence
from goldthread.strategy.models.strategies import A_DAY
from goldthread.strategy.queries.whole import Whole
from goldthread.web.templatetags.kit import day as written


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
    if not known.open_workstreams():
        return "Open a workstream: without one there is no plan."
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
    if last := strategy.consultation_closes_on:
        return f"People can answer until {written(last - A_DAY)}. Wait for them, or close the consultation."
    return "People were not asked yet. Open a consultation."


def _unnamed(known: Whole) -> str:
    count = len(known.unnamed_threads())
    if not count:
        return ""
    said = "One thread has" if count == 1 else f"{count} threads have"
    return f"{said} no name yet. The board names them."


def _blanks(known: Whole) -> str:
    if not known.open_workstreams():
        return "No workstream is open that could answer them. Open one."
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
    said = "is not signed" if len(owed) == 1 else "are not signed"
    return f"{_named(owed)} {said}. Whoever it speaks for, such as the chair, signs it."


def _not_accounted(known: Whole) -> str:
    if known.earlier:
        return f"It does not say which strategy it follows, and “{known.earlier[0]}” is kept here. Choose it, then say what became of its priorities."
    owed = [priority.title for priority in known.unaccounted()]
    if not owed:
        return ""
    return f"It is not said what became of {_named(owed)} of the last strategy. Say it."


Content = tuple[str, str, str, Callable[[Whole], str]]
CONTENTS: dict[str, Content] = {
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
        "Write down what they allocate",
        _no_resources,
    ),
    "measures": (
        "How each authority will measure its success",
        "means",
        "Write down how they measure it",
        _no_measures,
    ),
    "engagement": (
        "How people were heard and take part",
        "move",
        "Open a consultation",
        _no_engagement,
    ),
}
READY: dict[str, Content] = {
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
