"""The reference pages say what the code says."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools import reference


def test_no_reference_page_is_stale() -> None:
    assert reference.stale() == []


def test_a_changed_page_is_called_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for page in reference.PAGES:
        (tmp_path / page).write_text(reference.printed(page))
    (tmp_path / "command.md").write_text("an older command\n")
    monkeypatch.setattr(reference, "REFERENCE", tmp_path)

    assert reference.stale() == ["command.md"]
