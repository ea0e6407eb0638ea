"""An upgrade beside people who read and write: they wait, and nothing that was kept is lost.

The release before is the 0.2.0 demonstration's database; the one after is this code with
one more migration, slow enough to be met by everybody.
"""

import http.client
import lzma
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from tests.databases import USER, Postgres

from goldthread.partners.demonstration import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
BACKUP = ROOT / "tests" / "fixtures" / "demo-0.2.0.sqlite3.xz"
BACKUP_FILE = ROOT / "tests" / "fixtures" / "backup-0.2.0.tar"
DATABASE: dict[str, str] = {}  # of a home, where it is no file in it
NEXT = """
import time
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("notes", "{last}")]
    operations = [
        migrations.RunPython(lambda apps, editor: time.sleep(3)),
        migrations.RunSQL("CREATE TABLE next_release (id integer)"),
    ]
"""
# The tables and rows of the release before, as `restore` first builds them; it stops there.
BEFORE = """
import sys
from pathlib import Path
import django
django.setup()
from datetime import UTC, datetime
from django.core import management
from goldthread.backup.restoring import restore_rows

def upgrade(*words, **more):
    raise SystemExit(0)

management.call_command = upgrade
restore_rows(Path(sys.argv[1]), by=None, at=datetime.now(UTC), tell=print)
"""
SETTINGS = """
from goldthread.config.settings import *
MIGRATION_MODULES = {"notes": "next_notes"}
"""


class Visitor:
    """Somebody at a browser: keeps cookies, follows nothing."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}

    def ask(
        self, method: str, path: str, **sent: str
    ) -> tuple[int, dict[str, str], str]:
        held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": held} if held else {}
        body = urlencode(sent) if sent else None
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        try:
            door.request(method, path, body, headers)
            answer = door.getresponse()
            text = answer.read().decode(errors="replace")
        finally:
            door.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                pair = value.partition(";")[0].partition("=")
                self.cookies[pair[0]] = pair[2]
        return answer.status, dict(answer.getheaders()), text

    def form(self, path: str, mark: str) -> dict[str, str]:
        """What the form with this mark would send by itself."""
        _, _, page = self.ask("GET", path)
        whole = next(f for f in re.findall(r"<form.*?</form>", page, re.S) if mark in f)
        hidden = re.findall(
            r'<input type="hidden" name="([^"]+)" value="([^"]*)"', whole
        )
        return {name: unescape(value) for name, value in hidden}


# On PostgreSQL it takes 32 s beside the 28 of SQLite: a server of its own, and the tables of
# two releases made and filled there. Both in one run are too dear, and the run that repeats tests on a
# second database leaves this room out (tests/databases.py), so it is run by hand before a
# release: GOLDTHREAD_TEST_DB=postgres pytest tests/house/test_upgrade_under_traffic.py. Last
# done on 26 November 2026, and nothing was lost.
ON_POSTGRES = os.environ.get("GOLDTHREAD_TEST_DB") == "postgres"


@pytest.fixture
def server() -> Iterator[Postgres | None]:
    """A PostgreSQL of our own; None where the database is a file in the home folder."""
    made = Postgres() if ON_POSTGRES else None
    yield made
    if made is not None:
        made.stop()


@pytest.fixture
def home(tmp_path: Path, server: Postgres | None) -> Path:
    """The home of the release before, with its rows."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    if server is not None:
        DATABASE[str(folder)] = server.url
        words = [sys.executable, "-W", "ignore", "-c", BEFORE, str(BACKUP_FILE)]
        own = environ(folder, DJANGO_SETTINGS_MODULE="goldthread.config.settings")
        subprocess.run(words, env=own, check=True, stdout=subprocess.DEVNULL)
        return folder
    file = folder / "goldthread.sqlite3"
    file.write_bytes(lzma.decompress(BACKUP.read_bytes()))
    file.chmod(0o600)
    return folder


def environ(home: Path, **more: str) -> dict[str, str]:
    own = {
        "GOLDTHREAD_HOME": str(home),
        "GOLDTHREAD_DATABASE": DATABASE.get(str(home), ""),
        "PYTHONPATH": f"{ROOT / 'src'}:{home.parent}",
    }
    return os.environ | own | more


@pytest.fixture
def port(home: Path) -> Iterator[int]:
    """The site of this version, started on the database of the one before."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found = int(probe.getsockname()[1])
    run = "import django; django.setup(); from goldthread.cli.site import collect_static; collect_static()"
    own = environ(home, DJANGO_SETTINGS_MODULE="goldthread.config.settings")
    subprocess.run([sys.executable, "-W", "ignore", "-c", run], env=own, check=True)
    words = ["-m", "gunicorn", "goldthread.config.wsgi:application"]
    words += ["--bind", f"127.0.0.1:{found}", "--threads", "4", "--timeout", "120"]
    site = subprocess.Popen([sys.executable, "-W", "ignore", *words], env=own)
    for _ in range(600):
        try:
            Visitor(found).ask("GET", "/public/")
            break
        except OSError:
            time.sleep(0.1)
    yield found
    site.terminate()
    site.wait(timeout=60)


def upgrade(home: Path, **more: str) -> None:
    """What whoever runs the site does: a command of the new version."""
    words = [sys.executable, "-m", "goldthread.cli", "plan", "--json"]
    own = environ(home, **more)
    subprocess.run(words, env=own, check=True, stdout=subprocess.DEVNULL)


def plant_the_next_release(home: Path) -> dict[str, str]:
    there = home.parent / "next_notes"
    shutil.copytree(ROOT / "src/goldthread/notes/migrations", there)
    last = max(path.stem for path in there.glob("0*.py"))
    (there / "0099_next.py").write_text(NEXT.format(last=last))
    (home.parent / "next_settings.py").write_text(SETTINGS)
    return {"DJANGO_SETTINGS_MODULE": "next_settings"}


@pytest.mark.slow
def test_people_wait_while_a_site_is_upgraded_and_lose_nothing(
    home: Path, port: int, server: Postgres | None
) -> None:
    reader = Visitor(port)
    code, headers, page = reader.ask("GET", "/public/")
    # The program is newer than its database: no page is made of the two.
    assert (code, headers["Retry-After"]) == (503, "15")
    assert "of two versions" in page

    upgrade(home)
    time.sleep(1.2)  # it looks again once a second
    assert reader.ask("GET", "/public/")[0] == 200

    writer = Visitor(port)
    form = writer.form("/account/login/", "password")
    email = "manager@saxonbridge.example.org"
    assert (
        writer.ask("POST", "/account/login/", **form, login=email, password=PASSWORD)[0]
        == 302
    )
    kept, answers, stop = [], [], threading.Event()
    form = writer.form("/plan/A-001/", "comments/")

    def read() -> None:
        while not stop.is_set():
            answers.append(reader.ask("GET", "/public/what-we-do/"))

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            words = f"Written beside the upgrade {number}"
            sent: dict[str, Any] = form | {
                "text": words,
                "once": f"{number:08d}-0000-4000-8000-000000000000",
            }
            answer = writer.ask("POST", "/plan/A-001/comments/", **sent)
            answers.append(answer)
            if answer[0] == 302:
                kept.append(words)

    people = [threading.Thread(target=each) for each in (read, write)]
    for one in people:
        one.start()
    time.sleep(2)
    before = len(kept)
    upgrade(home, **plant_the_next_release(home))
    time.sleep(1)
    stop.set()
    for one in people:
        one.join(timeout=120)

    codes = [code for code, _, _ in answers]
    assert set(codes) <= {200, 302, 503}  # never an error page
    assert before > 0 and codes.count(503) > 1
    waits = [(headers, page) for code, headers, page in answers if code == 503]
    assert all(headers["Retry-After"] for headers, _ in waits)
    assert any("Nothing you sent before is lost" in page for _, page in waits)
    # The process of the version before goes on saying that it has to be started anew.
    assert "of two versions" in reader.ask("GET", "/public/")[2]
    assert set(kept) <= comments_after(home, server)


def comments_after(home: Path, server: Postgres | None) -> set[str]:
    """What people wrote, read past Django from the upgraded database."""
    asked, upgraded = (
        "select text from notes_comment",
        "select count(*) from next_release",
    )
    if server is None:
        with sqlite3.connect(home / "goldthread.sqlite3") as base:
            assert base.execute("pragma integrity_check").fetchone() == ("ok",)
            assert base.execute(upgraded).fetchone() == (0,)
            return {row[0] for row in base.execute(asked)}
    with psycopg.connect(f"host={server.folder} user={USER} dbname=postgres") as link:
        assert link.execute(upgraded).fetchone() == (0,)  # type: ignore[arg-type]
        return {row[0] for row in link.execute(asked)}  # type: ignore[arg-type]
