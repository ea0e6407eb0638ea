"""A large load is read by two processes, and nothing about the result shows it."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.shared import copy_home

from goldthread.evidence.lake import Lake, LakeRefused, hands
from goldthread.saxonbridge import Generated

pytestmark = pytest.mark.slow
LOADED_AT = datetime(2026, 4, 20, 9, tzinfo=UTC)


def some_months(made: Generated) -> list[Path]:
    return [path for path in made.police if path.name.startswith("2025-")]


def lake_at(home: Path, areas: Path) -> Lake:
    """A lake of its own that knows its areas and holds no month yet."""
    copy_home(areas / "lake", home / "lake")
    return Lake(home)


def test_two_processes_write_the_same_bytes_as_two_threads(
    tmp_path: Path,
    saxonbridge_files: Generated,
    saxonbridge_areas: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    months = some_months(saxonbridge_files)
    threads = lake_at(tmp_path / "threads", saxonbridge_areas)
    apart = lake_at(tmp_path / "apart", saxonbridge_areas)
    expected = threads.add(months, by="test", at=LOADED_AT)

    monkeypatch.setattr(hands, "LARGE", 0)
    found = apart.add(months, by="test", at=LOADED_AT)

    assert found.version == expected.version
    assert found.total("accepted") == expected.total("accepted") > 0
    assert [f.remarks for f in found.files] == [f.remarks for f in expected.files]
    assert apart.verify() == []


def test_a_hand_that_dies_is_said_and_changes_nothing(
    tmp_path: Path,
    saxonbridge_files: Generated,
    saxonbridge_areas: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lake = lake_at(tmp_path / "home", saxonbridge_areas)
    before = lake.version().id
    monkeypatch.setattr(hands, "LARGE", 0)
    start = hands._started

    def dying(*given: object) -> "subprocess.Popen[bytes]":
        process = start(*given)  # type: ignore[arg-type]
        process.kill()
        process.wait()
        return process

    monkeypatch.setattr(hands, "_started", dying)
    with pytest.raises(LakeRefused, match="nothing was changed"):
        lake.add(some_months(saxonbridge_files), by="test", at=LOADED_AT)

    assert lake.version().id == before


LOAD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from goldthread.evidence.lake import Lake, hands
hands.LARGE = 0
Lake(Path(sys.argv[1])).add(
    [Path(p) for p in sys.argv[2:]], by="killed", at=datetime(2026, 4, 20, 9, tzinfo=UTC)
)
"""


def hands_below(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_killed_load_takes_its_hands_with_it_and_can_be_done_again(
    tmp_path: Path, saxonbridge_files: Generated, saxonbridge_areas: Path
) -> None:
    months = some_months(saxonbridge_files)
    lake = lake_at(tmp_path / "home", saxonbridge_areas)
    before = lake.version().id
    clean = lake_at(tmp_path / "clean", saxonbridge_areas)
    expected = clean.add(months, by="test", at=LOADED_AT).version
    loading = subprocess.Popen(
        [sys.executable, "-c", LOAD, str(tmp_path / "home"), *map(str, months)]
    )
    while not (children := hands_below(loading.pid)):
        time.sleep(0.02)
    intent = tmp_path / "home" / "lake" / "INTENT"
    while not intent.exists():  # the first part is being put in place
        time.sleep(0.005)

    os.kill(loading.pid, signal.SIGKILL)
    loading.wait()

    deadline = time.monotonic() + 5
    while any(map(is_running, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, children))
    assert lake.version().id == before
    assert lake.add(months, by="test", at=LOADED_AT).version == expected
    assert lake.verify() == []
