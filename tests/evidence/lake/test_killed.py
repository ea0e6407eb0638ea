"""Killed at any moment, the old version stands and the rerun gives the same bytes (F03)."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.evidence.lake import files
from tests.evidence.lake.conftest import AT

from goldthread.evidence.lake import Lake, LakeBusy

ROOT = Path(__file__).resolve().parents[3]

# Kills itself just before or just after the n-th file of the lake is put in place.
KILLED = """
import os, signal, sys, threading
from datetime import UTC, datetime
from pathlib import Path
from goldthread.evidence.lake import Lake
home, stop, *paths = sys.argv[1:]
real, count, lock = Path.replace, 0, threading.Lock()

def replace(path, target):
    global count
    with lock:
        count += 1
        if count * 2 - 1 == int(stop):
            os.kill(os.getpid(), signal.SIGKILL)
        done = real(path, target)
        if count * 2 == int(stop):
            os.kill(os.getpid(), signal.SIGKILL)
        return done

Path.replace = replace
at = datetime(2026, 3, 1, 9, tzinfo=UTC)
Lake(Path(home)).add([Path(p) for p in paths], by="ana", at=at)
print(count)
"""


def run(home: Path, stop: int, paths: list[Path]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", KILLED, str(home), str(stop), *map(str, paths)]
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def everything(lake: Lake) -> dict[str, bytes]:
    """Every file of the lake but the lock, whose text names a process."""
    return {
        path.relative_to(lake.folder).as_posix(): path.read_bytes()
        for path in sorted(lake.folder.rglob("*"))
        if path.is_file() and path.name != "LOCK"
    }


@pytest.mark.slow
def test_a_load_killed_at_every_file_it_writes_leaves_the_old_version_and_no_trace(
    tmp_path: Path,
) -> None:
    """Twenty-two kills, each before or after one of the files put in place."""
    given = files.lookups(tmp_path / "f")
    first = [files.usual_month(tmp_path / "f", "2021-05")]
    second = [
        *(files.usual_month(tmp_path / "f", f"2021-{m:02d}") for m in (6, 7, 8)),
        files.usual_month(tmp_path / "g", "2021-05", burglaries=35),
        *files.boundaries(tmp_path / "f"),
    ]
    clean = Lake(tmp_path / "clean")
    for paths in (given, first, second):
        clean.add(paths, by="ana", at=AT)
    home = tmp_path / "home"
    lake = Lake(home)
    for paths in (given, first):
        lake.add(paths, by="ana", at=AT)
    old, kills, stop = lake.version().id, 0, 0
    held = False

    while not held:
        stop += 1
        done = run(home, stop, second)
        held = lake.version().id != old
        if done.returncode == -signal.SIGKILL:
            kills += 1
        else:
            assert done.returncode == 0, done.stderr
        assert lake.verify() == []

    assert kills >= 20
    # The last kill came after the swap; the next writer clears its note away.
    assert lake.add(second, by="ana", at=AT).number is None
    assert everything(lake) == everything(clean)


@pytest.mark.slow
def test_a_load_killed_at_random_moments_gives_the_same_version_when_run_again(
    tmp_path: Path,
) -> None:
    paths = files.lookups(tmp_path / "f") + files.boundaries(tmp_path / "f")
    paths += [
        files.usual_month(tmp_path / "f", f"{y}-{m:02d}")
        for y in (2019, 2020, 2021)
        for m in range(1, 13)
    ]
    clean = Lake(tmp_path / "clean").add(paths, by="ana", at=AT)
    home = tmp_path / "home"

    for wait_s in (0.9, 1.1, 1.3):
        command = [sys.executable, "-c", KILLED, str(home), "0", *map(str, paths)]
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            stdout=subprocess.DEVNULL,
        ) as child:
            time.sleep(wait_s)
            child.kill()
        assert Lake(home).verify() == []

    done = Lake(home).add(paths, by="ana", at=AT)
    assert done.version == clean.version
    assert Lake(home).verify() == []


def test_a_second_writer_waits_and_is_told_who_holds_the_lake(
    known: Lake, tmp_path: Path
) -> None:
    path = files.usual_month(tmp_path, "2021-06")
    told = []

    def meanwhile(words: str) -> None:
        if not told:
            with pytest.raises(LakeBusy) as refusal:
                known.undo(1, by="ben", at=AT)
            told.append(str(refusal.value))

    known.add([path], by="ana", at=AT, progress=meanwhile)

    assert told[0].startswith("The lake is being written by ana (process ")
    assert "nothing was changed" in told[0]
    assert known.undo(2, by="ben", at=AT).number == 3
