"""The review of access and the record's narrower pages, looked at as people do."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.audit.acts import act
from tests.browser import NARROW, WIDE, OpenPage, enter
from tests.partners.people import (
    PASSWORD,
    make_agency,
    make_installation,
    make_person,
)
from tests.partners.test_access_in_browser import judged

from goldthread.audit.services import Actor, Subject
from goldthread.partners import services
from goldthread.partners.models import Person, ReviewedAppointment

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def lead() -> Person:
    make_installation()
    police = make_agency("Saxonshire Police")
    make_person(role="manager")
    lead = make_person(
        "morwenna@example.org",
        name="Morwenna Adair-Platt",
        role="agency_lead",
        agency=police,
    )
    for name, role in (("Idris Calloway", "practitioner"), ("Petra Holloway", "board")):
        email = f"{name.split()[0].lower()}@example.org"
        make_person(email, name=name, role=role, agency=police)
    services.open_review(on=timezone.localdate(), by=None, at=datetime.now(UTC))
    return lead


@pytest.mark.parametrize(
    ("width", "script"), [(WIDE, True), (NARROW, True), (NARROW, False)]
)
def test_a_lead_answers_with_the_keyboard_with_script_and_without(
    live_server: Any, open_page: OpenPage, lead: Person, width: int, script: bool
) -> None:
    page, base = open_page(width=width, script=script), live_server.url
    enter(page, base, email=lead.email, password=PASSWORD)
    page.goto(f"{base}/people/review/")
    judged(page, "review", script=script)

    page.get_by_role("button", name="Save my answers").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Nothing was answered")
    judged(page, "review-errors", script=script)
    page.get_by_label("Keep Idris Calloway").focus()
    page.keyboard.press("Space")
    page.get_by_label("End Petra Holloway").check()
    page.get_by_role("button", name="Save my answers").click()

    expect(page.locator("main")).to_contain_text("1 confirmed and 1 ended")
    judged(page, "review-after", script=script)
    answers = set(ReviewedAppointment.objects.values_list("answer", flat=True))
    assert answers == {"", "kept", "ended"}


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_narrower_pages_of_the_record_at_both_widths(
    live_server: Any, open_page: OpenPage, lead: Person, width: int
) -> None:
    hal = make_person("hal@example.org", name="Hal Ferrier", role="governance")
    ottoline = Actor("person:70", "Ottoline Fennick", "o@example.org", "A council")
    for place in range(3):
        at = datetime.now(UTC) - timedelta(days=3, minutes=place)
        plan = Subject("delivery.plan", "", "the plan")
        act("plan.exported", at=at, by=ottoline, subject=plan)
    page, base = open_page(width=width), live_server.url
    enter(page, base, email=hal.email, password=PASSWORD)
    page.goto(f"{base}/record/watch/")
    page.locator("summary").filter(has_text="I looked into it").first.click()
    judged(page, "watch")
    page.get_by_role("button", name="Write it down").first.click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose what came")
    judged(page, "watch-errors")
    page.locator("header").get_by_role("button", name="Sign out").click()

    enter(page, base, email=lead.email, password=PASSWORD)
    page.goto(f"{base}/record/agency/")
    judged(page, "agency-record")
