"""How a row of the record is written out before its fingerprint is taken.

One form, whatever the database: sorted keys, no spaces, ASCII, times in UTC to the
microsecond, whole numbers without a point (PostgreSQL gives 1e22 back as a whole number,
SQLite does not). `tools/verify_export.py` knows the same form without this code.

    {"actor_email":"","actor_label":"Ottoline",...,"at":"2026-11-23T09:30:00.000000Z"}
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

FORM = 1  # a later column begins a new form; rows sealed under the old one keep it
FIELDS: dict[int, tuple[str, ...]] = {
    1: (
        "id",
        "uuid",
        "at",
        "actor_reference",
        "actor_label",
        "actor_email",
        "agency_label",
        "appointment_label",
        "verb",
        "subject_kind",
        "subject_reference",
        "subject_label",
        "outcome",
        "cause",
        "detail",
        "request_id",
        "software",
    )
}


def plain(value: Any) -> Any:
    """A value as JSON can hold it, the same from either database."""
    if isinstance(value, str):  # most of them: asked first
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value


def row(values: Sequence[Any], form: int = FORM) -> dict[str, Any]:
    """One event's values, in the order of `FIELDS`, as plain data under their names."""
    return {
        name: plain(value) for name, value in zip(FIELDS[form], values, strict=True)
    }


def written(data: Any) -> bytes:
    """The one way to write plain data down."""
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode()


def digest(data: dict[str, Any]) -> str:
    """The fingerprint of one row. Its random uuid keeps it from being guessed."""
    return hashlib.sha256(written(data)).hexdigest()
