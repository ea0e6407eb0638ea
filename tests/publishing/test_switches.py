"""The manager's switches: what residents would read, making it so, taking it back."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from tests.make import make_manager, make_public
from tests.make_board import make_decision
from tests.make_numbers import make_indicator, make_readings
from tests.make_plan import make_report
from tests.make_public import action_of, issue, publish_action
from tests.partners.people import NOW, make_installation, make_person

from goldthread.notes.models import Publication
from goldthread.partners.models import Person
from goldthread.strategy import services as steering
from goldthread.strategy.models import Strategy
from goldthread.strategy.rules import refusal_to_take_back

pytestmark = pytest.mark.django_db
ONE = "/publishing/action/A-001/"


@pytest.fixture
def manager(client: Client) -> Person:
    make_installation()
    person = make_manager()
    client.force_login(person)
    return person


def page(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def test_a_manager_sees_what_residents_would_read_and_makes_it_so(
    client: Client, manager: Person
) -> None:
    action = action_of(make_public())
    before = page(client, ONE)
    assert "Residents do not read this." in before
    assert 'href="/publishing/action/A-001/"' in page(client, "/plan/A-001/")

    answer = client.post(ONE, {"words": "New lights in the park"}, follow=True)

    assert "It is public." in answer.content.decode()
    assert "Residents read this" in page(client, ONE)
    assert "New lights in the park" in page(client, "/public/what-we-do/")
    copy = Publication.objects.get()
    assert (copy.about_reference, copy.published_by) == (action.reference, manager)

    client.post(f"{ONE}take-back/")

    assert "Residents do not read this." in page(client, ONE)
    assert "New lights" not in page(client, "/public/what-we-do/")


def test_words_that_name_somebody_come_back_with_the_sentence(
    client: Client, manager: Person
) -> None:
    action_of(make_public())

    answer = client.post(ONE, {"words": "Amar Tolliver puts up new lights"})

    assert "This names Amar Tolliver." in answer.content.decode()
    assert not Publication.objects.exists()


def test_one_page_tells_what_is_public_what_changed_and_what_could_be(
    client: Client, manager: Person
) -> None:
    strategy = make_public()
    changed = publish_action(action_of(strategy), at=NOW - timedelta(days=2))
    make_report(changed)
    action_of(strategy, "Mend the gate")
    measure = make_indicator()
    issue(*make_readings(measure))
    make_decision(title="Light the underpass", is_public=True)

    shown = page(client, "/publishing/")

    assert "Residents read this as it was before something changed" in shown
    assert "how it stands. <a" in shown
    assert "Public and as it stands (1)" in shown
    assert "Not public: 1 action<" in shown and "Mend the gate" in shown
    assert "Not public: 1 measure<" in shown

    ticked = re.findall(r'name="thing" value="([^"]+)"', shown)
    assert sorted(ticked) == ["action A-001", "action A-002", "measure V1"]
    answer = client.post("/publishing/", {"thing": ticked}, follow=True)

    assert "3 are public." in answer.content.decode()
    read = page(client, "/public/what-we-do/")
    assert "Going to plan" in read and "Mend the gate" in read
    assert "New lights in the park" in read  # its words stay
    assert "Vehicle crimes recorded" in page(client, "/public/measures/")


def test_a_refusal_among_many_stops_none_of_the_others(
    client: Client, manager: Person
) -> None:
    strategy = make_public()
    action_of(strategy, "Amar Tolliver mends the gate")
    action_of(strategy, "Mend the lamp")

    answer = client.post(
        "/publishing/", {"thing": ["action A-001", "action A-002"]}, follow=True
    )

    said = answer.content.decode()
    assert "A-001: This names Amar Tolliver." in said and "1 is public." in said


@pytest.mark.parametrize("noun", ["measure", "decision"])
def test_measures_and_decisions_have_the_same_switch(
    client: Client, manager: Person, noun: str
) -> None:
    make_public()
    measure = make_indicator()
    issue(*make_readings(measure))
    decision = make_decision(title="Light the underpass")
    reference, there = {
        "measure": (measure.code, "/public/measures/"),
        "decision": (decision.reference, "/public/decisions/"),
    }[noun]
    words = {"measure": measure.name, "decision": "Light the underpass"}[noun]
    address = f"/publishing/{noun}/{reference}/"
    assert words not in page(client, there)

    client.post(address)
    assert words in page(client, there)
    client.post(f"{address}take-back/")
    assert words not in page(client, there)
    assert (
        "nothing to take back"
        in client.post(f"{address}take-back/", follow=True).content.decode()
    )


def test_a_measure_that_no_pack_held_says_so(client: Client, manager: Person) -> None:
    make_indicator()

    assert "No pack was issued with a figure" in page(client, "/publishing/measure/V1/")
    assert client.get("/publishing/measure/X9/").status_code == 404
    assert client.get("/publishing/lake/X9/").status_code == 404


def test_the_plan_is_taken_back_and_published_again(
    client: Client, manager: Person
) -> None:
    strategy = make_public()
    assert "Take it back" in page(client, f"/strategies/{strategy.key}/")
    address = f"/strategies/{strategy.key}/take-back/"

    client.post(address, {"once": str(uuid.uuid4())})

    assert "Nothing is published yet" in page(client, "/public/")
    kept = Strategy.objects.get()
    assert not kept.is_published and kept.state == "in_force"
    assert "nothing to take back" in (refusal_to_take_back(kept) or "")
    steering.publish_strategy(kept, on=NOW.date(), by=manager, at=NOW)
    assert strategy.title in page(client, "/public/")


def test_nobody_else_gets_to_the_switches(client: Client) -> None:
    make_installation()
    action_of(make_public())
    client.force_login(make_person("lead@example.org", role="agency_lead"))

    for address in ("/publishing/", ONE):
        assert client.get(address).status_code == 403
    assert client.post(ONE, {"words": "New lights"}).status_code == 403
    assert "/publishing/" not in page(client, "/plan/A-001/")
    assert not Publication.objects.exists()


def test_a_manager_keeps_how_residents_reach_them(
    client: Client, manager: Person
) -> None:
    answer = client.post(
        "/partnership/contact/",
        {"team": "Community safety team", "email": "safer@example.org"},
        follow=True,
    )

    assert "Saved." in answer.content.decode()
    assert "safer@example.org" in page(client, "/public/get-involved/")
    assert "Community safety team" in page(client, "/partnership/contact/")
