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

# The same in a sentence, for whoever tries a step that does not start here.
NOW: Mapping[str, str] = MappingProxyType(
    {
        "draft": "It is a draft.",
        "consulting": "It is out for consultation.",
        "proposed": "It is before the boards.",
        "agreed": "It is agreed.",
        "in_force": "It is in force.",
        "closed": "It is closed.",
        "withdrawn": "It is withdrawn.",
    }
)

# What one may do next, said to whoever tries a step from the wrong state.
AFTERWARDS: Mapping[str, str] = MappingProxyType(
    {
        "draft": "Open a consultation, or put it before the boards.",
        "consulting": "Close the consultation first, or cancel it.",
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
    says: str = ""  # above its form
    first: str = ""  # what must come before, to whoever tries it too early

    def leads_from(self, state: str) -> bool:
        return state in self.starts


STEPS = (
    Step(
        "consult",
        "Open the consultation",
        ("draft",),
        "consulting",
        "a first and a last day, the last after the first; how people answer; at least one priority",
        "steer the strategy",
        says="The draft is kept as it stands now. Anybody who has its address can read it from the first to the last day, and sees how to answer.",
    ),
    Step(
        "end",
        "Close the consultation",
        ("consulting",),
        "draft",
        "its first day; before its last day a reason. The days it ran are kept",
        "steer the strategy",
    ),
    Step(
        "cancel",
        "Cancel the consultation",
        ("consulting",),
        "draft",
        "a reason; its days are not kept, and only a consultation before it still counts",
        "steer the strategy",
        says="As if it had not been held: its days are forgotten, and only a consultation before it still counts. To keep the days it ran, close it instead.",
    ),
    Step(
        "revise",
        "Take it back to draft",
        ("proposed", "agreed"),
        "draft",
        "a reason; every board is asked anew, and what each said is kept",
        "steer the strategy",
        says="Every board is asked anew. What each has decided stays readable under “Earlier rounds”.",
    ),
    Step(
        "propose",
        "Put it before the boards",
        ("draft",),
        "proposed",
        "a consultation that has closed (or a waiver with its reason), at least one priority, and at least one body that must agree; the text is saved as a version",
        "steer the strategy",
        says="It is saved as a version and stands still while the boards decide.",
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
        "its first day; every requirement of the law met or waived with a reason. A strategy that is in force without a last day ends the day before; one that begins or ends later stands in the way",
        "steer the strategy",
        says="Give its first day in force. It may lie ahead: until then nothing changes.",
        first="The boards must agree first.",
    ),
    Step(
        "delay",
        "Take its first day back",
        ("in_force",),
        "agreed",
        "that its first day is still to come",
        "steer the strategy",
        says="It is agreed again, without a first day.",
        first="It has no first day yet.",
    ),
    Step(
        "close",
        "Close it",
        ("in_force",),
        "closed",
        "the first day on which it no longer applies, after its first day in force",
        "steer the strategy",
        says="Give the first day on which it no longer applies. It may lie ahead: until then it is in force.",
        first="It must be in force first.",
    ),
    Step(
        "reopen",
        "Take its last day back",
        ("closed",),
        "in_force",
        "that its last day is not over; no other strategy that begins after it",
        "steer the strategy",
        says="It is in force without a last day again.",
        first="It has no last day yet.",
    ),
    Step(
        "withdraw",
        "Withdraw it",
        ("draft", "consulting", "proposed", "agreed"),
        "withdrawn",
        "a reason",
        "steer the strategy",
        says="Say why. It stays readable.",
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


def refusal_of_state(verb: str, state: str, *, now: str = "") -> str | None:
    """Why this step does not lead from this state, and what to do; None when it does.

    `now` says how it stands where the day makes that more than its state.
    """
    wanted = step(verb)
    if wanted.leads_from(state):
        return None
    order = list(WORDS)
    is_early = order.index(state) < min(map(order.index, wanted.starts))
    said = now or f"{NOW[state]} {AFTERWARDS[state]}"
    return f"{wanted.first} {said}" if wanted.first and is_early else said


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
        "Several strategies may be written at the same time; one is in force on any day. Which "
        "one is a question of dates: a strategy brought into force from a day to come reads "
        "“Comes into force on 1 April 2027” and applies from then, and one that is closed "
        "reads “In force until 31 March 2027” until that day is over.\n\n"
        "```mermaid\nstateDiagram-v2\n"
        f"{named}\n    [*] --> draft\n{arrows}\n"
        "    closed --> [*]\n    withdrawn --> [*]\n```\n\n"
        "| Step | From | To | Asks for | Who |\n|---|---|---|---|---|\n"
        f"{rows}\n"
    )
