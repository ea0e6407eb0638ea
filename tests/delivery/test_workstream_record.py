"""Who leads a workstream sees what was done in it, and nothing of any other."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.make import make_manager
from tests.make_plan import make_action, make_report, make_workstream
from tests.partners.people import make_person

from goldthread.audit.models import Event
from goldthread.delivery.services import add_milestone
from goldthread.partners.models import Person
from goldthread.strategy.models import Workstream

pytestmark = pytest.mark.django_db


@pytest.fixture
def odile() -> Person:
    return make_person("odile@example.org", role="lead", name="Odile Marsh")


@pytest.fixture
def led(odile: Person) -> Workstream:
    """A workstream with an action that was reported on, beside another's."""
    now = datetime.now(UTC)
    led = make_workstream("Safer evenings", lead=odile)
    other = make_workstream("Neighbours", priority=2)
    amar = make_manager()
    mine = make_action("Open a taxi marshal scheme", workstream=led, by=amar, at=now)
    make_report(mine, by=amar, at=now, text="Two marshals, one of them named Idris")
    add_milestone(mine, title="First night", due_on=None, by=amar, at=now)
    make_action("Mend the lamps", workstream=other, by=amar, at=now)
    return led


def page_of(client: Client, person: Person, workstream: Workstream) -> Any:
    client.force_login(person)
    return client.get(f"/record/workstream/{workstream.pk}/")


@pytest.mark.covers("S104")
def test_the_lead_reads_what_was_done_and_not_what_was_written(
    client: Client, odile: Person, led: Workstream
) -> None:
    text = page_of(client, odile, led).content.decode()

    assert "What was done in Safer evenings" in text
    assert "Amar Tolliver" in text and "Open a taxi marshal scheme" in text
    assert "First night" not in text, "a part's words stand on its action"
    assert "Mend the lamps" not in text, "another workstream's"
    assert "Idris" not in text, "words stay with the action"


def test_reading_it_is_recorded(client: Client, odile: Person, led: Workstream) -> None:
    page_of(client, odile, led)

    event = Event.objects.get(verb="record.workstream_read")
    assert event.actor_label == "Odile Marsh"
    assert event.subject_reference == str(led.pk)


def test_nobody_reads_that_of_a_workstream_they_do_not_lead(
    client: Client, odile: Person, led: Workstream
) -> None:
    other = Workstream.objects.get(title="Neighbours")

    assert page_of(client, odile, other).status_code == 404
    assert page_of(client, make_manager(), other).status_code == 200
    board = make_person("b@example.org", role="board", name="Bo Wren")
    assert page_of(client, board, led).status_code == 403


def test_the_way_there_stands_on_the_workstream_s_page_for_its_lead(
    client: Client, odile: Person, led: Workstream
) -> None:
    page = f"/strategies/{led.strategy.key}/workstreams/{led.key}/"
    there = f"/record/workstream/{led.pk}/"
    client.force_login(odile)
    assert there in client.get(page).content.decode()
    board = make_person("b@example.org", role="board", name="Bo Wren")
    client.force_login(board)
    assert there not in client.get(page).content.decode()


def test_where_nothing_fits_the_page_says_so(
    client: Client, odile: Person, led: Workstream
) -> None:
    client.force_login(odile)

    asked = {"email": "nobody@example.org"}
    page = client.get(f"/record/workstream/{led.pk}/", asked).content.decode()

    assert "Nothing that was done here fits." in page
