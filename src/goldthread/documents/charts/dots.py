"""Dots with their doubt: rates and their intervals, and the funnel."""

from collections.abc import Sequence
from typing import Any

from goldthread.documents import house_style as style
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
    scale = close_scale_of([*spans_of(rows), *all_known([reference])])
    top = 36 if reference is None else 58
    frame = row_frame(rows, decimals, top=top, bottom=28)
    data = row_data(rows, decimals)
    for datum, row in zip(data, rows, strict=True):
        datum |= dot_look(row)
    y = {"field": "n", "type": "quantitative"}
    layers: list[Layer] = [style.unit_label(unit, frame)]
    if reference is not None:
        layers += _reference(
            frame.width * scale.part(reference), reference_label, frame
        )
    layers += [
        _intervals(y),
        *dot_layers(data, marks.field("value"), y),
        *row_names(rows, frame),
        marks.words(
            [{"n": d["n"], "written": d["written"], "colour": style.INK} for d in data],
            marks.pixel(frame.width + 10),
            y,
            align="left",
            baseline="middle",
        ),
    ]
    encoding = {"x": along(scale, shown=True), "y": row_position(len(rows))}
    return style.picture(layers, frame, data={"values": data}, encoding=encoding)


def _intervals(y: Layer) -> Layer:
    return {
        "mark": {"type": "rule", "strokeWidth": 2.4, "opacity": 0.6},
        "encoding": {
            "x": marks.field("low"),
            "x2": {"field": "high"},
            "y": y,
            "color": marks.COLOUR,
        },
    }


def dot_look(row: Rated) -> Layer:
    """Colour and shape say the verdict twice; the reader's own area is gold inside."""
    is_unclear = row.verdict == "unclear"
    colour = style.INK if is_unclear else style.VERDICTS[row.verdict]
    return {
        "colour": colour,
        "fill": style.GOLD if row.highlighted and is_unclear else colour,
        "shape": style.SHAPES[row.verdict],
        "size": 150 if row.highlighted else 90,
    }


def dot_layers(data: Sequence[Layer], x: Layer, y: Layer) -> list[Layer]:
    """One layer of dots, drawn over everything else."""
    held = [datum for datum in data if datum["value"] is not None]
    own = {"type": "nominal", "scale": None}
    return [
        {
            "data": {"values": held},
            "mark": {"type": "point", "strokeWidth": 1.8, "opacity": 1},
            "encoding": {
                "x": x,
                "y": y,
                "fill": {"field": "fill", **own},
                "stroke": {"field": "colour", **own},
                "shape": {"field": "shape", **own},
                "size": {"field": "size", "type": "quantitative", "scale": None},
            },
        }
    ]


def _reference(x: float, text: str, frame: Frame) -> list[Layer]:
    half = style.words_wide(text) / 2
    inside = min(max(x, half - frame.left), frame.width + frame.right - half)
    return [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": style.GREY, "strokeDash": [4, 3]},
            "encoding": {
                "x": marks.pixel(x),
                "y": marks.pixel(-6),
                "y2": marks.pixel(frame.height),
            },
        },
        style.label(text, inside, -15, align="center", color=style.GREY),
    ]


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
    # The outer limits where they are narrowest, so that both are drawn and named.
    outer = all_known(low998[-1:], high998[-1:])
    y_scale = close_scale_of(
        [*spans_of(rows), *all_known(low95, high95, [centre]), *outer]
    )
    x_scale = scale_of([*exposures, *sizes])
    right = (
        max(map(style.words_wide, (style.wrapped(centre_label, 110), "99.8% limits")))
        + 16
    )
    frame = Frame(
        height=300, left=y_scale.label_width + 12, right=right, top=34, bottom=46
    )
    edges = {"low95": low95, "high95": high95, "low998": low998, "high998": high998}
    grid: list[Layer] = [
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
    words = [(style.wrapped(centre_label, 110), centre)]
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
    pairs = sorted(
        zip(rows, exposures, strict=True), key=lambda pair: pair[0].highlighted
    )
    data = []
    for row, exposure in pairs:
        look = dot_look(row)
        if row.verdict == "unclear":
            look["colour"] = style.INK if row.highlighted else style.GREY
            look["fill"] = style.GOLD if row.highlighted else style.GREY
        data.append(
            {"name": row.name, "size_of": exposure, "value": known(row.value)} | look
        )
    named = [
        (row.name, frame.width * x_scale.part(exposure), value)
        for row, exposure in pairs
        if (row.highlighted or row.verdict != "unclear")
        and (value := known(row.value)) is not None
    ]
    heights = style.spread(
        [frame.height * (1 - y_scale.part(value)) for _, _, value in named],
        16,
        6,
        frame.height,
    )
    labels = [
        _beside(name, x, y, frame)
        for (name, x, _), y in zip(named, heights, strict=True)
    ]
    return [*dot_layers(data, marks.field("size_of"), marks.field("value")), *labels]


def _beside(name: str, x: float, y: float, frame: Frame) -> Layer:
    is_left = x + style.words_wide(name) + 12 > frame.width
    return style.label(
        name,
        x - 11 if is_left else x + 11,
        y,
        align="right" if is_left else "left",
        baseline="middle",
    )
