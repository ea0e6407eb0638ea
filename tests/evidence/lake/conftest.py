"""A lake of the small country, and one that already knows its lookups."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.evidence.lake import files

from goldthread.evidence.lake import Lake

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """An empty lake."""
    return Lake(tmp_path / "home", wait_s=0.2)


@pytest.fixture
def known(lake: Lake, tmp_path: Path) -> Lake:
    """A lake whose first batch is the lookups."""
    lake.add(files.lookups(tmp_path / "lookups"), by="ana", at=AT)
    return lake
