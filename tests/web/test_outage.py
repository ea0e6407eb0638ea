"""A database that goes away for a moment: reading is tried again, writing says so."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from tests.partners.people import PASSWORD, make_person

from goldthread.partners.models import Appointment

pytestmark = pytest.mark.django_db


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make the next so many requests fail in the middle of their middleware."""
    left, ordinary = [0], Appointment.objects.on

    def on(*given: Any, **named: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise OperationalError("the server closed the connection unexpectedly")
        return ordinary(*given, **named)

    monkeypatch.setattr(
        type(Appointment.objects), "on", lambda self, *a, **k: on(*a, **k)
    )
    return lambda times: left.__setitem__(0, times)


@pytest.fixture
def signed_in() -> Client:
    client = Client(raise_request_exception=False)
    client.login(email=make_person().email, password=PASSWORD)
    return client


def test_a_page_is_asked_once_more_and_answers(signed_in: Client, away: Any) -> None:
    away(1)
    assert signed_in.get("/account/").status_code == 200


def test_a_page_that_fails_twice_says_to_load_it_again(
    signed_in: Client, away: Any
) -> None:
    away(2)
    answer = signed_in.get("/account/")
    assert answer.status_code == 503 and answer["Retry-After"] == "5"
    assert "Load the page again in a minute" in answer.content.decode()
    assert answer["Content-Security-Policy"]


def test_a_form_is_never_sent_twice_by_us(signed_in: Client, away: Any) -> None:
    away(1)
    answer = signed_in.post("/account/logout/")
    assert answer.status_code == 503
    assert "what you sent is not saved" in answer.content.decode()
    assert signed_in.get("/account/").status_code == 200, "still signed in"


def test_any_other_fault_keeps_its_own_page(
    signed_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: Any, **named: Any) -> None:
        raise ValueError("no")

    monkeypatch.setattr("goldthread.desk.views.desk.desk_page", broken)
    answer = signed_in.get("/desk/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()
