"""Every gate of `make check` goes red on a planted fault, and CI runs the gates."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

FAULTS = {
    "format": ("src/goldthread/core/planted.py", "x  =  1\n"),
    "lint": ("src/goldthread/core/planted.py", "import os\n"),
    "the clock outside its places": (
        "src/goldthread/intake/planted.py",
        "from django.utils.timezone import now\n\nNOW = now()\n",
    ),
    "floors": (
        "src/goldthread/core/planted.py",
        "import goldthread.evidence as e\n\nE = e\n",
    ),
    "types": ("src/goldthread/core/planted.py", 'LENGTH: int = "seven"\n'),
    "a function without types": (
        "src/goldthread/intake/planted.py",
        "def late(delivery):\n    return delivery\n",
    ),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout without its environment, which is shared."""
    folder = tmp_path_factory.mktemp("gates") / "main"
    shutil.copytree(
        ROOT,
        folder,
        ignore=shutil.ignore_patterns(
            ".venv", ".git", "var", "vendor", "__pycache__", ".hypothesis"
        ),
    )
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "tools/check.sh"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_turns_the_gate_red(copy: Path, fault: str) -> None:
    where, text = FAULTS[fault]
    planted = copy / where
    planted.write_text(text)

    done = check(copy)
    planted.unlink()

    assert done.returncode != 0
    assert "planted" in done.stdout + done.stderr


def test_ci_runs_the_readmes_test_command() -> None:
    assert "exec make test" in (ROOT / ".ci" / "run").read_text()
    assert "make test" in (ROOT / "README.md").read_text()
    recipe = (ROOT / "Makefile").read_text().split("test: env-dev", 1)[1]
    assert "tools/check.sh" in recipe.split("\n\n")[0]
    assert "tools/test.sh" in recipe.split("\n\n")[0]
