"""The plan's pages: what they show, to whom, and with how many questions."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.delivery.sent import signed_in, text
from tests.make_plan import (
    days_ago,
    make_action,
    make_report,
    make_workstream,
)
from tests.partners.people import make_agency, make_person

from goldthread.audit.models import Event
from goldthread.delivery.models import (
    Action,
    PlanSettings,
)

pytestmark = pytest.mark.django_db

PAGES = (
    "/plan/",
    "/plan/?needs=any&sort=due&text=rank&silent=owner",
    "/plan/add/",
    "/plan/sums/",
    "/plan/print/",
    "/plan/silent/",
    "/plan/deleted/",
    "/plan/bulk/",
    "/plan/bulk/?all=1",
    "/plan/settings/",
    "/plan/calendar/",
    "/plan/A-001/",
    "/plan/a-001/",
    "/plan/A-001/change/",
    "/plan/A-001/report/",
    "/plan/A-001/milestones/add/",
    "/plan/A-001/waits/add/",
    "/plan/A-001/threads/1/",
    "/plan/A-001/effect/",
)


def test_looking_changes_nothing(client: Client) -> None:
    signed_in(client)
    action = make_action(at=days_ago(70))
    make_report(action, at=days_ago(65))
    before = Event.objects.count(), Action.objects.values().get()

    for page in PAGES:
        answer = client.get(page)
        assert answer.status_code == 200, page

    assert (Event.objects.count(), Action.objects.values().get()) == before
    assert not PlanSettings.objects.filter(last_number=0).exists()


def test_an_empty_plan_says_what_to_do_next(client: Client) -> None:
    signed_in(client)

    assert "A plan needs a strategy" in text(client.get("/plan/"))
    make_workstream()
    assert "Put in the first one" in text(client.get("/plan/"))
    assert "Nothing to sum up yet" in text(client.get("/plan/sums/"))
    assert "Nobody is silent" in text(client.get("/plan/silent/"))
    assert "Nothing was deleted" in text(client.get("/plan/deleted/"))


@pytest.mark.parametrize("sort", ["needs", "due", "heard", "agency", "reference"])
def test_a_list_asks_the_database_the_same_few_questions_however_long_it_is(
    client: Client, sort: str
) -> None:
    person = signed_in(client)
    for n in range(3):
        make_action(f"Action {n}", owner=person, due_on=days_ago(2).date())
    client.get("/plan/")  # the first click also writes into the session
    with CaptureQueriesContext(connection) as short:
        client.get(f"/plan/?sort={sort}")
    for n in range(60):
        make_action(f"Action {n}", owner=person, due_on=days_ago(2).date())

    with CaptureQueriesContext(connection) as long:
        answer = client.get(f"/plan/?sort={sort}")

    # Twelve are the plan's own, the others the frame's of every page.
    assert len(long) == len(short) <= 18
    assert text(answer).count("<tr") == 51
    assert "page=2" in text(answer)


def test_sums_and_silences_ask_the_same_few_questions(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    signed_in(client)
    for n in range(30):
        make_action(
            f"Action {n}", lead_agency=make_agency(f"Agency {n}"), at=days_ago(90)
        )

    client.get("/plan/")  # the first click also writes into the session
    for page, most in (
        ("/plan/sums/", 10),
        ("/plan/silent/", 11),
        ("/plan/print/", 9),
        ("/plan/bulk/?all=1", 11),
    ):
        with django_assert_max_num_queries(most):
            client.get(page)


@pytest.mark.parametrize("role", ["board", "resident", "practitioner", "governance"])
def test_those_who_read_see_the_plan_and_no_button_that_refuses(
    client: Client, role: str
) -> None:
    signed_in(client, make_person(role=role, agency=make_agency("Elsewhere")))
    make_action()

    listed, one = client.get("/plan/"), client.get("/plan/A-001/")

    assert "A-001" in text(listed)
    assert "Add an action" not in text(listed)
    assert "Report progress" not in text(one)
    assert "Its owner, people of the agencies" in text(one)
    assert client.get("/plan/A-001/change/").status_code == 403
    assert client.post("/plan/A-001/delete/").status_code == 403
    assert client.post("/plan/settings/").status_code == 403


def test_without_the_right_to_read_the_plan_nothing_opens(client: Client) -> None:
    signed_in(client, make_person(role="sysadmin"))
    make_action()

    for page in PAGES:
        assert client.get(page).status_code == 403, page
