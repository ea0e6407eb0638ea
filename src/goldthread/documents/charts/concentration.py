"""How few areas hold how much: the Lorenz curve beside what chance alone gives."""

from typing import Any

from goldthread.documents import house_style as style
from goldthread.documents.charts.scales import Scale, Values, known
from goldthread.documents.house_style import Frame
from goldthread.documents.model import Spec

Layer = dict[str, Any]
SIDE = 300  # square, because both axes are parts of the same kind


def lorenz(
    share_of_areas: Values,
    share_of_events: Values,
    *,
    null_low: Values | None = None,
    null_high: Values | None = None,
    marked: tuple[float, float] | None = None,
    marked_label: str = "",
    areas_label: str = "share of small areas, fullest first",
    events_label: str = "share of offences",
) -> Spec:
    """How few areas hold how much; the band is what chance alone would give.

    All values are parts of one, areas with most first. `marked` is one point of the
    curve that the sentence above the chart speaks of, written beside it.
    """
    rows = [
        {
            "areas": known(areas),
            "events": known(share_of_events[at]),
            "low": known(null_low[at]) if null_low is not None else None,
            "high": known(null_high[at]) if null_high is not None else None,
        }
        for at, areas in enumerate(share_of_areas)
    ]
    if len(rows) < 2:
        return style.nothing_to_draw("Too few areas to show how offences are spread.")
    left = 50.0
    frame = Frame(SIDE, left=left, right=style.WIDTH - left - 360, top=34, bottom=46)
    scale = Scale(0, 1, 0.25)
    layers: list[Layer] = []
    if null_low is not None and null_high is not None:
        layers.append(
            {
                "mark": {"type": "area", "color": style.PALE},
                "encoding": {"y": {"field": "low"}, "y2": {"field": "high"}},
            }
        )
    layers += _even_line(frame)
    layers.append(
        {
            "mark": {"type": "line", "color": style.INK, "strokeWidth": 2.6},
            "encoding": {"y": {"field": "events"}},
        }
    )
    if marked is not None:
        layers += _marked(marked, marked_label, frame)
    layers += _words(rows, frame, has_band=null_low is not None)
    layers.append(style.unit_label(events_label, frame))
    layers.append(
        style.label(
            areas_label, frame.width, SIDE + 40, align="right", color=style.GREY
        )
    )
    axis = scale.axis(format=".0%")
    encoding = {
        "x": {
            "field": "areas",
            "type": "quantitative",
            "scale": scale.channel(),
            "axis": axis | {"domain": True, "grid": False},
        },
        "y": {"type": "quantitative", "scale": scale.channel(), "axis": axis},
    }
    return style.picture(layers, frame, data={"values": rows}, encoding=encoding)


def _even_line(frame: Frame) -> list[Layer]:
    return [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": style.GREY, "strokeDash": [4, 3]},
            "encoding": {
                "x": {"value": 0},
                "y": {"value": SIDE},
                "x2": {"value": frame.width},
                "y2": {"value": 0},
            },
        },
    ]


def _marked(point: tuple[float, float], text: str, frame: Frame) -> list[Layer]:
    x, y = frame.width * point[0], SIDE * (1 - point[1])
    ring = {
        "type": "point",
        "fill": style.GOLD,
        "stroke": style.INK,
        "strokeWidth": 2,
        "size": 130,
        "opacity": 1,
    }
    return [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": style.INK, "strokeWidth": 1},
            "encoding": {
                "x": {"value": round(x, 1)},
                "x2": {"value": frame.width + 10},
                "y": {"value": round(y, 1)},
            },
        },
        {"data": {"values": [{}]}, "mark": ring, "encoding": style.at(x, y)},
        style.label(
            style.wrapped(text, 190, 3), frame.width + 16, y - 6, baseline="middle"
        ),
    ]


def _words(rows: list[dict[str, Any]], frame: Frame, *, has_band: bool) -> list[Layer]:
    x = frame.width + 16
    words = [
        style.label(
            "dashed: if every area had the same", x, SIDE - 30, color=style.GREY
        )
    ]
    if has_band:
        words.append(
            style.label(
                "shaded: what chance alone gives", x, SIDE - 10, color=style.GREY
            )
        )
    return words
