"""Reads: bounded questions, lists in order, what is in force and what anybody may read."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.make import (
    TODAY,
    make_manager,
    make_priority,
    make_public,
    make_strategy,
    make_workstream,
)
from tests.partners.people import NOW

from goldthread.strategy import queries, services
from goldthread.strategy.missing import missing
from goldthread.strategy.views.reading import faults_in

pytestmark = pytest.mark.django_db
LATER = (date(2029, 4, 1), date(2032, 4, 1))


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    "page",
    ["", "priorities/", "workstreams/", "matrix/", "threads/", "evidence/", "means/",
     "plans/", "sections/", "approvals/", "requirements/", "crosswalk/", "public/"],
)  # fmt: skip
def test_no_page_asks_more_questions_for_a_larger_strategy(
    client: Client, page: str
) -> None:
    strategy = make_strategy()
    client.force_login(make_manager())
    address = f"/strategies/{strategy.key}/{page}"
    asked(client, address)  # the first request writes the session
    before = asked(client, address)

    for number in range(6):
        one = make_priority(strategy, f"Priority {number}", heads=["crime"])
        services.write_outcomes(one, ["One", "Two"], by=None, at=NOW)
        make_workstream(strategy, f"Work {number}", [one])
        services.add_thread(strategy, name=f"Thread {number}", by=None, at=NOW)
        services.add_linked_plan(
            strategy,
            services.PlanTold(f"Plan {number}", "beside", priorities=[one]),
            by=None,
            at=NOW,
        )

    assert asked(client, address) <= before
    assert before <= 40


def test_the_list_of_strategies_asks_one_question_more_or_less(client: Client) -> None:
    make_strategy()
    client.force_login(make_manager())
    asked(client, "/strategies/")
    before = asked(client, "/strategies/")

    for number in range(5):
        make_strategy(f"Strategy {number}", period=LATER)

    assert asked(client, "/strategies/") == before


def test_strategies_are_listed_with_what_is_being_written_first() -> None:
    old = make_strategy("Old", state="closed")
    new = make_strategy("New", state="in_force", period=LATER)
    draft = make_strategy("Draft", period=LATER)

    assert queries.listed(TODAY) == [draft, new, old]


def test_anybody_reads_the_published_one_in_force_else_the_newest_published() -> None:
    assert queries.current(TODAY) is None
    old = make_public()
    make_strategy("Draft", period=LATER)

    assert queries.current(TODAY) == old
    services.close_strategy(old, until_on=date(2029, 4, 1), by=None, at=NOW)
    assert queries.current(date(2030, 1, 1)) == old


@pytest.mark.parametrize(
    ("state", "first"),
    [
        ("draft", "proposal"),
        ("consulting", "proposal"),
        ("proposed", "agreement"),
        ("agreed", None),
        ("closed", None),
    ],
)
def test_what_is_missing_comes_in_the_order_in_which_it_blocks(
    state: str, first: str | None
) -> None:
    on = date(2025, 12, 1) if state == "consulting" else TODAY
    found = missing(queries.whole(make_strategy(state=state), on=on))

    order = ["proposal", "agreement", "adoption", "publication"]
    blocks = [order.index(each.blocks) for each in found]
    assert blocks == sorted(blocks)
    assert (found[0].blocks if found else None) == first


@pytest.mark.covers("Z11", "S2")
def test_a_word_typed_into_the_strategys_own_glossary_and_never_used_is_marked() -> (
    None
):
    strategy = make_strategy()
    told: dict[str, Any] = {"on": TODAY, "by": None, "at": NOW}
    glossary = strategy.sections.get(key="glossary")
    services.write_section(
        glossary,
        text="- DA Domestic abuse\n- MASH Multi-agency safeguarding hub",
        **told,
    )
    area = strategy.sections.get(key="area")
    services.write_section(area, text="The MASH meets. The BID pays.", **told)

    found = {(f.kind, f.quote) for f in faults_in(queries.whole(strategy, on=TODAY))}

    assert ("unused", "DA") in found
    assert ("unused", "MASH") not in found
    assert ("acronym", "BID") in found
