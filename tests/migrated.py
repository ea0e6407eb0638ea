"""The database with every table in it, migrated once for all runs and then copied.

Every process of a run needs one. Walking all migrations takes ten seconds of CPU, laying
down a copy of what they left a fraction of one. The copies are kept in the machine's
temporary folder, each under a name that changes with any migration, any code of ours
that migrations call, and any package.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from tests.databases import USER, program
from tests.laid import Empty

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ROOT / "src" / "goldthread"


def kept(vendor: str) -> Path:
    """The migrated database of this state of the code; migrates where none is kept.

    For PostgreSQL it is the words that make it, for SQLite the file.
    """
    place = _folder() / f"{vendor}-{_state()}"
    with _alone(place):
        if not place.exists():
            # Made beside its place and swapped in, so that a kill leaves nothing half.
            half = place.with_suffix(".half")
            _migrate_file(half) if vendor == "sqlite" else _migrate_server(half)
            half.replace(place)
    return place


def lay_in(home: Path) -> None:
    """Give a home folder its SQLite database, as `migrate` would."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept("sqlite"), home / "goldthread.sqlite3")


def lay_on(host: str, name: str) -> None:
    """Fill an empty database of a PostgreSQL server, as `migrate` would."""
    quiet = ("-q", "-X", "-v", "ON_ERROR_STOP=1", "-o", os.devnull)
    _postgres("psql", host, *quiet, "-d", name, "-f", str(kept("postgresql")))


def database_of_its_own(home: Path) -> str:
    """A database with its tables, of the kind this run tests, that processes can share.

    What GOLDTHREAD_DATABASE should say: nothing where it is the file in this home.
    """
    if connection.vendor == "sqlite":
        lay_in(home)
        return ""
    name = f"own_{uuid.uuid4().hex[:8]}"
    host = str(connection.settings_dict["HOST"])
    _postgres("createdb", host, name)
    lay_on(host, name)
    return f"postgres://{USER}@/{name}?host={host}"


def _folder() -> Path:
    folder = Path(tempfile.gettempdir()) / f"goldthread-migrated-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _state() -> str:
    seen = hashlib.sha256()
    for path in (
        *sorted(ROOMS.glob("*/migrations/*.py")),
        *called(),
        ROOMS / "config" / "settings.py",
        ROOT / "requirements" / "dev.txt",
        Path(__file__),
    ):
        seen.update(str(path.relative_to(ROOT)).encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()[:16]


def called() -> list[Path]:
    """The files of ours that migrations import."""
    found = set()
    for path in ROOMS.glob("*/migrations/*.py"):
        text = path.read_text()
        modules = re.findall(r"^\s*import goldthread\.([\w.]+)$", text, re.M)
        for module, names in re.findall(
            r"^\s*from goldthread\.([\w.]+) import (.+)$", text, re.M
        ):
            modules += [module, *(f"{module}.{n.strip()}" for n in names.split(","))]
        found |= {ROOMS / f"{module.replace('.', '/')}.py" for module in modules}
    return sorted(path for path in found if path.exists())


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One process at a time; the lock goes with the process that holds it."""
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate_file(file: Path) -> None:
    with tempfile.TemporaryDirectory() as home:
        environ = os.environ | {
            "GOLDTHREAD_HOME": home,
            "GOLDTHREAD_DATABASE": "",
            "DJANGO_SETTINGS_MODULE": "goldthread.config.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }
        migrate = [sys.executable, "-W", "ignore", "-m", "django", "migrate", "-v0"]
        subprocess.run(migrate, env=environ, check=True)
        shutil.copyfile(Path(home) / "goldthread.sqlite3", file)


def _migrate_server(file: Path) -> None:
    creation = connection.creation
    creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    told = connection.settings_dict
    connection.close()
    _postgres("pg_dump", told["HOST"], "--no-owner", "-f", str(file), told["NAME"])


def _postgres(named: str, host: str, *words: str) -> None:
    subprocess.run(
        [str(program(named)), "-h", host, "-U", USER, *words],
        check=True,
        stdout=subprocess.DEVNULL,
    )


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
) -> None:
    """Lay the migrated database where the tests look for it.

    Nothing is taken down: the home folder and the server go as a whole at the end.
    """
    with django_db_blocker.unblock():
        told = connection.settings_dict
        name = f"laid_{os.getpid()}"
        if connection.vendor == "sqlite":
            name = str(settings.GOLDTHREAD_HOME / "laid.sqlite3")
            shutil.copyfile(kept("sqlite"), name)
        else:
            kept("postgresql")
            _postgres("createdb", told["HOST"], name)
            lay_on(told["HOST"], name)
        connection.close()
        settings.DATABASES["default"]["NAME"] = told["NAME"] = name
        Empty.learn()
