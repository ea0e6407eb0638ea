"""A whole thread for the tests: from a finding to an action that states its effect."""

from dataclasses import dataclass
from datetime import date

from tests.laid import laid
from tests.make import make_finding, make_manager
from tests.make_plan import make_action, make_strategy, make_workstream
from tests.partners.people import NOW

from goldthread.assessment.models import Finding
from goldthread.delivery import services as planning
from goldthread.delivery.models import Action
from goldthread.strategy import services as steering
from goldthread.strategy.models import Priority, Strategy, Workstream
from goldthread.thread.nouns import SYSTEM, Reader
from goldthread.thread.queries import ThreadPage, thread_page
from goldthread.thread.walk import knot_called

TODAY = NOW.date()


@dataclass
class Fabric:
    """Everything on one thread, by its noun."""

    strategy: Strategy
    finding: Finding
    priority: Priority
    workstream: Workstream
    action: Action


@laid
def make_thread(*, published: bool = True) -> Fabric:
    """Finding, evidence, priority, outcome, workstream, action, expected effect."""
    by = make_manager()
    strategy = make_strategy()
    finding = make_finding(published=published)
    priority = strategy.priorities.get(number=1)
    if published:
        steering.cite_finding(
            strategy,
            finding,
            steering.EvidenceTold(
                text="Violence rose by a tenth.",
                kind="quantitative",
                category="assessment",
                priorities=[priority],
            ),
            by=by,
            at=NOW,
        )
    workstream = make_workstream("Safer evenings")
    action = make_action(
        "Open a taxi marshal scheme",
        workstream=workstream,
        outcome=priority.outcomes.get(),
        finding=finding,
        owner=by,
    )
    state_effect(action)
    return Fabric(strategy, finding, priority, workstream, action)


def state_effect(action: Action) -> None:
    planning.state_effect(
        action,
        measure="Violence at night",
        direction="down",
        percent=10,
        window_from=date(2027, 4, 1),
        window_until=date(2028, 4, 1),
        by=make_manager(),
        at=NOW,
    )


def page_of(reference: str, reader: Reader = SYSTEM) -> ThreadPage:
    """The thread of what is called so."""
    knot = knot_called(reference, reader)
    assert knot is not None, reference
    return thread_page(knot, reader=reader, on=TODAY)


def above(page: ThreadPage) -> list[str]:
    """What stands above, as "noun reference"."""
    return [f"{k.noun} {k.reference}" for step in page.steps for k in step.knots]


def below(page: ThreadPage) -> list[str]:
    """What stands below with its own line, as "noun reference"."""
    return [
        f"{line.knot.noun} {line.knot.reference}"
        for line in page.lines
        if not line.is_told_elsewhere
    ]
