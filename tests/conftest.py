"""What every test may ask for, and what none may do."""

import socket
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from goldthread.saxonbridge import Generated

pytest_plugins = ["tests.databases", "tests.migrated", "tests.browser"]

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "data" / "real"
STATEMENTS = ROOT / "docs" / "reference" / "statements.txt"
if not hasattr(sys.modules["__main__"], "__file__"):
    # An xdist worker's main module has no file, and the Spark client then takes the run
    # for its own doctests and looks for a Spark it does not need.
    sys.modules["__main__"].__file__ = __file__

LOADED_AT = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real open data beside the project; skips where it is absent."""
    if not (REAL / "PROVENANCE.md").exists():
        pytest.skip("the real open data is not beside this checkout")
    return REAL


@pytest.fixture(scope="session")
def saxonbridge_files(tmp_path_factory: pytest.TempPathFactory) -> "Generated":
    """The invented city's supplied files, written once (4 s)."""
    from goldthread.saxonbridge import generate

    return generate(tmp_path_factory.mktemp("saxonbridge"))


@pytest.fixture(scope="session")
def saxonbridge_home(
    saxonbridge_files: "Generated", tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A home folder whose lake holds all of Saxonbridge (10 s). Copy it to change it."""
    from goldthread.evidence.lake import Lake

    home = tmp_path_factory.mktemp("home")
    lake = Lake(home)
    lake.mark_demonstration()
    made = saxonbridge_files
    for paths in (made.context, made.police, made.corrections):
        report = lake.add(list(paths), by="the tests", at=LOADED_AT)
        assert not report.refused, [file.refusal for file in report.files]
    return home


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, with nothing in it."""
    monkeypatch.setenv("GOLDTHREAD_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def _no_socket_but_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if not str(host).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {host}: only loopback is open")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A claim on a statement that does not exist stops the run."""
    known = set(STATEMENTS.read_text().split())
    for item in items:
        for mark in item.iter_markers("covers"):
            for statement in mark.args:
                if statement not in known:
                    raise pytest.UsageError(
                        f"{item.nodeid} claims to prove {statement}, which is not in "
                        f"{STATEMENTS.relative_to(ROOT)}."
                    )
