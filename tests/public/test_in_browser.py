"""The public site as residents meet it: on a phone, without JavaScript, on paper."""

from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser import NARROW, WIDE, OpenPage, overflow, sign_in, violations
from tests.make import make_public
from tests.make_board import make_decision
from tests.make_plan import make_report
from tests.make_public import action_of, public_measure, publish_action
from tests.partners.people import PASSWORD, make_demonstration
from tests.public.test_pages import ADDRESSES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
LONG = "Thefts of and from vehicles in streets, car parks and garage courts of the city"


@pytest.mark.covers("S118")
@pytest.mark.parametrize(("width", "script"), [(WIDE, True), (NARROW, False)])
def test_every_public_page_is_sound(
    live_server: Any, open_page: OpenPage, width: int, script: bool
) -> None:
    make_demonstration()
    strategy = make_public(title=LONG)
    action, key = publish_action(action_of(strategy)), strategy.key
    public_measure(name=LONG)
    make_decision(is_public=True)
    page = open_page(width=width, script=script)

    for path in (*ADDRESSES, "/public/measures/V1/"):
        page.goto(live_server.url + path)
        assert page.locator("h1").count() == 1, path
        assert overflow(page) <= 0, path
        if script:
            assert violations(page) == [], path
            assert not page.context.cookies(), path

    # The switches behind it, for the manager: one copy is older than its thing.
    make_report(action)
    sign_in(page, live_server.url, email="amar@example.org", password=PASSWORD)
    for path in ("", "action/A-001/", "measure/V1/", "decision/D-001/"):
        page.goto(f"{live_server.url}/publishing/{path}")
        assert page.locator("h1").count() == 1, path
        assert overflow(page) <= 0, path
        assert not script or violations(page) == [], path
    page.goto(f"{live_server.url}/publishing/")
    page.get_by_text("Older than what they show").wait_for()
    renew = page.get_by_role("button", name="Bring it up to date")
    if script:
        renew.focus()
        page.keyboard.press("Enter")
    else:
        renew.click()
    page.get_by_text("1 is public.").wait_for()
    assert page.get_by_text("Older than what they show").count() == 0
    if width == NARROW:
        long_crumb_has_a_line_of_its_own(page, f"{live_server.url}/strategies/{key}/priorities/")  # fmt: skip


def long_crumb_has_a_line_of_its_own(page: Page, address: str) -> None:
    page.goto(address)
    first, *_, last = page.locator(".govuk-breadcrumbs__list-item:visible").all()
    above, below = first.bounding_box(), last.bounding_box()
    assert above and below and overflow(page) <= 0
    assert LONG in last.inner_text()
    assert below["y"] >= above["y"] + above["height"]
    assert below["x"] + below["width"] <= NARROW
