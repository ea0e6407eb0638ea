"""A strategy as people meet it: both widths, keyboard, no JavaScript, paper."""

import io
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from tests.browser import OpenPage, enter, overflow, violations, walk
from tests.make import (
    TODAY,
    make_body,
    make_finding,
    make_manager,
    make_priority,
    make_public,
    make_strategy,
    make_workstream,
)
from tests.partners.people import NOW, PASSWORD, make_demonstration

from goldthread.strategy import services
from goldthread.strategy.models import Strategy

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
WORKING = (
    "",
    "change/",
    "priorities/",
    "priorities/prevent-violence/",
    "order/priorities/",
    "order/sections/",
    "add-priority/",
    "workstreams/",
    "workstreams/domestic-abuse/",
    "open-workstream/",
    "matrix/",
    "threads/",
    "evidence/",
    "evidence/1/",
    "cite/",
    "means/",
    "plans/",
    "add-plan/",
    "crosswalk/",
    "sections/",
    "sections/area/",
    "sections/area/history/",
    "reading/",
    "versions/",
    "approvals/",
    "requirements/",
    "move/consult/",
    "public/",
    "on-a-page/",
)


def furnished() -> Strategy:
    """A draft with something of everything."""
    strategy, by = make_strategy(is_complete=True), make_manager()
    thread = services.add_thread(strategy, name="Early help", by=by, at=NOW)
    services.add_thread(strategy, by=by, at=NOW)
    one = strategy.workstreams.get(key="domestic-abuse")
    services.write_statement(thread, one, text="Health visitors ask.", by=by, at=NOW)
    told = services.PlanTold("City plan", "above", address="https://example.org/plan")
    services.add_linked_plan(strategy, told, by=by, at=NOW)
    for words in ("We met on Monday.", "We meet on Monday."):
        area = strategy.sections.get(key="area")
        services.write_section(area, text=words, on=TODAY, by=by, at=NOW)
        services.save_version(strategy, by=by, at=NOW)
    return strategy


def as_amar(open_page: OpenPage, base: str, **how: Any) -> Page:
    page = open_page(**how)
    enter(page, base, email="amar@example.org", password=PASSWORD)
    return page


@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_of_a_strategy_is_accessible_and_fits(
    live_server: Any, open_page: OpenPage, width: int
) -> None:
    strategy = furnished()
    page = as_amar(open_page, live_server.url, width=width)

    for path in (
        "/strategies/",
        "/strategies/start/",
        *(f"/strategies/{strategy.key}/{p}" for p in WORKING),
    ):
        page.goto(f"{live_server.url}{path}")

        assert violations(page) == [], path
        assert overflow(page) <= 0, path


@pytest.mark.covers("S118")
@pytest.mark.parametrize("width", [1280, 360])
def test_anybody_reads_the_published_strategy(
    live_server: Any, open_page: OpenPage, width: int
) -> None:
    make_demonstration()
    strategy = make_public()
    page = open_page(width=width)

    page.goto(f"{live_server.url}/strategy/")

    assert page.get_by_role("heading", level=1).inner_text() == strategy.title
    assert "invented" in page.content()
    assert violations(page) == []
    assert overflow(page) <= 0
    page.get_by_role("link", name="The strategy on a page").click()
    assert violations(page) == []
    assert overflow(page) <= 0


@pytest.mark.covers("S52")
def test_the_matrix_prints_on_one_page(live_server: Any, open_page: OpenPage) -> None:
    strategy = make_strategy()
    for title in ("Building community capacity", "Reducing offending"):
        make_priority(strategy, title, heads=[])
    known = list(strategy.priorities.order_by("number"))
    for number in range(17):  # twenty workstreams under four priorities
        make_workstream(strategy, f"A workstream with a longer name {number}", known)
    page = as_amar(open_page, live_server.url)

    page.goto(f"{live_server.url}/strategies/{strategy.key}/matrix/")
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))

    assert len(paper.pages) == 1
    words = paper.pages[0].extract_text()
    assert "A workstream with a longer name 16" in words
    assert "OFFICIAL" in words


@pytest.mark.covers("S58")
def test_a_draft_says_so_across_the_page_and_on_paper(
    live_server: Any, open_page: OpenPage
) -> None:
    strategy = furnished()
    page = as_amar(open_page, live_server.url)
    page.goto(f"{live_server.url}/strategies/{strategy.key}/public/")

    mark = page.locator(".gt-draft-mark")

    assert mark.is_visible()
    assert mark.evaluate("image => image.naturalWidth") > 0
    over = page.evaluate(
        "(() => { const box = document.querySelector('h1').getBoundingClientRect();"
        " return document.elementFromPoint(box.x + 5, box.y + 5).tagName })()"
    )
    assert over == "H1"  # the words stay on top and can be chosen


def test_a_strategy_is_written_by_keyboard(
    live_server: Any, open_page: OpenPage
) -> None:
    strategy = furnished()
    page = as_amar(open_page, live_server.url)
    page.goto(f"{live_server.url}/strategies/{strategy.key}/")

    stops = walk(page, 30)

    assert "Skip to main content" in stops[0]
    assert "Priorities" in stops
    assert "Open the consultation" in stops or "Open a consultation" in stops


def test_what_is_typed_into_a_section_outlives_a_closed_window(
    live_server: Any, open_page: OpenPage
) -> None:
    strategy = furnished()
    page = as_amar(open_page, live_server.url)
    address = f"{live_server.url}/strategies/{strategy.key}/sections/equalities/"
    page.goto(address)
    page.get_by_label("The words").fill("We looked at who is hurt most.")
    page.get_by_text("Draft saved").or_(page.get_by_text("kept")).first.wait_for()
    page.close()

    again = as_amar(open_page, live_server.url)
    again.goto(address)
    again.get_by_role("link", name="Use it").click()

    assert (
        again.get_by_label("The words").input_value()
        == "We looked at who is hurt most."
    )


@pytest.mark.covers("S48", "S30")
def test_a_manager_takes_a_strategy_through_its_whole_life_without_scripts(
    live_server: Any, open_page: OpenPage
) -> None:
    make_finding()
    make_body("Safer Saxonbridge Board")
    make_manager()
    page = as_amar(open_page, live_server.url, script=False)

    def press(words: str) -> None:
        page.get_by_role("button", name=words, exact=True).click()

    def fill_day(label: str, day: date) -> None:
        group = page.get_by_role("group", name=label)
        for name, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(name).fill(str(part))

    page.goto(f"{live_server.url}/strategies/")
    page.get_by_role("button", name="Start a strategy").click()
    page.get_by_label("Title", exact=True).fill("Community safety 2026 to 2029")
    page.get_by_label("Whose strategy it is").fill("Safer Saxonbridge Partnership")
    fill_day("Its first day", date(2026, 4, 1))
    fill_day("Its last day", date(2029, 3, 31))
    page.get_by_label("What it is for").fill("A city where people are safe.")
    press("Start")
    strategy = Strategy.objects.get()
    base = f"{live_server.url}/strategies/{strategy.key}/"

    page.goto(f"{base}add-priority/")
    page.get_by_label("The priority", exact=True).fill("Prevent violence")
    for head in page.get_by_role("checkbox").all():
        head.check()
    page.get_by_label("What people would see").fill("Fewer young people hurt")
    press("Add")
    page.goto(f"{base}open-workstream/")
    page.get_by_label("The workstream", exact=True).fill("Young people and knives")
    page.get_by_role("checkbox", name="Prevent violence").check()
    page.get_by_label("Its main priority").select_option("Prevent violence")
    page.get_by_label("Lead agency").select_option("Saxonbridge City Council")
    press("Open it")
    page.goto(f"{base}cite/")
    page.get_by_role("link", name="Cite this").first.click()
    page.get_by_role("checkbox", name="Prevent violence").check()
    press("Cite it")
    page.goto(f"{base}name-board/")
    page.get_by_label("The board").select_option("Safer Saxonbridge Board")
    press("Name it")
    for key in ("resources", "measures", "engagement"):
        page.goto(f"{base}requirements/{key}/waive/")
        page.get_by_label("Why").fill("Said in the county agreement.")
        press("Waive it")
    page.goto(f"{base}move/propose/")
    press("Put it before the boards")
    page.goto(f"{base}approvals/")
    page.get_by_role("link", name="Record its decision").click()
    page.get_by_label("It agreed", exact=True).check()
    press("Record it")
    assert "Every named body has agreed." in page.content()

    page.goto(f"{base}move/enforce/")
    fill_day("Its first day in force", date(2026, 4, 1))
    press("Bring it into force")

    strategy.refresh_from_db()
    assert strategy.state == "in_force"
    assert "In force" in page.content()
