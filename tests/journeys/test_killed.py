"""Killed in the middle, the work is done again: once, the same, and nothing half shown."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.migrated import lay_in
from tests.shared import copy_home

from goldthread.evidence.lake import Lake
from goldthread.saxonbridge import Generated

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240.0  # seconds; a step takes three where the machine is free

ASK = """
from goldthread.cli.booted import boot_with_tables, now
boot_with_tables()
from django.core.files.uploadedfile import SimpleUploadedFile
from pathlib import Path
from tests.partners.people import make_person
from goldthread.assessment import services as assessments
from goldthread.core.periods import twelve_months_ending
from goldthread.intake import services as deliveries
import sys
person = make_person()
if sys.argv[1] == "assessment":
    assessments.request_assessment(
        area=sys.argv[2], period=twelve_months_ending("2025-12"), by=person, at=now()
    )
else:
    files = [SimpleUploadedFile(Path(p).name, Path(p).read_bytes()) for p in sys.argv[2:]]
    deliveries.hand_in(files, by=person, at=now())
"""
DECIDE = """
from goldthread.cli.booted import boot_with_tables, now
boot_with_tables()
from goldthread.intake import services
from goldthread.intake.models import Delivery
(waiting,) = Delivery.objects.all()
services.load_delivery(waiting, by=waiting.handed_in_by, at=now())
"""
AGAIN = """
from goldthread.cli.booted import boot_with_tables
boot_with_tables()
from goldthread.cli.site import take_up_again
take_up_again()
"""


class Home:
    """An installation of its own, worked on by processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name != "GOLDTHREAD_DATABASE"
        } | {
            "GOLDTHREAD_HOME": str(folder),
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "goldthread.config.settings",
        }

    def run(self, code: str, *words: object) -> None:
        self.start("-c", code, *words).wait(PATIENCE)

    def start(self, *words: object) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, *map(str, words)],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def worker(self) -> "subprocess.Popen[bytes]":
        return self.start("-m", "django", "db_worker", "--no-startup-delay", "--batch")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        (file,) = self.folder.glob("*.sqlite3")
        with closing(sqlite3.connect(file, timeout=20)) as database:
            return database.execute(query).fetchall()

    def one(self, query: str) -> Any:
        ((found,),) = self.rows(query)
        return found


def killed_when(process: "subprocess.Popen[bytes]", true: Callable[[], bool]) -> None:
    """SIGKILL the process at that moment; it must not have ended before."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


@pytest.fixture
def whole(saxonbridge_home: Path, tmp_path: Path) -> Iterator[Home]:
    home = tmp_path / "home"
    lay_in(home)
    copy_home(saxonbridge_home / "lake", home / "lake")
    yield Home(home)


FINDINGS = "select count(*) from assessment_finding"
STATE = "select state from assessment_assessment"
PROGRESS = "select progress from assessment_assessment"
MADE = "select count(*) from audit_event where verb = 'assessment.made'"
TASKS = "select status from django_tasks_database_dbtaskresult"


def test_a_worker_killed_in_an_assessment_is_followed_by_one_that_makes_it_once(
    whole: Home, saxonbridge_files: Generated
) -> None:
    whole.run(ASK, "assessment", saxonbridge_files.partnership)
    written = whole.folder / "documents"

    killed_when(whole.worker(), lambda: "finding 12 " in whole.one(PROGRESS))
    assert whole.one(STATE) == "making" and whole.one(FINDINGS) == 0
    assert whole.one(MADE) == 0 and not written.exists()
    assert whole.rows(TASKS) == [("RUNNING",)]
    whole.run(AGAIN)
    assert whole.rows(TASKS) == [("READY",)]

    # Once more when the findings are kept and the files are being written.
    killed_when(whole.worker(), lambda: whole.one(MADE) == 1)
    kept = whole.rows("select ref, result, blocks from assessment_finding order by ref")
    assert whole.one(STATE) == "draft" and len(kept) > 20
    assert not [p for p in written.rglob("assessment-*") if p.suffix == ".part"]
    whole.run(AGAIN)
    assert whole.worker().wait(PATIENCE) == 0

    assert whole.rows(TASKS) == [("SUCCESSFUL",)]
    assert whole.one(MADE) == 1
    again = whole.rows(
        "select ref, result, blocks from assessment_finding order by ref"
    )
    assert again == kept


def test_the_command_killed_in_an_assessment_leaves_no_half_file_and_gives_the_same(
    whole: Home, saxonbridge_files: Generated, tmp_path: Path
) -> None:
    def assess(out: Path) -> "subprocess.Popen[bytes]":
        return whole.start(
            "-m", "goldthread.cli", "assess", saxonbridge_files.partnership,
            "--to", "2025-12", "--out", out, "--formats", "html,json",
        )  # fmt: skip

    clean, out = tmp_path / "clean", tmp_path / "out"
    assert assess(clean).wait(PATIENCE) == 0
    killed_when(
        assess(out),
        lambda: whole.one("select count(*) from assessment_assessment") == 2,
    )
    assert not out.exists()
    killed_when(assess(out), lambda: any(out.glob("*.html")))
    left = {path.suffix for path in out.iterdir() if not path.name.startswith(".")}
    assert left <= {".html", ".json"}
    for path in out.glob("assessment-*"):
        assert path.read_bytes() == (clean / path.name).read_bytes()
    assert assess(out).wait(PATIENCE) == 0

    for path in clean.iterdir():
        assert (out / path.name).read_bytes() == path.read_bytes()
    # What the killed commands left is made by the worker, and by it alone.
    assert whole.rows(TASKS) == []
    making = whole.one(f"{STATE.replace('state', 'count(*)')} where state = 'making'")
    whole.run(AGAIN)
    whole.run(AGAIN)
    assert whole.rows(TASKS) == [("READY",)] * making and making >= 1


def test_a_worker_killed_while_it_reads_or_loads_a_delivery_loads_it_once(
    tmp_path: Path, saxonbridge_files: Generated, saxonbridge_areas: Path
) -> None:
    home = Home(tmp_path / "home")
    lay_in(home.folder)
    copy_home(saxonbridge_areas / "lake", home.folder / "lake")
    lake = Lake(home.folder)
    months = [p for p in saxonbridge_files.police if p.name.startswith("2025-0")]
    home.run(ASK, "delivery", *months)
    state = "select state from intake_delivery"
    progress = "select progress from intake_delivery"

    killed_when(home.worker(), lambda: "reading" in home.one(progress))
    assert home.one(state) == "checking" and len(lake.batches()) == 1
    home.run(AGAIN)
    assert home.worker().wait(PATIENCE) == 0
    assert home.one(state) == "checked" and len(lake.batches()) == 1

    home.run(DECIDE)
    killed_when(home.worker(), (lake.folder / "INTENT").exists)
    assert home.one(state) == "loading" and len(lake.batches()) == 1
    home.run(AGAIN)
    assert home.worker().wait(PATIENCE) == 0

    assert home.one(state) == "loaded"
    assert len(lake.batches()) == 2 and lake.verify() == []
    verbs = json.dumps(home.rows("select verb from audit_event"))
    assert verbs.count('"batch.loaded"') == verbs.count('"delivery.loaded"') == 1
    assert {status for (status,) in home.rows(TASKS)} == {"SUCCESSFUL"}
    assert not list((home.folder / "uploads").iterdir())
