"""A result as plain JSON: the same bytes for the same numbers, on any machine.

Numbers are written with Python's shortest exact form, keys in order, missing as null.
Two results are the same when these bytes are the same; there is no tolerance.
"""

import dataclasses
import json
import math
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

import numpy as np


def plain(value: Any) -> Any:
    """`value` in lists, dictionaries, words, whole and broken numbers, and None."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str | bool) or value is None:
        return value
    if isinstance(value, np.datetime64):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"a result holds plain values: found {type(value).__name__}")


def canonical(value: Any) -> str:
    """The one way `value` is written down."""
    return json.dumps(
        plain(value),
        sort_keys=True,
        ensure_ascii=False,
        allow_nan=False,
        separators=(",", ":"),
    )
