"""Priorities and sections are put in order by buttons, with or without scripts."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page
from tests.browser import NARROW, OpenPage, enter, overflow, violations
from tests.make import make_manager, make_priority, make_strategy
from tests.partners.people import PASSWORD, make_person

from goldthread.audit.models import Event
from goldthread.strategy.models import Strategy

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy() -> Strategy:
    """A draft with three priorities."""
    made = make_strategy()
    make_priority(made, "Building community capacity", heads=[])
    return made


def order_of(strategy: Strategy) -> list[str]:
    rows = strategy.priorities.order_by("number")
    return list(rows.values_list("key", flat=True))


def press(client: Client, strategy: Strategy, what: str, move: str, seen: str) -> Any:
    told = {"once": str(uuid.uuid4()), "move": move, "seen": seen}
    address = f"/strategies/{strategy.key}/order/{what}/"
    return client.post(address, told, follow=True)


def test_a_priority_moves_one_step_and_the_record_keeps_both_orders(
    client: Client, strategy: Strategy
) -> None:
    client.force_login(make_manager())
    before = order_of(strategy)

    answer = press(
        client, strategy, "priorities", f"{before[2]} up", seen=",".join(before)
    )

    after = [before[0], before[2], before[1]]
    assert order_of(strategy) == after
    assert "Moved up: it is number 2 of 3." in answer.content.decode()
    told = Event.objects.get(verb="strategy.priorities_ordered")
    assert told.detail["before"]["order"] == before
    assert told.detail["after"]["order"] == after


def test_what_stands_at_the_end_stays_there(client: Client, strategy: Strategy) -> None:
    client.force_login(make_manager())
    before = order_of(strategy)

    press(client, strategy, "priorities", f"{before[0]} up", seen=",".join(before))

    assert order_of(strategy) == before


@pytest.mark.parametrize("what", ["priorities", "sections"])
def test_an_old_page_does_not_overwrite_a_newer_order(
    client: Client, strategy: Strategy, what: str
) -> None:
    client.force_login(make_manager())
    rows = getattr(strategy, what).order_by("number", "pk")
    old = list(rows.values_list("key", flat=True))
    press(client, strategy, what, f"{old[0]} down", seen=",".join(old))
    newer = list(rows.values_list("key", flat=True))

    answer = press(client, strategy, what, f"{old[2]} up", seen=",".join(old))

    assert newer != old and list(rows.values_list("key", flat=True)) == newer
    assert answer.status_code == 409
    assert "Somebody changed the order" in answer.content.decode()
    assert Event.objects.filter(verb=f"strategy.{what}_ordered").count() == 1


@pytest.mark.parametrize("move", ["", "up", "nothing-of-ours up", "reduce-harm left"])
def test_a_button_that_is_not_on_the_page_moves_nothing(
    client: Client, strategy: Strategy, move: str
) -> None:
    client.force_login(make_manager())
    before = order_of(strategy)

    answer = press(client, strategy, "priorities", move, seen=",".join(before))

    assert order_of(strategy) == before
    assert "names nothing to move" in answer.content.decode()


def test_who_may_only_read_sees_the_order_and_no_button(
    client: Client, strategy: Strategy
) -> None:
    client.force_login(make_person("noor@example.org", role="practitioner"))

    page = client.get(f"/strategies/{strategy.key}/order/priorities/")

    assert "Prevent violence" in page.content.decode()
    assert 'name="move"' not in page.content.decode()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_order_is_changed_by_keyboard_which_stays_where_it_was(
    live_server: Any, open_page: OpenPage, strategy: Strategy, script: bool
) -> None:
    page = open_page(width=NARROW, script=script)
    enter(page, live_server.url, email=make_manager().email, password=PASSWORD)
    page.goto(f"{live_server.url}/strategies/{strategy.key}/priorities/")
    page.get_by_role("button", name="Change their order").click()
    page.get_by_role("button", name=re.compile(r"Down\s+Prevent violence")).focus()

    page.keyboard.press("Enter")
    page.get_by_text("it is number 2 of 3").wait_for()
    assert _focused(page) == "prevent-violence down"
    page.keyboard.press("Enter")
    page.get_by_text("it is number 3 of 3").wait_for()

    assert _focused(page) == "prevent-violence up"  # there is no further down
    assert order_of(strategy)[2] == "prevent-violence"
    assert overflow(page) <= 0
    if script:
        assert violations(page) == []


def _focused(page: Page) -> str:
    return page.locator(":focus").get_attribute("value") or ""
