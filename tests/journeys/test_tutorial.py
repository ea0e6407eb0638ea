"""The tutorials hold: each of their steps, commands and pictures is tried here."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.browser import OpenPage
from tests.journeys.tutorial import FirstAssessment, Walk
from tests.journeys.tutorials import ALL
from tests.shared import copy_home

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs/tutorials"
IMAGES = ROOT / "docs/images"
LARGEST = 150_000  # bytes of one picture
PATIENCE = 400  # seconds; a build takes 20 on two quiet cores
COMMANDS = "7. The same by command"


of_every_tutorial = pytest.mark.parametrize("walk", ALL, ids=lambda walk: walk.file)


def told(walk: type[Walk]) -> str:
    """The words of a tutorial."""
    return (PAGES / walk.file).read_text(encoding="utf-8")


@of_every_tutorial
def test_every_step_of_the_page_is_one_that_is_walked(walk: type[Walk]) -> None:
    headings = re.findall(r"^## (\d.*)$", told(walk), re.M)
    walked = list(walk.steps(walk.__new__(walk)))

    if walk is FirstAssessment:
        walked.append(COMMANDS)
    assert headings == walked


@of_every_tutorial
def test_every_picture_of_the_page_is_there_said_in_words_and_small(
    walk: type[Walk],
) -> None:
    shown = re.findall(r"!\[(.*?)\]\(\.\./images/(.*?)\)", told(walk), re.S)

    assert len(shown) >= 3
    for words, name in shown:
        assert len(words) > 15, name
        assert (IMAGES / name).stat().st_size < LARGEST, name
        assert (IMAGES / name).read_bytes().startswith(b"\x89PNG"), name


@pytest.fixture(scope="module")
def started(
    demonstration_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """A demonstration as `make demo` starts it: its address, and the folder beside it."""
    folder = tmp_path_factory.mktemp("tutorial")
    copy_home(demonstration_home, folder / "var" / "demo")
    with demonstration(folder / "var" / "demo") as address:
        yield address, folder


@pytest.mark.browser
@of_every_tutorial
def test_the_pages_of_the_tutorial_are_as_it_says(
    walk: type[Walk], started: tuple[str, Path], open_page: OpenPage
) -> None:
    address, folder = started
    page = open_page()
    page.set_default_timeout(60_000)
    taken: list[str] = []

    for step in walk(page, address, folder / "var/demo", taken.append).steps().values():
        step()

    assert re.findall(r"\(\.\./images/(.*?)\.png\)", told(walk)) == taken


def test_the_commands_of_the_tutorial_do_what_it_says(
    started: tuple[str, Path],
) -> None:
    _, folder = started
    words = told(FirstAssessment).split(COMMANDS)[1]
    commands = [line.strip() for line in re.findall(r"^    (.+)$", words, re.M)]
    environment = os.environ | {
        "GOLDTHREAD_HOME": str(folder / "var/demo"),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "goldthread.config.settings",
    }
    environment.pop("GOLDTHREAD_DATABASE", None)
    said = []

    for command in commands:
        if command.startswith("export "):
            assert command == 'export GOLDTHREAD_HOME="$PWD/var/demo"'
            continue
        program, *given = shlex.split(command)
        assert program == ".venv/bin/goldthread"
        done = subprocess.run(
            [sys.executable, "-m", "goldthread.cli", *given],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, (command, done.stderr)
        said.append(done.stdout)

    assert {path.suffix for path in (folder / "papers").iterdir()} == {
        ".html", ".pdf", ".json",
    }  # fmt: skip
    promised = re.search(r"answers “(.*?)”", words)
    assert promised is not None
    assert promised[1] in said[-1]


@contextmanager
def demonstration(home: Path) -> Iterator[str]:
    """A demonstration built in this folder and serving while it is needed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home.parent.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "GOLDTHREAD_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "goldthread.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    environment.pop("GOLDTHREAD_DATABASE", None)
    log = home.with_name("log")
    words = ["-m", "goldthread.cli", "demo", "--port", str(port), "--workers", "1"]
    with log.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, *words], env=environment, stdout=told, stderr=told
        )
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + PATIENCE
        while not _answers(address):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.3)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=60)
        shutil.rmtree(home, ignore_errors=True)


def _answers(address: str) -> bool:
    try:
        return bool(urllib.request.urlopen(address, timeout=30).status == 200)
    except (urllib.error.URLError, OSError):
        return False
