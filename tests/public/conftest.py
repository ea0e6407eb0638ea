"""What every test of the public site begins with."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from goldthread.strategy import published


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Tests take their rows back and use their keys again; the product never does."""
    cache.clear()
    published._read.cache_clear()
    yield
    cache.clear()
    published._read.cache_clear()
