"""What is dear to make and only read, or copied before it is changed: once for a run.

The processes of a run share a folder: tools/test.sh names one for the runs on both
databases; else it is pytest's own. Whoever needs a thing first makes it, the others wait.
"""

import fcntl
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from tests.migrated import lay_in

if TYPE_CHECKING:
    from goldthread.saxonbridge import Generated

ROOT = Path(__file__).resolve().parents[1]
LOADED_AT = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
Made = TypeVar("Made")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of the run share."""
    if told := os.environ.get("GOLDTHREAD_TEST_SHARED"):
        return Path(told)
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def once(folder: Path, make: Callable[[Path], Made]) -> Made:
    """What `make` gave when it filled this folder, in whichever process that was."""
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # goes with the process that holds it
        given = folder.with_name(f"{folder.name}.given")
        if not given.exists():
            shutil.rmtree(folder, ignore_errors=True)  # a process died in the middle
            folder.mkdir(parents=True)
            given.write_bytes(pickle.dumps(make(folder)))
        made: Any = pickle.loads(given.read_bytes())
        return made  # type: ignore[no-any-return]


def copy_home(source: Path, target: Path, *, but: tuple[str, ...] = ()) -> None:
    """A home of one's own; parts are linked: they are immutable."""
    left_out = shutil.ignore_patterns(*but)
    shutil.copytree(
        source, target, copy_function=_linked, ignore=left_out, dirs_exist_ok=True
    )


def _linked(source: str, target: str) -> str:
    # What is swapped (CURRENT, history) must be a file of its own.
    if source.endswith(".parquet"):
        Path(target).hardlink_to(source)
    else:
        shutil.copy2(source, target)
    return target


@pytest.fixture(scope="session")
def saxonbridge_files(shared: Path) -> "Generated":
    """The invented city's supplied files (4 s)."""
    from goldthread.saxonbridge import generate

    return once(shared / "saxonbridge", generate)


@pytest.fixture(scope="session")
def saxonbridge_homes(saxonbridge_files: "Generated", shared: Path) -> Path:
    """Three homes, one after each delivery (10 s): `areas`, `months`, `home`."""
    made = saxonbridge_files

    def load(folder: Path) -> None:
        from goldthread.evidence.lake import Lake

        lake = Lake(folder / "home")
        lake.mark_demonstration()
        for name, paths in (
            ("areas", made.context),
            ("months", made.police),
            ("home", made.corrections),
        ):
            report = lake.add(list(paths), by="the tests", at=LOADED_AT)
            assert not report.refused, [file.refusal for file in report.files]
            if name != "home":
                copy_home(folder / "home", folder / name)

    once(shared / "homes", load)
    return shared / "homes"


@pytest.fixture(scope="session")
def saxonbridge_home(saxonbridge_homes: Path) -> Path:
    """A home folder whose lake holds all of Saxonbridge. Copy it to change it."""
    return saxonbridge_homes / "home"


@pytest.fixture(scope="session")
def saxonbridge_months(saxonbridge_homes: Path) -> Path:
    """The same before a corrected month came. To read only."""
    return saxonbridge_homes / "months"


@pytest.fixture(scope="session")
def saxonbridge_areas(saxonbridge_homes: Path) -> Path:
    """The same before any month came: it knows its areas. Copy it to change it."""
    return saxonbridge_homes / "areas"


@pytest.fixture(scope="session")
def demonstration_home(shared: Path) -> Path:
    """A demonstration built by its command (half a minute). Copy it to change it."""

    def build(home: Path) -> None:
        lay_in(home)
        done = subprocess.run(
            [sys.executable, "-m", "goldthread.cli", "demo", "--build-only"],
            env=os.environ
            | {
                "GOLDTHREAD_HOME": str(home),
                "PYTHONPATH": str(ROOT / "src"),
                "GOLDTHREAD_DATABASE": "",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    once(shared / "demonstration", build)
    return shared / "demonstration"
