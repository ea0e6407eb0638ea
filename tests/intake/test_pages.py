"""The data pages as the analyst uses them: in a browser, on a phone, without scripts."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.browser import OpenPage, enter, overflow, violations
from tests.partners.people import PASSWORD, make_demonstration, make_person

from goldthread.evidence.lake import Lake
from goldthread.intake import services, tasks
from goldthread.intake.models import Delivery
from goldthread.saxonbridge import Generated

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def street_file(files: Generated) -> Path:
    return next(
        path for path in files.police if path.name == "2025-06-saxonshire-street.csv"
    )


@pytest.mark.parametrize("script", [True, False])
def test_files_go_in_through_the_page_and_come_out_again(
    live_server: Any,
    open_page: OpenPage,
    lake: Lake,
    saxonbridge_files: Generated,
    script: bool,
) -> None:
    make_demonstration()
    make_person()
    before = lake.version().id
    page = open_page(script=script)
    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)

    page.goto(f"{live_server.url}/data/")
    page.locator("input[type=file]").set_input_files(street_file(saxonbridge_files))
    page.get_by_role("button", name="Check these files").click()
    delivery = Delivery.objects.get()
    tasks.check_delivery.func(delivery.pk)
    page.goto(f"{live_server.url}/data/deliveries/{delivery.pk}/")
    assert "Nothing is changed yet" in page.content()
    page.get_by_role("button", name="Load these files").click()
    tasks.load_delivery.func(delivery.pk)
    delivery.refresh_from_db()
    assert lake.version().id != before

    page.goto(f"{live_server.url}/data/batches/{delivery.batch}/")
    page.get_by_role("button", name="Take this batch back").click()

    assert "is taken back; what it replaced stands" in page.content()
    assert lake.version().id == before


@pytest.mark.parametrize("width", [1280, 360])
def test_every_data_page_is_accessible_and_fits(
    live_server: Any,
    open_page: OpenPage,
    lake: Lake,
    saxonbridge_files: Generated,
    width: int,
) -> None:
    make_demonstration()
    amar = make_person()
    report = services.add_to_lake([street_file(saxonbridge_files)], by=amar, at=NOW)
    page = open_page(width=width)
    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)

    for path in ("", "batches/", f"batches/{report.number}/", "coverage/", "quality/"):
        page.goto(f"{live_server.url}/data/{path}")

        assert violations(page) == [], path
        assert overflow(page) <= 0, path
        assert "invented" in page.content()


def test_choosing_no_file_is_answered_beside_the_field(
    client: Client, empty_home: Path
) -> None:
    client.force_login(make_person())

    answer = client.post("/data/", {})

    assert "Choose at least one file." in answer.content.decode()
    assert not Delivery.objects.exists()


def test_a_page_that_is_looked_at_writes_nothing(
    client: Client, lake: Lake, saxonbridge_files: Generated
) -> None:
    amar = make_person()
    client.force_login(amar)
    report = services.add_to_lake([street_file(saxonbridge_files)], by=amar, at=NOW)
    before = lake.version().id

    for address in ("take-back/", "set-aside/0/"):
        client.get(f"/data/batches/{report.number}/{address}")

    assert lake.version().id == before
