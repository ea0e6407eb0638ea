"""Rows that services made once, laid again as they were where nothing else is.

A strategy walked into force takes thirty services and half a second of CPU, and hundreds
of tests begin with one. `@laid` walks the first time in each process; whenever the
database is as empty again as it was then, its rows are put back by a few inserts and a
copy of what the function gave is given again. Anything there already, or an argument
that is no plain value: it walks. What is laid is what the services left, byte by byte.
"""

import copy
import functools
from collections.abc import Callable
from datetime import date
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction

Given = ParamSpec("Given")
Made = TypeVar("Made")
Rows = list[tuple[str, str, Any]]  # table, its columns, its rows

# The record numbers its own rows and lists itself what waits for a seal.
NUMBERED, LISTED = "audit_event", "audit_unsealed"
# Filled by migrations and by nothing else.
FIXED = ("django_migrations", "django_content_type", "auth_permission")


class Empty:
    """What a migrated database holds, in numbers; unknown outside the tests' own run."""

    columns: dict[str, str] = {}
    counts: tuple[int, ...] = ()
    user = ""

    @classmethod
    def learn(cls) -> None:
        """Look at the database that was just laid down."""
        with connection.cursor() as cursor:
            names = connection.introspection.table_names(cursor)
            for table in sorted(set(names) - {*FIXED, LISTED}):
                # Not by introspection: it reads the SQL of each table, two seconds of CPU.
                cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
                quoted = [
                    connection.ops.quote_name(each[0])
                    for each in cursor.description
                    if (table, each[0]) != (NUMBERED, "id")
                ]
                cls.columns[table] = ", ".join(quoted)
        cls.user = connection.settings_dict["USER"]
        cls.counts = cls.now()
        assert not any(cls.counts), "a table is filled by migrations: name it in FIXED"

    @classmethod
    def is_it(cls) -> bool:
        """Nothing was done here yet, and whoever is connected may see that."""
        if not cls.counts or connection.settings_dict["USER"] != cls.user:
            return False
        with connection.cursor() as cursor:  # the quick question first
            cursor.execute(f"SELECT 1 FROM {NUMBERED} LIMIT 1")
            if cursor.fetchone():
                return False
        return cls.now() == cls.counts

    @classmethod
    def filled(cls) -> list[str]:
        """The tables that have rows of tests in them."""
        pairs = zip(cls.columns, cls.now(), cls.counts, strict=True)
        return [LISTED, *(name for name, now, before in pairs if now != before)]

    @classmethod
    def now(cls) -> tuple[int, ...]:
        """How many rows each table has."""
        asked = ", ".join(f'(SELECT count(*) FROM "{name}")' for name in cls.columns)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {asked}")
            return tuple(cursor.fetchone())


def laid(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Let a function that makes things by the services make them once in a process."""
    kept: dict[str, tuple[Rows, Made]] = {}

    @functools.wraps(make)
    def made(*given: Given.args, **named: Given.kwargs) -> Made:
        values = [*given, *named.values()]
        if not all(map(_is_plain, values)) or not Empty.is_it():
            return make(*given, **named)
        # What waits for a commit is done in one kind of test and not in the other.
        key = repr((given, sorted(named.items()), connection.in_atomic_block))
        if key in kept:
            rows, result = kept[key]
            _lay(rows)
        else:
            result = make(*given, **named)
            kept[key] = _rows(), result
        return copy.deepcopy(result)

    return made


def _is_plain(value: object) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, str | int | date)


def _rows() -> Rows:
    """Every row that a migrated database does not have."""
    found: Rows = []
    for table in Empty.filled():
        if table != LISTED:
            columns = Empty.columns[table]
            found.append((table, columns, _read(table, columns)))
    return found


def _read(table: str, columns: str) -> Any:
    order = "ORDER BY id" if table == NUMBERED else ""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(
                f'COPY (SELECT {columns} FROM "{table}" {order}) TO STDOUT'
            ) as out:
                return b"".join(out)
        # As literals, so that nothing is converted on the way.
        literals = ", ".join(f"quote({name})" for name in columns.split(", "))
        cursor.execute(f'SELECT {literals} FROM "{table}" {order}')
        return ", ".join(f"({', '.join(row)})" for row in cursor.fetchall())


def _lay(rows: Rows) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, columns, values in rows:
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as to:
                    to.write(values)
            else:
                cursor.execute(f'INSERT INTO "{table}" ({columns}) VALUES {values}')
