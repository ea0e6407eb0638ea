"""Rows of names with values: what bars and dots have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from goldthread.documents import house_style as style
from goldthread.documents import numbers
from goldthread.documents.charts import marks
from goldthread.documents.charts.scales import Scale, all_known, known
from goldthread.documents.house_style import Frame

Verdict = Literal["improving", "concern", "unclear"]


@dataclass(frozen=True, slots=True)
class Rated:
    """A name with its value and the interval round it, as for one area or offence."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    verdict: Verdict = "unclear"
    highlighted: bool = False


def spans_of(rows: Sequence[Rated]) -> list[float]:
    """Everything the scale has to hold: values and the ends of intervals."""
    return all_known(*([row.value, row.low, row.high] for row in rows))


def row_data(rows: Sequence[Rated], decimals: int) -> list[dict[str, Any]]:
    """The rows as the drawing reads them, top row first."""
    return [
        {
            "n": number,
            "name": row.name,
            "value": known(row.value),
            "low": known(row.low),
            "high": known(row.high),
            "written": numbers.decimal(known(row.value), decimals),
        }
        for number, row in enumerate(rows)
    ]


def row_frame(
    rows: Sequence[Rated], decimals: int, *, top: float, bottom: float
) -> Frame:
    """Room for the names on the left and the written values on the right."""
    names = [_name(row) for row in rows]
    # At 25 the charts of one page did not fit on one page.
    tall = 34 if any("\n" in name for name in names) else 21
    written = [numbers.decimal(known(row.value), decimals) for row in rows]
    return Frame(
        height=tall * len(rows),
        left=max(style.words_wide(name, bold=True) for name in names) + 16,
        right=max(map(style.words_wide, written)) + 16,
        top=top,
        bottom=bottom,
    )


def row_names(rows: Sequence[Rated], frame: Frame) -> list[dict[str, Any]]:
    """The names, right against the plot; the reader's own area stands out in bold."""
    height = frame.height / len(rows)
    layers = []
    for is_bold in (False, True):
        written = [
            {
                "at": round(height * (n + 0.5) - 7.5 * _name(row).count("\n"), 1),
                "written": marks.lines(_name(row)),
                "colour": style.INK,
            }
            for n, row in enumerate(rows)
            if row.highlighted == is_bold
        ]
        if written:
            weight = "bold" if is_bold else "normal"
            y = {"field": "at", "type": "quantitative", "scale": None}
            layers.append(
                marks.words(
                    written,
                    marks.pixel(-10),
                    y,
                    align="right",
                    baseline="middle",
                    fontWeight=weight,
                )
            )
    return layers


def row_position(count: int) -> dict[str, Any]:
    """Rows as equal steps from the top."""
    return {
        "field": "n",
        "type": "quantitative",
        "scale": {
            "domain": [-0.5, count - 0.5],
            "nice": False,
            "zero": False,
            "reverse": True,
        },
        "axis": None,
    }


def along(scale: Scale, *, shown: bool) -> dict[str, Any]:
    """The value axis of rows, drawn only where values are not written at bar ends."""
    return {
        "type": "quantitative",
        "scale": scale.channel(),
        "axis": scale.axis() if shown else None,
    }


def _name(row: Rated) -> str:
    return style.wrapped(row.name, 220, bold=row.highlighted)
