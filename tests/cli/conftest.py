"""The command run in this process, on homes that hold Saxonbridge or only its areas."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.shared import copy_home

from goldthread.cli import main, unsafe
from goldthread.evidence.lake import Lake
from goldthread.saxonbridge import Generated


@dataclass(frozen=True)
class Ran:
    """How one run ended and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _as_installed(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests answer to a name of their own and do not wait for the disk; no site does."""
    settings.ALLOWED_HOSTS = ["localhost"]
    monkeypatch.setattr(unsafe, "of_database", lambda: iter(()))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """`goldthread` with these words, in this process."""

    def once(*words: object) -> Ran:
        capsys.readouterr()
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return once


@pytest.fixture
def whole(saxonbridge_home: Path, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """All of Saxonbridge, to read only."""
    monkeypatch.setenv("GOLDTHREAD_HOME", str(saxonbridge_home))
    return Lake(saxonbridge_home)


@pytest.fixture
def copied(saxonbridge_home: Path, empty_home: Path) -> Lake:
    """All of Saxonbridge, to change; parts are linked, not copied."""
    copy_home(saxonbridge_home / "lake", empty_home / "lake")
    return Lake(empty_home)


@pytest.fixture
def areas(saxonbridge_areas: Path, empty_home: Path) -> Lake:
    """A lake that knows its areas and holds no month yet, to change."""
    copy_home(saxonbridge_areas / "lake", empty_home / "lake")
    return Lake(empty_home)


@pytest.fixture
def two_files(saxonbridge_files: Generated) -> list[Path]:
    """A month of offences and the month after it."""
    return [path for path in saxonbridge_files.police if "street" in path.name][-2:]
