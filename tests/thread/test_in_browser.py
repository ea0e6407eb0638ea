"""The thread as people meet it: wide and narrow, without JavaScript, by keyboard, on paper."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tests.browser import NARROW, WIDE, OpenPage, enter, overflow, violations, walk
from tests.make import make_manager
from tests.make_numbers import make_indicator, make_readings
from tests.make_plan import make_action, make_strategy, make_workstream
from tests.partners.people import PASSWORD, make_demonstration
from tests.thread.fabric import Fabric, make_thread

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def fabric() -> Fabric:
    make_demonstration()
    make_manager()
    made = make_thread()
    measure = make_indicator(outcomes=[made.priority.outcomes.get()])
    make_readings(measure)
    make_action("Light the underpass", workstream=made.workstream)
    return made


@pytest.mark.parametrize(("width", "script"), [(WIDE, True), (NARROW, False)])
def test_every_page_of_the_thread_is_sound(
    live_server: Any, open_page: OpenPage, fabric: Fabric, width: int, script: bool
) -> None:
    page = open_page(width=width, script=script)
    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)
    key = fabric.strategy.key
    for path in (
        "/thread/",
        "/thread/action/A-001/",
        f"/thread/priority/{key}/violence/",
        "/thread/indicator/V1/",
        f"/thread/in-brief/{key}/violence/",
        "/account/keys/",
        "/account/keys/about/",
    ):
        page.goto(live_server.url + path)
        assert page.locator("h1").count() == 1, path
        assert overflow(page) <= 0, path
        if script:
            assert violations(page) == [], path


def test_by_keyboard_one_walks_up_the_thread(
    live_server: Any, open_page: OpenPage, fabric: Fabric
) -> None:
    page = open_page()
    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)
    page.goto(f"{live_server.url}/thread/action/A-001/")

    stops = walk(page, 40)

    order = [
        "Change by category",
        "Violence rose by a tenth.",
        "Violence",
        "Fewer people are harmed: Violence",
        "Safer evenings",
        "Its own page",
    ]
    places = [
        next(n for n, stop in enumerate(stops) if re.search(f"{re.escape(w)}$", stop))
        for w in order
    ]
    assert places == sorted(places)


def test_the_strategy_as_it_stands_is_one_sheet_of_paper(
    live_server: Any, open_page: OpenPage, tmp_path: Path
) -> None:
    make_demonstration()
    make_manager()
    strategy = make_strategy(state="in_force")
    for number in range(6):
        stream = make_workstream(f"Work {number}", strategy=strategy)
        make_action(f"Do {number}", workstream=stream)
    page = open_page()
    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)
    page.goto(f"{live_server.url}/thread/strategy/")

    paper = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))

    assert len(paper.pages) == 1
    assert "Work 5" in paper.pages[0].extract_text()
    assert violations(page) == []
