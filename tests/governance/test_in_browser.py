"""The board's pages in a real browser, on one site: sound, by keys, and without scripts."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from tests.browser import NARROW, WIDE, OpenPage, enter, overflow, violations
from tests.journeys.walking import Walker
from tests.make import make_manager
from tests.make_board import (
    make_ask,
    make_board,
    make_challenge,
    make_decision,
    make_item,
    make_meeting,
    make_risk,
    on_seat,
)
from tests.make_plan import make_strategy
from tests.partners.people import NOW, PASSWORD, make_demonstration

from goldthread.assessment.models import Assessment
from goldthread.governance import services
from goldthread.governance.models import Decision, Meeting, StreamReview

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
SHOTS = os.environ.get("GOLDTHREAD_SHOTS")  # a folder to look at the pages in
PAGES = (
    "",
    "decisions/",
    "decisions/D-001/",
    "actions/",
    "challenges/H-001/",
    "risks/",
    "exceptions/",
    "forward/",
    "reviews/",
    "reviews/1/",
    "reviews/1/workstreams/1/",
    "look-back/1/",
    "duties/",
    "duties/clocks/",
    "year/",
)


def make_site() -> Meeting:
    """A board with everything on its registers, and a meeting that still has to decide."""
    make_demonstration()
    strategy, by, board = make_strategy(state="in_force"), make_manager(), make_board()
    today = timezone.localdate()
    held = make_meeting(state="held", held_on=today - timedelta(days=9))
    make_decision(held.items.get(), "defer", deferred_to=today + timedelta(days=30))
    make_ask(item=held.items.get())
    make_challenge()
    make_risk(review_on=today - timedelta(days=3))
    services.open_review(
        strategy, Assessment.objects.get(), board, year=2026, on=today, by=by, at=NOW
    )
    services.begin_look_back(strategy, by=by, at=NOW)
    clock = services.add_clock("A review is acknowledged", source="Section 3", days=10, are_working=True, by=by, at=NOW)  # fmt: skip
    services.start_clock(clock, about="Review 14", began_on=held.held_on, by=by, at=NOW)
    ahead = make_meeting(held_on=today + timedelta(days=21))
    make_item(ahead, "Did the marshals work?")
    return held


def faults_of(page: Page, base: str, paths: tuple[str, ...]) -> dict[str, Any]:
    """What axe and the width of the window find wrong, page by page, wide and narrow."""
    found: dict[str, Any] = {}
    for path in paths:
        page.goto(f"{base}/board/{path}")
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 800})
            if wrong := violations(page) or overflow(page) > 0:
                found[f"{path} at {width}"] = wrong
            if SHOTS:
                name = path.strip("/").replace("/", "-") or "first"
                page.screenshot(path=Path(SHOTS) / f"board-{name}-{width}.png", full_page=True)  # fmt: skip
    return found


@pytest.mark.covers("S106")
def test_the_boards_pages_are_sound_and_work_by_keys_and_without_scripts(
    live_server: Any, open_page: OpenPage
) -> None:
    held, base = make_site(), live_server.url
    page = open_page()
    enter(page, base, email="amar@example.org", password=PASSWORD)
    stored = page.context.storage_state()

    meeting = f"meetings/{held.pk}/"
    assert faults_of(page, base, (*PAGES, meeting, f"{meeting}items/1/decide/")) == {}

    decides_by_keys(Walker(open_page, base, story="board-keys", storage_state=stored), held)  # fmt: skip
    reviews_without_scripts(Walker(open_page, base, story="board-plain", script=False, storage_state=stored))  # fmt: skip


def decides_by_keys(walker: Walker, held: Meeting) -> None:
    """One decision of a meeting, with the keyboard alone."""
    walker.goes_to(f"/board/meetings/{held.pk}/items/1/decide/")
    walker.ticks("Noted")
    walker.fills("What was decided, in one sentence", "The report is noted")
    walker.fills("Why", "It was read before the meeting.")
    said = walker.presses("Write it down")
    assert "The report is noted" in said
    assert Decision.objects.filter(
        kind="note", reasons__contains="read before"
    ).exists()


def reviews_without_scripts(walker: Walker) -> None:
    """One workstream gets its outcome on a phone without scripts."""
    walker.goes_to("/board/reviews/1/")
    walker.follows("Standing work")
    walker.ticks("Keep")
    walker.fills("Why", "It reaches who it should.")
    said = walker.presses("Save the outcome")
    assert "every workstream has its outcome" in said
    assert StreamReview.objects.get().outcome == "keep"


def test_a_reader_of_the_board_sees_no_button_that_is_not_theirs(
    live_server: Any, open_page: OpenPage
) -> None:
    make_meeting(state="held")
    resident = on_seat("Residents")
    page = open_page(width=NARROW, script=False)
    enter(page, live_server.url, email=resident.email, password=PASSWORD)

    for path in ("", "reviews/", "duties/", "duties/clocks/", "exceptions/", "packs/"):
        page.goto(f"{live_server.url}/board/{path}")
        buttons = page.locator("main .govuk-button").all_inner_texts()
        assert buttons == [], path
