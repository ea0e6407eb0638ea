"""Actions for the tests, made by the services that make real ones."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from tests.partners.people import NOW, make_agency, make_person

from goldthread.delivery import services
from goldthread.delivery.models import Action, Update
from goldthread.partners.models import Agency, Area, Person
from goldthread.strategy.models import (
    Outcome,
    Priority,
    Strategy,
    Thread,
    Workstream,
    WorkstreamPriority,
)

TODAY = date(2026, 11, 23)
TOKEN = uuid.UUID("7d9f1f6e-6c9b-4b36-9a7e-2c6a33d2f0aa")


def make_strategy(
    *, key: str = "2026-29", in_force_from: date | None = date(2026, 4, 1)
) -> Strategy:
    """A strategy in force with two priorities, an outcome each and two threads.

    STOPGAP: made through the models until the services of the strategy are on main;
    then this one function calls them instead.
    """
    found: Strategy | None = Strategy.objects.filter(key=key).first()
    if found:
        return found
    strategy: Strategy = Strategy.objects.create(
        key=key,
        title="Safer Saxonbridge 2026 to 2029",
        partnership="Safer Saxonbridge Partnership",
        period_start=date(2026, 4, 1),
        period_end=date(2029, 4, 1),
        state="in_force" if in_force_from else "draft",
        in_force_from=in_force_from,
        created_at=NOW,
    )
    for number, title in enumerate(("Violence", "Neighbourhood crime"), start=1):
        priority = Priority.objects.create(
            strategy=strategy, key=f"p{number}", number=number, title=title
        )
        Outcome.objects.create(
            priority=priority, number=1, text=f"Fewer people are harmed: {title}"
        )
    for number, name in enumerate(("Earlier help", "With communities"), start=1):
        Thread.objects.create(strategy=strategy, number=number, name=name)
    return strategy


def make_workstream(
    title: str = "Safer evenings",
    *,
    priority: int = 1,
    also: int | None = None,
    lead: Person | None = None,
    closed_on: date | None = None,
    strategy: Strategy | None = None,
) -> Workstream:
    """A workstream under a priority, perhaps under another one too.

    STOPGAP, like `make_strategy`.
    """
    strategy = strategy or make_strategy()
    number = strategy.workstreams.count() + 1
    workstream: Workstream = Workstream.objects.create(
        strategy=strategy,
        key=f"w{number}",
        number=number,
        title=title,
        lead=lead,
        opened_on=date(2026, 4, 1),
        closed_on=closed_on,
        close_reason="Its work is done" if closed_on else "",
    )
    for place, is_primary in ((priority, True), (also, False)):
        if place:
            WorkstreamPriority.objects.create(
                workstream=workstream,
                priority=strategy.priorities.get(number=place),
                is_primary=is_primary,
            )
    return workstream


def make_area(code: str = "X22000011", name: str = "Castle") -> Area:
    """A ward of Saxonbridge."""
    found: Area = Area.objects.get_or_create(
        code=code, defaults={"name": name, "kind": "ward"}
    )[0]
    return found


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
    told = {"percent": 40, "text": "Two marshals are trained.", "next_step": ""} | told
    return services.report_progress(
        action, status=status, token=uuid.uuid4(), by=by, at=at, **told
    )


def days_ago(days: int) -> datetime:
    """So many days before NOW."""
    return NOW - timedelta(days=days)


def make_police_lead(email: str = "morwenna@example.org", **how: Any) -> Person:
    """The lead of the police, who are not the agency of most actions."""
    police = make_agency("Saxonshire Police")
    told = {"name": "Morwenna Adair", "role": "agency_lead", "agency": police} | how
    return make_person(email, **told)
