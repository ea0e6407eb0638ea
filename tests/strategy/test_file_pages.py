"""A manager begins from the founding template or from a file, on the pages."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.partners.people import NOW, PASSWORD, make_installation, make_person

from goldthread.audit.models import Event
from goldthread.partners.models import Agency, Body
from goldthread.strategy.file.loading import load
from goldthread.strategy.file.ready import template
from goldthread.strategy.models import Strategy

pytestmark = pytest.mark.django_db
YEARS = {
    "starts_day": "1",
    "starts_month": "4",
    "starts_year": "2027",
    "ends_day": "31",
    "ends_month": "3",
    "ends_year": "2030",
}


@pytest.fixture
def manager(client: Client) -> Client:
    make_installation()
    person = make_person()
    client.login(email=person.email, password=PASSWORD)
    return client


def asked(**more: Any) -> dict[str, Any]:
    names = {"template": "founding", "title": "Safer Saxonbridge", "partnership": "SSP"}
    return names | YEARS | more


def test_a_template_becomes_ones_own_draft_without_the_agencies_of_another_city(
    manager: Client,
) -> None:
    answer = manager.post("/strategies/template/", asked())

    made = Strategy.objects.get()
    assert answer["Location"] == "/strategies/safer-saxonbridge/"
    assert (made.state, made.is_template) == ("draft", False)
    assert made.period_start == date(2027, 4, 1)
    assert made.priorities.count() == 4
    assert made.hidden_crimes.count() == 8
    assert not Agency.objects.filter(kind="police").exists()
    assert not Body.objects.exists()
    assert not made.linked_plans.exists()  # they are that city's too
    assert not made.sections.filter(text__contains="this file").exists()
    assert Event.objects.filter(verb="strategy.loaded").exists()


def test_with_its_partnership_the_boards_and_seats_come_too(manager: Client) -> None:
    manager.post("/strategies/template/", asked(with_partnership="on"))

    board = Body.objects.get(is_ours=True)
    assert board.seats.filter(kind="voluntary").count() == 5
    assert Strategy.objects.get().linked_plans.count() == 3
    assert Strategy.objects.get().approvals.count() == 2


def test_years_that_run_backwards_are_answered(manager: Client) -> None:
    page = manager.post("/strategies/template/", asked(ends_year="2026"))

    assert "The last day must come after the first." in page.content.decode()
    assert not Strategy.objects.exists()


def test_a_strategy_taken_away_as_a_file_comes_back_as_it_was(manager: Client) -> None:
    strategy = load(template("founding"), on=date(2026, 11, 25), by=None, at=NOW)
    taken = manager.get(f"/strategies/{strategy.key}/file/")
    text = taken.content.decode()
    again = text.replace("key: founding", "key: ours")

    sent = SimpleUploadedFile("ours.md", again.encode())
    answer = manager.post("/strategies/file/", {"file": sent})

    assert answer["Location"] == "/strategies/ours/"
    assert manager.get("/strategies/ours/file/").content.decode() == again


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "expected the title first"),
        (b"\xff\xfe\x00", "Expected plain text in UTF-8"),
        (b"# T\nkey: ours\n", "is missing under this heading"),
        (b"# T\x00\n", "NUL byte"),
        (b"\x89PNG\r\n\x1a\n", "Expected plain text"),
    ],
)
def test_a_file_that_is_no_strategy_is_refused_by_line_and_keeps_nothing(
    manager: Client, content: bytes, said: str
) -> None:
    page = manager.post(
        "/strategies/file/", {"file": SimpleUploadedFile("x.md", content)}
    )

    assert page.status_code == 200
    assert said in page.content.decode()
    assert not Strategy.objects.exists()


def test_a_reader_cannot_begin_one(client: Client) -> None:
    person = make_person(role="board")
    client.login(email=person.email, password=PASSWORD)

    assert client.get("/strategies/template/").status_code == 403
    assert client.post("/strategies/file/").status_code == 403
