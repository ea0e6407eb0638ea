"""The first page after sign-in: what needs me, before what there is."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from goldthread.desk.queries.board_errands import boards_of
from goldthread.desk.queries.errand import Errand
from goldthread.desk.queries.errands import LOOK_BACK, errands_of
from goldthread.desk.queries.kept import KeptList, lists_for
from goldthread.desk.queries.news import News, news_for
from goldthread.desk.queries.next_meetings import NextMeeting, next_meetings
from goldthread.desk.queries.piles import Pile, piles_of
from goldthread.desk.queries.places import may
from goldthread.partners.models import Person
from goldthread.partners.policy import policy
from goldthread.strategy.models import Strategy
from goldthread.web.kit import Link


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Everything on the desk of one person."""

    piles: tuple[Pile, ...]  # those that hold something
    owned: int
    waiting: tuple[Errand, ...]  # for others
    errands: tuple[Errand, ...]
    meetings: tuple[NextMeeting, ...]
    news: tuple[News, ...]
    since: datetime | None
    lists: tuple[KeptList, ...]
    first_steps: tuple[Link, ...]  # for whoever owns nothing yet

    @property
    def is_clear(self) -> bool:
        """Whether nothing at all is due from this person."""
        return not self.piles and not self.errands

    @property
    def due(self) -> int:
        """How many things wait for this person."""
        return sum(pile.total for pile in self.piles) + len(self.errands)


def desk_page(
    person: Person, *, on: date, at: datetime, since: datetime | None
) -> DeskPage:
    """The desk of a person who last looked at `since`."""
    piles, owned = piles_of(person, on)
    boards = boards_of(person, on=on)
    errands, awaited = errands_of(person, boards, on=on, at=at, since=since)
    return DeskPage(
        piles=piles,
        owned=owned,
        waiting=tuple(awaited),
        errands=tuple(errands),
        meetings=next_meetings(boards) if may(person, "read the board") else (),
        news=news_for(person, since=since or at - LOOK_BACK),
        since=since,
        lists=lists_for(person),
        first_steps=() if owned else _first_steps(person),
    )


# What somebody who owns nothing yet would do next, by what their role lets them do.
STEPS: tuple[tuple[str, str, str], ...] = (
    ("propose actions", "Put an action into the plan", "add_action"),
    ("steer the strategy", "See what the strategy still needs", "strategies"),
    ("change the partnership", "See who belongs and who is missing", "partnership"),
    ("load data", "Hand in files", "data"),
    ("make assessments", "Make or read an assessment", "assessments"),
    ("read the record", "Read the record of who did what", "record"),
    ("read the plan", "See what is being done", "plan"),
    ("read the partnership", "See who belongs to the partnership", "partnership"),
    ("own account", "See what you may do here", "account"),
)


# Where nobody has begun a strategy, that comes first, and what needs one is not offered.
BEGIN = ("steer the strategy", "Begin the strategy", "start_strategy")
NEED_A_STRATEGY = frozenset({"add_action", "strategies", "plan"})


def _first_steps(person: Person) -> tuple[Link, ...]:
    role = person.acting.role if person.acting else ""
    gates = policy().gates
    told: dict[str, Link] = {}
    begun = Strategy.objects.exists()
    for act, words, page in STEPS if begun else (BEGIN, *STEPS):
        if page in NEED_A_STRATEGY and not begun:
            continue
        if page in gates and policy().may(role, act):
            told.setdefault(page, Link(words, reverse(page)))
    return tuple(told.values())[:4]
