"""The floors hold, and a breach of any contract is caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

BREACHES = {
    "a lower floor imports a higher one": (
        "core/breach.py",
        "import goldthread.evidence\n",
        "A floor imports only the floors below it",
    ),
    "the middle looks up": (
        "audit/breach.py",
        "import goldthread.assessment\n",
        "A floor imports only the floors below it",
    ),
    "core touches an engine": (
        "core/breach.py",
        "import duckdb\n",
        "Core is pure",
    ),
    "evidence knows Django": (
        "evidence/breach.py",
        "import django\n",
        "Evidence and documents know no Django",
    ),
    "documents know Django": (
        "documents/breach.py",
        "import django\n",
        "Evidence and documents know no Django",
    ),
    "a report counts what people did": (
        "intake/breach.py",
        "from goldthread.audit.models import Event\n",
        "Nothing counts what people did",
    ),
    "a page other than the record's reads it": (
        "web/breach.py",
        "from goldthread.audit import queries\n",
        "Nothing counts what people did",
    ),
    "the public site reads a draft": (
        "public/breach.py",
        "from goldthread.strategy.models import Strategy\n",
        "The public site reads what was published",
    ),
    "the public site asks the lake": (
        "public/breach.py",
        "from goldthread.evidence.lake import Lake\n",
        "The public site reads what was published",
    ),
    "a room without a floor": (
        "attic/__init__.py",
        "",
        "are not listed as layers",
    ),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [str(command), "--no-cache", "--no-logo"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "src",
        tmp_path / "src",
        ignore=shutil.ignore_patterns("static", "__pycache__", "templates"),
    )
    return tmp_path


@pytest.mark.slow
def test_the_floors_hold(copy: Path) -> None:
    done = lint(copy)

    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("breach", BREACHES)
def test_a_planted_breach_is_caught(copy: Path, breach: str) -> None:
    where, line, rule = BREACHES[breach]
    planted = copy / "src" / "goldthread" / where
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(line)

    done = lint(copy)

    assert done.returncode != 0
    assert rule in " ".join(done.stdout.split())
