"""A home with all of Saxonbridge, copied for tests that change it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.shared import copy_home

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def saxonbridge_copy(
    saxonbridge_home: Path, empty_home: Path, saxonbridge_drawn: Path
) -> Path:
    """GOLDTHREAD_HOME with the whole lake in it."""
    copy_home(saxonbridge_home / "lake", empty_home / "lake")
    (empty_home / "drawn").symlink_to(saxonbridge_drawn)
    return empty_home


@pytest.fixture(scope="session")
def saxonbridge_drawn(shared: Path) -> Path:
    """Pictures drawn once for all tests."""
    (shared / "drawn").mkdir(exist_ok=True)
    return shared / "drawn"
