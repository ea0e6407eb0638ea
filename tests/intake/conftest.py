"""A lake that knows its areas, copied for each test."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from goldthread.evidence.lake import Lake
from goldthread.saxonbridge import Generated

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def known_areas(
    saxonbridge_files: Generated, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A home whose demonstration lake knows its areas and holds no month yet."""
    home = tmp_path_factory.mktemp("areas")
    lake = Lake(home)
    lake.mark_demonstration()
    lake.add(list(saxonbridge_files.context), by="the tests", at=NOW)
    return home


@pytest.fixture
def lake(empty_home: Path, known_areas: Path) -> Lake:
    """The same, to change."""
    shutil.copytree(known_areas / "lake", empty_home / "lake")
    return Lake(empty_home)
