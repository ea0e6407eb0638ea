"""Regular work runs once in its slot: over clock changes, kills and two workers."""

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from tests.desk.made import make_owner, owned
from tests.make_plan import days_ago
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.audit.sealing import waiting
from goldthread.core.uk_time import LONDON, start_of_day
from goldthread.delivery.working_calendar import bank_holidays
from goldthread.desk import clockwork, jobs
from goldthread.desk.clockwork import Job, tick
from goldthread.desk.models import OutgoingMail, ScheduledRun

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def job(slot: clockwork.Slot, ran: list[datetime], name: str = "count") -> Job:
    return Job(name, "sometimes", "counts", slot, ran.append)


def struck(slot: clockwork.Slot, start: datetime, end: datetime) -> list[datetime]:
    """When a job with this slot runs if the clock strikes every ten minutes."""
    ran: list[datetime] = []
    counted, at = job(slot, ran), start
    while at < end:
        tick(at, (counted,))
        at += 10 * MINUTE
    return ran


CHANGES = {"spring": date(2026, 3, 29), "autumn": date(2026, 10, 25)}


@pytest.mark.covers("Z17")
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 7])
def test_daily_work_runs_once_on_the_days_the_clock_changes(
    change: str, hour: int
) -> None:
    day = CHANGES[change]
    start = start_of_day(day - timedelta(days=1))

    ran = struck(clockwork.daily(hour), start, start_of_day(day + timedelta(days=2)))

    days = [moment.astimezone(LONDON).date() for moment in ran]
    assert days == [day - timedelta(days=1), day, day + timedelta(days=1)]
    # In March there is no one o'clock: what is due then runs when the clock shows two.
    told = [moment.astimezone(LONDON).hour for moment in ran]
    expected = 2 if (change, hour) == ("spring", 1) else hour
    assert told == [hour, expected, hour]


@pytest.mark.parametrize("change", CHANGES)
def test_weekly_work_runs_once_in_the_week_of_a_clock_change(change: str) -> None:
    day = CHANGES[change]
    start = start_of_day(day - timedelta(days=6))

    ran = struck(clockwork.weekly(7), start, start + timedelta(days=14))

    told = [moment.astimezone(LONDON) for moment in ran]
    assert [(moment.weekday(), moment.hour) for moment in told] == [(0, 7), (0, 7)]


@pytest.mark.covers("Z17")
def test_nothing_is_due_on_weekends_and_bank_holidays() -> None:
    # Good Friday is 3 April 2026, Easter Monday the 6th.
    start = start_of_day(date(2026, 4, 2))

    ran = struck(clockwork.working_days(7), start, start + timedelta(days=6))
    weeks = struck(clockwork.weekly(7), start, start + timedelta(days=6))

    days = [moment.astimezone(LONDON).date().day for moment in ran]
    assert days == [2, 7]
    assert [moment.astimezone(LONDON).date().day for moment in weeks] == [2, 7]
    assert date(2026, 4, 3) in bank_holidays(2026, 2026)


def test_work_that_was_missed_while_the_site_was_off_is_done_later_that_day() -> None:
    ran: list[datetime] = []
    tick(datetime(2026, 11, 23, 22, 0, tzinfo=UTC), (job(clockwork.daily(3), ran),))
    assert len(ran) == 1


def test_work_that_was_begun_and_never_finished_is_taken_up_after_ten_minutes() -> None:
    ran: list[datetime] = []
    killed = job(clockwork.daily(3), ran)
    slot = killed.slot(NOW)
    ScheduledRun.objects.create(job="count", slot=slot, started_at=NOW)

    assert tick(NOW + 9 * MINUTE, (killed,)) == [] and not ran
    assert tick(NOW + 10 * MINUTE, (killed,)) == ["count"]
    assert tick(NOW + 30 * MINUTE, (killed,)) == [] and len(ran) == 1
    run = ScheduledRun.objects.get()
    assert run.outcome == "done" and run.finished_at == NOW + 10 * MINUTE


def test_work_that_fails_stops_no_other_and_is_tried_again(caplog: Any) -> None:
    ran: list[datetime] = []

    def broken(at: datetime) -> None:
        raise ValueError("the shelf is empty")

    both = (
        Job("broken", "daily", "breaks", clockwork.daily(3), broken),
        Job("always", "every second", "breaks", clockwork.always, broken),
        job(clockwork.daily(3), ran),
    )

    assert tick(NOW, both) == ["count"]
    run = ScheduledRun.objects.get(job="broken")
    assert run.outcome == "ValueError: the shelf is empty" and run.finished_at is None
    assert "The regular job broken failed." in caplog.text
    tick(NOW + 10 * MINUTE, both)
    run.refresh_from_db()
    assert run.started_at == NOW + 10 * MINUTE


def test_runs_of_long_ago_are_forgotten() -> None:
    ran: list[datetime] = []
    tick(NOW - timedelta(days=91), (job(clockwork.daily(3), ran),))
    tick(NOW - timedelta(days=89), (job(clockwork.daily(3), ran),))
    assert clockwork.forget_runs(at=NOW) == 1 and ScheduledRun.objects.count() == 1


def test_a_job_runs_once_in_its_slot() -> None:
    told = {"job": "count", "slot": "2026-11-23", "started_at": NOW}
    ScheduledRun.objects.create(**told)
    with (
        pytest.raises(IntegrityError, match=r"a_job_runs_once|desk_scheduledrun\.job"),
        transaction.atomic(),
    ):
        ScheduledRun.objects.create(**told)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_run_a_job_once() -> None:
    ran: list[datetime] = []
    begin = threading.Barrier(4)

    def worker() -> None:
        begin.wait()
        for minute in range(5):
            tick(NOW + minute * MINUTE, (job(clockwork.each_minute, ran),))
        connections.close_all()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(ran) == [NOW + minute * MINUTE for minute in range(5)]


@pytest.mark.covers("C41")
def test_a_day_of_the_real_jobs_chases_reminds_seals_and_tidies(settings: Any) -> None:
    noor = make_owner()
    owned(noor, "Train taxi marshals", at=days_ago(40))
    monday = start_of_day(date(2026, 11, 23)) + timedelta(hours=7, minutes=5)

    ran = tick(monday, jobs.JOBS)
    tick(monday + timedelta(seconds=1), jobs.JOBS)

    assert {"chase", "digest", "tidy", "sign"} <= set(ran)
    hers = OutgoingMail.objects.filter(person=noor)
    assert [mail.kind for mail in hers] == ["digest"]  # one mail a day: it says both
    tick(monday + timedelta(days=1), jobs.JOBS)
    tick(monday + timedelta(days=1, seconds=1), jobs.JOBS)
    assert {mail.kind for mail in hers.all()} == {"chase", "digest"}
    assert OutgoingMail.objects.filter(state="waiting").count() == 0
    assert Event.objects.filter(verb="action.chased").exists()
    tick(monday + timedelta(days=1, seconds=20), jobs.JOBS)
    assert waiting().rows == 0


def test_the_page_of_the_regular_work_is_printed_from_the_jobs() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "regular-work.md"
    assert page.read_text() == jobs.reference_page()
    for one in jobs.JOBS:
        assert f"| {one.name} | {one.when} | {one.what} |" in page.read_text()
