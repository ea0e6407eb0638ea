"""Bars: years beside each other, names in order, the shape of the year. All from zero."""

from collections.abc import Sequence
from typing import Any

from goldthread.documents import house_style as style
from goldthread.documents import numbers
from goldthread.documents.charts.rows import Rated, name_lines, row_frame, row_names
from goldthread.documents.charts.scales import Values, all_known, known, scale_of
from goldthread.documents.house_style import Frame
from goldthread.documents.model import Spec

Layer = dict[str, Any]
HEIGHT = 180


def _rule(**encoding: Any) -> Layer:
    return {
        "mark": {"type": "rule", "color": style.INK, "strokeWidth": 1.4},
        "encoding": encoding,
    }


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
    scale = scale_of(all_known(values, low, high))
    frame = Frame(height=HEIGHT, top=44, bottom=34)
    marked = highlighted or labels[-1]
    step = min(frame.width / len(labels), 110)
    lows, highs = low or [None] * len(labels), high or [None] * len(labels)
    layers: list[Layer] = [style.unit_label(unit, frame)]
    for number, (name, raw) in enumerate(zip(labels, values, strict=True)):
        value = known(raw)
        middle = step * (number + 0.5)
        is_marked = name == marked
        layers.append(_under(name, middle, frame, bold=is_marked))
        if value is None:
            layers.append(
                _above(numbers.NOT_HELD, middle, frame.height - 8, style.GREY)
            )
            continue
        top = frame.height * (1 - scale.part(value))
        box = {
            "x": {"value": round(middle - step * 0.32, 1)},
            "x2": {"value": round(middle + step * 0.32, 1)},
            "y": {"value": round(top, 1)},
            "y2": {"value": round(frame.height * (1 - scale.part(0)), 1)},
        }
        layers.append(_box(style.INK if is_marked else style.MID, box))
        label_at = top
        bounds = known(lows[number]), known(highs[number])
        if bounds[0] is not None and bounds[1] is not None:
            ends = [
                frame.height * (1 - scale.part(bound))
                for bound in bounds
                if bound is not None
            ]
            label_at = min(label_at, *ends)
            layers.append(_whisker(middle, ends[0], ends[1]))
        layers.append(_above(numbers.decimal(value, decimals), middle, label_at - 7))
    return style.picture(layers, frame)


def _box(colour: str, encoding: Layer) -> Layer:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rect", "color": colour},
        "encoding": encoding,
    }


def _whisker(x: float, y: float, y2: float) -> Layer:
    # White under ink, so that the line shows on a dark bar and on paper alike.
    rule = _rule(
        x={"value": round(x, 1)}, y={"value": round(y, 1)}, y2={"value": round(y2, 1)}
    )
    return {
        "data": {"values": [{}]},
        "layer": [
            rule | {"mark": {"type": "rule", "color": "#ffffff", "strokeWidth": 4}},
            rule,
        ],
    }


def _under(text: str, x: float, frame: Frame, *, bold: bool) -> Layer:
    return style.label(
        style.wrapped(text, 12),
        x,
        frame.height + 8,
        align="center",
        baseline="top",
        fontWeight="bold" if bold else "normal",
    )


def _above(text: str, x: float, y: float, colour: str = style.INK) -> Layer:
    return style.label(text, x, y, align="center", baseline="bottom", color=colour)


def ranked_bars(rows: Sequence[Rated], *, unit: str, decimals: int = 0) -> Spec:
    """Bars from zero in the order given, values at their ends, intervals where known."""
    if not rows:
        return style.nothing_to_draw("There is nothing to rank.")
    names = name_lines(rows)
    ends = [numbers.decimal(known(row.value), decimals) for row in rows]
    frame = row_frame(names, ends)
    lows, highs = [row.low for row in rows], [row.high for row in rows]
    scale = scale_of(all_known([row.value for row in rows], lows, highs))
    zero = frame.width * scale.part(0)
    layers = [style.unit_label(unit, frame), *row_names(names, rows, frame)]
    height = frame.height / len(rows)
    for number, row in enumerate(rows):
        y = height * (number + 0.5)
        value = known(row.value)
        if value is None:
            layers.append(
                style.label(
                    numbers.NOT_HELD, zero + 4, y, baseline="middle", color=style.GREY
                )
            )
            continue
        tip = frame.width * scale.part(value)
        colour = style.INK if row.highlighted else style.MID
        if row.verdict != "unclear":
            colour = style.VERDICTS[row.verdict]
        box = {
            "x": {"value": round(zero, 1)},
            "x2": {"value": round(tip, 1)},
            "y": {"value": round(y - height * 0.34, 1)},
            "y2": {"value": round(y + height * 0.34, 1)},
        }
        layers.append(_box(colour, box))
        low, high = known(row.low), known(row.high)
        end = tip
        if low is not None and high is not None:
            right = frame.width * scale.part(high)
            layers.append(_across(y, frame.width * scale.part(low), right))
            end = max(end, right)
        layers.append(style.label(ends[number], end + 6, y, baseline="middle"))
    return style.picture(layers, frame)


def _across(y: float, x: float, x2: float) -> Layer:
    rule = _rule(
        x={"value": round(x, 1)}, x2={"value": round(x2, 1)}, y={"value": round(y, 1)}
    )
    return {
        "data": {"values": [{}]},
        "layer": [
            rule | {"mark": {"type": "rule", "color": "#ffffff", "strokeWidth": 4}},
            rule,
        ],
    }


def seasonal_profile(
    effects: Values,
    *,
    low: Values | None = None,
    high: Values | None = None,
    unit: str = "compared with an ordinary month",
) -> Spec:
    """Twelve months, January first, above and below an ordinary month.

    Effects are parts of one: 0.12 is written +12%.
    """
    if len(effects) != 12:
        raise ValueError(
            f"A seasonal profile has twelve months, January first; found {len(effects)}."
        )
    present = all_known(effects, low, high)
    if not present:
        return style.nothing_to_draw("Too few years are held to see a season.")
    scale = scale_of(present)
    frame = Frame(height=HEIGHT, top=44, bottom=30)
    step = frame.width / 12
    zero = frame.height * (1 - scale.part(0))
    layers: list[Layer] = [style.unit_label(unit, frame)]
    lows, highs = low or [None] * 12, high or [None] * 12
    extreme = max(abs(value) for value in all_known(effects))
    for number, raw in enumerate(effects):
        middle = step * (number + 0.5)
        layers.append(_under(numbers.MONTHS[number][:3], middle, frame, bold=False))
        value = known(raw)
        if value is None:
            layers.append(_above(numbers.NOT_HELD, middle, zero - 4, style.GREY))
            continue
        tip = frame.height * (1 - scale.part(value))
        ends = [tip, zero]
        box = {
            "x": {"value": round(middle - step * 0.32, 1)},
            "x2": {"value": round(middle + step * 0.32, 1)},
            "y": {"value": round(tip, 1)},
            "y2": {"value": round(zero, 1)},
        }
        layers.append(_box(style.INK if abs(value) > extreme / 2 else style.MID, box))
        bounds = known(lows[number]), known(highs[number])
        if bounds[0] is not None and bounds[1] is not None:
            drawn = [
                frame.height * (1 - scale.part(b)) for b in bounds if b is not None
            ]
            layers.append(_whisker(middle, drawn[0], drawn[1]))
            ends += drawn
        written = numbers.signed_share(value)
        if value >= 0:
            layers.append(_above(written, middle, min(ends) - 5))
        else:
            layers.append(
                style.label(
                    written, middle, max(ends) + 5, align="center", baseline="top"
                )
            )
    layers.append(_baseline(zero, frame))
    return style.picture(layers, frame)


def _baseline(y: float, frame: Frame) -> Layer:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": style.INK, "strokeWidth": 1},
        "encoding": {
            "x": {"value": 0},
            "x2": {"value": frame.width},
            "y": {"value": round(y, 1)},
        },
    }
