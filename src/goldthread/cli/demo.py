"""The verb that builds Saxonbridge through the real doors, and shows it."""

import argparse
import os
import shutil
import sys

from goldthread.cli.endings import DONE, Refused
from goldthread.evidence.home import home

BUILT = "saxonbridge-is-built"  # written last, so that a killed build starts again


def demo(chosen: argparse.Namespace) -> int:
    """Build the invented partnership where it is not built yet, then serve it."""
    if "GOLDTHREAD_HOME" not in os.environ:
        # Never in the folder of a real installation.
        os.environ["GOLDTHREAD_HOME"] = str(home().with_name("goldthread-demo"))
    from goldthread.cli import site

    if chosen.afresh:
        _throw_away()
    if not (home() / BUILT).exists():
        build()
    else:
        _boot()
    if chosen.build_only:
        print(f"Saxonbridge stands in {home()}.")
        return DONE
    site.collect_static()
    _say_accounts()
    return site.run(chosen.host, chosen.port, chosen.workers)


def build() -> None:
    """Files on disk, loaded as a supplier's would be, assessed and published."""
    from goldthread.cli.booted import now

    _mark_empty_folder()
    _boot()
    from goldthread.audit.services import Actor
    from goldthread.evidence.lake import Lake
    from goldthread.intake.services import add_to_lake
    from goldthread.partners.models import Installation, Person
    from goldthread.partners.services import found_demonstration
    from goldthread.saxonbridge.assessed import assess_and_publish
    from goldthread.saxonbridge.told import (
        agree_and_deliver,
        found_partnership,
        measure_saxonbridge,
    )
    from goldthread.saxonbridge.written import write_once

    installation = Installation.objects.first()
    if installation and not installation.is_demonstration:
        raise Refused(
            f"{home()} holds a real installation; invented figures do not go there. Name "
            "another folder in GOLDTHREAD_HOME."
        )
    _say("writing the invented suppliers' files")
    made = write_once(home() / "suppliers")
    lake = Lake(home())
    if not lake.is_demonstration:
        lake.mark_demonstration()
    if installation is None:
        found_demonstration(
            area_code=made.partnership,
            area_name="Safer Saxonbridge Partnership",
            by=None,
            at=now(),
        )
    _say("founding the partnership: agencies, boards, seats, people")
    found_partnership(now=now())
    analyst = Person.objects.get(email__startswith="analyst@")
    system = Actor("system", "the system account (demonstration)")
    for words, paths in (
        ("loading areas, residents and deprivation", made.context),
        ("loading sixty months of police files", made.police),
        ("loading a corrected month", made.corrections),
    ):
        _say(words)
        add_to_lake(list(paths), by=system, at=now())
    _say("assessing Saxonbridge: findings, charts, maps, PDF")
    assess_and_publish(made, by=analyst, at=now())
    _say("two strategies agreed, a plan with two years of updates")
    agree_and_deliver(now=now())
    _say("thirty-seven measures with five years of readings")
    measure_saxonbridge(now=now())
    (home() / BUILT).write_text("")


def _boot() -> None:
    from goldthread.cli.booted import boot_with_tables

    home().mkdir(mode=0o700, parents=True, exist_ok=True)
    boot_with_tables()


def _mark_empty_folder() -> None:
    """Say first of all whose folder this is, so that a killed build is known as ours."""
    from goldthread.evidence.lake import Lake

    if not home().exists() or not any(home().iterdir()):
        home().mkdir(mode=0o700, parents=True, exist_ok=True)
        Lake(home()).mark_demonstration()


def _throw_away() -> None:
    """Remove an older demonstration; anything else is left alone."""
    from goldthread.evidence.lake import Lake

    folder = home()
    if not folder.exists():
        return
    if any(folder.iterdir()) and not Lake(folder).is_demonstration:
        raise Refused(
            f"{folder} does not look like a demonstration, so it is left alone. Name "
            "another folder in GOLDTHREAD_HOME."
        )
    shutil.rmtree(folder)


def _say(words: str) -> None:
    sys.stderr.write(f"goldthread: {words}\n")


def _say_accounts() -> None:
    from goldthread.partners.demonstration import ACCOUNTS, PASSWORD

    print("Everything here is invented. The first page opens without an account;")
    print(f"to sign in, the password of every demonstration account is: {PASSWORD}")
    for account in ACCOUNTS:
        print(f"  {account.email:34} {account.name}, {account.work}")
    print("Others at the same place: health@ and fire@ (they owe figures), residents@,")
    print("scrutiny@, data@ (information governance).")
