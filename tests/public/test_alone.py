"""The public site on a host of its own, as `goldthread serve --public` really runs it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.migrated import lay_in

pytestmark = [pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "/",
    "/priorities/",
    "/what-we-do/",
    "/measures/",
    "/decisions/",
    "/strategy/",
    "/who-we-are/",
    "/get-involved/",
    "/measures.csv",
    "/what-we-do.csv",
)
# Where partners sign in and work: not one of them is there.
INSIDE = (
    "/account/login/",
    "/desk/",
    "/plan/",
    "/measures/V1/",
    "/publishing/",
    "/assessments/",
    "/api/v1/openapi.json",
    "/public/",
    "/setup/",
    "/record/",
)


class Answer(NamedTuple):
    """What came back."""

    code: int
    headers: Message
    body: str


def installed(home: Path) -> dict[str, str]:
    home.chmod(0o700)
    lay_in(home)
    (home / "goldthread.sqlite3").chmod(0o600)
    return os.environ | {
        "GOLDTHREAD_HOME": str(home),
        "GOLDTHREAD_DATABASE": "",
        "PYTHONPATH": str(ROOT / "src"),
    }


def goldthread(environ: dict[str, str], *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "goldthread.cli", *words],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site's address, while it runs; stopped as a service would stop it."""
    environ = installed(tmp_path_factory.mktemp("alone"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ("serve", "--public", "--port", str(port), "--workers", "1")
    running = goldthread(environ, *words)
    assert running.stdout is not None
    said = running.stdout.readline()
    assert f"The public site is at http://127.0.0.1:{port}/" in said
    yield f"http://127.0.0.1:{port}"
    running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=60) == 0
    running.stdout.close()


def ask(address: str, **headers: str) -> Answer:
    for _ in range(20):  # the port is open a moment before its worker is awake
        try:
            request = urllib.request.Request(address, headers=headers)
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answer(
                    answer.status,
                    answer.headers,
                    answer.read().decode(errors="replace"),
                )
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read().decode())
        except (ConnectionError, urllib.error.URLError):
            time.sleep(0.5)
    raise AssertionError(f"{address} does not answer")


@pytest.mark.covers("S118")
def test_anybody_reads_every_page_and_gets_no_cookie(site: str) -> None:
    for path in PAGES:
        answer = ask(site + path)
        assert answer.code == 200, path
        assert answer.headers["Cache-Control"] == "public, max-age=300", path
        assert answer.headers["Set-Cookie"] is None, path
        assert "Cookie" not in (answer.headers["Vary"] or ""), path
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "Partners sign in" not in answer.body
        again = ask(site + path, **{"If-None-Match": answer.headers["ETag"]})
        assert (again.code, again.body) == (304, ""), path


def test_what_partners_work_on_is_not_there(site: str) -> None:
    for path in INSIDE:
        answer = ask(site + path)
        assert answer.code == 404, path
        assert answer.headers["Set-Cookie"] is None, path
    assert "There is no such page" in ask(site + "/desk/").body


def test_nobody_sends_it_anything(site: str) -> None:
    request = urllib.request.Request(site + "/", data=b"x=1", method="POST")

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)

    with refused.value as answer:
        assert answer.code == 405


def test_the_doctor_finds_a_real_installation_sound(tmp_path: Path) -> None:
    """What the tests' own database may do without, a real one has: the wait for the disk."""
    looked = goldthread(installed(tmp_path), "doctor", "--json")
    said, _ = looked.communicate(timeout=120)

    found = json.loads(said)

    assert looked.returncode == 0, said
    assert [one["sentence"] for one in found if one["grave"]] == []
    assert not any("disk" in one["sentence"] for one in found)
