"""The database with every table in it, migrated once for all runs and then copied.

Every process of a run needs one. Walking all migrations takes ten seconds of CPU, laying
down a copy of what they left a fraction of one. The copies are kept in the machine's
temporary folder, each under a name that changes with any migration, any code of ours
that migrations call, and any package.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.databases import program

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ROOT / "src" / "goldthread"
# What migrations of ours call: a test of the house holds it against their imports.
CALLED = ("audit/protection.py", "audit/strict.py", "notes/models/attachments.py")


def kept() -> Path:
    """The migrated database of this state of the code; migrates where none is kept."""
    place = _folder() / f"{connection.vendor}-{_state()}"
    with _alone(place):
        if not place.exists():
            creation = connection.creation
            creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            _keep(place)
    return place


def _folder() -> Path:
    folder = Path(tempfile.gettempdir()) / f"goldthread-migrated-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _state() -> str:
    seen = hashlib.sha256()
    for path in (
        *sorted(ROOMS.glob("*/migrations/*.py")),
        *(ROOMS / name for name in CALLED),
        ROOMS / "config" / "settings.py",
        ROOT / "requirements" / "dev.txt",
        Path(__file__),
    ):
        seen.update(str(path.relative_to(ROOT)).encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()[:16]


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One process at a time; the lock goes with the process that holds it."""
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _keep(place: Path) -> None:
    """Written beside its place and swapped in, so that a kill leaves nothing half."""
    name = str(connection.settings_dict["NAME"])
    half = place.with_suffix(".half")
    connection.close()
    if connection.vendor == "sqlite":
        shutil.copyfile(name, half)
    else:
        _postgres("pg_dump", "--no-owner", "-f", str(half), name)
    half.replace(place)


def _lay(place: Path, name: str) -> None:
    if connection.vendor == "sqlite":
        shutil.copyfile(place, name)
    else:
        _postgres("createdb", name)
        quiet = ("-q", "-X", "-v", "ON_ERROR_STOP=1", "-o", os.devnull)
        _postgres("psql", *quiet, "-d", name, "-f", str(place))


def _postgres(named: str, *words: str) -> None:
    told = connection.settings_dict
    subprocess.run(
        [str(program(named)), "-h", told["HOST"], "-U", told["USER"], *words],
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
    from django.conf import settings

    with django_db_blocker.unblock():
        place = kept()
        name = f"laid_{os.getpid()}"
        if connection.vendor == "sqlite":
            name = str(settings.GOLDTHREAD_HOME / "laid.sqlite3")
        _lay(place, name)
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
