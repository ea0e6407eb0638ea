"""Dots with their doubt: rates and their intervals, and the funnel."""

from collections.abc import Sequence
from typing import Any

from goldthread.documents import house_style as style
from goldthread.documents import numbers
from goldthread.documents.charts.rows import Rated, name_lines, row_frame, row_names
from goldthread.documents.charts.scales import (
    Scale,
    Values,
    all_known,
    close_scale_of,
    known,
    scale_of,
)
from goldthread.documents.house_style import Frame
from goldthread.documents.model import Spec

Layer = dict[str, Any]


def interval_dots(
    rows: Sequence[Rated],
    *,
    unit: str,
    reference: float | None = None,
    reference_label: str = "",
    decimals: int = 1,
) -> Spec:
    """A dot and its 95% interval for each name, with a line to compare against."""
    if not rows:
        return style.nothing_to_draw("There is nothing to compare.")
    names = name_lines(rows)
    ends = [numbers.decimal(known(row.value), decimals) for row in rows]
    frame = row_frame(names, ends)
    lows, highs = [row.low for row in rows], [row.high for row in rows]
    present = all_known([row.value for row in rows], lows, highs, [reference])
    scale = close_scale_of(present)
    frame = Frame(
        frame.height, frame.left, frame.right, 54 if reference is not None else 34, 28
    )
    layers: list[Layer] = [style.unit_label(unit, frame)]
    if reference is not None:
        layers += _reference(
            frame.width * scale.part(reference), reference_label, frame
        )
    layers += row_names(names, rows, frame)
    for number, row in enumerate(rows):
        y = frame.height / len(rows) * (number + 0.5)
        layers += _dot_layers(row, y, scale, frame)
        layers.append(style.label(ends[number], frame.width + 10, y, baseline="middle"))
    axis = {
        "x": {"type": "quantitative", "scale": scale.channel(), "axis": scale.axis()}
    }
    return style.picture([_axis_only(scale), *layers], frame) | {"encoding": axis}


def _axis_only(scale: Scale) -> Layer:
    """An unseen point: Vega-Lite draws an axis only where a mark uses the scale."""
    return {
        "data": {"values": [{"x": scale.low}]},
        "mark": {"type": "point", "opacity": 0},
        "encoding": {"x": {"field": "x"}},
    }


def _reference(x: float, text: str, frame: Frame) -> list[Layer]:
    wide = style.words_wide(text) / 2
    inside = min(max(x, wide - frame.left + 4), frame.width + frame.right - wide)
    return [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": style.GREY, "strokeDash": [4, 3]},
            "encoding": {
                "x": {"value": round(x, 1)},
                "y": {"value": -6},
                "y2": {"value": frame.height},
            },
        },
        style.label(text, inside, -15, align="center", color=style.GREY),
    ]


def _dot_layers(row: Rated, y: float, scale: Scale, frame: Frame) -> list[Layer]:
    value, low, high = known(row.value), known(row.low), known(row.high)
    layers: list[Layer] = []
    colour = style.INK if row.verdict == "unclear" else style.VERDICTS[row.verdict]
    if low is not None and high is not None:
        ends = {
            "x": {"value": round(frame.width * scale.part(low), 1)},
            "x2": {"value": round(frame.width * scale.part(high), 1)},
            "y": {"value": round(y, 1)},
        }
        layers.append(
            {
                "data": {"values": [{}]},
                "mark": {
                    "type": "rule",
                    "color": colour,
                    "strokeWidth": 2.4,
                    "opacity": 0.55,
                },
                "encoding": ends,
            }
        )
    if value is not None:
        place = style.at(frame.width * scale.part(value), y)
        layers.append(
            dot(place, colour, style.SHAPES[row.verdict], gold=row.highlighted)
        )
    return layers


def dot(place: Layer, colour: str, shape: str, *, gold: bool = False) -> Layer:
    """One dot; the reader's own area is gold inside, which nothing else is."""
    mark = {
        "type": "point",
        "shape": shape,
        "size": 150 if gold else 90,
        "fill": style.GOLD if gold else colour,
        "stroke": colour,
        "strokeWidth": 2 if gold else 1,
        "opacity": 1,
    }
    return {"data": {"values": [{}]}, "mark": mark, "encoding": place}


def funnel(
    rows: Sequence[Rated],
    exposures: Sequence[float],
    *,
    sizes: Sequence[float],
    centre: float,
    low95: Values,
    high95: Values,
    low998: Values,
    high998: Values,
    exposure_label: str,
    unit: str,
    centre_label: str = "group average",
) -> Spec:
    """Rates against size, between the limits that chance alone would respect.

    The limits are given on the grid `sizes`, smallest first.
    """
    if not rows:
        return style.nothing_to_draw("There is nothing to compare.")
    y_scale = close_scale_of(
        all_known([row.value for row in rows], low95, high95, [centre])
    )
    x_scale = scale_of([*exposures, *sizes])
    right = (
        max(map(style.words_wide, (style.wrapped(centre_label, 14), "99.8% limits")))
        + 16
    )
    frame = Frame(
        height=300, left=y_scale.label_width + 12, right=right, top=34, bottom=46
    )
    edges = {"low95": low95, "high95": high95, "low998": low998, "high998": high998}
    grid = [
        {"size": size}
        | {
            # Limits off the picture are clipped, not drawn over the words beside it.
            name: _inside(values[at], y_scale)
            for name, values in edges.items()
        }
        for at, size in enumerate(sizes)
    ]
    layers = [_limit(name, dashed=name.endswith("95")) for name in edges]
    layers.append(_centre_line(frame.height * (1 - y_scale.part(centre)), frame))
    layers += _funnel_words(
        grid[-1] if grid else {}, centre, centre_label, y_scale, frame
    )
    layers += _funnel_dots(rows, exposures, x_scale, y_scale, frame)
    layers.append(style.unit_label(unit, frame))
    layers.append(
        style.label(
            exposure_label,
            frame.width,
            frame.height + 40,
            align="right",
            color=style.GREY,
        )
    )
    encoding = {
        "x": {
            "field": "size",
            "type": "quantitative",
            "scale": x_scale.channel(),
            "axis": x_scale.axis(grid=False, domain=True),
        },
        "y": {
            "type": "quantitative",
            "scale": y_scale.channel(),
            "axis": y_scale.axis(),
        },
    }
    return style.picture(layers, frame, data={"values": grid}, encoding=encoding)


def _inside(value: float | None, scale: Scale) -> float | None:
    value = known(value)
    return None if value is None or not scale.low <= value <= scale.high else value


def _limit(field: str, *, dashed: bool) -> Layer:
    mark: Layer = {"type": "line", "color": style.GREY, "strokeWidth": 1.2}
    if dashed:
        mark["strokeDash"] = [5, 4]
    return {"mark": mark, "encoding": {"y": {"field": field}}}


def _centre_line(y: float, frame: Frame) -> Layer:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": style.GREY, "strokeWidth": 1},
        "encoding": {
            "x": {"value": 0},
            "x2": {"value": frame.width},
            "y": {"value": round(y, 1)},
        },
    }


def _funnel_words(
    last: dict[str, Any], centre: float, centre_label: str, scale: Scale, frame: Frame
) -> list[Layer]:
    words = [(style.wrapped(centre_label, 14), centre)]
    words += [
        (text, last[field])
        for text, field in (("95% limits", "high95"), ("99.8% limits", "high998"))
        if last.get(field) is not None
    ]
    wanted = [frame.height * (1 - scale.part(value)) for _, value in words]
    placed = style.spread(wanted, 17, 0, frame.height)
    return [
        style.label(text, frame.width + 8, y, baseline="middle", color=style.GREY)
        for (text, _), y in zip(words, placed, strict=True)
    ]


def _funnel_dots(
    rows: Sequence[Rated],
    exposures: Sequence[float],
    x_scale: Scale,
    y_scale: Scale,
    frame: Frame,
) -> list[Layer]:
    layers: list[Layer] = []
    named: list[tuple[str, float, float]] = []
    for row, exposure in sorted(
        zip(rows, exposures, strict=True), key=lambda pair: pair[0].highlighted
    ):
        value = known(row.value)
        if value is None:
            continue
        x = frame.width * x_scale.part(exposure)
        y = frame.height * (1 - y_scale.part(value))
        colour = style.INK if row.highlighted else style.VERDICTS[row.verdict]
        layers.append(
            dot(style.at(x, y), colour, style.SHAPES[row.verdict], gold=row.highlighted)
        )
        if row.highlighted or row.verdict != "unclear":
            named.append((row.name, x, y))
    heights = style.spread([y for _, _, y in named], 16, 6, frame.height)
    for (name, x, _), y in zip(named, heights, strict=True):
        is_left = x + style.words_wide(name) + 12 > frame.width
        layers.append(
            style.label(
                name,
                x - 11 if is_left else x + 11,
                y,
                align="right" if is_left else "left",
                baseline="middle",
            )
        )
    return layers
