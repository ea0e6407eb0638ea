"""The life of a strategy, as data: which step leads from where to where, and what it asks.

This table is the rule (services ask it) and its documentation (the page
docs/reference/strategy-states.md is printed from it). It knows nothing of Django, so
that the page is printed without a database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "draft": "Draft",
        "consulting": "Out for consultation",
        "proposed": "Before the boards",
        "agreed": "Agreed",
        "in_force": "In force",
        "closed": "Closed",
        "withdrawn": "Withdrawn",
    }
)

# What one may do next, said to whoever tries a step from the wrong state.
AFTERWARDS: Mapping[str, str] = MappingProxyType(
    {
        "draft": "Open a consultation, or put it before the boards.",
        "consulting": "Take it back to draft when the consultation has closed.",
        "proposed": "Record what the boards decide, or take it back to draft.",
        "agreed": "Bring it into force, or take it back to draft.",
        "in_force": "Open and close workstreams inside the term, or close it.",
        "closed": "Start a new strategy that follows it.",
        "withdrawn": "Start a new one.",
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One way from one state to another."""

    verb: str  # its name in addresses and in the record
    words: str  # the button
    starts: tuple[str, ...]
    end: str
    asks: str  # what must be true, for the reader of the table
    who: str  # what one must be allowed to do

    def leads_from(self, state: str) -> bool:
        return state in self.starts


STEPS = (
    Step(
        "consult",
        "Open the consultation",
        ("draft",),
        "consulting",
        "a first and a last day, the last after the first; at least one priority",
        "steer the strategy",
    ),
    Step(
        "revise",
        "Take it back to draft",
        ("consulting", "proposed", "agreed"),
        "draft",
        "nothing while it is out for consultation; later a reason, and every board is asked anew",
        "steer the strategy",
    ),
    Step(
        "propose",
        "Put it before the boards",
        ("draft",),
        "proposed",
        "a consultation that has closed (or a waiver with its reason), at least one priority, and at least one body that must agree; the text is saved as a version",
        "steer the strategy",
    ),
    Step(
        "agree",
        "By itself, once every named body has agreed",
        ("proposed",),
        "agreed",
        "each body named for the strategy and for its jointly governed workstreams has agreed",
        "approve for a board",
    ),
    Step(
        "enforce",
        "Bring it into force",
        ("agreed",),
        "in_force",
        "every requirement of the law met or waived with a reason; no other strategy in force on that day or later",
        "steer the strategy",
    ),
    Step(
        "close",
        "Close it",
        ("in_force",),
        "closed",
        "its first day without force, after its first day in force",
        "steer the strategy",
    ),
    Step(
        "withdraw",
        "Withdraw it",
        ("draft", "consulting", "proposed", "agreed"),
        "withdrawn",
        "a reason",
        "steer the strategy",
    ),
)


def step(verb: str) -> Step:
    """The step of this name."""
    return next(each for each in STEPS if each.verb == verb)


def steps_from(state: str) -> tuple[Step, ...]:
    """What a person may do next; what happens by itself is left out."""
    return tuple(
        each for each in STEPS if each.leads_from(state) and each.verb != "agree"
    )


def refusal_of_state(verb: str, state: str) -> str | None:
    """Why this step does not lead from this state, and what to do; None when it does."""
    wanted = step(verb)
    if wanted.leads_from(state):
        return None
    froms = " or ".join(f"“{WORDS[one].lower()}”" for one in wanted.starts)
    return (
        f"This strategy is “{WORDS[state].lower()}”, and this step starts from {froms}. "
        f"{AFTERWARDS[state]}"
    )


def reference_page() -> str:
    """The page docs/reference/strategy-states.md."""
    arrows = "\n".join(
        f"    {start} --> {each.end}: {each.words}"
        for each in STEPS
        for start in each.starts
    )
    named = "\n".join(f'    state "{words}" as {key}' for key, words in WORDS.items())
    rows = "\n".join(
        f"| {each.words} | {', '.join(WORDS[s] for s in each.starts)} | {WORDS[each.end]} "
        f"| {each.asks} | {each.who} |"
        for each in STEPS
    )
    return (
        "# The life of a strategy\n\n"
        "Printed from `goldthread.strategy.states`; run `make docs` to print it again.\n\n"
        "Every other step is refused in a sentence that says what is missing and what to do. "
        "Several strategies may be written at the same time; one is in force on any day.\n\n"
        "```mermaid\nstateDiagram-v2\n"
        f"{named}\n    [*] --> draft\n{arrows}\n"
        "    closed --> [*]\n    withdrawn --> [*]\n```\n\n"
        "| Step | From | To | Asks for | Who |\n|---|---|---|---|---|\n"
        f"{rows}\n"
    )
