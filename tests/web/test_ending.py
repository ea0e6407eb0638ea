"""A session's end is said before it comes, and loses nothing that was typed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Page, expect
from tests.browser import NARROW, WIDE, OpenPage, overflow, sign_in, violations
from tests.partners.people import PASSWORD, make_demonstration, make_person

from goldthread.web import lasting

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def a_session(*, seen: timedelta, began: timedelta) -> Any:
    return {
        "seen": (NOW - seen).timestamp(),
        "began": (NOW - began).timestamp(),
    }


def test_the_nearer_of_both_limits_ends_a_session() -> None:
    idle = lasting.left_of(
        a_session(seen=timedelta(minutes=50), began=timedelta(hours=2)), now=NOW
    )
    old = lasting.left_of(
        a_session(seen=timedelta(), began=timedelta(hours=11, minutes=59)), now=NOW
    )

    assert (idle.seconds, idle.may_be_extended) == (600, True)
    assert (old.seconds, old.may_be_extended) == (60, False)


def test_a_session_that_is_over_has_nothing_left_rather_than_less() -> None:
    over = a_session(seen=timedelta(hours=3), began=timedelta(hours=3))

    assert lasting.left_of(over, now=NOW).seconds == 0


@pytest.fixture
def signed_in(client: Client, db: None) -> Client:
    make_person()
    client.post("/account/login/", {"login": "amar@example.org", "password": PASSWORD})
    client.get("/account/")
    return client


def move(client: Client, **back: timedelta) -> None:
    session = client.session
    for name, span in back.items():
        session[name] = (datetime.now(UTC) - span).timestamp()
    session.save()


def test_asking_how_long_is_left_does_not_make_it_longer(signed_in: Client) -> None:
    move(signed_in, seen=timedelta(minutes=settings.IDLE_MINUTES - 1))

    first = signed_in.get("/session/left/").json()
    second = signed_in.get("/session/left/").json()

    assert 50 <= second["seconds"] <= first["seconds"] <= 60
    assert first["may_be_extended"]


def test_staying_begins_the_idle_time_again(signed_in: Client) -> None:
    move(signed_in, seen=timedelta(minutes=settings.IDLE_MINUTES - 1))

    told = signed_in.post("/session/stay/").json()

    assert told["seconds"] > (settings.IDLE_MINUTES - 1) * 60


def test_staying_does_not_move_the_end_of_the_day(signed_in: Client) -> None:
    move(signed_in, began=timedelta(hours=settings.SESSION_HOURS, minutes=-1))

    told = signed_in.post("/session/stay/").json()

    assert told["seconds"] <= 60
    assert not told["may_be_extended"]


def test_nobody_is_told_anything_of_a_session_that_is_over(signed_in: Client) -> None:
    move(signed_in, seen=timedelta(minutes=settings.IDLE_MINUTES + 1))

    told = signed_in.get("/session/left/").json()

    assert told == {"person": "", "seconds": 0}
    assert signed_in.post("/session/stay/").status_code == 302


@pytest.mark.django_db
def test_a_page_read_without_signing_in_carries_no_warning(client: Client) -> None:
    make_demonstration()

    assert "session-ending" not in client.get("/account/login/").content.decode()


def move_all(**back: timedelta) -> None:
    """The same for the one session that the browser has."""
    row = Session.objects.get()
    kept = row.get_decoded()
    for name, span in back.items():
        kept[name] = (datetime.now(UTC) - span).timestamp()
    row.session_data = Session.objects.encode(kept)
    row.save()


def open_form(live_server: Any, page: Page) -> None:
    """A signed-in person types a title; two clocks: the page's can be moved."""
    make_person()
    page.clock.install()
    sign_in(page, live_server.url, email="amar@example.org", password=PASSWORD)
    page.goto(live_server.url + "/kit/form/")
    page.get_by_label("Title").fill("Alley gates by the canal")


def wait_idle(page: Page) -> None:
    page.clock.fast_forward((settings.IDLE_MINUTES - 2) * 60_000 + 2000)


in_browser = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.web.kit_site"),
]


class TestInABrowser:
    pytestmark = in_browser

    @pytest.mark.parametrize("width", [WIDE, NARROW])
    def test_two_minutes_before_the_end_one_key_stays(
        self, live_server: Any, open_page: OpenPage, width: int
    ) -> None:
        page = open_page(width=width)
        open_form(live_server, page)
        warning = page.get_by_role("alertdialog")
        expect(warning).not_to_be_visible()
        move_all(seen=timedelta(minutes=settings.IDLE_MINUTES - 2, seconds=1))
        wait_idle(page)

        expect(warning).to_be_visible()
        expect(warning).to_have_accessible_name("You will be signed out in 2 minutes")
        stay = warning.get_by_role("button", name="Stay signed in")
        expect(stay).to_be_focused()
        assert violations(page) == []
        assert overflow(page) <= 0
        page.keyboard.press("Enter")

        expect(warning).not_to_be_visible()
        seen = Session.objects.get().get_decoded()["seen"]
        assert datetime.now(UTC).timestamp() - seen < 60
        expect(page.get_by_label("Title")).to_have_value("Alley gates by the canal")

    def test_escape_stays_too(self, live_server: Any, open_page: OpenPage) -> None:
        page = open_page()
        open_form(live_server, page)
        move_all(seen=timedelta(minutes=settings.IDLE_MINUTES - 2, seconds=1))
        wait_idle(page)
        expect(page.get_by_role("alertdialog")).to_be_visible()

        page.keyboard.press("Escape")

        expect(page.get_by_role("alertdialog")).not_to_be_visible()

    def test_the_last_minute_is_said_to_screen_readers(
        self, live_server: Any, open_page: OpenPage
    ) -> None:
        page = open_page()
        open_form(live_server, page)
        move_all(seen=timedelta(minutes=settings.IDLE_MINUTES - 1, seconds=-5))
        wait_idle(page)
        said = page.locator("#session-ending [aria-live=assertive]")

        page.clock.run_for(8000)

        expect(said).to_have_text("You will be signed out in 60 seconds.")

    def test_another_tab_that_is_busy_keeps_the_warning_away(
        self, live_server: Any, open_page: OpenPage
    ) -> None:
        page = open_page()
        open_form(live_server, page)
        move_all(seen=timedelta(seconds=0))

        with page.expect_response("**/session/left/"):
            wait_idle(page)

        expect(page.get_by_role("alertdialog")).not_to_be_visible()

    def test_the_end_of_the_day_is_announced_and_cannot_be_moved(
        self, live_server: Any, open_page: OpenPage
    ) -> None:
        page = open_page()
        open_form(live_server, page)
        move_all(began=timedelta(hours=settings.SESSION_HOURS, minutes=-1))
        wait_idle(page)
        warning = page.get_by_role("alertdialog")

        expect(warning).to_contain_text("cannot be made longer")
        assert violations(page) == []
        expect(warning.get_by_role("button", name="Stay signed in")).to_be_hidden()
        warning.get_by_role("button", name="Go on").click()

        expect(warning).not_to_be_visible()

    def test_after_the_end_the_page_is_covered_and_what_was_typed_can_still_be_sent(
        self, live_server: Any, open_page: OpenPage
    ) -> None:
        page = open_page()
        open_form(live_server, page)
        move_all(seen=timedelta(minutes=settings.IDLE_MINUTES + 1))
        wait_idle(page)
        warning = page.get_by_role("alertdialog")
        expect(warning).to_have_accessible_name("You are signed out")
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(warning).to_be_visible()

        with page.context.expect_page() as opened:
            page.keyboard.press("Enter")
        again = opened.value
        sign_in(again, live_server.url, email="amar@example.org", password=PASSWORD)
        again.close()
        page.evaluate("window.dispatchEvent(new Event('focus'))")

        expect(warning).not_to_be_visible()
        expect(page.get_by_label("Title")).to_have_value("Alley gates by the canal")
        page.get_by_role("button", name="Keep").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        expect(page.get_by_label("Title")).to_have_value("Alley gates by the canal")

    def test_a_page_is_taken_away_when_somebody_else_signs_in(
        self, live_server: Any, open_page: OpenPage
    ) -> None:
        page = open_page()
        open_form(live_server, page)
        make_person("bea@example.org", name="Bea Underhill")
        move_all(seen=timedelta(minutes=settings.IDLE_MINUTES + 1))
        wait_idle(page)
        expect(page.get_by_role("alertdialog")).to_be_visible()

        other = page.context.new_page()
        sign_in(other, live_server.url, email="bea@example.org", password=PASSWORD)
        other.close()
        with page.expect_navigation():
            page.evaluate("window.dispatchEvent(new Event('focus'))")

        expect(page.get_by_label("Title")).to_have_value("")
        expect(page.get_by_role("link", name="Bea Underhill")).to_be_visible()

    def test_pages_with_something_to_save_hear_of_it(
        self, live_server: Any, open_page: OpenPage
    ) -> None:
        page = open_page()
        open_form(live_server, page)
        page.evaluate(
            "document.addEventListener('goldthread:session-ending', () => { document.body.dataset.heard = 'yes' })"
        )
        move_all(seen=timedelta(minutes=settings.IDLE_MINUTES - 2, seconds=1))

        wait_idle(page)

        expect(page.locator("body")).to_have_attribute("data-heard", "yes")

    def test_without_javascript_the_page_is_whole(
        self, live_server: Any, open_page: OpenPage
    ) -> None:
        make_person()
        page = open_page(script=False)
        sign_in(page, live_server.url, email="amar@example.org", password=PASSWORD)
        page.goto(live_server.url + "/account/")

        expect(page.locator("#session-ending")).to_be_hidden()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
