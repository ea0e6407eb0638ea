"""The plan as people use it: wide and narrow, by keyboard, without JavaScript, on paper."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pypdf import PdfReader
from tests.browser import (
    NARROW,
    WIDE,
    OpenPage,
    enter,
    overflow,
    violations,
    walk,
)
from tests.make import make_manager
from tests.make_effects import judge, series, stated
from tests.make_plan import make_action, make_area, make_report, make_workstream
from tests.partners.people import PASSWORD, make_agency, make_demonstration, make_person

from goldthread.delivery import services
from goldthread.delivery.models import Action

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
SHOTS = os.environ.get("GOLDTHREAD_SHOTS")  # a folder to look at the pages in


@pytest.fixture
def plan() -> Action:
    """A plan that looks like one, and the action whose page is walked."""
    make_demonstration()
    manager, now = make_manager(), datetime.now(UTC)
    on = timezone.localdate()
    evenings = make_workstream("Safer evenings", also=2)
    homes = make_workstream("Safer homes", priority=2)
    police, trust = make_agency("Saxonshire Police"), make_agency("Community Trust")
    owner = make_person("noor@example.org", name="Noor Ashby", role="practitioner")
    main = make_action(
        "Open a taxi marshal scheme at the ranks by the viaduct and the station",
        workstream=evenings,
        detail="Fridays and Saturdays from nine in the evening until four.",
        why="Residents' survey of May 2026, question 7",
        intended="People get home unharmed",
        measure="Violence recorded at the ranks",
        owner=owner,
        support_agencies=[police, trust],
        areas=[make_area(), make_area("X22000012", "Bridge End")],
        due_on=on + timedelta(days=40),
        cost_pounds=12500,
        funder="Police and crime commissioner",
        by=manager,
        at=now - timedelta(days=80),
    )
    light = make_action(
        "Light the underpass",
        workstream=homes,
        owner=manager,
        due_on=on - timedelta(days=4),
        at=now - timedelta(days=70),
    )
    make_action("Walk the canal path", community_owner="Friends of the Canal")
    make_action("Visit repeat victims", lead_agency=police, kind="early_help")
    stopped = make_action("Seize nuisance bikes", kind="enforcement", workstream=homes)
    make_report(stopped, status="stopped", text="No case for it any more")
    make_report(main, by=owner, at=now - timedelta(days=20), next_step="Train them")
    make_report(main, status="at_risk", text="The grant is late", by=owner, at=now)
    services.add_milestone(main, title="Staff hired", due_on=on, by=manager, at=now)
    services.add_dependency(main, on=light, words="light", by=manager, at=now)
    services.answer_thread(
        main,
        main.workstream.strategy.threads.get(number=1),
        text="Marshals call for help before it is needed",
        by=manager,
        at=now,
    )
    services.state_effect(
        main,
        measure="Violence with injury in the evening",
        direction="down",
        percent=15,
        window_from=on + timedelta(days=60),
        window_until=on + timedelta(days=240),
        area=make_area(),
        by=manager,
        at=now,
    )
    judge(stated("Relight the park"), series(30, 15))
    return main


PAGES = (
    "",
    "?sort=due&status=at_risk",
    "add/",
    "sums/",
    "print/",
    "silent/",
    "deleted/",
    "undo/",
    "settings/",
    "calendar/",
    "bulk/?all=1",
    "bulk/?all=1&preview=1&to-field=due_on&to-number=2&to-unit=weeks&to-reason=Later",
    "A-001/",
    "A-001/?why",
    "A-001/change/",
    "A-001/report/",
    "A-001/effect/",
    "A-001/effect/by-hand/",
    "A-001/effect/measure/",
    "A-001/effect/worked/",
    "A-001/waits/add/",
    "A-006/effect/worked/",
    "worked/",
)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_page_of_the_plan_is_sound_at_every_width(
    live_server: Any, open_page: OpenPage, plan: Action, width: int
) -> None:
    page = open_page(width=width)
    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)

    faults: dict[str, Any] = {}
    for number, path in enumerate(PAGES):
        page.goto(f"{live_server.url}/plan/{path}")
        found = violations(page)
        if found or overflow(page) > 0:
            faults[path] = (found, overflow(page))
        if SHOTS:
            shot = Path(SHOTS) / f"plan-{width}-{number:02d}.png"
            page.screenshot(path=shot, full_page=True)
    assert faults == {}


def test_an_owner_reports_on_a_phone_without_javascript(
    live_server: Any, open_page: OpenPage, plan: Action
) -> None:
    page = open_page(width=NARROW, script=False)
    enter(page, live_server.url, email="noor@example.org", password=PASSWORD)

    page.goto(f"{live_server.url}/plan/")
    page.get_by_role("link", name="Report on A-001").click()
    page.get_by_label("On track").check()
    page.get_by_label("How much of it is done, in per cent?").fill("70")
    page.get_by_label("What happened?").fill("The grant came on Monday.")
    page.get_by_role("button", name="Send the report").click()

    assert page.get_by_text("Thank you. A-001 is up to date.").is_visible()
    plan.refresh_from_db()
    assert (plan.status, plan.percent) == ("on_track", 70)


def test_many_are_changed_and_taken_back_by_the_manager(
    live_server: Any, open_page: OpenPage, plan: Action
) -> None:
    page = open_page()
    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)

    page.goto(f"{live_server.url}/plan/")
    page.get_by_label("Pick A-001").check()
    page.get_by_label("Pick A-002").check()
    page.get_by_role("button", name="Change those picked").first.click()
    page.get_by_label("The owner").check()
    page.get_by_label("New owner").select_option("Noor Ashby")
    page.get_by_label("Why").fill("Noor takes the evenings over")
    page.get_by_role("button", name="See what would change").click()
    assert page.get_by_text("It is so already.").is_visible()
    page.get_by_role("button", name="Change 1 action").click()
    assert page.get_by_role("heading", name="Owner: Noor Ashby, 1 action").is_visible()
    page.get_by_role("button", name="Undo it").click()

    assert page.get_by_text("Everything is as it was.").is_visible()


def test_the_list_is_walked_by_keyboard_in_reading_order(
    live_server: Any, open_page: OpenPage, plan: Action
) -> None:
    page = open_page()
    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)
    page.goto(f"{live_server.url}/plan/")

    stops = walk(page, 60)

    order = ["Skip to main content", "Add an action", "In sums", "Narrow the list"]
    places = [stops.index(stop) for stop in order]
    assert places == sorted(places)
    assert stops.index("pick") > places[-1]
    assert "Change those picked" in stops


def test_the_plan_on_paper_is_landscape_with_numbered_pages(
    live_server: Any, open_page: OpenPage, plan: Action, tmp_path: Path
) -> None:
    for n in range(40):
        make_action(f"Action {n} with words enough to fill a line or two of its column")
    page = open_page()
    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)
    page.goto(f"{live_server.url}/plan/print/")

    printed = Path(SHOTS or tmp_path) / "plan.pdf"
    page.pdf(path=printed, prefer_css_page_size=True)

    read = PdfReader(printed)
    box = read.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)
    words = " ".join(sheet.extract_text() for sheet in read.pages)
    assert len(read.pages) > 1
    assert f"Page 1 of {len(read.pages)}" in words
    assert all("OFFICIAL" in sheet.extract_text() for sheet in read.pages)
    assert "Narrow the list" not in words
    assert "Sign out" not in words
