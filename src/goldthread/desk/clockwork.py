"""What runs by itself, and when: the one list of regular work.

The worker that `goldthread serve` starts looks at this list every second, so there is no
cron to forget. A job with a slot ("2026-11-25") runs once in it, however many workers
there are and however often they are killed: the slot is a unique row, and a run that was
begun and never finished is taken up again. Days and hours are those of the United
Kingdom's clock; the hour that comes twice in October has one slot, and the hour that
March leaves out makes nothing late.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db import transaction

from goldthread.core.uk_time import LONDON, local_day
from goldthread.core.working_days import is_working_day
from goldthread.delivery.working_calendar import days_off
from goldthread.desk.models import ScheduledRun

logger = logging.getLogger(__name__)

Slot = Callable[[datetime], str | None]
TAKEN_UP_AFTER = timedelta(minutes=10)
KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Job:
    """Regular work: what it is, when it is due, what it does at a moment."""

    name: str
    when: str
    what: str
    slot: Slot
    run: Callable[[datetime], object]


def always(at: datetime) -> str | None:
    """Every second; the work itself looks whether anything waits."""
    return ""


def each_minute(at: datetime) -> str | None:
    """Once a minute."""
    return f"{at:%Y-%m-%dT%H:%MZ}"


def each_five_minutes(at: datetime) -> str | None:
    """Once in every five minutes of the clock."""
    return f"{at:%Y-%m-%dT%H}:{at.minute // 5 * 5:02}Z"


def daily(hour: int) -> Slot:
    """Once a day, from this hour on."""

    def slot(at: datetime) -> str | None:
        here = at.astimezone(LONDON)
        return f"{here:%Y-%m-%d}" if here.hour >= hour else None

    return slot


def working_days(hour: int) -> Slot:
    """Once on each working day, from this hour on."""

    def slot(at: datetime) -> str | None:
        here = at.astimezone(LONDON)
        if here.hour < hour or not is_working(here.date()):
            return None
        return f"{here:%Y-%m-%d}"

    return slot


@lru_cache(maxsize=4)
def is_working(day: date) -> bool:
    """Asked every second, answered once a day; a closure entered today counts tomorrow."""
    return is_working_day(day, off=days_off(around=day))


def weekly(hour: int) -> Slot:
    """Once a week: on its first working day, from this hour on."""
    each = working_days(hour)

    def slot(at: datetime) -> str | None:
        if each(at) is None:
            return None
        year, week, _ = local_day(at).isocalendar()
        return f"{year}-W{week:02}"

    return slot


def tick(at: datetime, jobs: tuple[Job, ...]) -> list[str]:
    """Run what is due now; the names of what ran. A job that fails stops no other."""
    ran = []
    for job in jobs:
        slot = job.slot(at)
        if slot is None:
            continue
        try:
            if slot == "":
                job.run(at)
            elif _claimed(job, slot, at):
                job.run(at)
                _finished(job, slot, at)
                ran.append(job.name)
        except Exception as error:  # the next second comes; what failed is told
            logger.exception("The regular job %s failed.", job.name)
            _failed(job, slot, error)
    return ran


@transaction.atomic
def _claimed(job: Job, slot: str, at: datetime) -> bool:
    run, is_new = ScheduledRun.objects.get_or_create(
        job=job.name, slot=slot, defaults={"started_at": at}
    )
    if is_new:
        return True
    if run.finished_at is not None or at - run.started_at < TAKEN_UP_AFTER:
        return False
    # Begun and never finished: whoever began it was killed. Every job may be done again.
    again = ScheduledRun.objects.filter(pk=run.pk, started_at=run.started_at)
    return again.update(started_at=at) == 1


def _finished(job: Job, slot: str, at: datetime) -> None:
    run = ScheduledRun.objects.filter(job=job.name, slot=slot)
    run.update(finished_at=at, outcome="done")


def _failed(job: Job, slot: str, error: Exception) -> None:
    if slot:
        run = ScheduledRun.objects.filter(job=job.name, slot=slot)
        run.update(outcome=f"{type(error).__name__}: {error}"[:300])


def forget_runs(*, at: datetime) -> int:
    """Runs of long ago are forgotten; nobody asks for them."""
    return ScheduledRun.objects.filter(started_at__lt=at - KEPT).delete()[0]


def last_beat() -> datetime | None:
    """When a worker last looked at the regular work; None where none ever did."""
    found: datetime | None = (
        ScheduledRun.objects.filter(job="sign")
        .order_by("-started_at")
        .values_list("started_at", flat=True)
        .first()
    )
    return found
