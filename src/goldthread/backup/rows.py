"""The rows of a table as lines of JSON, the same on every database.

The first line names the columns; each other line holds one row, in the order of its key:

    ["id", "email", "joined_at", ...]
    [3, "manager@example.org", "2026-04-20T09:00:00.123456+00:00", ...]
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db.models import Field, Model
from django.utils.duration import duration_iso_string

A_BATCH = 500


def kept_models(apps: Apps) -> list[type[Model]]:
    """Every model with a table of its own, those between two others included."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


def lines_of(model: type[Model], *, using: str) -> Iterator[str]:
    """The table's lines: columns, then rows by their key."""
    names = _columns(model)
    yield _line(names)
    rows = model._base_manager.using(using).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=2_000):
        yield _line([_plain(value) for value in row])


def load_lines(model: type[Model], lines: Iterable[str], *, using: str) -> int:
    """Put the rows of these lines into an empty table; how many there were.

    Raises:
        ValueError: the columns are not the table's.
    """
    every = iter(lines)
    names = json.loads(next(every, "[]"))
    if names != _columns(model):
        raise ValueError(
            f"expected the columns {_columns(model)} in {model._meta.db_table}; "
            f"found {names}"
        )
    fields = [_as_written(model._meta.get_field(name)) for name in names]
    made = 0
    while batch := list(islice(every, A_BATCH)):
        rows = [_row(model, names, fields, json.loads(line)) for line in batch]
        model._base_manager.using(using).bulk_create(rows)
        made += len(rows)
    return made


class Digest:
    """Counts and hashes lines so that equal rows are equal on every database."""

    def __init__(self) -> None:
        self.rows = -1  # the line of columns is none
        self._hash = hashlib.sha256()

    def add(self, line: str) -> None:
        """Take one more line."""
        self.rows += 1
        # PostgreSQL keeps neither the order of names in JSON nor 1.0 apart from 1.
        same = json.dumps(_same_numbers(json.loads(line)), sort_keys=True)
        self._hash.update(same.encode() + b"\n")

    @property
    def hex(self) -> str:
        """What the lines come to so far."""
        return self._hash.hexdigest()


def digest_of(lines: Iterable[str]) -> Digest:
    """The digest of a whole table."""
    digest = Digest()
    for line in lines:
        digest.add(line)
    return digest


def _columns(model: type[Model]) -> list[str]:
    # By name: a table that grew over several versions has its columns in another order.
    return sorted(field.attname for field in model._meta.local_concrete_fields)


def _as_written(field: Any) -> "Field[Any, Any]":
    # A column that fills itself with the clock would forget what the row says.
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        field.auto_now = field.auto_now_add = False
    return field  # type: ignore[no-any-return]


def _row(
    model: type[Model],
    names: Sequence[str],
    fields: Sequence["Field[Any, Any]"],
    values: Sequence[Any],
) -> Model:
    given = {
        name: _read(field, value)
        for name, field, value in zip(names, fields, values, strict=True)
    }
    return model(**given)


def _read(field: "Field[Any, Any]", value: Any) -> Any:
    if value is None or field.get_internal_type() == "JSONField":
        return value
    if field.is_relation:
        return field.target_field.to_python(value)  # type: ignore[attr-defined]
    return field.to_python(value)


def _line(values: Sequence[Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    match value:
        case bool() | int() | str() | None:
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case timedelta():
            return duration_iso_string(value)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode("ascii")
        case float() | list() | dict():
            return value  # a measure, or a JSON column
    raise TypeError(f"a backup does not know how to write a {type(value).__name__}")


def _same_numbers(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_same_numbers(item) for item in value]
    if isinstance(value, dict):
        return {name: _same_numbers(item) for name, item in value.items()}
    return value
