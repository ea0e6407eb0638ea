"""Next year's strategy is put in place: the running plan stands until its last day."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.make import TODAY, make_manager
from tests.make import make_strategy as make_next
from tests.make_plan import make_action, make_strategy, make_workstream
from tests.partners.people import NOW, make_person

from goldthread.delivery import queries
from goldthread.delivery.lacking import why_not_counted
from goldthread.delivery.models import Action
from goldthread.desk.queries.piles import piles_of
from goldthread.strategy import services
from goldthread.strategy.models import Strategy

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
CHANGE = date(2029, 4, 1)


@pytest.fixture
def late() -> Action:
    """An action of the running plan that is overdue."""
    make_strategy(state="in_force")
    owner = make_person("owner@example.org", name="Noor Ashby", role="practitioner")
    return make_action(
        "Late",
        workstream=make_workstream("Safer evenings"),
        owner=owner,
        due_on=TODAY - A_DAY,
    )


@pytest.fixture
def following(late: Action) -> Strategy:
    """The next strategy, brought into force from the day on which the old one ends."""
    made = make_next(
        "Safer Saxonbridge from 2027",
        state="agreed",
        period=(CHANGE, date(2032, 4, 1)),
        follows=late.workstream.strategy,
    )
    return services.bring_into_force(made, from_on=CHANGE, by=None, at=NOW)


@pytest.mark.covers("S1", "S30")
def test_the_running_plan_is_the_plan_until_its_last_day_and_the_next_one_then(
    late: Action, following: Strategy
) -> None:
    old, person = late.workstream.strategy, make_manager()

    def shown(on: date) -> tuple[str, Strategy | None]:
        page = queries.plan_page(
            queries.filter_from({}), person=person, page=None, on=on
        )
        sums = queries.summary(queries.filter_from({}), on=on)
        assert sums.strategy == page.strategy
        return ", ".join(line.title for line in page.lines), page.strategy

    assert shown(TODAY) == ("Late", old)
    assert shown(CHANGE - A_DAY) == ("Late", old)
    assert shown(CHANGE) == ("", following)
    assert shown(CHANGE + A_DAY) == ("", following)


def test_what_is_overdue_in_the_running_plan_stays_on_the_desk_and_leads_to_its_list(
    late: Action, following: Strategy
) -> None:
    assert late.owner is not None
    [pile], count = piles_of(late.owner, TODAY)

    assert ([line.title for line in pile.lines], count) == (["Late"], 1)
    assert "strategy=" not in pile.href  # the plan shows it by itself
    [then], _ = piles_of(late.owner, CHANGE)
    assert f"&strategy={late.workstream.strategy_id}" in then.href


def test_an_action_counts_until_the_last_day_of_its_strategy(
    late: Action, following: Strategy
) -> None:
    late = Action.objects.select_related("workstream__strategy").get(pk=late.pk)

    assert why_not_counted(late, on=CHANGE - A_DAY) == ""
    assert why_not_counted(late, on=CHANGE) == "its strategy is closed"


def test_an_empty_plan_and_the_form_lead_to_the_plans_of_other_strategies(
    client: Client, late: Action, following: Strategy
) -> None:
    client.force_login(make_manager())
    old = late.workstream.strategy

    empty = client.get(f"/plan/?strategy={following.pk}").content.decode()
    assert (
        f'href="?strategy={old.pk}">{old.title}: In force until 31 March 2029' in empty
    )
    assert f'href="/plan/add/?strategy={following.pk}"' in empty
    sums = client.get("/plan/sums/").content.decode()
    assert "Safer Saxonbridge from 2027: Comes into force on 1 April 2029" in sums
    form = client.get(f"/plan/add/?strategy={following.pk}").content.decode()
    assert "Young people and knives (opens on 1 April 2029)" in form
    assert "Safer evenings" not in form


def test_work_is_planned_in_a_workstream_that_opens_later(
    client: Client, following: Strategy
) -> None:
    client.force_login(make_manager())
    work = following.workstreams.order_by("number")[0]
    sent = {
        "title": "Hire two youth workers",
        "workstream": str(work.pk),
        "kind": "prevention",
        "lead_agency": str(work.lead_agency_id),
        "once": "5b0a9c1e-6f0b-4f43-9b1c-0d8f6f3d2a10",
    }

    client.post(f"/plan/add/?strategy={following.pk}", sent)

    assert Action.objects.get(title="Hire two youth workers").workstream == work


def test_whoever_looks_at_next_years_plan_stays_in_it(
    client: Client, late: Action, following: Strategy
) -> None:
    client.force_login(make_manager())
    make_workstream("Later", strategy=following)

    page = client.get(f"/plan/?strategy={following.pk}").content.decode()
    sheet = client.get(f"/plan/spreadsheet/?strategy={following.pk}").content.decode()

    for name in ("plan", "plan_summary", "plan_imports"):
        assert f'href="{reverse(name)}?strategy={following.pk}"' in page, name
    assert str(following) in sheet
