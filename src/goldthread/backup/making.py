"""A backup made while people work: one moment of the database, then its files.

The order is what makes it whole. The signed checkpoints of the record come first, so that
the rows are never older than the proof; then one moment of the database; then the files,
which are written before the rows that speak of them and never changed after. A proof that
is written for the first time meanwhile stays out: put back beside the older rows, it would
say that they were tampered with. The lake is held against writers while it is copied; its
old versions stay, so every version that a row cites is there.
"""

import gzip
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import FileField, Model

from goldthread.audit import roles
from goldthread.audit.keys import is_draft, keys
from goldthread.audit.services import Actor, Acts, Subject, record
from goldthread.backup import archive, rows
from goldthread.backup.archive import Manifest, Table, Writer
from goldthread.backup.refusal import Refused
from goldthread.evidence.home import home
from goldthread.evidence.lake import Lake
from goldthread.evidence.lake.disk import writer_lock

MADE_ANEW = ("run", "static")  # by every start of the site
LAKE_WAIT_S = 120.0
_COPY = "moment"


def make_backup(
    path: Path, *, software: str, by: Actor | Acts | None, at: datetime
) -> Manifest:
    """Write everything this installation holds to `path`; nobody has to stop working.

    Raises:
        Refused: there is a file of that name already, or its folder is missing.
        LakeBusy: a load has held the lake for two minutes.
    """
    if path.exists():
        raise Refused(f"{path} is there already; name another file, or remove it.")
    if not path.parent.is_dir():
        raise Refused(f"There is no folder {path.parent}; make it first.")
    with transaction.atomic():
        record(
            "installation.backed_up",
            Subject("installation", "backup", path.name),
            by=by,
            at=at,
        )
    manifest = Manifest(
        software=software,
        made_at=at.isoformat(),
        database=connection.vendor,
        migrations=sorted(MigrationRecorder(connection).applied_migrations()),
    )
    with archive.writing(path, manifest) as writer:
        _add_record(writer)
        named = _add_tables(writer)
        _add_files(writer, besides=path)
    # Said at the end of a backup that is kept all the same: better without one photo
    # than no backup at all.
    manifest.missing.extend(
        name for name in named if f"home/files/{name}" not in manifest.members
    )
    return manifest


def _add_record(writer: Writer) -> None:
    """What the seals are checked against, as it is before the rows are read."""
    for path in _files_below(home() / "record"):
        if not is_draft(path):
            writer.add_bytes(_name(path), path.read_bytes())


def _add_tables(writer: Writer) -> list[str]:
    """Every table of one moment; the names of the files its rows speak of."""
    named: list[str] = []
    with _one_moment() as alias, tempfile.TemporaryDirectory() as folder:
        for model in rows.kept_models(apps):
            table = model._meta.db_table
            path = Path(folder) / f"{table}.jsonl.gz"
            with _may_read(table):
                digest = _written(model, path, using=alias)
                named.extend(_files_named(model, using=alias))
            writer.manifest.tables[table] = Table(digest.rows, digest.hex)
            writer.add_file(f"tables/{path.name}", path)
            path.unlink()
    return named


def _written(model: type[Model], path: Path, *, using: str) -> rows.Digest:
    digest = rows.Digest()
    with (
        path.open("wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6, mtime=0) as packed,
    ):
        for line in rows.lines_of(model, using=using):
            digest.add(line)
            packed.write(f"{line}\n".encode())
    return digest


def _files_named(model: type[Model], *, using: str) -> Iterator[str]:
    held = model._base_manager.using(using)
    if any(field.name == "purged_at" for field in model._meta.local_concrete_fields):
        held = held.filter(purged_at=None)  # the others lost their files on purpose
    for field in model._meta.local_concrete_fields:
        if isinstance(field, FileField):
            kept = held.exclude(**{field.name: ""})
            yield from kept.values_list(field.name, flat=True).iterator()


def _add_files(writer: Writer, *, besides: Path) -> None:
    """Every file of the home folder but what the database is and the site makes anew."""
    lake, place = home() / "lake", keys()
    newer = (place.last_seal_file, place.checkpoint_file)  # than the rows by now
    held = (
        writer_lock(lake, by="a backup", wait_s=LAKE_WAIT_S)
        if lake.exists()
        else nullcontext()
    )
    with held:
        if lake.exists():
            writer.manifest.lake_version = Lake(home()).version().id
        for path in _files_below(home()):
            is_taken = _name(path) in writer.manifest.members or path in newer
            if _is_kept(path, besides) and not is_taken:
                with suppress(
                    FileNotFoundError
                ):  # a draft, finished since it was listed
                    writer.add_file(_name(path), path)


def _is_kept(path: Path, besides: Path) -> bool:
    within = path.relative_to(home())
    base = str(connection.settings_dict["NAME"])
    return (
        within.parts[0] not in MADE_ANEW
        and not (within.parts[0] == "record" and is_draft(path))
        and within.parts != ("lake", "LOCK")
        and not str(path).startswith(base)  # the database, its journal
        and path not in (besides, besides.with_name(besides.name + ".part"))
    )


def _files_below(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
    )


def _name(path: Path) -> str:
    return f"home/{path.relative_to(home()).as_posix()}"


@contextmanager
def _may_read(table: str) -> Iterator[None]:
    # The record of acts has readers of its own where the database has roles.
    with roles.reading() if table in roles.TABLES else nullcontext():
        yield


@contextmanager
def _one_moment() -> Iterator[str]:
    """A database that stands still, while the other one goes on."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield "default"
        return
    with tempfile.TemporaryDirectory() as folder:
        _copy_sqlite(Path(folder) / "moment.sqlite3")
        try:
            yield _COPY
        finally:
            connections[_COPY].close()
            del connections[_COPY]
            del connections.databases[_COPY]


def _copy_sqlite(to: Path) -> None:
    """Copy the database through SQLite's own backup; `cp` under load tears it."""
    import sqlite3

    connection.ensure_connection()
    copy = sqlite3.connect(to)
    try:
        connection.connection.backup(copy)
    finally:
        copy.close()
    about: dict[str, Any] = {**connections.databases["default"], "NAME": to}
    connections.databases[_COPY] = about
