"""What would each quarter or month be without its season, where figures are no counts?

Source: classical decomposition by ratios to a centred moving average (Macaulay 1931;
Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", §3.4). For quarterly
series, rates and percentages; monthly counts have `season.decompose`, which knows how
counts vary.

Not for fewer than three full years, nor for series that touch zero: both are refused.
"""

import numpy as np
from numpy.typing import ArrayLike

from goldthread.core.arrays import Floats
from goldthread.core.refusal import Refused

FEWEST_YEARS = 3
FEWEST_RATIOS = (
    2  # of each place in the year; the average loses half a year at each end
)


def without_season(
    values: ArrayLike, *, per_year: int, first_place: int = 0
) -> Floats | Refused:
    """The series with its yearly pattern divided out; missing points stay missing.

    `first_place` is where in the year the first value stands, from 0.
    """
    series = np.array(values, dtype=np.float64)
    if per_year not in (4, 12):
        raise ValueError(f"a year has 4 or 12 places: found {per_year}")
    if series.ndim != 1:
        raise ValueError("a season is taken out of one series at a time")
    known = series[~np.isnan(series)]
    if known.size < FEWEST_YEARS * per_year:
        return Refused(
            f"No season: {known.size} points are held, and {FEWEST_YEARS} full years "
            f"({FEWEST_YEARS * per_year} points) are needed."
        )
    if known.min() <= 0:
        return Refused("No season: a series that touches zero has no yearly ratio.")
    place = (np.arange(series.size) + first_place) % per_year
    ratios = series / _centred(series, per_year)
    factors = np.empty(per_year)
    for each in range(per_year):
        own = ratios[(place == each) & ~np.isnan(ratios)]
        if own.size < FEWEST_RATIOS:
            return Refused(
                "No season: too many points are missing to see the same part of the "
                "year twice."
            )
        factors[each] = own.mean()
    factors /= factors.mean()
    free: Floats = series / factors[place]
    return free


def _centred(series: Floats, per_year: int) -> Floats:
    """The mean of a year around each point, its two ends counted half."""
    half = per_year // 2
    weights = np.ones(per_year + 1)
    weights[0] = weights[-1] = 0.5
    centred = np.full(series.size, np.nan)
    for at in range(half, series.size - half):
        centred[at] = float(series[at - half : at + half + 1] @ weights) / per_year
    return centred
