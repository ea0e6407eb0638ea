"""What every rule of this room begins with: who may run which board, who reads how much.

The file of roles says who may run a board's business in general. What depends on the
board itself stands here: a chair runs the board they chair, the partnership manager all.
"""

from dataclasses import dataclass

from goldthread.delivery.rules import may as may
from goldthread.notes.editing import OVERTAKEN as OVERTAKEN
from goldthread.notes.editing import Overtaken as Overtaken
from goldthread.partners.models import Body, Person
from goldthread.partners.rules import Refused as Refused

READ, RUN, CLEARED = "read the board", "run the board", "read restricted items"
CHALLENGE, RISKS = "challenge", "keep risks"
EVERY_BOARD, COMMENT = "run every board", "comment"
PUBLISH = "make public"
WRITE = "write the strategy"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and how much is open to them."""

    person: Person
    cleared: bool
    runs: bool


def reader_of(person: Person) -> Reader:
    """What is open to somebody in the role they act in."""
    return Reader(person, cleared=may(person, CLEARED), runs=may(person, EVERY_BOARD))


def refusal_to_run(
    body: Body, *, by: Person | None, is_chair: bool, what: str
) -> str | None:
    """Why `by` may not do this for a board; None when they may."""
    if may(by, EVERY_BOARD) or (is_chair and may(by, RUN)):
        return None
    return (
        f"The chair of {body} {what}, or the partnership manager on the board's behalf."
    )
