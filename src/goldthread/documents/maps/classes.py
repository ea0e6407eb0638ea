"""Values sorted into at most five steps, at round numbers a reader can keep in mind."""

import itertools
import math
from collections.abc import Sequence

from goldthread.documents import numbers

MOST_STEPS = 5


def even_breaks(values: Sequence[float]) -> list[float]:
    """Round numbers that cut the values into steps holding about as many areas each."""
    ordered = sorted(values)
    distinct = len(set(ordered))
    steps = min(MOST_STEPS, distinct, max(2, len(ordered) // 3))
    if distinct < 2:
        return []
    wanted = [ordered[round(len(ordered) * part / steps)] for part in range(1, steps)]
    is_whole = all(float(value).is_integer() for value in ordered)
    breaks = {_rounded(value, ordered, is_whole=is_whole) for value in wanted}
    return sorted(value for value in breaks if ordered[0] < value <= ordered[-1])


def _rounded(value: float, ordered: Sequence[float], *, is_whole: bool) -> float:
    """A break at the roundest number that moves at most one area in twenty-five."""
    below = sum(other < value for other in ordered)
    allowed = max(1, len(ordered) // 25)
    size = math.floor(math.log10(abs(value))) if value else 0
    for digits in range(4):
        unit = 10.0 ** (size - digits)
        # Below a ten-thousand-millionth a break would round to nought (and 1e-324 is
        # nought already): such a value is its own break.
        if unit < 1e-10 or (is_whole and unit < 1):
            break
        for step in (unit, unit / 2):
            near = round(round(value / step) * step, 10)
            if is_whole and not near.is_integer():
                continue
            if abs(sum(other < near for other in ordered) - below) <= allowed:
                return near
    return value


def step_of(value: float, breaks: Sequence[float]) -> int:
    """Which step a value falls in; a break belongs to the step above it."""
    return sum(value >= one for one in breaks)


def step_labels(
    values: Sequence[float], breaks: Sequence[float], decimals: int
) -> list[str]:
    """The steps in words: "12 to 29" for counts, "10.5 to under 12.0" for rates."""
    low, high = min(values), max(values)
    edges = [min(low, *breaks, low), *breaks, high]
    if decimals == 0 and all(float(value).is_integer() for value in [*values, *breaks]):
        tops = [*(edge - 1 for edge in edges[1:-1]), edges[-1]]
        return [
            _range(bottom, max(top, bottom))
            for bottom, top in zip(edges[:-1], tops, strict=True)
        ]
    labels = []
    for at, (bottom, top) in enumerate(itertools.pairwise(edges)):
        under = "to" if at == len(edges) - 2 else "to under"
        labels.append(
            f"{numbers.decimal(bottom, decimals)} {under} {numbers.decimal(top, decimals)}"
        )
    return labels


def _range(bottom: float, top: float) -> str:
    if bottom == top:
        return numbers.count(bottom)
    return f"{numbers.count(bottom)} to {numbers.count(top)}"
