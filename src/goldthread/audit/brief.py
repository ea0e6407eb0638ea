"""What the detail of an event may hold: figures, names and short words, never content.

The record outlives erasure. A story told in a case, a comment or a paragraph of a
strategy must not live on in it, so a text is cut where it stops being a name.
"""

import json
from typing import Any

LONGEST_TEXT = 300  # characters of one text; enough for a title and a reason
LARGEST_DETAIL = 100_000  # bytes of all; a bulk act lists some thousand ids


def brief(verb: str, detail: dict[str, Any]) -> dict[str, Any]:
    """The detail with every long text cut.

    Raises:
        ValueError: it is far too large, or holds what JSON cannot.
    """
    short: dict[str, Any] = _short(detail)
    size = len(json.dumps(short, allow_nan=False))
    if size > LARGEST_DETAIL:
        raise ValueError(
            f"The record of {verb} would take {size} bytes, and {LARGEST_DETAIL} are the most. Record ids and counts, not content."
        )
    return short


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key)[:LONGEST_TEXT]: _short(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_short(each) for each in value]
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return value[: LONGEST_TEXT - 1] + "\N{HORIZONTAL ELLIPSIS}"
    return value
