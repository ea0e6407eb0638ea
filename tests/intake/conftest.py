"""A lake that knows its areas, copied for each test."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.shared import copy_home

from goldthread.evidence.lake import Lake

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def lake(empty_home: Path, saxonbridge_areas: Path) -> Lake:
    """It knows its areas and holds no month yet; to change."""
    copy_home(saxonbridge_areas / "lake", empty_home / "lake")
    return Lake(empty_home)
