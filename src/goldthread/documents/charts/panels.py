"""Small multiples: the same months for many series, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldthread.documents import house_style as style
from goldthread.documents import numbers
from goldthread.documents.charts.months import month_number, whole_calendar
from goldthread.documents.charts.rows import Verdict
from goldthread.documents.charts.scales import Scale, Values, all_known, known, scale_of
from goldthread.documents.house_style import Frame
from goldthread.documents.model import Spec

Layer = dict[str, Any]
PLOT = 62
HEAD = 42
FOOT = 26


@dataclass(frozen=True, slots=True)
class SmallSeries:
    """One panel: its name, its values, and in words what they mean."""

    name: str
    values: Values
    verdict: Verdict = "unclear"
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Panel:
    x: float
    y: float
    width: float
    scale: Scale


def small_multiples(
    months: Sequence[date],
    series: Sequence[SmallSeries],
    *,
    unit: str,
    columns: int = 3,
    shared_scale: bool = False,
) -> Spec:
    """The same months for many series, side by side, each from zero.

    With scales of their own (the default) panels compare shapes, not heights; the last
    value is written in each.
    """
    if not series or not months:
        return style.nothing_to_draw("There is nothing to compare.")
    calendar = whole_calendar(months)
    columns = min(columns, len(series))
    deep = -(-len(series) // columns)
    frame = Frame(deep * (HEAD + PLOT + FOOT), left=4, right=8, top=34, bottom=4)
    every = all_known(*(one.values for one in series))
    gap = 26.0
    width = (frame.width - gap * (columns - 1)) / columns
    note = "" if shared_scale else "; each panel has its own scale, from zero"
    layers: list[Layer] = [style.unit_label(unit + note, frame)]
    for number, one in enumerate(series):
        panel = _Panel(
            x=(number % columns) * (width + gap),
            y=(number // columns) * (HEAD + PLOT + FOOT) + HEAD,
            width=width,
            scale=scale_of(every if shared_scale else all_known(one.values), wanted=2),
        )
        layers += _panel_layers(one, months, calendar, panel)
    scales = {
        "x": {"type": "quantitative", "scale": _pixels(frame.width), "axis": None},
        "y": {
            "type": "quantitative",
            "scale": _pixels(frame.height) | {"reverse": True},
            "axis": None,
        },
    }
    return style.picture(layers, frame, encoding=scales)


def _pixels(length: float) -> Layer:
    return {"domain": [0, length], "nice": False, "zero": False}


def _panel_layers(
    one: SmallSeries, months: Sequence[date], calendar: Sequence[date], panel: _Panel
) -> list[Layer]:
    held = {
        month_number(month): known(value)
        for month, value in zip(months, one.values, strict=True)
    }
    points = []
    for number, month in enumerate(calendar):
        value = held.get(month_number(month))
        x = panel.x + panel.width * (number + 0.5) / len(calendar)
        y = None if value is None else panel.y + PLOT * (1 - panel.scale.part(value))
        points.append({"x": round(x, 1), "y": None if y is None else round(y, 1)})
    colour = style.INK if one.verdict == "unclear" else style.VERDICTS[one.verdict]
    layers = _panel_words(one, calendar, panel, colour)
    layers.append(
        {
            "data": {"values": points},
            "mark": {"type": "line", "color": colour, "strokeWidth": 1.8},
            "encoding": {"x": {"field": "x"}, "y": {"field": "y"}},
        }
    )
    last = next((point for point in reversed(points) if point["y"] is not None), None)
    if last is not None:
        mark = {"type": "circle", "color": colour, "size": 34, "opacity": 1}
        at = {"x": {"value": last["x"]}, "y": {"value": last["y"]}}
        layers.append({"data": {"values": [{}]}, "mark": mark, "encoding": at})
    return layers


def _panel_words(
    one: SmallSeries, calendar: Sequence[date], panel: _Panel, colour: str
) -> list[Layer]:
    present = all_known(one.values)
    value = numbers.decimal(
        present[-1] if present else None,
        0 if not present or present[-1].is_integer() or present[-1] >= 100 else 1,
    )
    name = style.wrapped(one.name, panel.width + 6, 1, bold=True)
    foot = panel.y + PLOT
    return [
        style.label(name, panel.x, panel.y - 28, fontWeight="bold"),
        style.label(
            f"{value}{', ' + one.words if one.words else ''}",
            panel.x,
            panel.y - 12,
            color=colour,
        ),
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": style.MID, "strokeWidth": 1},
            "encoding": {
                "x": {"value": round(panel.x, 1)},
                "x2": {"value": round(panel.x + panel.width, 1)},
                "y": {"value": round(foot, 1)},
            },
        },
        style.label(
            numbers.short_month(calendar[0]),
            panel.x,
            foot + 13,
            color=style.GREY,
            fontSize=style.SMALL,
        ),
        style.label(
            numbers.short_month(calendar[-1]),
            panel.x + panel.width,
            foot + 13,
            align="right",
            color=style.GREY,
            fontSize=style.SMALL,
        ),
    ]
