"""The thread as a page and as a command."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from tests.make import make_manager
from tests.partners.people import PASSWORD, make_person
from tests.thread.fabric import make_thread

from goldthread.audit.models import Event
from goldthread.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def amar(client: Client) -> Client:
    person = make_manager()
    assert client.login(email=person.email, password=PASSWORD)
    return client


def test_the_page_shows_why_the_thing_and_what_it_led_to(amar: Client) -> None:
    made = make_thread()
    page = amar.get(f"/thread/priority/{made.strategy.key}/violence/").content.decode()
    page = page.partition('<ol class="gt-thread gt-weave">')[2]

    order = [
        made.finding.reference,
        "Violence rose by a tenth.",
        "gt-weave__start",
        "What it led to: 1 outcome, 1 workstream, 1 action, 1 effect",
        "Open a taxi marshal scheme",
        "Safer evenings",
        "10 per cent fewer: Violence at night",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert page.count("<ul") == page.count("</ul>")
    assert len(re.findall("<li[ >]", page)) == page.count("</li>")


def test_each_thing_s_own_page_leads_to_its_thread(amar: Client) -> None:
    made = make_thread()
    key = made.strategy.key
    finding = made.finding

    for own, thread in (
        ("/plan/A-001/", "/thread/action/A-001/"),
        (
            f"/assessments/{finding.assessment_id}/findings/{finding.ref}/",
            f"/thread/finding/{finding.reference}/",
        ),
        (
            f"/strategies/{key}/priorities/violence/",
            f"/thread/priority/{key}/violence/",
        ),
        (
            f"/strategies/{key}/workstreams/safer-evenings/",
            f"/thread/workstream/{key}/safer-evenings/",
        ),
    ):
        assert thread in amar.get(own).content.decode(), own
        assert amar.get(thread).status_code == 200, thread


def test_looking_writes_nothing(amar: Client) -> None:
    make_thread()
    before = Event.objects.count()

    amar.get("/thread/action/A-001/")
    amar.get("/thread/")

    assert Event.objects.count() == before


def test_what_is_not_there_and_what_one_may_not_see_answer_alike(
    client: Client,
) -> None:
    made = make_thread(published=False)
    nell = make_person("nell@example.org", role="agency_admin", name="Nell Orchard")
    assert client.login(email=nell.email, password=PASSWORD)

    hidden = client.get(f"/thread/finding/{made.finding.reference}/")
    nothing = client.get("/thread/finding/A999-nothing/")
    no_noun = client.get("/thread/crystal/A-001/")

    assert {hidden.status_code, nothing.status_code, no_noun.status_code} == {404}
    page = client.get("/thread/action/A-001/").content.decode()
    assert made.finding.reference not in page


def test_strangers_sign_in_first(client: Client) -> None:
    make_thread()

    assert client.get("/thread/action/A-001/").status_code == 302
    assert client.get("/thread/").status_code == 302


def test_the_command_says_the_same_as_the_page(capsys: Any, empty_home: Any) -> None:
    made = make_thread()

    assert main(["thread", "a-001", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert main(["thread", "A-001", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert main(["thread", "A-001"]) == 0
    words = capsys.readouterr().out

    assert told["reference"] == "A-001"
    assert [each["noun"] for each in told["why"]] == [
        "finding",
        "evidence",
        "priority",
        "outcome",
        "workstream",
    ]
    assert [each["noun"] for each in told["below"]] == ["effect"]
    assert [row["place"] for row in rows] == ["above"] * 5 + ["here", "below"]
    assert f"finding {made.finding.reference}" in words
    assert "> action A-001: Open a taxi marshal scheme (not started)" in words


def test_the_command_looks_with_somebody_s_eyes(capsys: Any, empty_home: Any) -> None:
    made = make_thread(published=False)
    make_person("nell@example.org", role="agency_admin", name="Nell Orchard")

    assert main(["thread", "A-001", "--as", "nell@example.org"]) == 0
    told = capsys.readouterr().out
    assert main(["thread", made.finding.reference, "--as", "nell@example.org"]) == 2

    assert made.finding.reference not in told
    assert "expected what something is called" in capsys.readouterr().err
