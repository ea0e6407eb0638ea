"""Real kills of real processes: an act and its record stand or fall together, and what
was acknowledged is there exactly once (trust F01, F02)."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from tests.databases import Postgres
from tests.migrated import lay_in, lay_on

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("django_db_setup")]
ROOT = Path(__file__).parents[2]

# Adds agencies one after the other and says so once each is committed.
WRITER = """
import sys
import django
django.setup()
from datetime import UTC, datetime
from django.db import OperationalError, connection
from goldthread.partners import services
run, n = sys.argv[1], 0
while True:
    n += 1
    try:
        services.add_agency(name=f"Agency {run}-{n}", by=None, at=datetime.now(UTC))
    except OperationalError:  # the database went away, or another process has the lock
        connection.close()
        continue
    sys.stdout.write(f"Agency {run}-{n}\\n")
    sys.stdout.flush()
"""
SEALER = """
import time
import django
django.setup()
from datetime import UTC, datetime
from django.db import OperationalError, connection
from goldthread.audit.sealing import seal_due
while True:
    try:
        seal_due(at=datetime.now(UTC))
    except OperationalError:
        connection.close()
    time.sleep(0.02)
"""
JUDGE = """
import sys
import django
django.setup()
from datetime import UTC, datetime, timedelta
from goldthread.audit.keys import keys
from goldthread.audit.models import Event
from goldthread.audit.sealing import seal_due
from goldthread.audit.verification import verify
from goldthread.partners.models import Agency
seal_due(at=datetime.now(UTC) + timedelta(minutes=1))
there = sorted(Agency.objects.values_list("name", flat=True))
told = sorted(Event.objects.filter(verb="agency.added").values_list("subject_label", flat=True))
acked = set(open(sys.argv[1]).read().split("\\n")[:-1])
found = verify(keys())
print("lost", len(acked - set(there)), "apart", len(set(there) ^ set(told)),
      "twice", len(there) - len(set(there)) + len(told) - len(set(told)),
      found.state, found.fault, "waiting", found.waiting, "acked", len(acked))
"""


def started(
    code: str, environment: dict[str, str], *words: str, out: Path
) -> "subprocess.Popen[bytes]":
    with out.open("ab") as file:
        return subprocess.Popen(
            [sys.executable, "-c", code, *words], env=environment, stdout=file
        )


def run(code: str, environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def environment_of(home: Path, database: str = "") -> dict[str, str]:
    return os.environ | {
        "GOLDTHREAD_HOME": str(home),
        "GOLDTHREAD_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "goldthread.config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }


def wait_for_lines(file: Path, more_than: int) -> int:
    """How many lines the file has, once they are more than there were."""
    for _ in range(400):
        lines = file.read_bytes().count(b"\n") if file.exists() else 0
        if lines > more_than:
            return lines
        time.sleep(0.05)
    raise AssertionError("nothing was acknowledged within 20 seconds")


@pytest.fixture
def server() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.stop()


def place_of(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """A database that other processes reach: of the kind that this run tests."""
    if connection.vendor == "sqlite":
        lay_in(tmp_path / "home")
        return environment_of(tmp_path / "home")
    server: Postgres = request.getfixturevalue("server")
    lay_on(str(server.folder), "postgres")
    # The server of the tests may lose the last moments; this promise may not.
    return environment_of(
        tmp_path / "home", f"{server.url}&options=-c%20synchronous_commit%3Don"
    )


def test_writers_and_sealers_killed_at_random_lose_nothing(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    environment, acked = place_of(request, tmp_path), tmp_path / "acked"
    chance = random.Random(20261123)
    lines = 0

    for kill in range(6):
        writer = started(WRITER, environment, str(kill), out=acked)
        sealer = started(SEALER, environment, out=tmp_path / "sealer")
        lines = wait_for_lines(acked, lines)
        time.sleep(chance.uniform(0.05, 0.6))
        for process in (writer, sealer):
            process.send_signal(signal.SIGKILL)
            process.wait()

    said = run(JUDGE, environment, str(acked))
    assert said.startswith("lost 0 apart 0 twice 0 whole  waiting 0 acked "), said


def test_a_killed_postgresql_loses_no_act_that_was_acknowledged(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server to kill")
    environment, acked = place_of(request, tmp_path), tmp_path / "acked"
    server: Postgres = request.getfixturevalue("server")
    writer = started(WRITER, environment, "x", out=acked)
    sealer = started(SEALER, environment, out=tmp_path / "sealer")
    lines = 0

    for _ in range(4):
        lines = wait_for_lines(acked, lines)
        time.sleep(0.3)
        kill_and_restart(server)
    lines = wait_for_lines(acked, lines)
    for process in (writer, sealer):
        process.send_signal(signal.SIGKILL)
        process.wait()

    said = run(JUDGE, environment, str(acked))
    assert said.startswith("lost 0 apart 0 twice 0 whole  waiting 0 acked "), said


def kill_and_restart(server: Postgres) -> None:
    pid = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    for attempt in range(50):
        time.sleep(0.1)  # its children notice, and let the memory go
        try:
            server._run(
                "pg_ctl", "-w", "-l", str(server.folder / "log"),
                "-o", f"-k {server.folder} -c listen_addresses=", "start",
            )  # fmt: skip
            return
        except pytest.UsageError:
            if attempt == 49:
                raise
