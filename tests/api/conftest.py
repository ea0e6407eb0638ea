"""What every test of the API begins with."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Tests take their rows back, numbers included; the product never does."""
    cache.clear()
    yield
    cache.clear()
