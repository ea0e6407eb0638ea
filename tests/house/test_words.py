"""The project speaks of the product alone."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Assembled so that this file does not find itself.
FORBIDDEN = {
    "a machine path": re.compile(r"(?<![\w.])/(?:wor" r"k|ro" r"ot|hom" r"e/\w+)/\w"),
    "a registry host": re.compile(
        r"(?:files\.pythonhosted|pypi\.(?:org|python)|registry\.npmjs|deb\.debian)\."
    ),
    "a helper's name": re.compile(r"\b(?:hel" r"per [A-HS]|the le" r"ad's)\b"),
}


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def faults(text: str) -> list[str]:
    return [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text()
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        found += [f"{path.relative_to(ROOT)}: {what}" for what in faults(text)]

    assert not found


@pytest.mark.parametrize(
    "line",
    [
        "see /wor" + "k/main/x",
        "index at pypi." + "org.",
        "from registry.npm" + "js.org",
    ],
)
def test_a_planted_name_is_found(line: str) -> None:
    assert faults(line)
