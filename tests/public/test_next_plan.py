"""Residents read the plan that comes next, from which day, while this one still holds."""

from datetime import date

import pytest
from django.test import Client
from tests.make import ENDS, TODAY, make_manager, make_public, make_strategy
from tests.partners.people import NOW

from goldthread.strategy import services
from goldthread.strategy.models import Strategy

pytestmark = pytest.mark.django_db
FROM = "From 1 April 2029"


def make_next(old: Strategy) -> Strategy:
    """The one that follows, agreed and published, with no day yet."""
    made = make_strategy(
        "The plan from 2029",
        state="revised",
        is_complete=True,
        period=(ENDS, date(2032, 4, 1)),
        follows=old,
    )
    for one in old.priorities.order_by("number"):
        services.write_crossing(made, one, None, kind="ends", by=None, at=NOW)
    services.propose_strategy(made, on=TODAY, by=None, at=NOW)
    for approval in made.approvals.order_by("pk"):
        services.record_decision(
            approval, decision="agreed", decided_on=TODAY, by=make_manager(), at=NOW
        )
    return services.publish_strategy(made, on=TODAY, by=make_manager(), at=NOW)


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


@pytest.mark.covers("S118", "S1")
def test_the_next_plan_stands_under_the_plan_with_its_first_day(client: Client) -> None:
    old = make_public()
    new = make_next(old)
    assert FROM not in shown(client, "/public/strategy/")
    assert client.get("/public/strategy/next/").status_code == 404

    services.bring_into_force(new, from_on=ENDS, by=None, at=NOW)

    plan = shown(client, "/public/strategy/")
    assert f"{old.title}</h1>" in plan
    assert f'{FROM}: <a class="govuk-link" href="/public/strategy/next/">' in plan
    following = shown(client, "/public/strategy/next/")
    assert (
        f"{new.title}</h1>" in following and "It holds from 1 April 2029" in following
    )
    client.force_login(make_manager())
    offered = shown(client, "/publishing/")
    assert "is public too, as the plan from 1 April 2029" in offered
