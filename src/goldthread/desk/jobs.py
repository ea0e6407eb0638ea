"""The regular jobs themselves; docs/reference/regular-work.md is printed from this list."""

from datetime import datetime, timedelta

from django.conf import settings

from goldthread.assessment.notebook import Notebook
from goldthread.audit.checkpoints import checkpoint_due
from goldthread.audit.sealing import seal_due
from goldthread.core.uk_time import local_day
from goldthread.delivery.effect_asking import lake_to_ask
from goldthread.delivery.services import (
    due_to_judge,
    judge_due_effects,
    judge_given,
    purge_deleted,
)
from goldthread.desk import clockwork
from goldthread.desk.clockwork import (
    Job,
    always,
    daily,
    each_five_minutes,
    each_minute,
    weekly,
    working_days,
)
from goldthread.desk.mailbox import Mailbox, collect_returned
from goldthread.desk.services import (
    chase_silent,
    hand_over_leavers,
    review_access,
    send_checkpoints,
    send_digests,
    send_waiting,
    tell_of_oddities,
)
from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.home import home
from goldthread.evidence.lake import Lake
from goldthread.notes.keeping import forget_drafts
from goldthread.notes.services import purge_removed
from goldthread.performance.services import (
    judge_due_by_measure,
    read_news,
    restand_all,
)
from goldthread.strategy.tasks import follow_links
from goldthread.web.once import forget_submissions

MONTH = timedelta(days=30)


def _seal(at: datetime) -> None:
    seal_due(at=at)


def _sign(at: datetime) -> None:
    checkpoint_due(at=at)


def _send(at: datetime) -> None:
    send_waiting(at=at, most=5)


def _collect(at: datetime) -> None:
    if settings.BOUNCES:
        collect_returned(Mailbox(**settings.BOUNCES), at=at)


def _hand_over(at: datetime) -> None:
    hand_over_leavers(on=local_day(at), at=at)


def _chase(at: datetime) -> None:
    chase_silent(on=local_day(at), at=at)


def _digest(at: datetime) -> None:
    send_digests(on=local_day(at), at=at)


def _review(at: datetime) -> None:
    review_access(on=local_day(at), at=at)


def _judge(at: datetime) -> None:
    judge_given(on=local_day(at), at=at)
    judge_due_by_measure(on=local_day(at), at=at)
    asking = lake_to_ask()
    if asking is not None and due_to_judge(on=local_day(at)):
        judge_due_effects(
            asking.engine,
            partnership=asking.partnership,
            on=local_day(at),
            at=at,
            local_breaks=asking.breaks,
            invented=asking.invented,
        )


def _watch(at: datetime) -> None:
    tell_of_oddities(on=local_day(at), at=at)


def _witness(at: datetime) -> None:
    send_checkpoints(on=local_day(at), at=at)


def _measure(at: datetime) -> None:
    restand_all(by=None, at=at)
    if (home() / "lake").exists():
        read_news(Notebook(DuckEngine(Lake(home()).version())), by=None, at=at)


def _follow(at: datetime) -> None:
    if settings.FOLLOW_LINKS:
        follow_links.enqueue()


def _tidy(at: datetime) -> None:
    purge_deleted(at)
    purge_removed(at=at)
    forget_drafts(at=at)
    forget_submissions(before=at - MONTH)
    clockwork.forget_runs(at=at)


JOBS: tuple[Job, ...] = (
    Job("seal", "every second", "seal new rows of the record", always, _seal),
    Job("send", "every second", "send mail that waits", always, _send),
    Job(
        "sign",
        "every minute",
        "sign the record where an hour has gone by",
        each_minute,
        _sign,
    ),
    Job(
        "hand over",
        "every minute",
        "give what leavers had to do to whoever takes over",
        each_minute,
        _hand_over,
    ),
    Job(
        "collect",
        "every five minutes",
        "read the mailbox that mail comes back to, where one is named",
        each_five_minutes,
        _collect,
    ),
    Job(
        "digest",
        "the first working day of each week from 07:00",
        "tell people what is due from them",
        weekly(7),
        _digest,
    ),
    Job(
        "chase",
        "each working day from 07:00",
        "tell owners, leads and chairs of actions that went silent and of figures that are owed",
        working_days(7),
        _chase,
    ),
    Job(
        "review of access",
        "each working day from 07:00",
        "each quarter ask the agencies who still needs access, chase, let lapse what nobody confirms",
        working_days(7),
        _review,
    ),
    Job(
        "judge",
        "each day from 04:00",
        "judge the effects whose window is over and whose months are held",
        daily(4),
        _judge,
    ),
    Job(
        "watch",
        "each day from 06:00",
        "run the rules over the record; tell information governance when something new waits",
        daily(6),
        _watch,
    ),
    Job(
        "witness",
        "the first working day of each week from 08:00",
        "send each member agency the newest checkpoint of the record, to be kept",
        weekly(8),
        _witness,
    ),
    Job(
        "measure",
        "each day from 04:00",
        "read what the lake newly holds of each measure, derive what an older rule derived",
        daily(4),
        _measure,
    ),
    Job(
        "follow links",
        "each day from 04:00, where GOLDTHREAD_FOLLOW_LINKS is `yes`",
        "ask whether the addresses in strategies still lead somewhere, each once a week",
        daily(4),
        _follow,
    ),
    Job(
        "tidy",
        "each day from 03:00",
        "let go for good what was deleted 30 days ago, old drafts and marks",
        daily(3),
        _tidy,
    ),
)


def reference_page() -> str:
    """The page of the regular work, in Markdown."""
    rows = [f"| {job.name} | {job.when} | {job.what} |" for job in JOBS]
    return "\n".join(
        [
            "# Regular work",
            "",
            "Printed from `src/goldthread/desk/jobs.py`. The worker that `goldthread serve`",
            "starts does all of this by itself: there is no cron to set up or to forget. Hours",
            "are those of the clock on the wall in the United Kingdom. A job runs once in its",
            "slot however often a worker is stopped, killed or started twice; what was begun",
            "and not finished is taken up again after ten minutes.",
            "",
            "| job | when | what it does |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )
