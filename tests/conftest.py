"""What every test may ask for."""

from pathlib import Path

import pytest

REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "real"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real open data beside the project; skips where it is absent."""
    if not (REAL / "PROVENANCE.md").exists():
        pytest.skip("the real open data is not beside this checkout")
    return REAL
