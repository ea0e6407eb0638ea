"""What every test may ask for, and what none may do."""

import gc
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

pytest_plugins = ["tests.databases", "tests.migrated", "tests.shared", "tests.browser"]

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "data" / "real"
STATEMENTS = ROOT / "docs" / "reference" / "statements.txt"
if not hasattr(sys.modules["__main__"], "__file__"):
    # An xdist worker's main module has no file, and the Spark client then takes the run
    # for its own doctests and looks for a Spark it does not need.
    sys.modules["__main__"].__file__ = __file__

# A moment in which other work has the cores says nothing about the example.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

# What is imported and collected stays until the end: half a million objects that the
# collector of garbage would look through every few seconds (a seventh of the CPU).
gc.set_threshold(20_000, 20, 20)

LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real open data beside the project; skips where it is absent."""
    if not (REAL / "PROVENANCE.md").exists():
        pytest.skip("the real open data is not beside this checkout")
    return REAL


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, with nothing in it."""
    monkeypatch.setenv("GOLDTHREAD_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture(autouse=True, scope="session")
def _no_socket_but_loopback() -> Iterator[None]:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if not str(host).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {host}: only loopback is open")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


# Files of few tests that take long: begun last, each would keep one worker busy at
# the end while the other is idle.
LONGEST = (
    "saxonbridge/test_killed.py",
    "journeys/test_tutorial.py",
    "journeys/test_two_quarters.py",
    "journeys/test_founding.py",
    "house/test_wheel.py",
    "journeys/test_killed.py",
    "desk/test_kills.py",
    "backup/test_backup.py",
    "strategy/test_in_browser.py",
    "partners/test_matrix.py",
    "assessment/test_pages.py",
    "saxonbridge/test_partnership.py",
    "journeys/test_chased.py",
    "journeys/test_first_assessment.py",
    "partners/test_access_in_browser.py",
    "web/test_print.py",
    "evidence/lake/test_killed.py",
    "notes/test_in_browser.py",
    "delivery/test_in_browser.py",
    "delivery/test_sheets_pages.py",
    "governance/test_in_browser.py",
    "cli/test_verbs.py",
    "web/test_ending.py",
    "web/test_looks.py",
    "web/test_in_browser.py",
    "web/test_access.py",
    "thread/test_in_browser.py",
)


def _longest_first(item: pytest.Item) -> int:
    file = item.nodeid.split("::")[0].removeprefix("tests/")
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    gc.unfreeze()  # what native libraries count at the end must be gone by then


@pytest.hookimpl(trylast=True)  # pytest-django puts tests without a database last
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A claim on a statement that does not exist stops the run."""
    items.sort(key=_longest_first)
    known = set(STATEMENTS.read_text().split())
    for item in items:
        for mark in item.iter_markers("covers"):
            for statement in mark.args:
                if statement not in known:
                    raise pytest.UsageError(
                        f"{item.nodeid} claims to prove {statement}, which is not in "
                        f"{STATEMENTS.relative_to(ROOT)}."
                    )
