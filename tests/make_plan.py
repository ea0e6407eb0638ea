"""Actions for the tests, made by the services that make real ones."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from tests.laid import laid
from tests.make import (
    STATES,
    WALKS,
    complete,
    make_authorities,
    make_body,
    make_manager,
    make_priority,
)
from tests.partners.people import NOW, make_agency, make_person

from goldthread.delivery import services
from goldthread.delivery.models import Action, Update
from goldthread.partners.models import Agency, Area, Person
from goldthread.strategy import services as steering
from goldthread.strategy.models import Strategy, Workstream

TODAY = date(2026, 11, 23)
TOKEN = uuid.UUID("7d9f1f6e-6c9b-4b36-9a7e-2c6a33d2f0aa")


@laid
def make_strategy(
    *, title: str = "Safer Saxonbridge 2026 to 2029", state: str = "draft"
) -> Strategy:
    """A strategy with two priorities, an outcome each and two threads.

    A draft is enough for most of the plan; walking one into force takes 0.4 s.
    """
    found: Strategy | None = Strategy.objects.filter(title=title).first()
    if found:
        return found
    by = make_manager()
    strategy = steering.start_strategy(
        steering.StrategyTold(
            title=title,
            partnership="Safer Saxonbridge Partnership",
            period_start=date(2026, 4, 1),
            period_end=date(2029, 4, 1),
            aim="A city where people are safe and feel it.",
        ),
        by=by,
        at=NOW,
    )
    for name, heads in (
        ("Violence", ["serious_violence"]),
        ("Neighbourhood crime", ["crime", "substance"]),
    ):
        priority = make_priority(strategy, name, heads=heads)
        outcomes = [f"Fewer people are harmed: {name}"]
        steering.write_outcomes(priority, outcomes, by=by, at=NOW)
    for name in ("Earlier help", "With communities"):
        steering.add_thread(strategy, name=name, by=by, at=NOW)
    if state == "in_force":
        # Nothing comes into force with a priority that nobody works on.
        work = make_workstream("Standing work", also=2, strategy=strategy)
        for thread in strategy.threads.all():
            steering.write_statement(thread, work, text="It does.", by=by, at=NOW)
        make_authorities()
        steering.name_body(strategy, make_body(), by=by, at=NOW)
        complete(strategy)
        for walk in WALKS[: STATES.index(state)]:
            strategy = walk(strategy, by)
    return strategy


@laid
def make_workstream(
    title: str = "Safer evenings",
    *,
    priority: int = 1,
    also: int | None = None,
    lead: Person | None = None,
    opened_on: date | None = None,
    closed_on: date | None = None,
    strategy: Strategy | None = None,
) -> Workstream:
    """A workstream opened in the term under a priority, perhaps under another too."""
    strategy = strategy or make_strategy()
    by = make_manager()
    under = [strategy.priorities.get(number=n) for n in (priority, also) if n]
    told = steering.WorkstreamTold(
        title=title,
        priorities=under,
        primary=under[0],
        opened_on=opened_on or strategy.period_start,
        lead=lead,
        lead_agency=make_agency(),
    )
    reason = "" if strategy.state == "draft" else "Asked for by the board"
    workstream = steering.open_workstream(strategy, told, reason=reason, by=by, at=NOW)
    if closed_on:
        workstream = steering.close_workstream(
            workstream, on=closed_on, reason="Its work is done", by=by, at=NOW
        )
    return workstream


def make_area(code: str = "X22000011", name: str = "Castle") -> Area:
    """A ward of Saxonbridge."""
    found: Area = Area.objects.get_or_create(
        code=code, defaults={"name": name, "kind": "ward"}
    )[0]
    return found


@laid
def make_action(
    title: str = "Open a taxi marshal scheme",
    *,
    workstream: Workstream | None = None,
    lead_agency: Agency | None = None,
    by: Person | None = None,
    at: datetime = NOW,
    **told: Any,
) -> Action:
    """An action in the plan; the council leads it unless another is named."""
    if not told.get("community_owner"):
        lead_agency = lead_agency or make_agency()
    return services.add_action(
        workstream or Workstream.objects.order_by("pk").first() or make_workstream(),
        by=by,
        at=at,
        **{"title": title, "kind": "prevention", "lead_agency": lead_agency} | told,
    )


def make_report(
    action: Action,
    *,
    status: str = "on_track",
    by: Person | None = None,
    at: datetime = NOW,
    **told: Any,
) -> Update:
    """A report on an action."""
    usual = {"percent": 40, "text": "Two marshals are trained.", "next_step": ""}
    told = usual | {"token": uuid.uuid4()} | told
    return services.report_progress(action, status=status, by=by, at=at, **told)


def days_ago(days: int) -> datetime:
    """So many days before NOW."""
    return NOW - timedelta(days=days)


@laid
def make_police_lead(email: str = "morwenna@example.org", **how: Any) -> Person:
    """The lead of the police, who are not the agency of most actions."""
    police = make_agency("Saxonshire Police")
    told = {"name": "Morwenna Adair", "role": "agency_lead", "agency": police} | how
    return make_person(email, **told)
