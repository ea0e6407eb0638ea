"""Bars: years beside each other, names in order, the shape of the year. All from zero."""

from collections.abc import Sequence
from typing import Any

from goldthread.documents import house_style as style
from goldthread.documents import numbers
from goldthread.documents.charts import marks
from goldthread.documents.charts.rows import (
    Rated,
    along,
    row_data,
    row_frame,
    row_names,
    row_position,
    spans_of,
)
from goldthread.documents.charts.scales import Scale, Values, all_known, known, scale_of
from goldthread.documents.house_style import Frame
from goldthread.documents.model import Spec

Layer = dict[str, Any]
HEIGHT = 180


def yearly_bars(
    labels: Sequence[str],
    values: Values,
    *,
    unit: str,
    low: Values | None = None,
    high: Values | None = None,
    highlighted: str = "",
    decimals: int = 0,
) -> Spec:
    """One bar a year, from zero; the highlighted one (else the last) in ink."""
    if not labels:
        return style.nothing_to_draw("No year of this series is held.")
    marked = highlighted or labels[-1]
    rows = _columns(labels, values, low, high)
    for row in rows:
        row["written"] = numbers.decimal(row["value"], decimals)
        row["colour"] = style.INK if row["name"] == marked else style.MID
    # Two bars across a whole page would shout; five or fewer keep the width of six.
    return _column_picture(rows, unit, room_for=6, bold=marked)


def seasonal_profile(
    effects: Values,
    *,
    low: Values | None = None,
    high: Values | None = None,
    unit: str = "compared with an ordinary month",
) -> Spec:
    """Twelve months, January first, above and below an ordinary month.

    Effects are parts of one: 0.12 is written +12%. Months whose interval leaves out
    nought stand in ink, the rest in grey; without intervals all are grey.
    """
    if len(effects) != 12:
        raise ValueError(
            f"A seasonal profile has twelve months, January first; found {len(effects)}."
        )
    if not all_known(effects):
        return style.nothing_to_draw("Too few years are held to see a season.")
    names = [name[:3] for name in numbers.MONTHS]
    rows = _columns(names, effects, low, high)
    for row in rows:
        value = row["value"]
        held = value is not None
        row["written"] = numbers.signed_share(value, 0) if held else numbers.NOT_HELD
        is_clear = row["low"] is not None and (row["low"] > 0 or row["high"] < 0)
        row["colour"] = style.INK if is_clear else style.MID
    return _column_picture(rows, unit, room_for=12, bold="")


def _columns(
    names: Sequence[str], values: Values, low: Values | None, high: Values | None
) -> list[Layer]:
    if len(names) != len(values):
        raise ValueError(
            f"A chart of {len(names)} bars was given {len(values)} values; "
            "give one value (or None) for each."
        )
    lows, highs = low or [None] * len(names), high or [None] * len(names)
    rows = []
    for n, name in enumerate(names):
        ends = [known(lows[n]), known(highs[n])]
        value = known(values[n])
        if value is None or None in ends:
            ends = [None, None]
        row: Layer = {
            "n": n,
            "name": name,
            "value": value,
            "low": ends[0],
            "high": ends[1],
        }
        row["left"], row["right"] = n - 0.32, n + 0.32
        row["edge"] = _edge(value, ends)
        rows.append(row)
    return rows


def _edge(value: float | None, ends: Sequence[float | None]) -> float:
    """Where the number is written: beyond the bar and its whisker."""
    reach = (
        [0.0] if value is None else [value, *(end for end in ends if end is not None)]
    )
    return max(reach) if (value or 0) >= 0 else min(reach)


def _column_picture(rows: list[Layer], unit: str, *, room_for: int, bold: str) -> Spec:
    scale = scale_of(
        all_known(*([row["value"], row["low"], row["high"]] for row in rows))
    )
    below = 22.0 if scale.low < 0 else 0.0
    frame = Frame(height=HEIGHT, top=50, bottom=40 + below)
    count = max(len(rows), room_for)
    x, y = marks.field("n"), marks.field("edge")
    upper = [row for row in rows if row["edge"] >= 0]
    lower = [row for row in rows if row["edge"] < 0]
    layers = [
        marks.rectangles(
            marks.field("left"), {"field": "right"}, marks.field("value"), {"datum": 0}
        ),
        *marks.whiskers(x=x, y=marks.field("low"), y2={"field": "high"}),
        marks.words(_in_ink(upper), x, y, baseline="bottom", dy=-5),
        marks.words(_in_ink(lower), x, y, baseline="top", dy=5),
        *_column_names(rows, x, frame, below, count, bold),
        _nought(frame.height * (1 - scale.part(0)), frame),
        style.unit_label(unit, frame),
    ]
    encoding = {
        "x": {
            "type": "quantitative",
            "scale": {"domain": [-0.5, count - 0.5], "nice": False, "zero": False},
            "axis": None,
        },
        "y": {"type": "quantitative", "scale": scale.channel(), "axis": None},
    }
    return style.picture(layers, frame, data={"values": rows}, encoding=encoding)


def _in_ink(rows: Sequence[Layer]) -> list[Layer]:
    keep = ("n", "edge", "written")
    return [
        {key: row[key] for key in keep}
        | {"colour": style.GREY if row["value"] is None else style.INK}
        for row in rows
    ]


def _column_names(
    rows: Sequence[Layer], x: Layer, frame: Frame, below: float, count: int, bold: str
) -> list[Layer]:
    room = frame.width / count - 6
    y = marks.pixel(frame.height + below + 8)
    layers = []
    for weight, is_bold in (("normal", False), ("bold", True)):
        named = [
            {
                "n": row["n"],
                "written": marks.lines(style.wrapped(row["name"], room, bold=is_bold)),
                "colour": style.INK,
            }
            for row in rows
            if (row["name"] == bold) == is_bold
        ]
        if named:
            layers.append(marks.words(named, x, y, baseline="top", fontWeight=weight))
    return layers


def _nought(y: float, frame: Frame) -> Layer:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": style.INK, "strokeWidth": 1},
        "encoding": {
            "x": marks.pixel(0),
            "x2": marks.pixel(frame.width),
            "y": marks.pixel(y),
        },
    }


def ranked_bars(rows: Sequence[Rated], *, unit: str, decimals: int = 0) -> Spec:
    """Bars from zero in the order given, values at their ends, intervals where known."""
    if not rows:
        return style.nothing_to_draw("There is nothing to rank.")
    scale = scale_of(spans_of(rows))
    frame = row_frame(rows, decimals, top=36, bottom=8)
    data = row_data(rows, decimals)
    for datum, row in zip(data, rows, strict=True):
        ends = [datum["value"], datum["low"], datum["high"]]
        datum |= {
            "upper": datum["n"] - 0.34,
            "lower": datum["n"] + 0.34,
            "edge": max([0.0, *(end for end in ends if end is not None)]),
            "colour": _bar_colour(row),
        }
    y = {"field": "n", "type": "quantitative"}
    layers = [
        marks.rectangles(
            marks.field("value"), {"datum": 0}, marks.field("upper"), {"field": "lower"}
        ),
        *marks.whiskers(y=y, x=marks.field("low"), x2={"field": "high"}),
        marks.words(
            _in_ink(data), marks.field("edge"), y, align="left", baseline="middle", dx=6
        ),
        *row_names(rows, frame),
        style.unit_label(unit, frame),
    ]
    encoding = {"x": _no_axis(scale), "y": row_position(len(rows))}
    return style.picture(layers, frame, data={"values": data}, encoding=encoding)


def _no_axis(scale: Scale) -> Layer:
    # The longest bar ends where its number starts, so the scale is not rounded up.
    return along(scale, shown=False)


def _bar_colour(row: Rated) -> str:
    if row.verdict != "unclear":
        return style.VERDICTS[row.verdict]
    return style.INK if row.highlighted else style.MID
