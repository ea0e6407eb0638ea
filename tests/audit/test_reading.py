"""A look at something restricted is recorded before anything of it leaves."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from tests.audit.acts import BATCH, NOW, OTTOLINE

from goldthread.audit.models import Event
from goldthread.web.access import published
from goldthread.web.reading import record_read

CANARY = b"the refuge is behind the bakery"


@published
def restricted(request: HttpRequest) -> HttpResponse:
    record_read("case.read", BATCH, by=OTTOLINE, at=NOW, detail={"level": "full"})
    # What another connection sees now is what a kill before the answer would leave.
    request.session["seen"] = Event.objects.filter(verb="case.read").count()
    assert not connection.in_atomic_block
    return HttpResponse(CANARY)


urlpatterns = [path("case/", restricted), path("", include("goldthread.config.urls"))]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.audit.test_reading"),
]


@pytest.mark.covers("B48", "G17")
def test_a_look_is_committed_before_the_page_is_made(client: Client) -> None:
    answer = client.get("/case/")

    assert answer.content == CANARY
    event = Event.objects.get(verb="case.read")
    assert event.actor_label == "Ottoline"
    assert event.detail == {"level": "full"}
    assert event.request_id


def test_where_the_record_cannot_be_written_nothing_is_shown(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    rename("audit_event", "audit_event_away")
    try:
        answer = client.get("/case/")
    finally:
        rename("audit_event_away", "audit_event")

    assert answer.status_code == 503
    assert CANARY not in answer.content
    assert b"the record cannot be written just now" in answer.content
    assert answer.headers["Retry-After"] == "60"
    assert "case.read could not be recorded" in caplog.text


def test_a_record_that_refuses_the_row_shows_nothing_either(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(REFUSING[connection.vendor][0])
    try:
        answer = client.get("/case/")
    finally:
        with connection.cursor() as cursor:
            cursor.execute(REFUSING[connection.vendor][1])

    assert answer.status_code == 503
    assert CANARY not in answer.content


def test_a_fault_of_another_kind_is_not_called_one_of_the_record(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **how: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tests.audit.test_reading.record_read", broken)
    client.raise_request_exception = False

    assert client.get("/case/").status_code == 500


REFUSING = {
    "sqlite": (
        "CREATE TRIGGER full BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
        "DROP TRIGGER full",
    ),
    "postgresql": (
        "ALTER TABLE audit_event ADD CONSTRAINT nothing_more CHECK (false) NOT VALID",
        "ALTER TABLE audit_event DROP CONSTRAINT nothing_more",
    ),
}


def rename(old: str, new: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {old} RENAME TO {new}")
