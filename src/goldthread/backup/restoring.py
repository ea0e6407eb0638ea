# ruff: noqa: S608 (names of tables out of our own models)
"""The rows of a backup put back: tables as they were, load, compare, upgrade.

The tables are first made as they were when the backup was made, so that the rows fit;
after they are compared with the manifest, row for row, the ordinary upgrade brings them
to this version of Goldthread.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tarfile import TarFile
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

from goldthread.audit.services import Actor, Acts, Subject, record
from goldthread.backup import archive, rows
from goldthread.backup.archive import Manifest
from goldthread.backup.migrating import QuickExecutor
from goldthread.backup.refusal import Refused
from goldthread.backup.unpacking import MARK
from goldthread.evidence.home import home

Tell = Callable[[str], None]


def restore_rows(
    path: Path, *, by: Actor | Acts | None, at: datetime, tell: Tell
) -> Manifest:
    """Build the tables as they were, load every row, compare, and upgrade.

    Raises:
        Refused: the database is not empty, the backup is of a later version, or what
            was loaded is not what was backed up.
    """
    from django.core.management import call_command

    with archive.reading(path) as (tar, manifest):
        if connection.introspection.table_names():
            raise Refused(
                "The database is not empty, and a restore would mix two installations. "
                "Name an empty one in GOLDTHREAD_DATABASE, or empty this one first."
            )
        tell("building the tables as they were")
        models = _tables_as_they_were(manifest)
        tell(f"loading {sum(t.rows for t in manifest.tables.values()):,} rows")
        with transaction.atomic(), _triggers_at_rest(list(models.values())):
            # What a migration put there is in the backup too.
            _run(f"DELETE FROM {connection.ops.quote_name(table)}" for table in models)
            for table, model in models.items():
                _load(tar, table, model, manifest)
            _count_on_from(list(models.values()))
            connection.check_constraints()
    tell("bringing the database to this version")
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        record(
            "installation.restored",
            Subject("installation", "backup", path.name),
            by=by,
            at=at,
            detail={"made at": manifest.made_at},
        )
    (home() / MARK).unlink(missing_ok=True)
    return manifest


def _tables_as_they_were(manifest: Manifest) -> dict[str, type[Model]]:
    """Make the tables of the backup's version; its models by table."""
    executor = QuickExecutor(connection)
    known = executor.loader.graph
    then = set(manifest.migrations)
    if strange := sorted(then - set(known.nodes)):
        raise Refused(
            f"The backup was made by Goldthread {manifest.software}, which is later than "
            f"this one (it knows {'.'.join(strange[0])}). Restore it with that version."
        )
    targets = [
        node
        for node in sorted(then)
        if not any(child.key in then for child in known.node_map[node].children)
    ]
    executor.migrate(targets)
    state = executor.loader.project_state(targets)
    models = {m._meta.db_table: m for m in rows.kept_models(state.apps)}
    if set(models) != set(manifest.tables):
        odd = sorted(set(models) ^ set(manifest.tables))
        raise Refused(
            f"Expected the tables of the backup's version; found a difference in "
            f"{', '.join(odd)}. Use the version of Goldthread that made it "
            f"({manifest.software})."
        )
    return models


def _load(tar: TarFile, table: str, model: type[Model], manifest: Manifest) -> None:
    rows.load_lines(model, archive.table_lines(tar, table), using="default")
    now = rows.digest_of(rows.lines_of(model, using="default"))
    told = manifest.tables[table]
    if (now.rows, now.hex) != (told.rows, told.digest):
        raise Refused(
            f"{table} was loaded with {now.rows} rows, and they are not the {told.rows} "
            "that were backed up. Nothing was restored; tell the makers of Goldthread."
        )


def _count_on_from(models: list[type[Model]]) -> None:
    """The next row of each table takes the number after the last one."""
    for statement in connection.ops.sequence_reset_sql(no_style(), models):
        with connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def _triggers_at_rest(models: list[type[Model]]) -> Iterator[None]:
    """Triggers would refuse, or list anew, what is only put back."""
    tables = [connection.ops.quote_name(model._meta.db_table) for model in models]
    if connection.vendor == "postgresql":
        _run(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables)
        yield
        _run(["SET CONSTRAINTS ALL IMMEDIATE"])
        _run(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found: list[tuple[str, str]] = cursor.fetchall()
    _run(f"DROP TRIGGER {connection.ops.quote_name(name)}" for name, _ in found)
    yield
    _run(sql for _, sql in found)


def _run(statements: Any) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
