"""What several files of this room's tests stand on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.partners.stand_in import StandIn, written

from goldthread.config.single_sign_on import providers


@pytest.fixture(scope="module")
def running() -> Iterator[StandIn]:
    provider = StandIn()
    yield provider
    provider.stop()


@pytest.fixture
def provider(running: StandIn, tmp_path: Path, settings: Any) -> StandIn:
    running.honest()
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        str(written(tmp_path, issuer=running.issuer))
    )
    return running
