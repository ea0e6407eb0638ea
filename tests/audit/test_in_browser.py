"""The pages of the record as people meet them: wide and narrow, without JavaScript too."""

from typing import Any

import pytest
from tests.audit.acts import act, after
from tests.browser import NARROW, WIDE, OpenPage, enter, overflow, violations
from tests.partners.people import PASSWORD, make_installation, make_person

from goldthread.audit.checkpoints import sign_checkpoint
from goldthread.audit.sealing import seal_due
from goldthread.audit.services import Subject

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("empty_home"),
]
ENTRY = {"email": "amar@example.org", "password": PASSWORD}


@pytest.fixture
def recorded() -> str:
    """Sixty acts under a checkpoint; the address of one of them."""
    make_installation()
    make_person(role="governance")
    for n in range(60):
        event = act(
            at=after(n), subject=Subject("intake.batch", str(n), f"Street files {n}"),
            outcome="refused" if n % 9 == 4 else "done",
            detail={"after": {"rows": 9310, "files": ["2022-01-street.csv"]}},
        )  # fmt: skip
    seal_due(at=after(61))
    sign_checkpoint(at=after(62))
    return f"/record/{event.uuid}/"


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_page_of_the_record_is_sound(
    live_server: Any, open_page: OpenPage, recorded: str, width: int
) -> None:
    page = open_page(width=width)
    enter(page, live_server.url, **ENTRY)

    for path in (
        "/record/",
        "/record/?start_day=99&start_month=1&start_year=2026",
        "/record/?email=nobody@example.org",
        recorded,
        "/account/record/",
    ):
        page.goto(live_server.url + path)
        assert violations(page) == [], path
        assert overflow(page) <= 0, path


def test_the_governance_lead_looks_into_a_suspicion_without_javascript(
    live_server: Any, open_page: OpenPage, recorded: str
) -> None:
    page = open_page(width=NARROW, script=False)
    enter(page, live_server.url, **ENTRY)

    page.goto(live_server.url + "/record/")
    page.get_by_text("Narrow it down").click()
    page.get_by_label("Who, by e-mail address").fill("ottoline@example.org")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Older").click()
    page.locator("tbody a").last.click()
    page.get_by_role("link", name="All about it").click()

    assert page.locator("tbody tr").count() == 1
    assert "Street files 0" in page.locator("tbody").inner_text()
