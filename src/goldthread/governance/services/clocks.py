"""How long things take here: set, and run against, over a calendar that knows bank holidays."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.text import slugify

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.core.working_days import add_working_days
from goldthread.delivery.working_calendar import days_off
from goldthread.governance import rules
from goldthread.governance.models import Clock, Deadline
from goldthread.governance.services.writing import check, refuse
from goldthread.partners.models import Person


@dataclass(frozen=True, slots=True)
class Usual:
    """A clock of everywhere: what it is where nobody here set another."""

    title: str
    days: int
    are_working: bool
    source: str


CLOCKS = {
    "scrutiny report": Usual("Scrutiny reports or recommends: the written reply", 28, False, "The law, within 28 days of its date"),
    "scrutiny information": Usual("Scrutiny asks for information: the answer", 10, True, "The law says as soon as possible"),
    "scrutiny attendance": Usual("Scrutiny asks somebody to attend: the answer", 10, True, "On reasonable notice"),
    "emerging issue": Usual("Something is seen coming: what becomes of it", 28, False, "Nobody waits longer than a month"),
}  # fmt: skip
FIXED = ("scrutiny report",)  # the law's own; it may be made shorter, never longer


def runs_for(key: str) -> tuple[int, bool]:
    """How many days a clock runs here, and whether only working days count."""
    kept = Clock.objects.filter(key=key).first()
    if kept is not None:
        return kept.days, kept.are_working
    usual = CLOCKS[key]
    return usual.days, usual.are_working


def due_after(clock: str, start: date) -> date:
    """The day on which something that began on `start` is due by this clock."""
    days, working = runs_for(clock)
    if working:
        return add_working_days(start, days, off=days_off(around=start))
    return start + timedelta(days=days)


@transaction.atomic
def set_clock(
    key: str, *, days: int, are_working: bool, by: Person | None, at: datetime
) -> Clock:
    """Set how long something takes here (Z17)."""
    refuse(rules.refusal_to_keep_duties(by))
    own = Clock.objects.select_for_update().filter(key=key).first()
    known = {name: one.days for name, one in CLOCKS.items()}
    if own is not None:
        known.setdefault(key, own.days)
    refuse(
        rules.refusal_of_clock(
            key, days=days, are_working=are_working, known=known, fixed=FIXED
        )
    )
    clock = own or Clock(key=key)
    before = str(own or "")
    _keep(clock, days, are_working, by=by, at=at)
    detail = {"before": before, "after": str(clock)}
    record("clock.set", clock, by=by, at=at, detail=detail)
    return clock


@transaction.atomic
def add_clock(
    title: str,
    *,
    source: str,
    days: int,
    are_working: bool,
    by: Person | None,
    at: datetime,
) -> Clock:
    """Add a clock of our own, with where it is written."""
    refuse(rules.refusal_to_keep_duties(by))
    key = slugify(title)[:40]
    taken = key in CLOCKS or Clock.objects.filter(key=key).exists()
    refuse(rules.refusal_to_add_clock(title, source=source, taken=taken))
    refuse(
        rules.refusal_of_clock(
            key, days=days, are_working=are_working, known={key: days}, fixed=()
        )
    )
    clock = Clock(key=key, title=title.strip(), source=source.strip())
    _keep(clock, days, are_working, by=by, at=at)
    record("clock.added", clock, by=by, at=at, detail={"after": str(clock)})
    return clock


def _keep(
    clock: Clock, days: int, are_working: bool, *, by: Person | None, at: datetime
) -> None:
    clock.days, clock.are_working = days, are_working
    clock.set_by, clock.set_at = by, at
    check(clock)
    clock.save()


@transaction.atomic
def start_clock(
    clock: Clock, *, about: str, began_on: date, by: Person | None, at: datetime
) -> Deadline:
    """Let one of our own clocks run for something that began on a day."""
    refuse(rules.refusal_to_keep_duties(by))
    refuse(rules.refusal_to_start(about, began_on=began_on, today=local_day(at)))
    deadline = Deadline(
        clock=clock,
        about=about.strip(),
        began_on=began_on,
        due_on=due_after(clock.key, began_on),
        begun_by=by,
        begun_at=at,
    )
    check(deadline)
    deadline.save()
    detail = {"clock": str(clock), "due": str(deadline.due_on)}
    record("deadline.begun", deadline, by=by, at=at, detail=detail)
    return deadline


@transaction.atomic
def stop_clock(
    deadline: Deadline, *, words: str, on: date, by: Person | None, at: datetime
) -> Deadline:
    """Say that what ran against a clock is done."""
    kept: Deadline = Deadline.objects.select_for_update().get(pk=deadline.pk)
    refuse(rules.refusal_to_keep_duties(by))
    refuse(rules.refusal_to_stop(kept, words=words, on=on, today=local_day(at)))
    kept.done_on, kept.done_words = on, words.strip()
    check(kept)
    kept.save()
    detail = {"on": str(on), "due": str(kept.due_on)}
    record("deadline.done", kept, by=by, at=at, detail=detail)
    return kept
