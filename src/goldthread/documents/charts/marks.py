"""The few marks that bars and dots are made of, each a layer over rows of data."""

from collections.abc import Sequence
from typing import Any

from goldthread.documents import house_style as style

Layer = dict[str, Any]
Row = dict[str, Any]
COLOUR: Layer = {"field": "colour", "type": "nominal", "scale": None}


def rectangles(x: Layer, x2: Layer, y: Layer, y2: Layer) -> Layer:
    """Filled boxes; each row names its own colour."""
    return {
        "mark": {"type": "rect"},
        "encoding": {"x": x, "x2": x2, "y": y, "y2": y2, "color": COLOUR},
    }


def whiskers(**encoding: Layer) -> list[Layer]:
    """The interval of a bar: ink, edged in white so that it shows on a dark bar too."""
    white = {"type": "rule", "color": "#ffffff", "strokeWidth": 3.4}
    ink = {"type": "rule", "color": style.INK, "strokeWidth": 1.4}
    return [{"mark": mark, "encoding": encoding} for mark in (white, ink)]


def words(rows: Sequence[Row], x: Layer, y: Layer, **mark: Any) -> Layer:
    """The `written` of each row, at its place."""
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "text", "lineHeight": 15, **mark},
        "encoding": {"x": x, "y": y, "text": {"field": "written"}, "color": COLOUR},
    }


def lines(text: str) -> str | list[str]:
    """Text as the drawing takes it: a list where it has several lines."""
    return text.split("\n") if "\n" in text else text


def field(name: str) -> Layer:
    """A number read from a row, on the scale of its direction."""
    return {"field": name, "type": "quantitative"}


def pixel(at: float) -> Layer:
    """A fixed place in the plot."""
    return {"value": round(at, 1)}
