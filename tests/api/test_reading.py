"""The same three ways: the page, the command and the API say one thing."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from tests.api.test_keys import ask, make_key
from tests.make import make_manager
from tests.make_board import make_decision, make_meeting, on_seat
from tests.make_numbers import make_indicator, make_readings
from tests.make_plan import make_action, make_report, make_strategy
from tests.partners.people import NOW, PASSWORD, make_person
from tests.thread.fabric import make_thread

from goldthread.cli import main
from goldthread.performance.queries.scorecard import scorecard

pytestmark = pytest.mark.django_db


def test_the_thread_is_the_same_by_page_command_and_api(
    client: Client, capsys: Any, empty_home: Any
) -> None:
    make_thread()
    make_action("Light the underpass")
    key = make_key(make_manager(), "thread")

    by_api = ask(client, "/threads/action/A-001", key).json()
    main(["thread", "A-001", "--json"])
    by_command = json.loads(capsys.readouterr().out)
    broken_by_api = ask(client, "/broken-threads", key).json()
    main(["thread", "--broken", "--json"])
    broken_by_command = json.loads(capsys.readouterr().out)

    assert by_api == by_command
    assert [one["sentence"] for one in broken_by_api] == [
        one["sentence"] for one in broken_by_command
    ]


def test_the_plan_is_the_same_by_page_command_and_api(
    client: Client, capsys: Any, empty_home: Any
) -> None:
    make_thread()
    done, late = make_action("Light the underpass"), make_action("Mend the gate")
    make_report(done, status="complete", percent=100, text="It is lit.")
    make_report(late, status="at_risk", percent=30, next_step="Ask the owner")
    amar = make_manager()
    key = make_key(amar)

    by_api = ask(client, "/actions?limit=500", key).json()["items"]
    main(["plan", "--json"])
    by_command = json.loads(capsys.readouterr().out)
    main(["plan", "--csv"])
    by_csv = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    main(["plan", "a-002", "--json"])
    one = json.loads(capsys.readouterr().out)

    assert by_api == by_command and len(by_api) == 3
    assert one == next(each for each in by_api if each["reference"] == "A-002")
    for told, row in zip(by_api, by_csv, strict=True):
        assert row["standing"] == ", ".join(told["standing"])
        assert (row["reference"], row["percent"]) == (
            told["reference"],
            str(told["percent"]),
        )
    assert client.login(email=amar.email, password=PASSWORD)
    page = client.get("/plan/").content.decode()
    for told in by_api:
        assert told["reference"] in page and told["title"] in page
        own = client.get(f"/plan/{told['reference']}/").content.decode()
        assert all(words in own for words in told["standing"])
        assert f"{told['percent']} %" in own and told["next_step"] in own


def test_the_command_names_an_action_that_is_not_there(
    capsys: Any, empty_home: Any
) -> None:
    assert main(["plan"]) == 0
    assert "no action in the plan yet" in capsys.readouterr().out
    assert main(["plan", "A-999"]) == 2
    assert "expected an action of the plan" in capsys.readouterr().err


def test_the_plan_comes_in_pages_and_whole(client: Client) -> None:
    make_thread()
    for number in range(4):
        make_action(f"Do {number}")
    key = make_key(make_manager())

    found: list[str] = []
    offset: int | None = 0
    while offset is not None:
        page = ask(client, f"/actions?limit=2&offset={offset}", key).json()
        assert page["count"] == 5 and len(page["items"]) <= 2
        found += [one["reference"] for one in page["items"]]
        offset = page["next_offset"]

    assert sorted(found) == [f"A-00{n}" for n in range(1, 6)]
    assert ask(client, "/actions?offset=99", key).json()["next_offset"] is None
    assert ask(client, "/actions?limit=0", key).status_code == 422
    one = ask(client, "/actions/a-001", key).json()
    assert one["title"] == "Open a taxi marshal scheme"
    assert one["standing"] == ["Not started"]
    assert ask(client, "/actions/A-999", key).status_code == 404


def test_the_strategy_in_force_is_told_and_its_absence_too(client: Client) -> None:
    key = make_key(make_manager(), "strategy")
    assert ask(client, "/strategy", key).status_code == 404

    made = make_strategy(state="in_force")

    told = ask(client, "/strategy", key).json()
    assert told["key"] == made.key and told["state"] == "in_force"
    assert told["priorities"][0]["title"] == "Violence"
    assert told["last_day"] == "2029-03-31"


def test_measures_are_the_same_by_page_and_api(client: Client) -> None:
    measure = make_indicator()
    rows = make_readings(measure)
    amar = make_manager()
    key = make_key(amar, "measures")

    told = ask(client, "/indicators", key).json()
    series = ask(client, "/indicators/v1/readings?limit=500", key).json()
    card = ask(client, "/scorecard", key).json()
    on_page = scorecard(on=timezone.localdate())

    assert [each["code"] for each in told["items"]] == [measure.code]
    assert [each["value"] for each in series["items"]] == [r.value for r in rows]
    assert on_page is not None
    (line,), (shown,) = card["lines"], on_page.lines
    assert (line["shown"], line["status"], line["sentence"]) == (
        shown.shown,
        shown.status.words,
        shown.sentence,
    )
    assert client.login(email=amar.email, password=PASSWORD)
    assert line["shown"] in client.get("/measures/V1/").content.decode()
    assert ask(client, "/indicators/none/readings", key).status_code == 404
    assert ask(client, "/scorecard?by=board", key).status_code == 404


def test_decisions_are_told_as_far_as_their_reader_may_see(client: Client) -> None:
    open_to_all = make_decision()
    meeting = make_meeting(state="held", held_on=NOW.date() - timedelta(days=30))
    item = meeting.items.get(number=1)
    hidden = make_decision(item)
    type(item).objects.filter(pk=item.pk).update(
        audience="members", restricted_because="It names a family"
    )

    by_manager = ask(client, "/decisions", make_key(make_manager(), "board")).json()
    by_resident = ask(client, "/decisions", make_key(on_seat("Residents"), "board"))

    assert [one["reference"] for one in by_manager["items"]] == [
        open_to_all.reference,
        hidden.reference,
    ]
    assert by_manager["items"][0]["expected"] == open_to_all.effect
    assert by_resident.json()["count"] == 1
    assert hidden.reference not in by_resident.content.decode()


def test_a_key_sees_what_its_person_sees(client: Client) -> None:
    made = make_thread(published=False)
    nell = make_person("nell@example.org", role="agency_admin", name="Nell Orchard")
    key = make_key(nell, "thread")

    whole = ask(client, "/threads/action/A-001", key)
    hidden = ask(client, f"/threads/finding/{made.finding.reference}", key)

    assert whole.status_code == 200
    assert made.finding.reference not in whole.content.decode()
    assert hidden.status_code == 404


def test_the_description_names_every_answer(client: Client) -> None:
    told = client.get("/api/v1/openapi.json").json()

    assert set(told["paths"]) == {
        "/api/v1/strategy",
        "/api/v1/actions",
        "/api/v1/actions/{reference}",
        "/api/v1/indicators",
        "/api/v1/indicators/{code}/readings",
        "/api/v1/scorecard",
        "/api/v1/decisions",
        "/api/v1/broken-threads",
        "/api/v1/threads/{noun}/{reference}",
    }
    for asked in told["paths"].values():
        assert list(asked) == ["get"]
        assert {"200", "401", "403"} <= set(asked["get"]["responses"])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)  # every question ends its connection
@pytest.mark.parametrize("scope", ["strategy", "plan", "measures", "board", "thread"])
def test_the_api_does_what_its_description_says(scope: str) -> None:
    """Whatever the description allows is answered as the description says."""
    make_thread()
    key = make_key(make_manager(), scope)
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", get_wsgi_application()
    )
    asked = 0

    for result in schema.include(tag=scope).get_all_operations():

        @settings(
            max_examples=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=result.ok().as_strategy())
        def holds(case: schemathesis.Case) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate(headers={"Authorization": f"Bearer {key}"})

        holds()

    assert asked >= 1
