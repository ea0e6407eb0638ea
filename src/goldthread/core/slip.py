"""Is this new figure so far from the ones before it that a slip of the key is likelier?

A digit too many or too few makes a figure about ten times larger or smaller; figures of a
partnership do not do that by themselves from one period to the next, so from `TIMES` on it
is worth one question. A wrong figure of the right length shows only against how much the
series moves: more than `SPREADS` standard deviations of the individuals chart (the mean
moving range over 1.128, methods §3) from the mean of the last `LOOKS_BACK` points. The
deviation is never taken below that of chance alone, the root of the mean, so a quiet small
series raises no question.

Not a test of change: it asks, and a person answers. Nothing is told of a first figure, nor
where both stand under `SMALLEST`, where ten times is two people more.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from goldthread.core.arrays import as_counts
from goldthread.core.control import FEWEST_POINTS

TIMES = 5.0
SPREADS = 5.0
SMALLEST = 20.0
LOOKS_BACK = 24
PER_RANGE = 1.128  # a mean moving range over this is a standard deviation


@dataclass(frozen=True, slots=True)
class FarOut:
    """A figure that stands far outside: how many times the last, or outside what range.

    `times` is above one where it is larger, below one where it is smaller, and None where
    only the range tells it.
    """

    last: float
    times: float | None
    low: float | None = None
    high: float | None = None


def far_out(before: ArrayLike, new: float) -> FarOut | None:
    """How far a figure stands from those before it; None where that is usual."""
    series = as_counts(before, called="figures")
    series = series[~np.isnan(series)][-LOOKS_BACK:]
    if not series.size:
        return None
    last = float(series[-1])
    if max(last, new) < SMALLEST:
        return None
    if last > 0 and not last / TIMES < new < last * TIMES:
        return FarOut(last, new / last)
    if series.size < FEWEST_POINTS:
        return None
    mean = float(series.mean())
    spread = float(np.abs(np.diff(series)).mean()) / PER_RANGE
    reach = SPREADS * max(spread, float(np.sqrt(mean)))
    if abs(new - mean) <= reach or abs(new - last) <= reach:
        return None
    return FarOut(last, None, max(mean - reach, 0.0), mean + reach)
