"""An installation of the story's own: its home, its database, its mail, its site."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from tests.audit.test_kills import environment_of, run
from tests.databases import Postgres
from tests.desk.post import Post, free_port, opened
from tests.desk.site import Site
from tests.migrated import lay_in, lay_on


class Place:
    """Where a story plays: real processes, reached by their address and their command."""

    def __init__(self, environment: dict[str, str], post: Post, folder: Path) -> None:
        self.environment, self.post, self.folder = environment, post, folder
        self.site: Site | None = None
        self.port = free_port()
        environment["GOLDTHREAD_ADDRESS"] = f"http://127.0.0.1:{self.port}"

    def command(self, *words: str, **also: str) -> str:
        """What `goldthread ...` says."""
        done = subprocess.run(
            [sys.executable, "-m", "goldthread.cli", *words],
            env=self.environment | also, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def serves(self) -> Site:
        """Start the site and its worker; the links in its mail lead to it."""
        self.site = Site(self.environment, self.folder / "log", port=self.port)
        return self.site

    def asks(self, code: str, *words: str) -> str:
        """What a program finds in the database of the story, beside the site."""
        return run(_BOOT + code, self.environment, *words).strip()


_BOOT = """
import json, sys
from goldthread.cli.booted import boot_with_tables, now
boot_with_tables()
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """An empty installation on the kind of database that this run tests."""
    post, stops = Post(), list[Callable[[], None]]()
    controller = opened(post)
    stops.append(controller.stop)
    home, database = tmp_path / "home", ""
    if connection.vendor == "sqlite":
        lay_in(home)
    else:
        server = Postgres()
        stops.append(server.stop)
        lay_on(str(server.folder), "postgres")
        database = f"{server.url}&options=-c%20synchronous_commit%3Don"
    environment = environment_of(home, database)
    environment["GOLDTHREAD_MAIL"] = f"smtp://127.0.0.1:{controller.port}"
    environment.pop("GOLDTHREAD_SECOND_FACTOR", None)
    here = Place(environment, post, tmp_path)
    yield here
    if here.site:
        here.site.stop()
    for stop in stops:
        stop()
