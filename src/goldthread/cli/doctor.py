"""What is wrong with this installation, in sentences, each with what to do."""

import argparse
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from goldthread.cli import unsafe
from goldthread.cli.booted import boot
from goldthread.cli.endings import DONE, REFUSED, UsedWrongly
from goldthread.cli.printing import print_json
from goldthread.cli.unsafe import Trouble
from goldthread.evidence.home import home

WORKER_RESTS = timedelta(minutes=2)  # it strikes every minute
LEAST_FREE = 2_000_000_000  # bytes; a load writes beside the old version


Check = Callable[[], Iterator[Trouble]]


def doctor(chosen: argparse.Namespace) -> int:
    """Run every check, print what was found, and end 1 where something is grave."""
    found = list(troubles())
    if chosen.json:
        print_json([asdict(trouble) for trouble in found])
    for trouble in [] if chosen.json else found:
        print(
            f"{'Must be mended' if trouble.grave else 'Worth knowing'}: "
            f"{trouble.sentence}"
        )
    if not found and not chosen.json:
        print(f"Nothing is wrong with the installation in {home()}.")
    return REFUSED if any(trouble.grave for trouble in found) else DONE


def troubles() -> Iterator[Trouble]:
    """Everything found wanting; later checks need what earlier ones found sound."""
    yield from _folder()
    try:
        boot()
    except UsedWrongly as wrong:
        yield Trouble(True, str(wrong))
        return
    yield from unsafe.of_settings()
    yield from unsafe.of_files()
    yield from _page_files()
    yield from _documents()
    yield from _lake()
    database = list(_database())
    yield from database
    if any(trouble.grave for trouble in database):
        return
    at = datetime.now(UTC)
    yield from unsafe.of_database()
    yield from unsafe.of_the_clock(at, newest_act())
    yield from unsafe.of_a_real_installation(at, last_backup())
    yield from _records()
    yield from _record_of_acts(at)
    yield from _background()
    yield from mail_troubles(at)


def _folder() -> Iterator[Trouble]:
    folder = home()
    if not folder.exists():
        yield Trouble(
            False,
            f"There is no installation in {folder} yet. `goldthread setup` makes one, "
            "`goldthread demo` shows the invented one.",
        )
        return
    if folder.stat().st_mode & 0o007:
        yield Trouble(
            False,
            f"{folder} can be read by everybody on this machine. Close it: "
            f"chmod o-rwx {folder}",
        )
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        yield Trouble(
            True,
            f"Only {free / 1e9:.1f} GB are free beside {folder}, and a load needs "
            f"{LEAST_FREE / 1e9:.0f} GB. Make room.",
        )


def _page_files() -> Iterator[Trouble]:
    from django.contrib.staticfiles import finders

    if finders.find("vendor/manifest.json") is None:
        yield Trouble(
            True,
            "The front-end files are missing, so pages would have no shape. In a "
            "checkout run `make env`; from a wheel, install it again.",
        )


def _documents() -> Iterator[Trouble]:
    try:
        import weasyprint  # noqa: F401 (looks for its system libraries when imported)
    except OSError as error:
        yield Trouble(
            True,
            f"PDF cannot be written: {str(error).splitlines()[0]}. Install libpango-1.0-0, "
            "libpangoft2-1.0-0 and libharfbuzz-subset0.",
        )


def _lake() -> Iterator[Trouble]:
    from goldthread.evidence.lake import Lake, LakeRefused

    if not (home() / "lake").exists():
        return
    try:
        for fault in Lake(home()).verify():
            yield Trouble(True, f"The lake is damaged: {fault.path}: {fault.words}")
    except LakeRefused as refusal:
        yield Trouble(True, str(refusal))


def _database() -> Iterator[Trouble]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError

    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield Trouble(True, f"The database cannot be reached: {str(error).strip()}")
        return
    if behind:
        yield Trouble(
            True,
            f"The database is {len(behind)} steps behind this version. "
            "`goldthread serve` brings it up to date.",
        )


def _records() -> Iterator[Trouble]:
    from goldthread.audit.models import Event
    from goldthread.audit.roles import reading
    from goldthread.evidence.lake import Lake
    from goldthread.partners.models import Installation, Person

    if (home() / "lake").exists():
        with reading():
            told = set(
                Event.objects.filter(verb="batch.loaded").values_list(
                    "subject_reference", flat=True
                )
            )
        for batch in Lake(home()).batches():
            if batch.act == "add" and str(batch.number) not in told:
                yield Trouble(
                    False,
                    f"Batch {batch.number} is in the lake without its audit record: the "
                    "process was stopped in between, or it was loaded with another "
                    f"database. The lake says it was {batch.by}, {batch.at:%d %B %Y}.",
                )
    installation = Installation.objects.first()
    if installation is None:
        yield Trouble(
            False, "Nobody can sign in yet. `goldthread setup` makes the first account."
        )
    elif not installation.is_demonstration:
        demo = Person.objects.filter(
            email__endswith="@saxonbridge.example", is_active=True
        ).count()
        if demo:
            yield Trouble(
                True,
                f"{demo} demonstration accounts can sign in to a real installation. "
                "Their passwords are public: deactivate them.",
            )


def newest_act() -> datetime | None:
    """When the last act was recorded, by the clock of that moment."""
    from goldthread.audit.models import Event
    from goldthread.audit.roles import reading

    with reading():
        newest = Event.objects.order_by("-pk").values_list("at", flat=True).first()
    return newest


def last_backup() -> datetime | None:
    """When the last backup was begun, as the record has it."""
    from goldthread.audit.models import Event
    from goldthread.audit.roles import reading

    with reading():
        made = Event.objects.filter(verb="installation.backed_up").order_by(
            "-at", "-pk"
        )
        newest = made.values_list("at", flat=True).first()
    return newest


def _record_of_acts(at: datetime) -> Iterator[Trouble]:
    from django.db import connection

    from goldthread.audit import roles
    from goldthread.audit.keys import keys
    from goldthread.audit.sealing import LAG_ALARM, waiting

    left = waiting()
    # What a page wrote was written while the site ran, and its worker seals each second.
    if left.of_the_site and at - left.of_the_site > LAG_ALARM:
        yield Trouble(
            True,
            f"{left.rows} acts wait for their seal, the oldest since "
            f"{left.of_the_site:%d %B %Y, %H:%M:%S} UTC: the sealer is not at work. "
            "`goldthread audit seal` seals them, or says what keeps it from it.",
        )
    elif left.since and at - left.since > LAG_ALARM:
        yield Trouble(
            False,
            f"{left.rows} acts of this command wait for their seal. "
            "`goldthread serve` seals them, or `goldthread audit seal`.",
        )
    for file in (keys().seal_file, keys().signing_file):
        # Kept from this user is as it should be; open to everybody is not.
        if os.access(file, os.R_OK) and file.stat().st_mode & 0o077:
            yield Trouble(
                True,
                f"The key file {file} can be read by other users. Run: chmod 400 {file}",
            )
    if connection.vendor == "postgresql":
        for fault in roles.faults_of_protection():
            yield Trouble(
                False,
                f"The record of acts is not protected from the application: {fault}. "
                "`goldthread audit protect` prints the SQL that does it.",
            )


def _background() -> Iterator[Trouble]:
    from django_tasks import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count()
    if failed:
        yield Trouble(
            False,
            f"{failed} pieces of background work failed. The reasons are in the log of "
            "`goldthread serve`.",
        )


def mail_troubles(at: datetime) -> Iterator[Trouble]:
    """Links that would lead nowhere, mail that did not arrive, a worker that rests."""
    from django.conf import settings

    from goldthread.desk.clockwork import last_beat
    from goldthread.desk.models import OutgoingMail, ReturnedMail

    sends = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    if sends and settings.ADDRESS == settings.USUAL_ADDRESS:
        yield Trouble(
            True,
            f"Mail leaves by {settings.EMAIL_HOST}, and the links in it would lead to "
            f"{settings.USUAL_ADDRESS}, which is each reader's own machine. Set GOLDTHREAD_ADDRESS to "
            "where people reach this site.",
        )
    back = OutgoingMail.objects.filter(state__in=("failed", "bounced")).count()
    if back:
        yield Trouble(
            False,
            f"{back} mail{' did' if back == 1 else 's did'} not arrive. `goldthread mail list` names them with the "
            "reason; the partnership manager sends them again.",
        )
    for box in ReturnedMail.objects.exclude(problem="") if settings.BOUNCES else ():
        yield Trouble(
            False,
            f"The mailbox that mail comes back to ({box.name}) cannot be read: {box.problem} "
            "Correct GOLDTHREAD_BOUNCES, or the password of the mailbox.",
        )
    beat = last_beat()
    if beat is not None and at - beat > WORKER_RESTS:
        yield Trouble(
            False,
            f"The worker last ran on {beat:%d %B %Y, %H:%M:%S} UTC, so no mail leaves "
            "and nobody is reminded. `goldthread serve` runs it.",
        )
