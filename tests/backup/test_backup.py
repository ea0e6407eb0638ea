"""A backup holds everything, is whole or refused, and comes back row for row."""

import lzma
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from tests.audit.test_kills import (
    JUDGE,
    SEALER,
    WRITER,
    environment_of,
    run,
    started,
    wait_for_lines,
)
from tests.databases import Postgres
from tests.migrated import lay_in, lay_on
from tests.shared import once

from goldthread.backup.rows import kept_models

ROOT = Path(__file__).resolve().parents[2]
RELEASED = ROOT / "tests" / "fixtures" / "demo-0.2.0.sqlite3.xz"
ON_POSTGRES = os.environ.get("GOLDTHREAD_TEST_DB") == "postgres"
# Most tests are of installations on SQLite, whichever database the run is for.
on_both = pytest.mark.usefixtures("django_db_setup")


def goldthread(
    home: Path, *words: str, database: str = ""
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "goldthread.cli", *words],
        env=environment_of(home, database),
        capture_output=True,
        text=True,
        check=False,
    )


def contents(file: Path) -> dict[str, list[str]]:
    """Every row of every table, read past Django; acts of the backup itself left out."""
    found = {}
    with sqlite3.connect(file) as base:
        base.row_factory = sqlite3.Row
        names = base.execute(
            "select name from sqlite_master where type = 'table' and name not like "
            "'sqlite_%' and name <> 'django_migrations'"
        )
        for (name,) in names.fetchall():
            rows = [dict(row) for row in base.execute(f"select * from {name}")]
            found[name] = sorted(str(sorted(row.items())) for row in rows)
    found["audit_event"] = [
        row
        for row in found["audit_event"]
        if not any(f"'installation.{act}'" in row for act in ("backed_up", "restored"))
    ]
    found.pop("audit_unsealed")  # one row for each of the acts left out
    return found


def files(home: Path) -> dict[str, bytes]:
    skipped = ("run", "static", "goldthread.sqlite3")
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file()
        and path.relative_to(home).parts[0] not in skipped
        and path.name != "LOCK"
    }


@pytest.fixture(scope="session")
def upgraded(shared: Path) -> Path:
    """The demonstration of 0.2.0, upgraded, with files beside its rows; to be copied."""

    def upgrade(home: Path) -> None:
        (home / "files" / "notes").mkdir(parents=True)
        (home / "goldthread.sqlite3").write_bytes(
            lzma.decompress(RELEASED.read_bytes())
        )
        (home / "files" / "notes" / "photo.jpg").write_bytes(os.urandom(70_000))
        done = goldthread(home, "strategy", "list")
        assert done.returncode == 0, done.stderr

    once(shared / "upgraded", upgrade)
    return shared / "upgraded"


@pytest.fixture
def installation(upgraded: Path, tmp_path: Path) -> Path:
    """An installation that has had a year, and files beside its rows."""
    return Path(shutil.copytree(upgraded, tmp_path / "home"))


@pytest.fixture(scope="session")
def backed_up(upgraded: Path, shared: Path) -> Path:
    """One backup of it, for those who ask what becomes of a file."""

    def back_up(folder: Path) -> None:
        home = Path(shutil.copytree(upgraded, folder / "home"))
        done = goldthread(home, "backup", str(folder / "b.tar"))
        assert done.returncode == 0, done.stderr

    once(shared / "backed-up", back_up)
    return shared / "backed-up"


@pytest.mark.slow
@pytest.mark.parametrize(
    "release",
    sorted((ROOT / "tests" / "fixtures").glob("backup-*.tar")),
    ids=lambda path: path.stem,
)
def test_the_backup_of_an_earlier_release_comes_back_at_this_version(
    release: Path, tmp_path: Path
) -> None:
    back = goldthread(tmp_path / "home", "restore", str(release))

    assert back.returncode == 0, back.stderr
    after = contents(tmp_path / "home" / "goldthread.sqlite3")
    assert len(after["delivery_update"]) > 800
    assert len(after["partners_person"]) == 20
    listed = goldthread(tmp_path / "home", "strategy", "list", "--json")
    assert '"state": "In force"' in listed.stdout


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.stop()


@pytest.mark.django_db
def test_every_table_there_is_is_in_a_backup() -> None:
    tables = set(connection.introspection.table_names())

    kept = {model._meta.db_table for model in kept_models(apps)}

    assert tables - kept == {"django_migrations"}
    assert kept <= tables


@pytest.mark.slow
def test_what_is_restored_is_what_was_there(
    installation: Path, saxonbridge_home: Path, tmp_path: Path
) -> None:
    shutil.copytree(saxonbridge_home / "lake", installation / "lake")
    file = tmp_path / "friday.tar"
    made = goldthread(installation, "backup", str(file))
    before = contents(installation / "goldthread.sqlite3"), files(installation)
    shutil.rmtree(installation)

    whole = goldthread(tmp_path / "none", "backup-check", str(file))
    back = goldthread(installation, "restore", str(file))

    assert made.returncode == whole.returncode == 0, made.stderr + whole.stderr
    assert back.returncode == 0, back.stderr
    assert "compared row for row" in back.stdout
    after = contents(installation / "goldthread.sqlite3"), files(installation)
    assert after == before
    assert sum(len(rows) for rows in before[0].values()) > 3_000
    assert goldthread(installation, "lake", "verify").returncode == 0
    with sqlite3.connect(installation / "goldthread.sqlite3") as base:
        acts = base.execute(
            "select verb from audit_event order by id desc limit 2"
        ).fetchall()
        triggers = base.execute(
            "select count(*) from sqlite_master where type = 'trigger'"
        ).fetchone()
    assert acts == [("installation.restored",), ("installation.backed_up",)]
    assert triggers[0] >= 10
    assert file.stat().st_mode & 0o077 == 0


@on_both
@pytest.mark.slow
@pytest.mark.skipif(not ON_POSTGRES, reason="needs a PostgreSQL")
def test_a_backup_moves_an_installation_to_postgresql_and_back(
    installation: Path, postgres: Postgres, tmp_path: Path
) -> None:
    here, there, home = tmp_path / "a.tar", tmp_path / "b.tar", tmp_path / "back"
    assert goldthread(installation, "backup", str(here)).returncode == 0
    before = contents(installation / "goldthread.sqlite3")

    to = goldthread(tmp_path / "pg", "restore", str(here), database=postgres.url)
    again = goldthread(tmp_path / "pg", "backup", str(there), database=postgres.url)
    back = goldthread(home, "restore", str(there))

    assert to.returncode == again.returncode == back.returncode == 0, (
        to.stderr + again.stderr + back.stderr
    )
    after = contents(home / "goldthread.sqlite3")
    assert {name: len(rows) for name, rows in after.items()} == {
        name: len(rows) for name, rows in before.items()
    }
    assert after["delivery_update"] == before["delivery_update"]
    # PostgreSQL counts on from the last row: a new one does not meet an old number.
    added = run(ADD, environment_of(tmp_path / "pg", postgres.url))
    assert added.strip() == "added"


ADD = """
import django
django.setup()
from datetime import UTC, datetime
from goldthread.partners import services
services.add_agency(name="After the move", by=None, at=datetime.now(UTC))
print("added")
"""


@on_both
@pytest.mark.slow
def test_a_backup_taken_while_people_work_tears_nothing_apart(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    database, target = "", ""
    if ON_POSTGRES:
        database = request.getfixturevalue("postgres").url
        lay_on(str(request.getfixturevalue("postgres").folder), "postgres")
        other = Postgres()
        request.addfinalizer(other.stop)
        target = other.url
    environment = environment_of(tmp_path / "home", database)
    if not ON_POSTGRES:
        lay_in(tmp_path / "home")
    acked, file = tmp_path / "acked", tmp_path / "b.tar"
    at_work = [
        started(WRITER, environment, "w", out=acked),
        started(SEALER, environment, out=tmp_path / "none"),
    ]
    try:
        wait_for_lines(acked, 20)
        sure = tmp_path / "sure"  # acknowledged before the backup began
        lines = acked.read_text().split("\n")[:-1]
        sure.write_text("\n".join(lines) + "\n")
        made = goldthread(tmp_path / "home", "backup", str(file), database=database)
        went_on = wait_for_lines(acked, len(lines))
    finally:
        for each in at_work:
            each.kill()
            each.wait()

    back = goldthread(tmp_path / "new", "restore", str(file), database=target)

    assert made.returncode == back.returncode == 0, made.stderr + back.stderr
    assert went_on > len(lines), "nobody could work during the backup"
    said = run(JUDGE, environment_of(tmp_path / "new", target), str(sure))
    assert said.startswith("lost 0 apart 0 twice 0 whole"), said


@pytest.mark.slow
def test_a_damaged_backup_is_named_and_nothing_is_restored(
    backed_up: Path, tmp_path: Path
) -> None:
    file, home = backed_up / "b.tar", tmp_path / "new"
    sound = file.read_bytes()
    with tarfile.open(file) as tar:
        member = tar.getmember("home/files/notes/photo.jpg")
        at = member.offset_data + 1_000
    flipped = sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :]

    for content, words in (
        (flipped, "photo.jpg was changed or damaged"),
        (sound[: len(sound) // 2], "cut short"),
        (b"", "cut short"),
        (b"GIF89a" * 400, "cannot be read as a backup"),
    ):
        file = tmp_path / "b.tar"
        file.write_bytes(content)
        whole = goldthread(home, "backup-check", str(file))
        back = goldthread(home, "restore", str(file))
        assert whole.returncode == back.returncode == 1
        assert words in whole.stdout + whole.stderr
        assert words in back.stderr
        assert not home.exists()


@pytest.mark.slow
def test_a_member_that_climbs_out_of_the_folder_is_refused(
    backed_up: Path, tmp_path: Path
) -> None:
    file, evil = backed_up / "b.tar", tmp_path / "evil.tar"
    with tarfile.open(file) as tar, tarfile.open(evil, "w") as to:
        for about in tar:
            source = tar.extractfile(about)
            if about.name.endswith("photo.jpg"):
                about.name = "home/../../out.jpg"
            to.addfile(about, source)

    back = goldthread(tmp_path / "new", "restore", str(evil))

    assert back.returncode == 1
    assert "does not belong into the backup" in back.stderr
    assert not list(tmp_path.rglob("out.jpg"))


@pytest.mark.slow
def test_a_restore_never_mixes_two_installations(
    installation: Path, backed_up: Path, tmp_path: Path
) -> None:
    file = Path(shutil.copy(backed_up / "b.tar", tmp_path))
    before = contents(installation / "goldthread.sqlite3")

    onto = goldthread(installation, "restore", str(file))
    over = goldthread(installation, "backup", str(file))

    assert onto.returncode == 1
    assert "is not empty" in onto.stderr
    assert over.returncode == 1
    assert "is there already" in over.stderr
    assert contents(installation / "goldthread.sqlite3") == before


@pytest.mark.slow
def test_a_restore_that_was_killed_is_not_served_and_begins_again(
    backed_up: Path, tmp_path: Path
) -> None:
    file, home = backed_up / "b.tar", tmp_path / "new"
    killed = subprocess.Popen(
        [sys.executable, "-m", "goldthread.cli", "restore", str(file)],
        env=environment_of(home),
    )
    while not (home / "goldthread.sqlite3").exists() and killed.poll() is None:
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.wait()

    served = goldthread(home, "serve", "--port", "1")
    again = goldthread(home, "restore", str(file))

    assert served.returncode == 1
    assert "was not finished" in served.stderr
    assert again.returncode == 0, again.stderr
    assert contents(home / "goldthread.sqlite3") == contents(
        backed_up / "home" / "goldthread.sqlite3"
    )


ATTACH = """
import django
django.setup()
from datetime import UTC, datetime
from django.core.files.uploadedfile import SimpleUploadedFile
from goldthread.delivery.models import Action
from goldthread.notes.about import About
from goldthread.notes.services import attach_file
from goldthread.partners.models import Person
from tests.notes.files import photo
owner = Person.objects.get(email__startswith="manager@")
action = Action.objects.order_by("pk").first()
kept = attach_file(
    About("delivery.action", action.reference),
    SimpleUploadedFile("square.jpg", photo(64, 64), "image/jpeg"),
    by=owner,
    at=datetime.now(UTC),
)
print(kept.file.name)
"""


@pytest.mark.slow
def test_a_backup_says_which_file_is_gone(installation: Path, tmp_path: Path) -> None:
    name = run(ATTACH, environment_of(installation)).strip()
    whole = goldthread(installation, "backup", str(tmp_path / "whole.tar"))
    (installation / "files" / name).unlink()

    made = goldthread(installation, "backup", str(tmp_path / "gap.tar"))

    assert whole.returncode == 0, whole.stdout
    assert made.returncode == 1
    assert f"speaks of the file {name}" in made.stdout
    assert (tmp_path / "gap.tar").exists(), "the rest is kept all the same"
