"""A demonstration whose build is killed ends right at the next try, nothing doubled."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from goldthread.evidence.lake import Lake
from goldthread.partners.demonstration import ACCOUNTS
from goldthread.saxonbridge.assessed import WORDS
from goldthread.saxonbridge.sitting import PEOPLE

BOUND = 240  # seconds for one try; a whole build takes 20 on two quiet cores
# The words a build says when it begins a piece, and the seconds of it that pass before
# the kill: at its beginning, in its middle, late in it.
KILLS = (
    ("", 0.6),
    ("writing the invented suppliers' files", 1.0),
    ("loading areas, residents", 0.3),
    ("loading sixty months", 2.5),
    ("loading a corrected month", 0.2),
    ("assessing Saxonbridge", 4.0),
)

pytestmark = pytest.mark.slow


def build(home: Path, log: Path, *more: str) -> "subprocess.Popen[bytes]":
    """A build in a process of its own, as `make demo` starts it."""
    environment = os.environ | {
        "GOLDTHREAD_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "goldthread.config.settings",
    }
    environment.pop("GOLDTHREAD_DATABASE", None)
    command = [sys.executable, "-m", "goldthread.cli", "demo", "--build-only", *more]
    with log.open("wb") as told:
        return subprocess.Popen(
            command, env=environment, stdout=told, stderr=told, start_new_session=True
        )


def finished(home: Path, log: Path, *more: str) -> int:
    return build(home, log, *more).wait(timeout=BOUND)


def kill_when(home: Path, log: Path, words: str, seconds: float) -> int:
    """Start a build, wait for these words and a little longer, and kill it."""
    process = build(home, log)
    until = time.monotonic() + BOUND
    while process.poll() is None and words not in log.read_text():
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.02)
    time.sleep(seconds)
    # The build alone, as the kernel does when memory runs out: its own helpers must
    # notice by themselves.
    process.kill()
    return process.wait(timeout=30)


def rows(home: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(home / "goldthread.sqlite3") as database:
        return database.execute(sql).fetchall()


@pytest.fixture(scope="module")
def survivor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home whose build was killed again and again, then left alone."""
    home = tmp_path_factory.mktemp("killed") / "home"
    log = home.with_name("log")
    ended = [kill_when(home, log, *moment) for moment in KILLS]
    # A fast machine may finish before the last one.
    assert ended.count(-signal.SIGKILL) >= 5, ended
    assert finished(home, log) == 0, log.read_text()
    yield home


def test_its_lake_is_the_one_of_a_build_nobody_disturbed(
    survivor: Path, saxonbridge_home: Path
) -> None:
    undisturbed, lake = Lake(saxonbridge_home), Lake(survivor)

    assert lake.verify() == []
    assert lake.is_demonstration
    assert lake.version().id == undisturbed.version().id
    assert [batch.act for batch in lake.batches()] == ["add"] * 3


def test_it_has_one_partnership_and_each_person_once(survivor: Path) -> None:
    people = [email for (email,) in rows(survivor, "select email from partners_person")]

    assert len(rows(survivor, "select 1 from partners_installation")) == 1
    assert len(people) == len(set(people)) == len(ACCOUNTS) + len(PEOPLE)
    assert {each.email for each in ACCOUNTS} < set(people)


def test_it_has_one_assessment_published_once_with_each_word_once(
    survivor: Path,
) -> None:
    [(state, document)] = rows(
        survivor, "select state, published_document from assessment_assessment"
    )
    words = rows(survivor, "select heading, version from assessment_wording")

    assert state == "published"
    assert json.loads(document)
    assert sorted(words) == sorted([(heading, 1) for heading in [*WORDS, "county"]])
    folders = list((survivor / "documents").glob("assessment-*/*"))
    assert [{file.suffix for file in folder.iterdir()} for folder in folders] == [
        {".html", ".pdf", ".json"}
    ]


def test_every_act_stands_once_in_the_record(survivor: Path) -> None:
    acts = Counter(verb for (verb,) in rows(survivor, "select verb from audit_event"))

    for once in ("requested", "made", "published"):
        assert acts[f"assessment.{once}"] == 1
    assert acts["person.added_for_demonstration"] == len(ACCOUNTS)
    # A kill between the lake and the record loses the record of that batch, which
    # `goldthread doctor` names (decision 4); it is never written twice.
    assert acts["batch.loaded"] <= 3


def test_nothing_half_written_is_left_lying(survivor: Path) -> None:
    left = [
        path.relative_to(survivor)
        for path in survivor.rglob("*")
        if path.suffix in (".part", ".tmp", ".draft")
    ]

    assert left == []


def test_building_it_again_changes_nothing(survivor: Path, tmp_path: Path) -> None:
    before = rows(survivor, "select count(*) from audit_event")
    version = Lake(survivor).version().id

    assert finished(survivor, tmp_path / "log") == 0

    assert rows(survivor, "select count(*) from audit_event") == before
    assert Lake(survivor).version().id == version


def test_a_build_killed_early_is_known_as_ours_and_may_be_thrown_away(
    tmp_path: Path,
) -> None:
    home, log = tmp_path / "home", tmp_path / "log"
    home.mkdir()
    process = build(home, log)
    while not any(home.iterdir()):
        time.sleep(0.01)
    time.sleep(0.3)
    process.kill()
    process.wait(timeout=30)

    again = build(home, log, "--afresh")
    until = time.monotonic() + BOUND
    while again.poll() is None and "writing the invented" not in log.read_text():
        assert time.monotonic() < until
        time.sleep(0.05)
    ended = again.poll()
    again.kill()
    again.wait(timeout=30)

    assert ended is None, log.read_text()
