"""Charts along time: month by month, year on year, the shape of the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldthread.documents import house_style as style
from goldthread.documents import numbers
from goldthread.documents.charts.scales import (
    CLOSE,
    Scale,
    Values,
    all_known,
    are_whole,
    close_scale_of,
    known,
)
from goldthread.documents.house_style import Frame
from goldthread.documents.model import Spec

Layer = dict[str, Any]
HEIGHT = 210


@dataclass(frozen=True, slots=True)
class Span:
    """A shaded stretch of months: a recording break, a lockdown, a period left out.

    Both months named are inside it.
    """

    first: date
    last: date
    label: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Lower, middle and upper line of ordinary variation, one value per month."""

    low: Values
    centre: Values
    high: Values
    label: str = "ordinary variation"


def month_number(value: date) -> int:
    """Months since year nought, so that months can be counted."""
    return value.year * 12 + value.month - 1


def whole_calendar(months: Sequence[date], every: int = 1) -> list[date]:
    """Every period from first to last, so that one left out leaves a gap in the line."""
    first, last = month_number(months[0]), month_number(months[-1])
    return [date(n // 12, n % 12 + 1, 1) for n in range(first, last + 1, every)]


def on_calendar(
    calendar: Sequence[date], months: Sequence[date], columns: dict[str, Values]
) -> list[dict[str, Any]]:
    """One row for every month of the calendar; what is not held is None."""
    held: dict[date, dict[str, float | None]] = {}
    for name, values in columns.items():
        if len(values) != len(months):
            raise ValueError(
                f"A chart of {len(months)} months was given {len(values)} values for "
                f"its {name}; give one value (or None) for each month."
            )
        for month, value in zip(months, values, strict=True):
            held.setdefault(month.replace(day=1), {})[name] = known(value)
    nothing = dict.fromkeys(columns)
    return [
        {"month": month.isoformat(), "n": number} | held.get(month, nothing)
        for number, month in enumerate(calendar)
    ]


def monthly_line(
    months: Sequence[date],
    values: Values,
    *,
    unit: str,
    smooth: Values | None = None,
    smooth_label: str = "",
    limits: Limits | None = None,
    spans: Sequence[Span] = (),
    signals: Sequence[date] = (),
    every: int = 1,
) -> Spec:
    """Month by month, broken where a month is missing, over ordinary variation.

    With `every` 3 or 12 a point is a quarter or a year, named by its first month.
    `smooth` is a rolling mean or a deseasonalised line; `signals` are months that the
    rules marked as out of the ordinary and get a ring.
    """
    columns = {"value": values}
    if smooth is not None:
        columns["smooth"] = smooth
    if limits is not None:
        columns |= {"low": limits.low, "centre": limits.centre, "high": limits.high}
    present = all_known(*columns.values())
    if not present:
        return style.nothing_to_draw("No month of this series is held.")
    calendar = whole_calendar(months, every)
    rows = on_calendar(calendar, months, columns)
    scale = close_scale_of(present, whole=are_whole(all_known(values)))
    words = _end_words(rows, smooth_label, limits)
    frame = Frame(
        height=HEIGHT,
        left=scale.label_width + 12,
        right=max([12.0, *(style.words_wide(text) + 18 for text, _, _ in words)]),
        top=34,
    )
    note = CLOSE if scale.low > 0 else ""
    layers = [
        *_span_layers(spans, calendar, frame, every),
        *(_limit_layers() if limits is not None else []),
        *_raw_layers(quiet=smooth is not None),
        *(_smooth_layers() if smooth is not None else []),
        *_signal_layers(rows, signals),
        *_end_labels(words, scale, frame),
        style.unit_label(unit + note, frame),
    ]
    encoding = {
        "x": month_position(len(calendar)) | {"axis": month_axis(calendar)},
        "y": {"type": "quantitative", "scale": scale.channel(), "axis": scale.axis()},
    }
    return style.picture(layers, frame, data={"values": rows}, encoding=encoding)


def month_position(count: int) -> Layer:
    """Months as equal steps: a February is as wide as a March."""
    return {
        "field": "n",
        "type": "quantitative",
        "scale": {"domain": [-0.5, count - 0.5], "nice": False, "zero": False},
    }


def month_axis(calendar: Sequence[date], room: int = 8) -> Layer:
    """Years where the time is long, months where it is short; at most `room` labels."""
    steps = len(calendar) > 1 and month_number(calendar[1]) - month_number(calendar[0])
    if len(calendar) * (steps or 1) > 30:
        marked = [n for n, month in enumerate(calendar) if month.month == 1]
        step = -(-len(marked) // (room + 3))
        marked = marked[::step]
        written = [str(calendar[n].year) for n in marked]
    else:
        step = next(s for s in (1, 2, 3, 6, 12) if len(calendar) / s <= room)
        marked = list(range(0, len(calendar), step))
        written = [numbers.short_month(calendar[n]) for n in marked]
    return {
        "title": None,
        "grid": False,
        "values": marked,
        "labelExpr": "{"
        + ", ".join(f"'{n}': '{text}'" for n, text in zip(marked, written, strict=True))
        + "}[datum.value]",
        "labelFlush": False,
    }


def _span_layers(
    spans: Sequence[Span], calendar: Sequence[date], frame: Frame, every: int
) -> list[Layer]:
    first, last = month_number(calendar[0]), month_number(calendar[-1])
    layers: list[Layer] = []
    shown = [
        span
        for span in spans
        if month_number(span.last) >= first and month_number(span.first) <= last
    ]
    for number, span in enumerate(shown):
        start = (max(month_number(span.first), first) - first) // every
        end = (min(month_number(span.last), last) - first) // every
        per_month = frame.width / len(calendar)
        left, right = start * per_month, (end + 1) * per_month
        box = {
            "x": {"value": round(left, 1)},
            "x2": {"value": round(right, 1)},
            "y": {"value": 0},
            "y2": {"value": frame.height},
        }
        layers.append(
            {
                "data": {"values": [{}]},
                "mark": {"type": "rect", "color": style.SHADE},
                "encoding": box,
            }
        )
        is_late = left + style.words_wide(span.label, style.SMALL) > frame.width
        layers.append(
            style.label(
                span.label,
                right - 3 if is_late else left + 3,
                4 + 15 * (number % 3),
                align="right" if is_late else "left",
                baseline="top",
                fontSize=style.SMALL,
                color=style.GREY,
            )
        )
    return layers


def _limit_layers() -> list[Layer]:
    return [
        {
            "mark": {"type": "area", "color": style.PALE, "opacity": 0.8},
            "encoding": {"y": {"field": "low"}, "y2": {"field": "high"}},
        },
        {
            "mark": {
                "type": "line",
                "color": style.GREY,
                "strokeWidth": 1,
                "strokeDash": [4, 3],
            },
            "encoding": {"y": {"field": "centre"}},
        },
    ]


def _raw_layers(*, quiet: bool) -> list[Layer]:
    colour, width = (style.MID, 1) if quiet else (style.INK, 2)
    return [
        {
            "mark": {"type": "line", "color": colour, "strokeWidth": width},
            "encoding": {"y": {"field": "value"}},
        },
        {  # a month alone between two gaps has no line; its dot keeps it visible
            "mark": {"type": "circle", "color": colour, "size": 16, "opacity": 1},
            "encoding": {"y": {"field": "value"}},
        },
    ]


def _smooth_layers() -> list[Layer]:
    return [
        {
            "mark": {"type": "line", "color": style.INK, "strokeWidth": 2.6},
            "encoding": {"y": {"field": "smooth"}},
        }
    ]


def _signal_layers(rows: list[dict[str, Any]], signals: Sequence[date]) -> list[Layer]:
    marked = {signal.replace(day=1).isoformat() for signal in signals}
    ringed = [
        row for row in rows if row["month"] in marked and row["value"] is not None
    ]
    if not ringed:
        return []
    ring = {"type": "point", "color": style.ORANGE, "size": 120, "strokeWidth": 2}
    return [
        {
            "data": {"values": ringed},
            "mark": ring | {"opacity": 1},
            "encoding": {"y": {"field": "value"}},
        }
    ]


def _end_words(
    rows: list[dict[str, Any]], smooth_label: str, limits: Limits | None
) -> list[tuple[str, float, str]]:
    """What stands at the right-hand end of each line: words, height, colour."""
    words: list[tuple[str, float, str]] = []
    field = "smooth" if smooth_label else "value"
    last = _last(rows, field)
    if last is not None:
        value = numbers.decimal(last, 0 if abs(last) >= 20 or last.is_integer() else 1)
        text = style.wrapped(smooth_label, 110)
        words.append((f"{text}\n{value}".strip(), last, style.INK))
    if limits is not None and (edge := _last(rows, "high")) is not None:
        words.append((style.wrapped(limits.label, 110), edge, style.GREY))
    return words


def _last(rows: list[dict[str, Any]], field: str) -> float | None:
    found = (row.get(field) for row in reversed(rows))
    return next((value for value in found if value is not None), None)


def _end_labels(
    words: list[tuple[str, float, str]], scale: Scale, frame: Frame
) -> list[Layer]:
    wanted = [frame.height * (1 - scale.part(value)) for _, value, _ in words]
    tallest = max((text.count("\n") + 1 for text, _, _ in words), default=1) * 15
    placed = style.spread(wanted, tallest + 4, 6, frame.height - 4)
    return [
        style.label(
            text,
            frame.width + 9,
            y - 7.5 * text.count("\n"),
            baseline="middle",
            color=colour,
        )
        for (text, _, colour), y in zip(words, placed, strict=True)
    ]
