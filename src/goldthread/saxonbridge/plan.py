"""Saxonbridge's action plan with two years of updates, through the real services."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

import numpy as np

from goldthread.delivery import services
from goldthread.delivery.effect_asking import lake_to_ask
from goldthread.delivery.effect_places import Place, places_to_name
from goldthread.delivery.models import Action, Update
from goldthread.partners.models import Agency, Area, Person
from goldthread.saxonbridge import plan_rows as rows
from goldthread.saxonbridge.plan_rows import ROWS, Row
from goldthread.saxonbridge.sitting import person
from goldthread.saxonbridge.story import Story, at, later
from goldthread.strategy.models import Strategy, Workstream

NAMESPACE = UUID("5a0a7f1e-7a1b-4d5e-9d3b-5f0c6d1e2f30")
AGREED_WITH_THE_PLAN = 12  # months: what begins later was added in its year
EVERY = 33  # days between two reports of somebody who reports

SAID = {
    "not_started": ("We wait for the money to be released.",),
    "on_track": (
        "Going as planned.",
        "Two more people joined the team this month.",
        "The first results are in and look as we hoped.",
        "Met with the supporting agencies; nothing stands in the way.",
        "Residents were asked and are for it.",
    ),
    "at_risk": (
        "The post is vacant and the second advertisement found nobody.",
        "Costs rose by a fifth; we look for the rest.",
        "The supporting agency has not named anybody yet.",
    ),
    "off_track": (
        "It cannot be done by the day we agreed; a new day is proposed below.",
    ),
    "complete": ("Done. What we learned goes to the yearly review.",),
    "stopped": ("The funder withdrew, and the board agreed to stop.",),
}
NEXT = (
    "Report to the group next month",
    "Choose the provider",
    "Ask residents again",
    "Agree the money for next year",
    "Write down what we learned",
)


def make_plan(strategy: Strategy, story: Story, *, manager: Person) -> int:
    """Every action with its reports up to today; those that are there stay as they are."""
    streams = {one.key: one for one in strategy.workstreams.all()}
    known = places_to_name(lake_to_ask(), on=story.today)
    made = 0
    for number, row in enumerate(ROWS):
        if Action.objects.filter(
            title=row.title, workstream__strategy=strategy
        ).exists():
            continue
        added = _put_in(row, story)
        stream = streams[row.workstream]
        action = _add(row, stream, story, added, known, manager)
        _tell(row, action, story, manager, np.random.default_rng(1000 + number))
        made += 1
    _waits(strategy, story, manager)
    return made


def _put_in(row: Row, story: Story) -> date:
    """When it came into the plan: with the strategy, or in a later year."""
    agreed = date(story.second, 3, 22)
    return agreed if row.begins <= AGREED_WITH_THE_PLAN else _month(story, row.begins)


def _month(story: Story, months: int) -> date:
    return later(date(story.second, 4, 1), months)


def _add(
    row: Row,
    stream: Workstream,
    story: Story,
    added: date,
    known: Sequence[Place],
    manager: Person,
) -> Action:
    owner = person(row.owner, on=story.today)
    agency = owner.acting.agency if owner.acting and not row.community else None
    outcome = (
        stream.links.get(is_primary=True).priority.outcomes.order_by("number").first()
    )
    begins, due = _month(story, row.begins), _month(story, row.due)
    areas = _areas(row, known, manager)
    action = services.add_action(
        stream,
        title=row.title,
        kind=row.kind,
        why="The strategy says why for its workstream.",
        intended=row.intended,
        measure=row.intended,
        outcome=outcome,
        owner=owner,
        lead_agency=agency,
        community_owner=row.community,
        support_agencies=list(Agency.objects.filter(name__in=row.support)),
        areas=areas,
        start_on=begins,
        due_on=due,
        cost_pounds=Decimal(row.cost) if row.cost else None,
        funder=str(agency or "Community fund") if row.cost else "",
        origin=Action.Origin.PLAN
        if row.begins <= AGREED_WITH_THE_PLAN
        else Action.Origin.IN_YEAR,
        by=manager,
        at=at(added, 9),
    )
    for place, title in enumerate(row.milestones, start=1):
        span = (due - begins) * place / len(row.milestones)
        services.add_milestone(
            action, title=title, due_on=begins + span, by=manager, at=at(added, 9)
        )
    if row.kind in ("prevention", "enforcement") and row.workstream in (
        "vehicles",
        "night",
    ):
        _expect(action, due, areas, manager, at(added, 9))
    return action


def _areas(row: Row, known: Sequence[Place], manager: Person) -> list[Area]:
    """The wards that its title names; each is put into the list of areas once."""
    moment = at(date(2024, 4, 1))
    return [
        services.area_of(place, by=manager, at=moment)
        for place in known
        if place.kind == Area.Kind.WARD and place.name in row.title
    ]


def _expect(
    action: Action, due: date, areas: list[Area], manager: Person, moment: datetime
) -> None:
    """What it will change: vehicle crime in the ward that it names, else in all of it."""
    told: dict[str, Any] = {
        "measure": "Recorded crimes of this kind",
        "area": Area.objects.filter(kind=Area.Kind.PARTNERSHIP).first(),
    }
    if areas:
        told = {
            "measure": "Vehicle crime recorded by the police",
            "area": areas[0],
            "question": "monthly_by_category",
            "parameters": {"category": "vehicle-crime"},
        }
    services.state_effect(
        action,
        direction="down",
        percent=15,
        window_from=due,
        window_until=later(due, 12),
        by=manager,
        at=moment,
        **told,
    )


def _tell(
    row: Row, action: Action, story: Story, manager: Person, rng: np.random.Generator
) -> None:
    """The reports that an owner would have sent, until the tale says otherwise."""
    begins, due = _month(story, row.begins), _month(story, row.due)
    last = _last_word(row, begins, due, story)
    owner = person(row.owner, on=story.today)
    first = max(begins, date(story.second, 4, 8)) + timedelta(
        days=int(rng.integers(8, 30))
    )
    for day in _days(first, last, rng):
        status, percent = _stand(row, day, begins, due, last)
        said = SAID[status]
        services.report_progress(
            action,
            status=status,
            percent=percent,
            text=str(said[int(rng.integers(len(said)))]),
            next_step=""
            if status in ("complete", "stopped")
            else str(rng.choice(NEXT)),
            token=uuid5(NAMESPACE, f"{row.title}{day}"),
            asks_due_on=later(story.today, 3)
            if row.title == rows.ASKS_FOR_LONGER and day >= last
            else None,
            via=Update.Via.LINK if rng.random() < 0.6 else Update.Via.SITE,
            by=owner,
            at=at(day, 14),
        )
    _steps(action, last, owner)


def _days(first: date, last: date, rng: np.random.Generator) -> list[date]:
    """The days of the reports; the last one is the newest word there is."""
    days, day = [], first
    while day < last - timedelta(days=12):
        days.append(day)
        day += timedelta(days=EVERY + int(rng.integers(-6, 7)))
    return [*days, max(first, last)] if last >= first else days


def _last_word(row: Row, begins: date, due: date, story: Story) -> date:
    """The day of the newest report."""
    if row.tale == rows.SILENT:
        return story.today - timedelta(days=75)
    if row.tale == rows.DONE:
        return min(due - timedelta(days=9), story.today - timedelta(days=3))
    if row.tale == rows.STOPPED:
        return min(begins + (due - begins) * 0.6, story.today - timedelta(days=20))
    return story.today - timedelta(days=6)


def _stand(row: Row, day: date, begins: date, due: date, last: date) -> tuple[str, int]:
    """How it stood on a day: status and per cent."""
    share = min(1.0, max(0.05, (day - begins).days / max(1, (due - begins).days)))
    percent = int(round(share * 90 / 5) * 5)
    if row.tale == rows.DONE:
        return ("complete", 100) if day >= last else ("on_track", percent)
    if row.tale == rows.STOPPED and day >= last:
        return "stopped", percent
    if row.tale == rows.LATE and share > 0.75:
        return "off_track", min(percent, 70)
    if row.tale == rows.RISK and share > 0.55:
        return "at_risk", min(percent, 60)
    return "on_track", percent


def _steps(action: Action, last: date, owner: Person) -> None:
    """Milestones whose day is past are done where the work went on."""
    for step in action.milestones.order_by("number"):
        if step.due_on and step.due_on <= last and step.done_on is None:
            services.finish_milestone(
                step, on=step.due_on, by=owner, at=at(step.due_on, 15)
            )


def _waits(strategy: Strategy, story: Story, manager: Person) -> None:
    """What cannot go on before something else has got so far."""
    pairs = (
        ("Light and gate the nine garage courts in Kingsholm", "Light and gate the eleven garage courts in Marlpit", "What Marlpit taught decides the lamps"),
        ("Employers who interview people on the day of release", "Fourteen rooms for the first fortnight", "Without an address nobody is interviewed"),
        ("Mentors for the thirty young people most at risk", "Agree one way to count young people first seen by each agency", "The list of thirty comes from the count"),
    )  # fmt: skip
    known = {
        one.title: one for one in Action.objects.filter(workstream__strategy=strategy)
    }
    for title, on, words in pairs:
        action = known[title]
        if not action.waits.exists():
            services.add_dependency(
                action, on=known[on], words=words, by=manager, at=at(story.today)
            )
