"""Which database the tests run on, and a real PostgreSQL started for them.

GOLDTHREAD_TEST_DB=sqlite (or nothing) is a SQLite file; GOLDTHREAD_TEST_DB=postgres
starts a server of our own in a temporary folder, on a Unix socket, and stops it at the
end (0.8 s). Every process gets its own home folder, so no test meets a real one.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

TESTS = Path(__file__).resolve().parent
USER = "goldthread"
_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)


class QuickArgon2(Argon2PasswordHasher):
    """The same hash at the lowest cost: the real one takes a quarter of a second."""

    time_cost, memory_cost, parallelism = 1, 8, 1


class Postgres:
    """A PostgreSQL server of our own, thrown away at the end.

    Not `durable` it forgets what a crash would lose, which no test but a benchmark minds.
    """

    def __init__(self, *, durable: bool = False) -> None:
        hasty = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        self.folder = Path(tempfile.mkdtemp(prefix="gt-pg-"))
        # PostgreSQL refuses to run as root; Debian's package brings its own user.
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.as_user:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "-A", "trust", "-E", "UTF8", "--locale=C", "-U", USER)
        self._run(
            "pg_ctl",
            "-w",
            "-l",
            str(self.folder / "log"),
            "-o",
            f"-k {self.folder} -c listen_addresses= {'' if durable else hasty}",
            "start",
        )

    @property
    def url(self) -> str:
        return f"postgres://{USER}@/postgres?host={self.folder}"

    def stop(self) -> None:
        self._run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name: str, *words: str) -> None:
        command = [*self.as_user, str(program(name))]
        done = subprocess.run(
            [*command, "-D", str(self.folder / "data"), *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd="/",
            text=True,
        )
        if done.returncode:
            raise pytest.UsageError(f"{name} could not run: {done.stderr.strip()}")


def program(name: str) -> Path:
    """One of the programs that a PostgreSQL server brings, of the newest that is there."""
    for pattern in _FOLDERS:
        for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True):
            if (folder / name).exists():
                return folder / name
    if found := shutil.which(name):
        return Path(found)
    raise pytest.UsageError(
        f"GOLDTHREAD_TEST_DB=postgres needs PostgreSQL, and no {name} was found. Run: sudo apt-get install --no-install-recommends postgresql"
    )


def choose(config: pytest.Config) -> None:
    """Point Django at a home of its own and at the database asked for."""
    from django.conf import settings

    from goldthread.config.databases import database

    home = Path(tempfile.mkdtemp(prefix="goldthread-tests-"))
    for name in ("static", "files"):
        (home / name).mkdir()
    os.environ["GOLDTHREAD_HOME"] = str(home)
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    settings.GOLDTHREAD_HOME = home
    settings.STATIC_ROOT = home / "static"
    settings.EMAIL_FILE_PATH = home / "outbox"
    settings.PASSWORD_HASHERS = ["tests.databases.QuickArgon2"]
    # Tests that are about these turn them on; the others sign in with a password, as
    # people whose days the tests choose.
    settings.SECOND_FACTOR, settings.DORMANT_DAYS = "optional", 0
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": home / "files"},
        },
        # Hashed names need collectstatic first; a test of their own does that.
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        },
    }
    _use({"default": _for_tests(database(_where(config), home), home)})


def _for_tests(described: dict[str, Any], home: Path) -> dict[str, Any]:
    """The database as the product opens it, but not kept over a power cut.

    SQLite is a file here as it is at work. In memory, every thread of a live server would
    share one connection with the test, and their transactions would run into each other.
    """
    if "sqlite3" in described["ENGINE"]:
        described["TEST"] = {"NAME": home / "tests.sqlite3"}
        described["OPTIONS"]["init_command"] += (
            "PRAGMA synchronous=OFF;PRAGMA journal_mode=MEMORY;"
        )
    return described


def _use(databases: dict[str, Any]) -> None:
    from django.conf import settings
    from django.db import connections

    # pytest-django loads the settings before any plugin of ours, and Django has
    # remembered their database by now: hand it the new one.
    settings.DATABASES = databases
    connections.settings = connections.configure_settings(databases)
    if hasattr(connections._connections, "default"):
        del connections["default"]


def _where(config: pytest.Config) -> str:
    asked = os.environ.get("GOLDTHREAD_TEST_DB", "sqlite")
    if asked not in ("sqlite", "postgres"):
        raise pytest.UsageError(
            f"GOLDTHREAD_TEST_DB must be sqlite or postgres, and it is {asked!r}."
        )
    distributes = getattr(config.option, "numprocesses", None)
    if asked == "sqlite" or distributes:  # xdist's controller runs no tests itself
        return ""
    server = Postgres()
    config.add_cleanup(server.stop)
    return server.url


def empty_what_was_filled() -> None:
    """After a test that commits, take out the rows it left, and nothing else.

    Django empties every table there is, and then writes its own content types and
    permissions anew: half a second each time. The record refuses to be emptied; between
    tests its triggers are lifted, within one they are as the product has them.
    """
    from django.db import connection, transaction
    from django.test import TransactionTestCase
    from tests.laid import Empty

    from goldthread.audit import protection

    def tear_down(self: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            filled = Empty.filled()
            if connection.vendor == "postgresql":
                # Its triggers, and the checks between tables that are emptied together.
                cursor.execute("SET LOCAL session_replication_role = replica")
                for table in filled:
                    cursor.execute(f'DELETE FROM "{table}"')
                return
            for statement in protection.lift(connection.vendor):
                cursor.execute(statement)
            for table in filled:
                cursor.execute(f'DELETE FROM "{table}"')
            for statement in protection.protect_all(connection.vendor):
                cursor.execute(statement)

    TransactionTestCase._fixture_teardown = tear_down  # type: ignore[attr-defined]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rows-only",
        action="store_true",
        help="leave out what asks for no database: on a second one it would only be repeated",
    )


# Rooms whose tests ask for no database: on a second one their files, and the libraries
# that these bring in, are not even read.
ROWLESS = ("core", "documents", "evidence", "house", "saxonbridge")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if config.getoption("--rows-only") and collection_path.parent == TESTS:
        return collection_path.name in ROWLESS or None
    return None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    for item in items:
        room = item.path.relative_to(TESTS).parts[0]
        if room in ROWLESS and _asks_for_rows(item):
            raise pytest.UsageError(
                f"{item.nodeid} asks for rows: take its room out of ROWLESS in {__name__}."
            )
    if config.getoption("--rows-only"):
        apart = [item for item in items if not _is_repeated(item)]
        config.hook.pytest_deselected(items=apart)
        items[:] = [item for item in items if _is_repeated(item)]


def _is_repeated(item: pytest.Item) -> bool:
    return _asks_for_rows(item) and not item.get_closest_marker("one_database")


def _asks_for_rows(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "live_server", "django_db_setup"}
    return bool(
        item.get_closest_marker("django_db")
        or asked & set(getattr(item, "fixturenames", ()))
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    choose(config)
    empty_what_was_filled()
