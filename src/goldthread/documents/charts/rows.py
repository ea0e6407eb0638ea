"""Rows of names with values: what bars and dots have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from goldthread.documents import house_style as style
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


def name_lines(rows: Sequence[Rated]) -> list[str]:
    """Names cut to two lines at most."""
    return [style.wrapped(row.name, 30) for row in rows]


def row_frame(names: Sequence[str], ends: Sequence[str]) -> Frame:
    """Room for the names on the left and the written values on the right."""
    tall = 36 if any("\n" in name for name in names) else 25
    return Frame(
        height=tall * len(names),
        left=min(250.0, max(map(style.words_wide, names))) + 14,
        right=max(map(style.words_wide, ends)) + 14,
        top=34,
        bottom=10,
    )


def row_names(
    names: Sequence[str], rows: Sequence[Rated], frame: Frame
) -> list[dict[str, Any]]:
    """The names, right against the plot; the reader's own area stands out in bold."""
    height = frame.height / len(names)
    return [
        style.label(
            name,
            -10,
            height * (number + 0.5) - 7.5 * name.count("\n"),
            align="right",
            baseline="middle",
            fontWeight="bold" if row.highlighted else "normal",
        )
        for number, (name, row) in enumerate(zip(names, rows, strict=True))
    ]
