"""An installation of an earlier release comes up at today's version with all it held.

`tests/fixtures/demo-VERSION.sqlite3.xz` is the database of that release's demonstration,
kept for ever: every later release starts from it here.
"""

import lzma
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BACKUPS = sorted((ROOT / "tests" / "fixtures").glob("demo-*.sqlite3.xz"))
KEPT = (
    "partners_person",
    "partners_agency",
    "partners_seat",
    "strategy_strategy",
    "strategy_evidence",
    "delivery_action",
    "delivery_update",
    "audit_event",
)


def counts(file: Path) -> dict[str, int]:
    with sqlite3.connect(file) as base:
        return {
            table: base.execute(f"select count(*) from {table}").fetchone()[0]
            for table in KEPT
        }


def test_the_release_kept_its_backup() -> None:
    assert [path.name for path in BACKUPS] == ["demo-0.2.0.sqlite3.xz"]


@pytest.mark.slow
@pytest.mark.parametrize("backup", BACKUPS, ids=lambda path: path.stem)
def test_an_older_database_comes_up_with_everything_it_held(
    backup: Path, tmp_path: Path
) -> None:
    file = tmp_path / "goldthread.sqlite3"
    file.write_bytes(lzma.decompress(backup.read_bytes()))
    before = counts(file)

    done = subprocess.run(
        [sys.executable, "-m", "goldthread.cli", "strategy", "list", "--json"],
        env=os.environ
        | {
            "GOLDTHREAD_HOME": str(tmp_path),
            "GOLDTHREAD_DATABASE": "",
            "PYTHONPATH": str(ROOT / "src"),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert '"state": "In force"' in done.stdout
    assert counts(file) == before
    assert all(before.values())
