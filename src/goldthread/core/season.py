"""Which months are usually high, and what is left when that is taken out?

Source: STL (Cleveland and others 1990) on 2·sqrt(y + 3/8), where a count varies by
about one whatever its size (Anscombe 1948); methods §1. Masked months are missing.

Not for fewer than three full seasons, nor under five events a month on average: both
are refused. A season describes the past; it is no forecast and no cause.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from goldthread.core.arrays import (
    Flags,
    Floats,
    Months,
    MonthsLike,
    Whole,
    as_mask,
    as_months,
    as_table,
    calendar_month,
)
from goldthread.core.loess import PERIOD, Recipe, seasonal_trend
from goldthread.core.periods import MONTH_NAMES
from goldthread.core.refusal import Refused

SMALLEST_MEAN = 5.0
FEWEST_SEASONS = 3
TREND_WINDOW = 23  # months, between 1.5 and 2 years (Cleveland §3.4)
LONGEST_GAP = (
    18  # months: that window reaches ten to either side (17 are masked in E34)
)
ENOUGH_TO_DOUBT = 5  # seasons before one odd value can be outvoted by the others
# One pattern for all years (R's "periodic"). A season that may drift takes the signal
# with it: with Cleveland's window of 13 a stable series of seven years was called
# special on its last point in 14 of 100 charts, with one pattern in 3.
STIFF = 10_001
ROBUST = Recipe(STIFF, 0, TREND_WINDOW, inner=2, outer=15)
PLAIN = Recipe(STIFF, 0, TREND_WINDOW, inner=5, outer=0)
SURE = 0.01  # a season is claimed at 1 %: fourteen categories are tried at once


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Trend, season and the rest of every series (series x months).

    `trend`, `seasonal` and `remainder` are on the scale 2·sqrt(y + 3/8);
    `deseasonalised` is counts again (its sum is close to, not equal to, the count's).
    `factors` is how many times the usual month each calendar month runs, January
    first. `refused` holds "" or the reason why a series has only NaN.
    """

    trend: Floats
    seasonal: Floats
    remainder: Floats
    deseasonalised: Floats
    factors: Floats
    strength: Floats
    p_value: Floats
    refused: tuple[str, ...]
    months: Months


@dataclass(frozen=True, slots=True)
class Seasonality:
    """The yearly pattern of one series; `peak` and `trough` are months, 1 to 12."""

    factors: Floats
    peak: int
    trough: int
    strength: float
    p_value: float
    distinguishable: bool
    trend: Floats
    deseasonalised: Floats
    months: Months
    suppressed: bool
    caveat: str


def stabilised(counts: Floats) -> Floats:
    """The scale on which counts vary by about one, whatever their size."""
    return 2 * np.sqrt(counts + 0.375)


def counted(scaled: Floats) -> Floats:
    """Back from the stabilised scale to counts, never below zero."""
    return np.maximum((np.maximum(scaled, 0) / 2) ** 2 - 0.375, 0.0)


def decompose(
    counts: ArrayLike,
    *,
    months: MonthsLike,
    masked: ArrayLike | None = None,
    smallest_mean: float = SMALLEST_MEAN,
) -> Decomposition:
    """Trend, season and remainder of many monthly series at once."""
    table = as_table(counts)
    axis = as_months(months, length=table.shape[1])
    known = ~np.isnan(table) & ~as_mask(masked, length=axis.size)
    refused = tuple(
        refusal_to_decompose(row, seen, axis, smallest_mean=smallest_mean)
        for row, seen in zip(table, known, strict=True)
    )
    fine = np.array([not reason for reason in refused], dtype=np.bool_)
    shape = table.shape
    trend, seasonal = np.full(shape, np.nan), np.full(shape, np.nan)
    if fine.any():
        trend[fine], seasonal[fine] = _fit(table[fine], known[fine], axis)
    scaled = stabilised(np.where(known, table, np.nan))
    remainder = scaled - trend - seasonal
    trend[~known], seasonal_shown = np.nan, np.where(known, seasonal, np.nan)
    return Decomposition(
        trend=trend,
        seasonal=seasonal_shown,
        remainder=remainder,
        deseasonalised=counted(scaled - seasonal),
        factors=_factors(scaled, trend, seasonal, axis),
        strength=_strength(seasonal_shown, remainder, fine),
        p_value=_kruskal_wallis(scaled - trend, axis),
        refused=refused,
        months=axis,
    )


def seasonality(
    counts: ArrayLike, *, months: MonthsLike, masked: ArrayLike | None = None
) -> Seasonality | Refused:
    """The yearly pattern of one series, and whether it is more than chance."""
    parts = decompose(counts, months=months, masked=masked)
    if len(parts.refused) != 1:
        raise ValueError("seasonality takes one series; use decompose for a table")
    if parts.refused[0]:
        return Refused(parts.refused[0])
    factors, p_value = parts.factors[0], float(parts.p_value[0])
    missing = int(np.isnan(parts.trend[0]).sum())
    return Seasonality(
        factors=factors,
        peak=int(np.argmax(factors)) + 1,
        trough=int(np.argmin(factors)) + 1,
        strength=float(parts.strength[0]),
        p_value=p_value,
        distinguishable=p_value < SURE,
        trend=counted(parts.trend[0]),
        deseasonalised=parts.deseasonalised[0],
        months=parts.months,
        suppressed=False,
        caveat=f"{missing} masked or missing months are left out." if missing else "",
    )


def refusal_to_decompose(
    counts: Floats,
    known: Flags,
    months: Months,
    *,
    smallest_mean: float = SMALLEST_MEAN,
) -> str:
    """Why no season can be read from one series; "" when it can."""
    held = np.bincount(calendar_month(months)[known], minlength=PERIOD)
    if held.min() < FEWEST_SEASONS:
        times = ("never", "once", "twice")[held.min()]
        return (
            f"No season: {MONTH_NAMES[int(held.argmin())]} is held {times} "
            f"outside masked months, and {FEWEST_SEASONS} full years are needed."
        )
    gap = _longest_run(~known)
    if gap > LONGEST_GAP:
        return (
            f"No season: {gap} months in a row are missing or masked, and over "
            f"{LONGEST_GAP} nothing can be seen of the trend."
        )
    mean = float(counts[known].mean())
    if mean < smallest_mean:
        return (
            f"No season: {mean:.1f} events a month on average, and under "
            f"{smallest_mean:g} chance drowns the pattern."
        )
    return ""


def _fit(table: Floats, known: Flags, months: Months) -> tuple[Floats, Floats]:
    """Trend and seasonal part; series that may and may not be doubted apart."""
    trend, seasonal = np.empty_like(table), np.empty_like(table)
    held = known.astype(np.float64) @ np.eye(PERIOD)[calendar_month(months)]
    doubted = held.min(axis=1) >= ENOUGH_TO_DOUBT
    for chosen, recipe in ((doubted, ROBUST), (~doubted, PLAIN)):
        parts = seasonal_trend(
            stabilised(table[chosen]), known[chosen].astype(np.float64), recipe
        )
        trend[chosen] = parts.trend
        seasonal[chosen] = _same_every_year(parts.seasonal, months)
    return trend, seasonal


def _same_every_year(seasonal: Floats, months: Months) -> Floats:
    return _by_calendar_month(seasonal, months)[:, calendar_month(months)]


def _by_calendar_month(values: Floats, months: Months) -> Floats:
    """The mean of each calendar month, January first; NaN is left out."""
    member = np.eye(PERIOD)[calendar_month(months)]
    known = ~np.isnan(values)
    held = known.astype(np.float64) @ member
    with np.errstate(invalid="ignore", divide="ignore"):
        means: Floats = np.where(known, values, 0.0) @ member / held
    return means


def _factors(scaled: Floats, trend: Floats, seasonal: Floats, months: Months) -> Floats:
    """Each calendar month as a multiple of the mean of the twelve."""
    with np.errstate(invalid="ignore", divide="ignore"):
        level = np.nansum(trend, axis=1) / np.sum(~np.isnan(scaled), axis=1)
        usual = counted(level[:, None] + _by_calendar_month(seasonal, months))
        factors: Floats = usual / usual.mean(axis=1, keepdims=True)
    return factors


def _strength(seasonal: Floats, remainder: Floats, fine: Flags) -> Floats:
    """0 (no season) to 1 (nothing but season): Hyndman and Athanasopoulos, §4.3."""
    strength = np.full(fine.size, np.nan)
    left = np.nanvar(remainder[fine], axis=1)
    both = np.nanvar(seasonal[fine] + remainder[fine], axis=1)
    strength[fine] = np.maximum(0.0, 1 - left / np.where(both > 0, both, np.inf))
    strength[fine] = np.where(both > 0, strength[fine], 0.0)
    return strength


def _kruskal_wallis(detrended: Floats, months: Months) -> Floats:
    """Chance of so uneven calendar months where there is no season, by ranks.

    Ranks, so that bunching of crime does not turn into a season; a trend already
    taken out uses a few degrees of freedom, which 1 % instead of 5 % leaves room for.
    """
    from scipy.special import chdtrc

    p_values = np.full(detrended.shape[0], np.nan)
    calendar = calendar_month(months)
    for row, values in enumerate(detrended):
        known = ~np.isnan(values)
        total = int(known.sum())
        if total:
            ranks = mid_ranks(np.round(values[known], 9))  # rounding noise has no rank
            p_values[row] = chdtrc(
                PERIOD - 1, _unevenness(ranks, calendar[known], total)
            )
    return p_values


def mid_ranks(values: Floats) -> Floats:
    """Ranks from 1; equal values share the mean of theirs (scipy.stats costs 1 s)."""
    _, place, times = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(times)
    middle: Floats = (last - (times - 1) / 2)[place]
    return middle


def _unevenness(ranks: Floats, calendar: Whole, total: int) -> float:
    held = np.bincount(calendar, minlength=PERIOD)
    sums = np.bincount(calendar, ranks, minlength=PERIOD)
    spread = float(np.var(ranks)) * total / (total - 1)
    if spread == 0:
        return 0.0
    return float(np.sum(held * (sums / held - (total + 1) / 2) ** 2)) / spread


def _longest_run(flags: Flags) -> int:
    longest = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return longest
