"""The partnership's year month by month, and what a seat takes back to its network."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.make import make_manager
from tests.make_board import (
    TODAY,
    make_ask,
    make_decision,
    make_item,
    make_meeting,
    on_seat,
)
from tests.partners.people import NOW, PASSWORD

from goldthread.audit.models import Event
from goldthread.governance import services
from goldthread.governance.models import YearStep
from goldthread.governance.queries.year import report_back, year_page
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db


@pytest.mark.covers("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11", "C12")  # fmt: skip
def test_the_year_has_twelve_months_with_owners_and_says_what_is_late() -> None:
    by = make_manager()
    before = year_page(on=TODAY)
    assert [line.step.key for line in before.lines] == [f"C{n}" for n in range(1, 13)]
    assert [line.month for line in before.late] == ["April", "May", "June", "July", "August", "September", "October"]  # fmt: skip

    services.set_year_step(2026, "C1", owner=by, state="done", on=TODAY, by=by, at=NOW)

    after = year_page(on=TODAY)
    assert len(after.late) == 6
    assert after.lines[0].owner == by.name
    assert after.lines[0].status.words == "Done"
    assert Event.objects.get(verb="year_step.set").detail["after"] == "done"


def test_the_manager_keeps_the_year_and_there_is_no_thirteenth_month() -> None:
    how = {"owner": None, "state": "done", "on": TODAY, "at": NOW}
    with pytest.raises(Refused, match="manager keeps"):
        services.set_year_step(2026, "C1", by=on_seat("Police"), **how)
    with pytest.raises(Refused, match="C1 to C12"):
        services.set_year_step(2026, "C13", by=make_manager(), **how)


def test_the_database_itself_wants_a_day_for_what_is_done() -> None:
    services.set_year_step(
        2026, "C2", owner=None, state="in_hand", on=TODAY, by=make_manager(), at=NOW
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        YearStep.objects.update(state="done")


@pytest.mark.covers("C48")
def test_a_seat_takes_back_what_is_open_and_nothing_that_is_restricted() -> None:
    meeting = make_meeting(state="called")
    closed = make_item(
        meeting, "Mr Secret", audience="members", restricted_because="A live case"
    )
    from tests.make_board import come

    come(meeting)
    by = make_manager()
    held = services.hold_meeting(meeting, chair=on_seat("Chair"), by=by, at=NOW)
    make_decision(held.items.get(number=1))
    make_decision(closed, "note", title="The secret is noted")
    make_ask(item=closed)

    told = report_back(held)

    assert told.items == ("A second year of taxi marshals",)
    assert [one.reference for one in told.decisions] == ["D-001"]
    assert told.asks == ()
    assert told.hidden


def test_the_year_and_the_report_are_pages(client: Client) -> None:
    by, meeting = make_manager(), make_meeting(state="minuted")
    assert client.login(email=by.email, password=PASSWORD)

    sent = client.post(
        "/board/year/2026/C9/", {"owner": by.pk, "state": "in_hand", "words": "Booked"}
    )
    assert sent.status_code == 302
    assert "Booked" in client.get("/board/year/").content.decode()
    page = client.get(f"/board/meetings/{meeting.pk}/report/").content.decode()
    assert "A second year of taxi marshals is paid for" in page
    assert client.get("/board/year/2026/C13/").status_code == 404
    planned = make_meeting(held_on=TODAY.replace(day=29))
    assert client.get(f"/board/meetings/{planned.pk}/report/").status_code == 404
