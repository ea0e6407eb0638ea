"""A stand-in server, and a client that does not really wait."""

from collections.abc import Iterator

import pytest
from tests.evidence.fetching.standin import StandIn, serving

from goldthread.evidence.fetching.client import Client


@pytest.fixture
def standin() -> StandIn:
    """What the server holds and how it misbehaves; set before or while asking."""
    return StandIn()


@pytest.fixture
def address(standin: StandIn) -> Iterator[str]:
    """The running stand-in's address."""
    with serving(standin) as at:
        yield at


@pytest.fixture
def waits() -> list[float]:
    """How long the client would have waited, in seconds."""
    return []


@pytest.fixture
def client(waits: list[float]) -> Client:
    """A client whose waits are written down; its clock runs on by them."""
    import time

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        # A stand-in that said 429 forgets after 0.2 s: wait for real, but no longer.
        time.sleep(min(seconds, 0.25))

    return Client(
        clock=lambda: time.monotonic() + sum(waits), sleep=sleep, timeout_s=2.0
    )
