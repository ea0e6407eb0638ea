"""The partnership's own story, told through the real services, in the order it happened."""

from datetime import datetime

from django.utils import timezone

from goldthread.partners.demonstration import add_demonstration_people
from goldthread.saxonbridge.accounts import issue_pack, keep_duties
from goldthread.saxonbridge.agreed import (
    close_previous,
    current_strategy,
    previous_strategy,
)
from goldthread.saxonbridge.effects import judge_otherwise, make_effects
from goldthread.saxonbridge.measured import measure
from goldthread.saxonbridge.meetings import hold_meetings
from goldthread.saxonbridge.opened import open_to_residents
from goldthread.saxonbridge.plan import make_plan
from goldthread.saxonbridge.reviewed import look_back_on_previous, review_the_year
from goldthread.saxonbridge.sitting import (
    add_people,
    person,
    review_access,
    take_seats,
)
from goldthread.saxonbridge.story import story


def found_partnership(*, now: datetime) -> None:
    """Agencies, bodies, seats, people, and the strategy before; safe to run again."""
    told = story(timezone.localdate(now))
    previous_strategy(told, now=now)
    add_demonstration_people(at=now)
    add_people(told, now=now)
    take_seats(told, now=now)
    review_access(told, now=now)


def agree_and_deliver(*, now: datetime) -> int:
    """Both strategies through their lives, the plan and its updates; how many actions.

    The newest assessment is published already: its findings met no strategy but the
    review of the year, which comes last.
    """
    told = story(timezone.localdate(now))
    chair, manager = person("board", on=told.today), person("manager", on=told.today)
    close_previous(previous_strategy(told, now=now), told, chair=chair, manager=manager)
    current = current_strategy(told, chair=chair, manager=manager)
    made = make_plan(current, told, manager=manager)
    hold_meetings(current, told, manager=manager)
    make_effects(current, told, manager=manager, now=now)
    keep_duties(current, told, manager=manager)
    return made


def measure_saxonbridge(*, now: datetime) -> int:
    """The measures of the strategy in force with their readings; how many measures."""
    told = story(timezone.localdate(now))
    current = current_strategy(
        told,
        chair=person("board", on=told.today),
        manager=person("manager", on=told.today),
    )
    made = measure(current, told, now=now)
    manager = person("manager", on=told.today)
    judge_otherwise(current, told, manager=manager, now=now)
    issue_pack(told, manager=manager, now=now)
    open_to_residents(told, manager=manager, now=now)
    review_the_year(current, told, manager=manager, now=now)
    look_back_on_previous(told, manager=manager, now=now)
    return made
