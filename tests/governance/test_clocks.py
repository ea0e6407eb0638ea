"""Clocks and duties of our own: added, changed, run against, over a calendar of bank holidays."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.make import make_manager
from tests.make_board import TODAY, on_seat
from tests.partners.people import NOW, PASSWORD

from goldthread.audit.models import Event
from goldthread.governance import services
from goldthread.governance.models import Clock, Deadline, DutyDone, LocalDuty
from goldthread.governance.queries.duties import duties_page
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db
SOURCE = "Our procedure for case reviews, section 3"


def make_clock(title: str = "A case review is acknowledged", days: int = 10, **how: Any) -> Clock:  # fmt: skip
    usual: dict[str, Any] = {"source": SOURCE, "are_working": True, "by": make_manager()}  # fmt: skip
    return services.add_clock(title, days=days, at=NOW, **usual | how)


def start(clock: Clock, began_on: date = TODAY, **how: Any) -> Deadline:
    told = {"about": "Case review 2026/14", "by": make_manager(), "at": NOW} | how
    return services.start_clock(clock, began_on=began_on, **told)


@pytest.mark.covers("Z17")
@pytest.mark.parametrize(
    ("began", "days", "due"),
    [
        (date(2026, 4, 1), 3, date(2026, 4, 8)),  # Good Friday, Easter Monday
        (date(2026, 8, 27), 2, date(2026, 9, 1)),  # the August bank holiday
        (date(2026, 11, 20), 10, date(2026, 12, 4)),
    ],
)
def test_a_clock_of_our_own_runs_over_weekends_and_bank_holidays(
    began: date, days: int, due: date
) -> None:
    assert start(make_clock(days=days), began).due_on == due


@pytest.mark.covers("Z17")
def test_a_changed_clock_counts_for_what_begins_and_leaves_what_runs() -> None:
    clock = make_clock()
    before = start(clock)

    changed = services.set_clock(clock.key, days=2, are_working=True, by=make_manager(), at=NOW)  # fmt: skip

    after = start(changed, about="Case review 2026/15")
    before.refresh_from_db()
    assert (before.due_on, after.due_on) == (date(2026, 12, 7), date(2026, 11, 25))
    told = Event.objects.get(verb="clock.set").detail
    assert told["before"].endswith("10 working days")
    assert told["after"].endswith("2 working days")
    assert changed.title == "A case review is acknowledged"


def test_what_ran_is_done_once_on_a_day_that_can_be() -> None:
    running = start(make_clock(), TODAY - timedelta(days=30))

    def stop(words: str = "Acknowledged.", on: date = TODAY) -> Deadline:
        return services.stop_clock(running, words=words, on=on, by=make_manager(), at=NOW)  # fmt: skip

    for given, words in (
        ({"words": " "}, "what was done"),
        ({"on": TODAY + timedelta(days=1)}, "not in the days to come"),
        ({"on": TODAY - timedelta(days=31)}, "after it began"),
    ):
        with pytest.raises(Refused, match=words):
            stop(**given)  # type: ignore[arg-type]
    assert Deadline.objects.overdue(TODAY).get() == running
    stop()
    assert not Deadline.objects.running().exists()
    assert Event.objects.get(verb="deadline.done").detail["on"] == str(TODAY)
    with pytest.raises(Refused, match="was done on 23 November 2026"):
        stop()


def test_a_clock_is_added_once_with_its_source_by_the_manager() -> None:
    make_clock()
    for how, words in (
        ({}, "already"),
        ({"title": " "}, "what the clock runs for"),
        ({"title": "Tea", "source": ""}, "where it is written"),
        ({"title": "Tea", "days": 0}, "from 1 to 366 days"),
        ({"title": "Tea", "by": on_seat("Police")}, "manager keeps"),
    ):
        with pytest.raises(Refused, match=words):
            make_clock(**how)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="still to come"):
        start(Clock.objects.get(), TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="without naming anybody"):
        start(Clock.objects.get(), about=" ")


def make_duty(**how: Any) -> LocalDuty:
    told = {"title": "The yearly report goes to the cabinet", "words": "The cabinet, its standing orders", "month": 9, "by": make_manager(), "at": NOW}  # fmt: skip
    return services.set_local_duty(**told | how)


def line_of(duty: LocalDuty) -> Any:
    page = duties_page(on=TODAY)
    return next((one for one in page.duties if one.key == duty.pk), None)


@pytest.mark.covers("B11")
def test_a_duty_of_our_own_is_late_after_its_month_and_done_when_it_is_done() -> None:
    duty = make_duty()
    assert (line_of(duty).status.words, line_of(duty).note[:20]) == ("Late", "by 30 September 2026")  # fmt: skip
    later = make_duty(title="Members check their skills", month=3)
    assert line_of(later).status.words == "Not done yet"
    assert line_of(later).note.startswith("by 31 March 2027")

    services.record_duty("local", duty=duty, on=TODAY, words="Item 6", by=make_manager(), at=NOW)  # fmt: skip

    assert line_of(duty).status.words == "Done"
    assert "The yearly report goes to the cabinet" in str(DutyDone.objects.get())
    make_duty(duty=later, title=later.title, month=3, ended_on=TODAY)
    assert line_of(later) is None
    assert Event.objects.filter(verb="duty.set").count() == 3


def test_a_duty_of_our_own_says_what_is_owed_who_asks_it_and_by_when() -> None:
    for how, words in (
        ({"title": " "}, "what is owed"),
        ({"words": " "}, "who asks it"),
        ({"month": 13}, "from 1 to 12"),
        ({"by": on_seat("Police")}, "manager keeps"),
    ):
        with pytest.raises(Refused, match=words):
            make_duty(**how)


def test_the_database_itself_keeps_clocks_and_duties_true() -> None:
    duty = make_duty()
    services.record_duty("local", duty=duty, on=TODAY, words="Item 6", by=make_manager(), at=NOW)  # fmt: skip
    start(make_clock())
    for rows, wrong in (
        (Clock.objects, {"source": ""}),
        (Deadline.objects, {"about": ""}),
        (Deadline.objects, {"due_on": TODAY}),
        (Deadline.objects, {"done_on": TODAY}),
        (LocalDuty.objects, {"words": ""}),
        (LocalDuty.objects, {"month": 13}),
        (DutyDone.objects, {"duty": None}),
        (DutyDone.objects, {"kind": "summary"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


@pytest.mark.covers("Z17")
def test_a_manager_adds_changes_and_runs_clocks_and_duties_on_pages(
    client: Client,
) -> None:
    by, today = make_manager(), timezone.localdate()
    assert client.login(email=by.email, password=PASSWORD)
    day = {"began_on_day": today.day, "began_on_month": today.month, "began_on_year": today.year}  # fmt: skip
    done = {"on_day": today.day, "on_month": today.month, "on_year": today.year}

    def page(address: str) -> str:
        return client.get(address).content.decode()

    def send(address: str, **given: Any) -> None:
        answer = client.post(address, given)
        assert answer.status_code == 302, answer.content.decode()

    here = "/board/duties/clocks/"
    assert "Nothing runs" in page(here)
    send(f"{here}add/", title="A review is acknowledged", source=SOURCE, days="10", are_working="yes")  # fmt: skip
    send(f"{here}start/", clock=Clock.objects.get().pk, about="Review 2026/14", **day)
    assert "Review 2026/14" in page(here)
    send(f"{here}a-review-is-acknowledged/", days="2", are_working="yes")
    send(f"{here}scrutiny-information/", days="7", are_working="yes")
    assert "7 working days" in page(here)
    assert client.get(f"{here}tea/").status_code == 404
    assert "The law gives 28 days" in client.post(f"{here}scrutiny-report/", {"days": "30", "are_working": "no"}).content.decode()  # fmt: skip
    send(f"{here}running/{Deadline.objects.get().pk}/", words="Acknowledged.", **done)
    assert "Done in time" in page(here)

    send("/board/duties/ours/add/", title="The report goes to the cabinet", words="Standing orders", month="9")  # fmt: skip
    duty = LocalDuty.objects.get()
    assert "The report goes to the cabinet" in page("/board/duties/")
    send("/board/duties/add/", kind=str(duty.pk), words="Item 6", **done)
    assert DutyDone.objects.get().duty == duty
    send(f"/board/duties/ours/{duty.pk}/", title=duty.title, words="Standing orders", month="10")  # fmt: skip
    assert LocalDuty.objects.get().month == 10

    assert client.login(email=on_seat("Police").email, password=PASSWORD)
    assert "Add a clock" not in page(here)
    assert client.get(f"{here}add/").status_code == 403
