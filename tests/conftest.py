"""What every test may ask for, and what none may do."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["tests.databases", "tests.browser"]

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "data" / "real"
STATEMENTS = ROOT / "docs" / "reference" / "statements.txt"
LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real open data beside the project; skips where it is absent."""
    if not (REAL / "PROVENANCE.md").exists():
        pytest.skip("the real open data is not beside this checkout")
    return REAL


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
