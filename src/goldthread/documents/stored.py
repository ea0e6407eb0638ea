"""A document written down as JSON and read back: the same bytes for the same content."""

import dataclasses
import json
from datetime import date
from typing import Any

from goldthread.documents import model

_KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        model.Suppressed,
        model.Interval,
        model.Figure,
        model.Strong,
        model.CrossReference,
        model.Paragraph,
        model.Bullets,
        model.Status,
        model.KeyFigure,
        model.KeyFigures,
        model.Column,
        model.Table,
        model.Chart,
        model.MapBlock,
        model.Callout,
        model.Words,
        model.Section,
        model.Document,
    )
}
FORMAT = 1
"""Raised when old files can no longer be read as they stand."""
# Fields that came after the first release are left out while they say nothing, so that
# what was stored before them keeps its bytes and its hash.
_LATER = {"handling": "", "version": "", "draft": False}
_SAID = object()


def to_json(document: model.Document) -> bytes:
    """The document as UTF-8 JSON; equal documents give equal bytes."""
    content = {"format": FORMAT, "document": _written(document)}
    text = json.dumps(
        content, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=1
    )
    return text.encode() + b"\n"


def from_json(content: bytes | str) -> model.Document:
    """The document that `to_json` wrote; refuses anything else in a sentence."""
    try:
        stored = json.loads(content)
        found = stored["format"]
        if found != FORMAT:
            raise ValueError(f"format {found}")
        document = _read(stored["document"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"Expected a document of format {FORMAT}; found something else ({error}). "
            "Make the document again."
        ) from error
    if not isinstance(document, model.Document):
        raise ValueError(
            f"Expected a document; found a {type(document).__name__}. "
            "Make the document again."
        )
    return document


def _written(value: Any) -> Any:
    if isinstance(value, date):
        return {"is": "date", "on": value.isoformat()}
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {
            field.name: (
                getattr(value, field.name)
                if field.name == "spec"  # already plain JSON; its lists stay lists
                else _written(getattr(value, field.name))
            )
            for field in dataclasses.fields(value)
            if getattr(value, field.name) != _LATER.get(field.name, _SAID)
        }
        return {"is": type(value).__name__, **fields}
    return value


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_read(item) for item in value)
    if isinstance(value, dict):
        kind = value.pop("is")
        if kind == "date":
            return date.fromisoformat(value["on"])
        fields = {
            name: item if name == "spec" else _read(item)
            for name, item in value.items()
        }
        return _KINDS[kind](**fields)
    return value
