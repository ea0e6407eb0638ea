"""The pages of the numbers in a real browser: sound at both widths, and a figure on a phone."""

import os
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.browser import (
    NARROW,
    WIDE,
    OpenPage,
    enter,
    overflow,
    violations,
)
from tests.make import make_manager
from tests.make_numbers import QUIET, make_indicator, make_readings
from tests.make_plan import make_police_lead
from tests.partners.people import PASSWORD, make_agency, make_demonstration

from goldthread.desk.services import issue_return_link
from goldthread.performance import services
from goldthread.performance.early import BANDS
from goldthread.performance.models import Indicator, KeyedReturn
from goldthread.performance.periods import later

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
SHOTS = os.environ.get("GOLDTHREAD_SHOTS")  # a folder to look at the pages in


@pytest.fixture
def measures() -> Indicator:
    """A hidden crime beside its companion, one of concern, one that is owed."""
    make_demonstration()
    make_manager()
    police = make_agency("Saxonshire Police")
    now = datetime.now(UTC)
    month = later(timezone.localdate().replace(day=1), -3)
    survey = make_indicator("S1", name="Say that it happened to them")
    reports = make_indicator(
        "H1",
        name="Domestic abuse reported",
        hidden_crime="Domestic abuse",
        polarity="up",
        companion=survey,
        owner=police,
        comes_from="return",
        due_days=10,
    )
    make_readings(survey, list(QUIET), until=month, at=now)
    make_readings(reports, [*QUIET, 150], until=month, at=now)
    services.set_target(survey, kind="absolute", value=50, by=None, at=now)
    services.write_commentary(reports, what="It fell sharply.", by=None, at=now)
    first = later(timezone.localdate().replace(day=1), -3)
    quarter = first.replace(month=(first.month - 1) // 3 * 3 + 1)
    services.record_early_counts(
        police,
        period_start=quarter,
        counts={("tier", band): 20 for band, _ in BANDS["tier"]},
        token=uuid.uuid4(),
        by=None,
        at=now,
    )
    return reports


PAGES = (
    "",
    "returns/",
    "early/",
    "early/count/",
    "flow/",
    "define/",
    "load/",
    "H1/",
    "H1/record/",
    "H1/say/",
    "H1/target/",
    "H1/mark/",
    "S1/",
)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_page_of_the_numbers_is_sound_at_every_width(
    live_server: Any, open_page: OpenPage, measures: Indicator, width: int
) -> None:
    page = open_page(width=width)
    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)

    lead, now = make_police_lead(), datetime.now(UTC)
    token = issue_return_link(lead, agency=measures.owner, by=None, at=now)
    addresses = [f"/measures/{path}" for path in PAGES]
    faults: dict[str, Any] = {}
    for path in (*addresses, f"/r/{token}/", f"/r/{token}/file/", "a file of nothing"):
        if (
            path == "a file of nothing"
        ):  # sent from the page before, which needs no sign-in
            page.get_by_role("button", name="Check the file").click()
            page.get_by_text("Choose a file.").first.wait_for(timeout=9_000)
        else:
            page.goto(f"{live_server.url}{path}")
        found = violations(page)
        if found or overflow(page) > 0:
            faults[path] = (found, overflow(page))
        if SHOTS:
            shot = Path(SHOTS) / f"measures-{width}-{path.replace('/', '-')}.png"
            page.screenshot(path=shot, full_page=True)
    assert faults == {}
    assert page.title().startswith("Error: Figures of Saxonshire Police from a file")


def test_a_partner_keys_a_figure_on_a_phone_without_javascript(
    live_server: Any, open_page: OpenPage, measures: Indicator
) -> None:
    lead = make_police_lead()
    token = issue_return_link(
        lead, agency=measures.owner, by=None, at=datetime.now(UTC)
    )
    page = open_page(width=NARROW, script=False)

    page.goto(f"{live_server.url}/r/{token}/")
    page.get_by_label("Domestic abuse reported").first.fill("128")
    page.get_by_role("button", name="Send").click()

    page.get_by_text("Thank you.").wait_for()
    kept = KeyedReturn.objects.get(via="link")
    assert [each.value for each in kept.readings.all()] == [128]
    assert overflow(page) <= 0

    # The same as a file: what is wrong with it is said before anything is sent.
    page.get_by_role("link", name="Send a file instead").click()
    assert overflow(page) <= 0
    head = "Code,First month,How many\n"
    month = measures.readings.order_by("period_start").last().period_start
    due = later(month, 1)
    for told, said in (("many", "thing to put right"), ("131", "Check these figures")):
        rows = f"{head}H1,{due:%B %Y},{told}\n".encode()
        page.get_by_label("The file with your figures").set_input_files(
            {"name": "figures.csv", "mimeType": "text/csv", "buffer": rows}
        )
        page.get_by_role("button", name="Check the file").click()
        page.get_by_text(said).wait_for()
        assert overflow(page) <= 0, said
    # What is to be checked stands in view, not behind the edge of the phone.
    figure = page.get_by_text("131 recorded crimes").bounding_box()
    assert figure is not None and figure["x"] + figure["width"] <= NARROW
    page.get_by_role("button", name="Send 1 figure").click()
    page.get_by_text("Thank you.").wait_for()
    assert KeyedReturn.objects.get(via="file").readings.get().value == 131
