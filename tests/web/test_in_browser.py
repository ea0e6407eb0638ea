"""Pages as people meet them: wide and narrow, with and without JavaScript, by keyboard."""

from typing import Any

import pytest
from tests.browser import (
    NARROW,
    WIDE,
    OpenPage,
    enter,
    overflow,
    sign_in,
    violations,
    walk,
)
from tests.partners.people import PASSWORD, make_demonstration, make_person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.web.kit_site"),
]
OPEN = ("/account/login/", "/account/password/reset/", "/kit/", "/kit/form/", "/none/")
INSIDE = ("/", "/account/", "/account/password/change/", "/account/logout/")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_page_is_sound_at_every_width(
    live_server: Any, open_page: OpenPage, width: int
) -> None:
    make_demonstration()
    make_person()
    page = open_page(width=width)
    for path in OPEN:
        page.goto(live_server.url + path)
        assert violations(page) == [], path
        assert overflow(page) <= 0, path

    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)
    for path in INSIDE:
        page.goto(live_server.url + path)
        assert violations(page) == [], path
        assert overflow(page) <= 0, path


def test_a_faint_word_is_found_on_a_page_that_was_sound_before(
    live_server: Any, open_page: OpenPage
) -> None:
    make_demonstration()
    page = open_page()
    page.goto(live_server.url + "/kit/")
    assert violations(page) == []

    for faint in (
        "p => p.style.color = '#bbb'",
        "p => { p.style.color = ''; p.parentElement.style.background = '#777'; }",
    ):
        page.locator("main p").first.evaluate(faint)
        assert any("color-contrast" in found for found in violations(page))


def test_nothing_overflows_at_320_pixels(live_server: Any, open_page: OpenPage) -> None:
    make_demonstration()
    page = open_page(width=320)

    for path in OPEN:
        page.goto(live_server.url + path)
        assert overflow(page) <= 0, path


def test_pages_ask_no_other_host_for_anything(
    live_server: Any, open_page: OpenPage
) -> None:
    asked: list[str] = []
    page = open_page()
    page.on("request", lambda request: asked.append(request.url))

    page.goto(live_server.url + "/kit/")

    assert len(asked) > 5
    assert all(url.startswith((live_server.url, "data:")) for url in asked)


def test_our_typeface_is_the_one_on_the_page(
    live_server: Any, open_page: OpenPage
) -> None:
    page = open_page()

    page.goto(live_server.url + "/kit/")
    page.evaluate("document.fonts.ready")

    assert page.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible Next\"')")
    assert "Atkinson" in page.locator("h1").evaluate(
        "h => getComputedStyle(h).fontFamily"
    )


def test_signing_in_and_out_needs_no_javascript(
    live_server: Any, open_page: OpenPage
) -> None:
    make_person()
    page = open_page(script=False)

    sign_in(page, live_server.url, email="amar@example.org", password=PASSWORD)
    assert page.get_by_role("heading", name="Your desk").is_visible()
    page.get_by_role("button", name="Sign out").click()

    assert page.get_by_role("heading", name="Sign in").is_visible()


def test_errors_are_summed_up_focused_and_linked_to_their_boxes(
    live_server: Any, open_page: OpenPage
) -> None:
    page = open_page()
    page.goto(live_server.url + "/kit/form/")

    page.get_by_role("button", name="Keep").click()

    assert page.title().startswith("Error: ")
    summary = page.locator(".govuk-error-summary")
    assert summary.evaluate("s => s === document.activeElement")
    links = summary.get_by_role("link").all()
    assert len(links) == 9
    for link in links:
        target = page.locator(str(link.get_attribute("href")))
        link.click()
        assert target.evaluate("t => t === document.activeElement")
    assert violations(page) == []


def test_the_keyboard_reaches_everything_in_reading_order(
    live_server: Any, open_page: OpenPage
) -> None:
    page = open_page()
    page.goto(live_server.url + "/account/login/")

    stops = walk(page, 8)

    assert stops == [
        "Skip to main content",
        "Goldthread",
        "For residents",
        "Sign in",
        "Set up your partnership",
        "login",
        "password",
        "Show",
    ]


def test_the_skip_link_leads_past_the_header(
    live_server: Any, open_page: OpenPage
) -> None:
    page = open_page()
    page.goto(live_server.url + "/kit/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"
