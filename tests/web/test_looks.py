"""Pages that nobody plans for: errors, nothing to show, far too much to show."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import NARROW, WIDE, OpenPage, enter, overflow, violations
from tests.partners.people import PASSWORD, make_demonstration, make_person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.web.kit_site"),
]
# Where somebody wants to look at them: GOLDTHREAD_LOOKS=folder keeps a picture of each.
LOOKS = os.environ.get("GOLDTHREAD_LOOKS", "")


def is_sound(page: Page, name: str) -> None:
    """Accessible, no wider than its window, with a heading and a way out."""
    if LOOKS:
        width = (page.viewport_size or {})["width"]
        page.screenshot(path=Path(LOOKS) / f"{name}-{width}.png", full_page=True)
    assert violations(page) == [], name
    assert overflow(page) <= 0, name
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.get_by_role("link").count() >= 1


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("unreadable", "What was sent could not be read"),
        ("forbidden", "You may not see this page or do this"),
        ("no-such-page", "There is no page at this address"),
    ],
)
def test_a_refusal_is_a_page_that_says_what_to_do(
    live_server: Any, open_page: OpenPage, name: str, says: str, width: int
) -> None:
    make_demonstration()
    page = open_page(width=width)

    page.goto(f"{live_server.url}/kit/{name}/")

    expect(page.get_by_role("heading", level=1)).to_have_text(says)
    is_sound(page, name)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_fault_of_ours_is_a_page_without_its_inside(
    live_server: Any, chromium: Browser, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()

    answer = page.goto(f"{live_server.url}/kit/broken/")

    assert answer is not None
    assert answer.status == 500
    is_sound(page, "broken")
    assert "secret" not in page.content()
    context.close()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_form_open_for_too_long_is_answered_with_a_page(
    live_server: Any, open_page: OpenPage, width: int
) -> None:
    make_demonstration()
    make_person()
    page = open_page(width=width)
    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)
    page.goto(live_server.url + "/kit/form/")
    page.get_by_label("Title").fill("Alley gates by the canal")
    page.context.clear_cookies()

    page.get_by_role("button", name="Keep").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("too long")
    is_sound(page, "expired")


@pytest.mark.parametrize("width", [WIDE, NARROW, 320])
@pytest.mark.parametrize("name", ["empty", "long"])
def test_nothing_and_far_too_much_are_both_sound(
    live_server: Any, open_page: OpenPage, name: str, width: int
) -> None:
    make_demonstration()
    make_person(name="Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren" * 2)
    page = open_page(width=width)
    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)

    page.goto(f"{live_server.url}/kit/{name}/")

    is_sound(page, name)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_form_full_of_mistakes_is_sound(
    live_server: Any, open_page: OpenPage, width: int
) -> None:
    page = open_page(width=width)
    page.goto(live_server.url + "/kit/form/")
    page.get_by_label("Title").fill("A" * 400)
    page.get_by_label("What happened").fill("Word " * 4000)
    page.get_by_label("Year").fill("99999")

    page.get_by_role("button", name="Keep").click()

    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    is_sound(page, "mistakes")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_rooms_that_hold_nothing_yet_are_sound(
    live_server: Any, open_page: OpenPage, width: int
) -> None:
    make_demonstration()
    make_person()
    page = open_page(width=width)
    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)

    for room in (
        "assessments",
        "data",
        "data/batches",
        "data/coverage",
        "data/quality",
    ):
        page.goto(f"{live_server.url}/{room}/")
        is_sound(page, room.replace("/", "-"))
