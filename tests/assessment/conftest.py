"""A home with all of Saxonbridge, copied for tests that change it."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def saxonbridge_copy(
    saxonbridge_home: Path, empty_home: Path, saxonbridge_drawn: Path
) -> Path:
    """GOLDTHREAD_HOME with the whole lake in it; parts are linked, not copied."""
    shutil.copytree(
        saxonbridge_home / "lake", empty_home / "lake", copy_function=_linked
    )
    (empty_home / "drawn").symlink_to(saxonbridge_drawn)
    return empty_home


@pytest.fixture(scope="session")
def saxonbridge_drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures drawn once for all tests."""
    return tmp_path_factory.mktemp("drawn")


def _linked(source: str, target: str) -> str:
    # Parts are immutable; what is swapped (CURRENT, history) must be a file of its own.
    if source.endswith(".parquet"):
        Path(target).hardlink_to(source)
    else:
        shutil.copy2(source, target)
    return target
