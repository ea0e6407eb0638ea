"""An agency's lead sees what the agency's people did, and nothing of anybody else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.audit.acts import act
from tests.partners.people import PASSWORD, make_agency, make_person

from goldthread.audit.models import Event
from goldthread.audit.services import Actor, Subject
from goldthread.partners.models import Person

pytestmark = pytest.mark.django_db
POLICE, COUNCIL = "Saxonshire Police", "Saxonbridge City Council"


def acting(name: str, agency: str) -> Actor:
    return Actor(f"person:{name}", name, f"{name.lower()}@example.org", agency)


@pytest.fixture
def lead() -> Person:
    return make_person(
        "morwenna@example.org",
        name="Morwenna",
        role="agency_lead",
        agency=make_agency(POLICE),
    )


def page_of(person: Person, **asked: Any) -> str:
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return client.get(reverse("agency_record"), asked).content.decode()


def record_some() -> None:
    now = datetime.now(UTC) - timedelta(hours=1)
    act("action.changed", at=now, by=acting("Idris", POLICE), subject=thing("A-7"))
    act("action.changed", at=now, by=acting("Ravi", COUNCIL), subject=thing("A-8"))
    act("paper.read", at=now, by=acting("Idris", POLICE), subject=thing("A-secret"))
    closed = Subject("governance.item", "9", "C-secret")
    act("item.changed", at=now, by=acting("Idris", POLICE), subject=closed)


def thing(label: str) -> Subject:
    return Subject("delivery.action", label, label)


def test_the_lead_sees_the_acts_of_the_agencys_people_and_no_others(
    lead: Person,
) -> None:
    record_some()

    page = page_of(lead)

    assert f"What people did here for {POLICE}" in page
    assert "Idris" in page
    assert "A-7" in page
    assert "Ravi" not in page
    assert "A-8" not in page


def test_a_look_at_something_restricted_does_not_say_at_what(lead: Person) -> None:
    record_some()

    page = page_of(lead)

    assert "paper read" in page
    assert "something restricted" in page
    assert "A-secret" not in page
    assert "C-secret" not in page  # a room of which the lead may not see everything


def test_no_filter_reaches_beyond_the_agency(lead: Person) -> None:
    record_some()

    for asked in (
        {"email": "ravi@example.org"},
        {"agency": COUNCIL},
        {"kind": "delivery.action", "reference": "A-8"},
        {"after": "9999999999999999-99999"},
    ):
        assert "A-8" not in page_of(lead, **asked), asked


def test_reading_it_is_recorded(lead: Person) -> None:
    page_of(lead)

    event = Event.objects.get(verb="record.agency_read")
    assert event.actor_email == "morwenna@example.org"
    assert event.agency_label == POLICE


def test_it_begins_three_months_ago_and_older_acts_are_asked_for(lead: Person) -> None:
    old = datetime.now(UTC) - timedelta(days=200)
    act("action.changed", at=old, by=acting("Idris", POLICE), subject=thing("A-old"))

    assert "A-old" not in page_of(lead)
    day = (old - timedelta(days=1)).date()
    asked = {"start_0": day.day, "start_1": day.month, "start_2": day.year}
    assert "A-old" in page_of(lead, **asked)


@pytest.mark.parametrize("role", ["practitioner", "board", "manager", "lead"])
def test_who_answers_for_no_agency_has_no_such_page(role: str) -> None:
    person = make_person(role=role)
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})

    assert client.get(reverse("agency_record")).status_code == 403


def test_the_lead_finds_the_door_in_their_account(lead: Person) -> None:
    client = Client()
    client.post("/account/login/", {"login": lead.email, "password": PASSWORD})

    assert reverse("agency_record") in client.get(reverse("account")).content.decode()
