"""The hand-made lake, and the two engines that must give the same rows of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.evidence.questions import made

from goldthread.evidence.engine import DuckEngine, SparkEngine


@pytest.fixture(scope="session")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> made.HandMade:
    """A version of a lake whose every row is known."""
    return made.HandMade(tmp_path_factory.mktemp("made") / "lake", made.tables())


@pytest.fixture(scope="session")
def duck(by_hand: made.HandMade) -> Iterator[DuckEngine]:
    """The engine that people use."""
    engine = DuckEngine(by_hand, pruned=False)  # type: ignore[arg-type]
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A Spark session on Sail, in this process; the client stops before its server."""
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()
    yield session
    session.stop()
    server.stop()


@pytest.fixture(scope="session")
def sail(by_hand: made.HandMade, spark: Any) -> SparkEngine:
    """The second engine: Spark's protocol without a JVM."""
    return SparkEngine(by_hand, spark, pruned=False)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def turned(tmp_path_factory: pytest.TempPathFactory) -> made.HandMade:
    """The same rows in the opposite order: no answer may depend on it."""
    rows = {name: list(reversed(found)) for name, found in made.tables().items()}
    folder: Path = tmp_path_factory.mktemp("turned") / "lake"
    return made.HandMade(folder, rows)
