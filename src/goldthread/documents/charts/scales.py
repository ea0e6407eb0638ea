"""Round scales worked out here, not in the drawing, so that labels can be placed."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.documents import house_style as style
from goldthread.documents import numbers

Values = Sequence[float | None]
CLOSE = " (the scale does not start at zero)"  # said of lines that are seen from near


def known(value: float | None) -> float | None:
    """The value, with NaN (how `core` says missing) turned into None."""
    if value is None:
        return None
    value = float(value)
    return value if math.isfinite(value) else None


def all_known(*columns: Values | None) -> list[float]:
    """Every value there is in some columns."""
    return [
        value
        for column in columns
        if column is not None
        for value in map(known, column)
        if value is not None
    ]


@dataclass(frozen=True, slots=True)
class Scale:
    """Round limits and ticks of one axis."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """The round values that get a grid line."""
        count = round((self.high - self.low) / self.step)
        return [round(self.low + self.step * i, 10) for i in range(count + 1)]

    @property
    def places(self) -> int:
        """How many decimals the tick labels need."""
        # Steps of 2.5 need one too: rounded to 3, 5, 8, 10 they name the wrong heights.
        enough = (
            places
            for places in range(12)
            if math.isclose(self.step, round(self.step, places), rel_tol=1e-9)
        )
        return next(enough, 12)

    def label(self, value: float) -> str:
        """A tick as the house writes numbers."""
        return numbers.decimal(round(value, 10) or 0.0, self.places)

    @property
    def label_width(self) -> float:
        """Pixels that the widest tick label takes."""
        return max(style.words_wide(self.label(tick)) for tick in self.ticks)

    def part(self, value: float) -> float:
        """How far along the scale a value lies, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    def channel(self, **more: Any) -> dict[str, Any]:
        """The scale of a Vega-Lite position channel."""
        return {"domain": [self.low, self.high], "nice": False, "zero": False, **more}

    def axis(self, **more: Any) -> dict[str, Any]:
        """A quiet axis: grid lines and labels, no line of its own."""
        return {
            "title": None,
            "values": self.ticks,
            "format": f",.{self.places}f",
            "domain": False,
            "ticks": False,
            "labelFlush": False,
            **more,
        }


def _round_step(span: float, wanted: int) -> float:
    rough = span / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    return power * next(m for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.999)


def scale_of(values: Iterable[float], *, wanted: int = 5, whole: bool = False) -> Scale:
    """A scale that holds the values and zero.

    `whole` keeps the ticks on whole numbers, for counts.
    """
    present = list(values)
    low, high = min(0.0, *present, 0.0), max(0.0, *present, 0.0)
    return _rounded(low, high if high - low > 1e-9 else low + 1, wanted, whole)


def close_scale_of(
    values: Iterable[float], *, wanted: int = 5, whole: bool = False
) -> Scale:
    """A scale from zero, unless the values lie so far above it that it would hide them.

    Only for lines; bars always stand on zero. The reader is told (`CLOSE`).
    """
    present = list(values)
    low, high = min(present, default=0.0), max(present, default=1.0)
    # Small or few numbers differ by chance; a close view would make a drama of it.
    if low <= 0.6 * high or high < 50 or len(present) < 6:
        return scale_of(present, wanted=wanted, whole=whole)
    room = max((high - low) * 0.35, high * 0.04)
    return _rounded(max(0.0, low - room), high + room * 0.2, wanted, whole)


def _rounded(low: float, high: float, wanted: int, whole: bool) -> Scale:
    step = _round_step(high - low, wanted)
    if whole:
        step = max(1.0, step if step != 2.5 else 5.0)
    return Scale(
        math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step
    )


def are_whole(values: Iterable[float]) -> bool:
    """Whether all values are counts."""
    return all(float(value).is_integer() for value in values)
