"""One small door to the lake: a named question in, Arrow out; DuckDB stands behind it.

Questions are plain SQL in the subset that DuckDB and Spark share, with `:name`
parameters. The engine opens only the files that the parameters can touch:

    area         only parts that hold a row of that area (offence, outcome, stop_search)
    start, end   only months from `start` up to, not including, `end`
    force        only that force's files

so these four names mean exactly that in every question; a question that needs other
months or areas as well gives its parameters other names. A file is verified against
the manifest before its first use in a process: damage is an error, never a number.
"""

import re
import threading
from collections.abc import Mapping
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from goldthread.evidence.lake.report import LakeRefused
from goldthread.evidence.lake.version import LakeVersion
from goldthread.evidence.tables import TABLES

# Quoted text and comments are stepped over; what is left may hold :name or a table.
_TOKEN = re.compile(
    r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|::|(?P<bound>:[A-Za-z_]\w*)|(?P<word>[A-Za-z_]\w*)"
)
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Engine(Protocol):
    """Whatever answers questions: `table(question, **parameters)` gives Arrow."""

    version: LakeVersion

    def table(self, question: str, **parameters: Any) -> pa.Table:
        """The answer to a question given by name or as SQL text."""
        ...


def question_text(question: str) -> str:
    """The SQL of a question: the text itself, or the file of that name."""
    if not _NAME.fullmatch(question):
        return question
    file = resources.files("goldthread.evidence") / "questions" / f"{question}.sql"
    if not file.is_file():
        raise LakeRefused(
            f"There is no question called {question}; `goldthread questions` lists"
            " those there are."
        )
    return file.read_text(encoding="utf-8")


def parameters_of(text: str) -> list[str]:
    """Names of the `:name` parameters of an SQL text, in order of first use."""
    found = (m["bound"][1:] for m in _TOKEN.finditer(text) if m["bound"])
    return list(dict.fromkeys(found))


def tables_of(text: str) -> list[str]:
    """Lake tables that an SQL text mentions."""
    words = (m["word"].lower() for m in _TOKEN.finditer(text) if m["word"])
    return [name for name in dict.fromkeys(words) if name in TABLES]


def _bound(text: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    wanted = parameters_of(text)
    missing = [name for name in wanted if name not in parameters]
    surplus = [name for name in parameters if name not in wanted]
    if missing or surplus:
        raise LakeRefused(
            f"The question takes {', '.join(wanted) or 'no parameters'};"
            f" {', '.join(missing) or 'nothing'} is missing and"
            f" {', '.join(surplus) or 'nothing'} is not one of them."
        )
    return {name: parameters[name] for name in wanted}


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return date.fromisoformat(value) if isinstance(value, str) else None


def _files(
    version: LakeVersion, table: str, parameters: Mapping[str, Any], *, pruned: bool
) -> list[Path]:
    if not pruned:
        return version.files(table)
    area, force = parameters.get("area"), parameters.get("force")
    return version.files(
        table,
        area=area if isinstance(area, str) else None,
        start=_day(parameters.get("start")),
        end=_day(parameters.get("end")),
        force=force if isinstance(force, str) else None,
    )


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return _plain_type(kind.value_type)
    if pa.types.is_integer(kind) or (pa.types.is_decimal(kind) and kind.scale == 0):
        return pa.int64()
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return pa.float64()
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind):
        return pa.binary()
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", tz="UTC" if kind.tz else None)
    return kind


def plain(answer: pa.Table) -> pa.Table:
    """An answer in one spelling of types, whichever engine gave it.

    DuckDB sums whole numbers into 128 bits and Sail answers in large strings; here
    they are int64, float64, string, date32 and microsecond timestamps again.
    """
    fields = [pa.field(f.name, _plain_type(f.type)) for f in answer.schema]
    return answer.cast(pa.schema(fields)).combine_chunks()


class DuckEngine:
    """Answers questions on this machine with DuckDB, in bounded memory, offline."""

    def __init__(
        self,
        version: LakeVersion,
        *,
        memory_limit: str = "1GB",
        threads: int = 2,
        pruned: bool = True,
    ) -> None:
        """`pruned=False` opens every file: the witness that pruning loses no row."""
        self.version = version
        self._settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory_limit,
            "threads": threads,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "preserve_insertion_order": "true",
        }
        self._pruned = pruned
        self._guard = threading.Lock()
        self._database: Any = None

    def table(self, question: str, **parameters: Any) -> pa.Table:
        """The answer to a question, as Arrow."""
        text = question_text(question)
        bound = _bound(text, parameters)
        cursor = self._cursor()
        try:
            for name in tables_of(text):
                files = _files(self.version, name, bound, pruned=self._pruned)
                cursor.execute(_view(name, files)).fetchall()
            return plain(cursor.sql(_dollars(text), params=bound).to_arrow_table())
        finally:
            cursor.close()

    def close(self) -> None:
        """Let go of the database behind the door."""
        with self._guard:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _cursor(self) -> Any:
        """A connection of its own: temporary views of one question stay in it."""
        import duckdb  # 0.3 s to import: paid by the first question, not by --help

        with self._guard:
            if self._database is None:
                database = duckdb.connect(":memory:", config=self._settings)
                parts = str(self.version.folder / "parts").replace("'", "''")
                database.execute(f"SET allowed_directories = ['{parts}']")
                database.execute("SET GLOBAL TimeZone = 'UTC'")
                database.execute("SET enable_external_access = false")
                database.execute("SET lock_configuration = true")
                self._database = database
            return self._database.cursor()


def _dollars(text: str) -> str:
    """`:name` as DuckDB spells it, `$name`; nothing else changes."""
    return _TOKEN.sub(lambda m: f"${m['bound'][1:]}" if m["bound"] else m[0], text)


_DUCK_TYPES = {
    "string": "VARCHAR",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
    "date32[day]": "DATE",
    "timestamp[ms, tz=UTC]": "TIMESTAMP WITH TIME ZONE",
    "int16": "SMALLINT",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "binary": "BLOB",
}


_SPARK_TYPES = _DUCK_TYPES | {
    "string": "STRING",
    "timestamp[ms, tz=UTC]": "TIMESTAMP",
    "binary": "BINARY",
}


def _nothing(table: str, types: Mapping[str, str]) -> str:
    """A query that gives the table's columns and no row."""
    columns = ", ".join(
        f"CAST(NULL AS {types[str(column.type)]}) AS {column.name}"
        for column in TABLES[table].columns
    )
    return f"SELECT {columns} WHERE false"


def _view(table: str, files: list[Path]) -> str:
    """A temporary view over exactly these files; empty but typed when there are none.

    File names are hashes we made, below a folder the configuration names: a view's
    text cannot take bound parameters.
    """
    if files:
        names = ", ".join("'" + str(f).replace("'", "''") + "'" for f in files)
        body = f"SELECT * FROM read_parquet([{names}])"  # noqa: S608
    else:
        body = _nothing(table, _DUCK_TYPES)
    return f"CREATE OR REPLACE TEMP VIEW {table} AS {body}"


class SparkEngine:
    """Answers the same questions over Spark Connect (a cluster, or Sail in the tests).

    `session` is a `pyspark.sql.SparkSession`; this module never imports pyspark. Stop
    the session before its server, or the client waits for minutes.
    """

    def __init__(self, version: LakeVersion, session: Any, *, pruned: bool = True):
        """The session must be able to read the lake's folder."""
        self.version = version
        self._session = session
        self._pruned = pruned
        # Temporary views belong to the session: one question at a time.
        self._guard = threading.Lock()

    def table(self, question: str, **parameters: Any) -> pa.Table:
        """The answer to a question, as Arrow."""
        text = question_text(question)
        bound = _bound(text, parameters)
        with self._guard:
            for name in tables_of(text):
                files = _files(self.version, name, bound, pruned=self._pruned)
                self._frame(name, files).createOrReplaceTempView(name)
            return plain(self._session.sql(text, args=bound).toArrow())

    def _frame(self, table: str, files: list[Path]) -> Any:
        if files:
            return self._session.read.parquet(*(str(f) for f in files))
        return self._session.sql(_nothing(table, _SPARK_TYPES))
