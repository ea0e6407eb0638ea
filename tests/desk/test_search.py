"""Search finds what one may see, slips of the finger and all, quickly."""

import sys
import time
from typing import Any

import pytest
from django.test import Client
from tests.desk.made import make_owner, now
from tests.desk.shown import in_days, shown, signed_in
from tests.make import make_manager
from tests.make_plan import make_action, make_workstream
from tests.partners.people import NOW, make_agency, make_person

from goldthread.delivery.models import Action
from goldthread.desk.queries.search import search
from goldthread.partners.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def things() -> Person:
    make_agency("Saxonbridge Housing Trust")
    stream = make_workstream("Burglary in older terraces")
    make_action("Fit locks in Heron Street", workstream=stream)
    make_action("Open a taxi marshal scheme", workstream=stream)
    return make_manager()


def found(asked: str, person: Person) -> list[tuple[str, str, str]]:
    return [
        (hit.kind, hit.words, hit.href)
        for hit in search(asked, person=person, on=NOW.date()).hits
    ]


def test_a_slip_of_the_finger_still_finds(things: Person) -> None:
    (stream,) = [hit for hit in found("burglery", things) if hit[0] == "Workstream"]
    assert stream[1] == "Burglary in older terraces"
    assert "/workstreams/" in stream[2]
    assert ("Organisation", "Saxonbridge Housing Trust") in [
        hit[:2] for hit in found("Saxonbrige", things)
    ]
    assert found("marshel taxi", things)[0][1] == "Open a taxi marshal scheme"
    assert search("burglery", person=things, on=NOW.date()).guessed
    assert not search("scheme taxi", person=things, on=NOW.date()).guessed


def test_what_is_called_so_comes_first_and_a_reference_finds_its_action(
    things: Person,
) -> None:
    assert found("A-001", things)[0][:2] == ("Action", "Fit locks in Heron Street")
    assert found("fit locks", things)[0][2] == "/plan/A-001/"
    assert not search("fit locks", person=things, on=NOW.date()).guessed


def test_nothing_near_is_said_with_what_to_try(client: Client, things: Person) -> None:
    page = shown(signed_in(client, things), "/search/?q=zeppelin")
    assert "Nothing comes near “zeppelin”" in page and "Try one word" in page
    assert "You may look for: actions" in shown(client, "/search/")


@pytest.mark.parametrize(
    "asked",
    ["%", "_", "'; drop table x; --", "\0", "<script>", "ß" * 200, "☃ ☃", "a b c"],
)
def test_search_takes_whatever_is_typed(
    client: Client, things: Person, asked: str
) -> None:
    answer = signed_in(client, things).get("/search/", {"q": asked})
    assert answer.status_code == 200 and b"<script>" not in answer.content


SEES = {
    "manager": {"Action", "Workstream", "Organisation"},
    "resident": {"Action", "Workstream", "Organisation"},
    "agency_admin": {"Action", "Organisation"},
    "sysadmin": {"Organisation"},
}


@pytest.mark.parametrize("role", SEES)
def test_search_finds_only_what_the_role_may_see(things: Person, role: str) -> None:
    if role != "manager":
        things = make_person(f"{role}@example.org", role=role)
    kinds = {
        hit[0]
        for asked in ("locks", "older terraces", "housing trust", "hosuing", "terracse")
        for hit in found(asked, things)
    }
    assert kinds == SEES[role]


def test_every_thing_found_leads_to_a_page(client: Client, things: Person) -> None:
    signed_in(client, things)
    for asked in ("a", "e", "safer", "violence"):
        for _, _, href in found(asked, things):
            assert client.get(href).status_code == 200, href


# ------------------------------------------------------------------------ cost


@pytest.fixture
def large() -> Person:
    """10,000 actions in the plan, 200 of one's own, in the shapes services leave."""
    noor = make_owner()
    first = make_action("First", at=now())
    rows = []
    for number in range(2, 10_001):
        due = in_days(number % 400 - 40)
        rows.append(
            Action(
                reference=f"A-{number:05}",
                workstream_id=first.workstream_id,
                title=f"Mend lamp {number} in the {number % 97} alley by the market",
                kind="prevention",
                lead_agency_id=first.lead_agency_id,
                owner=noor if number <= 201 else None,
                due_on=due,
                added_at=now(),
                heard_on=in_days(-(number % 60)),
            )
        )
    Action.objects.bulk_create(rows, batch_size=500)
    return noor


def cpu(act: Any, times: int = 15) -> float:
    """Milliseconds of CPU of the quickest of some runs."""
    act()
    best = float("inf")
    for _ in range(times):
        before = time.process_time()
        act()
        best = min(best, time.process_time() - before)
    return best * 1000


@pytest.mark.slow
def test_desk_and_search_are_quick_over_ten_thousand_actions(
    client: Client, large: Person, django_assert_max_num_queries: Any
) -> None:
    signed_in(client, large)
    with django_assert_max_num_queries(35):  # six about boards, four on measures
        shown(client)
    with django_assert_max_num_queries(22):
        shown(client, "/search/?q=alley")
    with django_assert_max_num_queries(41):  # eighteen kinds, twice
        shown(client, "/search/?q=lampp")

    desk = cpu(lambda: shown(client))
    exact = cpu(lambda: shown(client, "/search/?q=alley"))
    guessed = cpu(lambda: shown(client, "/search/?q=markte+lampp"))

    sys.stdout.write(f"desk {desk:.1f}, found {exact:.1f}, guessed {guessed:.1f} ms\n")
    # The budgets are 25 and 60 ms on a free machine; a shared one takes up to thrice as much.
    assert desk < 80 and exact < 180 and guessed < 180
