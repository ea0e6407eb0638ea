"""The numbers that a chart's specification holds, for writers that draw their own charts.

A slide's chart is made of series that a board can edit, not of marks. What the builders
beside this module put into their specifications is read back here; a chart that holds
pixels instead of numbers (the small multiples) gives None and stays a picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from goldthread.documents import house_style as style
from goldthread.documents import numbers
from goldthread.documents.charts.scales import CLOSE
from goldthread.documents.model import Spec

Row = Mapping[str, Any]
Role = Literal["main", "quiet", "limit", "dots"]
Kind = Literal["months", "columns", "bars", "points"]


@dataclass(frozen=True, slots=True)
class Series:
    """One line, one row of bars, or one cloud of points (then with places along)."""

    name: str
    values: tuple[float | None, ...]
    role: Role = "main"
    along: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything a chart says in numbers."""

    kind: Kind
    unit: str
    series: tuple[Series, ...]
    categories: tuple[str, ...] = ()
    months: tuple[date, ...] = ()
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    colours: tuple[str, ...] = ()
    decimals: int = 0
    is_share: bool = False
    domain: tuple[float, float] | None = None
    along: str = ""
    named: tuple[str, ...] = ()


def figures_of(spec: Spec) -> Figures | None:
    """The numbers of a chart from this house; None where a picture is all there is."""
    rows = _rows(spec)
    if not rows:
        return None
    first = rows[0]
    if "month" in first and "value" in first:
        return _months(spec, rows)
    if "left" in first and "written" in first:
        return _named(spec, rows, "columns")
    if "written" in first and "n" in first:
        return _named(spec, rows, "bars")
    if {"areas", "events"} <= set(first):
        return _concentration(spec, rows)
    if {"size", "low95"} <= set(first):
        return _funnel(spec, rows)
    return None


def _rows(spec: Spec) -> Sequence[Row]:
    data = spec.get("data") or {}
    rows: Sequence[Row] = data.get("values") or ()
    return rows


def _column(rows: Sequence[Row], name: str) -> tuple[float | None, ...]:
    return tuple(row.get(name) for row in rows)


def _held(rows: Sequence[Row], name: str) -> bool:
    return any(row.get(name) is not None for row in rows)


def _months(spec: Spec, rows: Sequence[Row]) -> Figures:
    unit = _unit(spec)
    smooth, limits = _end_names(spec, has_smooth=_held(rows, "smooth"))
    wanted: list[tuple[str, str, Role]] = [
        ("value", unit, "quiet" if _held(rows, "smooth") else "main"),
        ("smooth", smooth, "main"),
        ("low", f"{limits}, lower limit", "limit"),
        ("centre", f"{limits}, middle", "limit"),
        ("high", f"{limits}, upper limit", "limit"),
    ]
    return Figures(
        "months",
        unit,
        tuple(
            Series(name, _column(rows, field), role)
            for field, name, role in wanted
            if _held(rows, field)
        ),
        months=tuple(date.fromisoformat(row["month"]) for row in rows),
        domain=_domain(spec, "y"),
    )


def _named(spec: Spec, rows: Sequence[Row], kind: Kind) -> Figures:
    unit = _unit(spec)
    written = [str(row["written"]) for row in rows]
    low, high = _domain(spec, "y" if kind == "columns" else "x")
    is_share = any(text.endswith("%") for text in written)
    has_ends = _held(rows, "low") or _held(rows, "high")
    return Figures(
        kind,
        ", ".join(filter(None, [unit, _reference(spec)])),
        (Series(unit, _column(rows, "value")),),
        categories=tuple(str(row["name"]) for row in rows),
        low=_column(rows, "low") if has_ends else (),
        high=_column(rows, "high") if has_ends else (),
        colours=tuple(map(_bar_colour, rows)),
        decimals=max(map(_places, written)),
        is_share=is_share,
        # Dots may stand on a scale of their own; bars stand on nought.
        domain=(min(low, 0.0), max(high, 0.0)),
    )


def _bar_colour(row: Row) -> str:
    """A bar's own colour; of dots the reader's own area keeps the ink."""
    if row.get("fill") == style.GOLD:
        return style.INK
    colour = str(row["colour"])
    return style.MID if "fill" in row and colour == style.INK else colour


def _places(written: str) -> int:
    whole, _, part = written.rstrip("%").partition(".")
    is_number = part.isdigit() and whole.strip(f"+{numbers.MINUS}{numbers.THIN}")
    return len(part) if is_number else 0


def _concentration(spec: Spec, rows: Sequence[Row]) -> Figures:
    along = tuple(float(row["areas"]) for row in rows)
    wanted: list[tuple[str, str, Role]] = [
        ("events", _unit(spec), "main"),
        ("low", "what chance alone gives, lower limit", "limit"),
        ("high", "what chance alone gives, upper limit", "limit"),
    ]
    series = tuple(
        Series(name, _column(rows, field), role, along)
        for field, name, role in wanted
        if _held(rows, field)
    )
    even = Series("if every area had the same", (0.0, 1.0), "limit", (0.0, 1.0))
    return Figures(
        "points",
        _unit(spec),
        (*series, even),
        is_share=True,
        domain=(0.0, 1.0),
        along="share of small areas, fullest first",
    )


def _funnel(spec: Spec, rows: Sequence[Row]) -> Figures:
    sizes = tuple(float(row["size"]) for row in rows)
    limits = {
        "low95": "95% limit, lower",
        "high95": "95% limit, upper",
        "low998": "99.8% limit, lower",
        "high998": "99.8% limit, upper",
    }
    lines = tuple(
        Series(name, _column(rows, field), "limit", sizes)
        for field, name in limits.items()
        if _held(rows, field)
    )
    dots = next(
        held
        for layer in spec["layer"]
        if (held := (layer.get("data") or {}).get("values")) and "size_of" in held[0]
    )
    points = Series(
        _unit(spec),
        _column(dots, "value"),
        "dots",
        tuple(float(row["size_of"]) for row in dots),
    )
    return Figures(
        "points",
        _unit(spec),
        (*lines, points),  # LibreOffice draws no dots that come before lines
        domain=_domain(spec, "y"),
        along=_along(spec),
        decimals=1,
        named=tuple(str(row["name"]) for row in dots),
        colours=tuple(str(row["fill"]) for row in dots),
    )


def _labels(spec: Spec) -> list[tuple[str, float, float]]:
    """Words written straight on the drawing, with their place in pixels."""
    found = []
    for layer in spec["layer"]:
        mark, place = layer.get("mark"), layer.get("encoding") or {}
        if isinstance(mark, dict) and mark.get("type") == "text" and "text" in mark:
            text = mark["text"]
            words = "\n".join(text) if isinstance(text, list) else str(text)
            found.append((words, place["x"]["value"], place["y"]["value"]))
    return found


def _unit(spec: Spec) -> str:
    """What is counted, as `house_style.unit_label` wrote it at the top left."""
    padding = spec["padding"]
    at = (round(4 - padding["left"], 1), round(14 - padding["top"], 1))
    words = next((text for text, x, y in _labels(spec) if (x, y) == at), "")
    return words.removesuffix(CLOSE)


def _along(spec: Spec) -> str:
    at = (round(spec["width"], 1), round(spec["height"] + 40, 1))
    return next((text for text, x, y in _labels(spec) if (x, y) == at), "")


def _reference(spec: Spec) -> str:
    """What rows of dots are compared with, as `interval_dots` wrote it above them."""
    return next((text for text, _, y in _labels(spec) if y == -15), "")


def _end_names(spec: Spec, *, has_smooth: bool) -> tuple[str, str]:
    """What the smooth line and the limits are called at their right-hand ends."""
    at = round(spec["width"] + 9, 1)
    ends = [text.split("\n") for text, x, _ in _labels(spec) if x == at]
    smooth = " ".join(ends[0][:-1]) if has_smooth and ends else ""
    limits = " ".join(ends[-1]) if len(ends) > 1 else ""
    return smooth or "smoothed", limits or "ordinary variation"


def _domain(spec: Spec, channel: str) -> tuple[float, float]:
    low, high = spec["encoding"][channel]["scale"]["domain"]
    return float(low), float(high)
