"""Has it been going up or down over the years?

Source: Mann (1945), Kendall (1975), Hirsch and others (1982) for the seasonal test,
Hamed and Rao (1998) for its autocorrelation, Sen (1968) for the slope; methods §1.

Monthly crime is seasonal and remembers itself: on Nile's flow admitting the memory
moved p from 0.00004 to 0.005. So `trend` uses the seasonal test, widened for that
memory; the plain ones are here for yearly figures.

Not for rolling twelve-month sums (neighbours share eleven twelfths of their data, so
any test on them finds trends that are not there), and not across a recording break.
"""

from dataclasses import dataclass
from statistics import NormalDist

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
from goldthread.core.refusal import Refused
from goldthread.core.season import mid_ranks

FEWEST_YEARS = 3
SMALLEST_MEAN = 5.0
PERIOD = 12


@dataclass(frozen=True, slots=True)
class Trends:
    """Kendall's S, tau-a, two-sided p and Sen's slope of each series.

    `slope` is per step of the series: per observation for `mann_kendall` and
    `hamed_rao`, per year for `seasonal_kendall`.
    """

    s: Floats
    tau: Floats
    p_value: Floats
    slope: Floats
    slope_low: Floats
    slope_high: Floats
    confidence: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The direction of one monthly series, in events a month gained each year."""

    direction: str  # "rising", "falling" or "no trend to speak of"
    per_year: float
    low: float
    high: float
    p_value: float
    distinguishable: bool
    months: int
    confidence: float
    suppressed: bool
    caveat: str


def mann_kendall(values: ArrayLike, *, confidence: float = 0.95) -> Trends:
    """The plain monotone-trend test of each row; NaN is left out."""
    table = _floats(values)
    signs, slopes = _pairs(table)
    s = np.nansum(signs, axis=1)
    return _result(
        s,
        np.sum(~np.isnan(signs), axis=1),
        _tied_variance(table),
        slopes,
        confidence,
    )


def hamed_rao(values: ArrayLike, *, confidence: float = 0.95) -> Trends:
    """Mann-Kendall with the variance widened for autocorrelation (complete rows)."""
    table = _floats(values)
    if np.isnan(table).any():
        raise ValueError("Hamed-Rao needs every value: use seasonal_kendall for gaps")
    signs, slopes = _pairs(table)
    variance = _tied_variance(table) * _memory(table, np.median(slopes, axis=1))
    return _result(
        np.sum(signs, axis=1),
        np.full(table.shape[0], signs.shape[1]),
        variance,
        slopes,
        confidence,
    )


def seasonal_kendall(
    values: ArrayLike,
    *,
    months: MonthsLike,
    masked: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Trends:
    """Each calendar month against itself in other years; slope per year.

    The variance is widened by the echo of one month in the next. Measured false
    alarms at 5 % on 36 to 120 months of Poisson 100 with a season: 2 to 4 % without
    memory, 5 to 6 % at a correlation of 0.5, 7 to 11 % at 0.7 (plain test: 5, 8 and
    21 %). Hirsch and Slack's covariances need ten years: at five they find a fall of
    0.3 % a month in 17 of 100 series, this in 87.
    """
    table = _floats(values)
    axis = as_months(months, length=table.shape[1])
    table[:, as_mask(masked, length=axis.size)] = np.nan
    years = axis.astype(np.int64) // PERIOD
    grid = np.full((table.shape[0], PERIOD, int(np.ptp(years)) + 1), np.nan)
    grid[:, calendar_month(axis), years - years.min()] = table
    by_month = grid.reshape(-1, grid.shape[2])
    signs, slopes = _pairs(by_month)
    summed = (table.shape[0], PERIOD)
    slopes = slopes.reshape(table.shape[0], -1)
    variance = _tied_variance(by_month).reshape(summed).sum(axis=1)
    return _result(
        np.nansum(signs, axis=1).reshape(summed).sum(axis=1),
        np.sum(~np.isnan(signs), axis=1).reshape(summed).sum(axis=1),
        variance * _echo_of_last_month(table, axis, _middle(slopes)),
        slopes,
        confidence,
    )


def trend(
    counts: ArrayLike,
    *,
    months: MonthsLike,
    masked: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Trend | Refused:
    """Whether one monthly series rises or falls over the years, and by how much."""
    table = as_table(counts)
    axis = as_months(months, length=table.shape[1])
    known = ~np.isnan(table[0]) & ~as_mask(masked, length=axis.size)
    if len(table) != 1:
        raise ValueError("trend takes one series; use seasonal_kendall for a table")
    if reason := _refusal(table[0], known, calendar_month(axis)):
        return Refused(reason)
    found = seasonal_kendall(table, months=axis, masked=masked, confidence=confidence)
    slope, p_value = float(found.slope[0]), float(found.p_value[0])
    distinguishable = p_value < 1 - confidence and slope != 0
    return Trend(
        direction=_direction(slope, distinguishable),
        per_year=slope,
        low=float(found.slope_low[0]),
        high=float(found.slope_high[0]),
        p_value=p_value,
        distinguishable=distinguishable,
        months=int(known.sum()),
        confidence=confidence,
        suppressed=False,
        caveat=(
            f"{int((~known).sum())} masked or missing months are left out."
            if not known.all()
            else ""
        ),
    )


def rolling_twelve(counts: ArrayLike) -> Floats:
    """Sums of twelve months ending at each month: to look at, never to test.

    NaN for the first eleven and wherever one of the twelve is missing.
    """
    table = as_table(counts)
    out = np.full(table.shape, np.nan)
    if table.shape[1] >= PERIOD:
        windows = np.lib.stride_tricks.sliding_window_view(table, PERIOD, axis=1)
        out[:, PERIOD - 1 :] = windows.sum(axis=2)
    return out if np.ndim(counts) == 2 else out[0]


def _floats(values: ArrayLike) -> Floats:
    """A copy as (series x steps); trends are also asked of rates and of shares."""
    table = np.atleast_2d(np.array(values, dtype=np.float64))
    if table.ndim != 2 or table.shape[1] < 3:
        raise ValueError(
            f"a trend needs at least three values: found shape {table.shape}"
        )
    return table


def _pairs(table: Floats) -> tuple[Floats, Floats]:
    """Sign and slope of every pair of steps, earlier to later."""
    first, second = np.triu_indices(table.shape[1], 1)
    rise = table[:, second] - table[:, first]
    return np.sign(rise), rise / (second - first)


def _tied_variance(table: Floats) -> Floats:
    """Var S = [n(n-1)(2n+5) - sum of t(t-1)(2t+5)] / 18."""
    held = np.sum(~np.isnan(table), axis=1)
    ties = np.zeros(table.shape[0])
    for row, values in enumerate(table):
        times = np.unique(values[~np.isnan(values)], return_counts=True)[1]
        ties[row] = np.sum(times * (times - 1) * (2 * times + 5))
    variance: Floats = (held * (held - 1) * (2 * held + 5) - ties) / 18
    return variance


def _echo_of_last_month(table: Floats, months: Months, slopes: Floats) -> Floats:
    """(1 + r) / (1 - r), r the lag-one correlation once season and slope are out."""
    calendar = calendar_month(months)
    left = table - slopes[:, None] / PERIOD * np.arange(months.size)
    known = ~np.isnan(left)
    member = np.eye(PERIOD)[calendar]
    with np.errstate(invalid="ignore", divide="ignore"):
        usual = np.where(known, left, 0.0) @ member / (known @ member)
        left = np.where(known, left - usual[:, calendar], 0.0)
        echo = np.sum(left[:, 1:] * left[:, :-1], axis=1) / np.sum(left**2, axis=1)
    echo = np.clip(np.nan_to_num(echo), 0.0, 0.8)
    widened: Floats = (1 + echo) / (1 - echo)
    return widened


def _memory(table: Floats, slopes: Floats) -> Floats:
    """How much wider the variance is for the autocorrelation of detrended ranks."""
    length = table.shape[1]
    steps = np.arange(1, length + 1)
    factor = np.ones(table.shape[0])
    lags = np.arange(1, length)
    share = (length - lags) * (length - lags - 1.0) * (length - lags - 2.0)
    for row, values in enumerate(table):
        ranks = mid_ranks(values - steps * slopes[row])
        ranks -= ranks.mean()
        echo = np.correlate(ranks, ranks, "full")[length:] / np.sum(ranks**2)
        loud = np.abs(echo) >= 1.96 / np.sqrt(length)
        factor[row] += (
            2 / (length * (length - 1) * (length - 2)) * np.sum((share * echo)[loud])
        )
    return factor


def _result(
    s: Floats,
    pairs: Floats | Whole,
    variance: Floats,
    slopes: Floats,
    confidence: float,
) -> Trends:
    from scipy.special import ndtr

    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(variance > 0, (s - np.sign(s)) / np.sqrt(variance), 0.0)
        tau = s / pairs
    low, high = _slope_limits(slopes, variance, confidence)
    return Trends(
        s=s,
        tau=tau,
        p_value=np.asarray(2 * ndtr(-np.abs(z)), dtype=np.float64),
        slope=_middle(slopes),
        slope_low=low,
        slope_high=high,
        confidence=confidence,
    )


def _middle(slopes: Floats) -> Floats:
    out = np.full(slopes.shape[0], np.nan)
    some = ~np.isnan(slopes).all(axis=1)
    out[some] = np.nanmedian(slopes[some], axis=1)
    return out


def _slope_limits(
    slopes: Floats, variance: Floats, confidence: float
) -> tuple[Floats, Floats]:
    """Sen's limits: the slopes whose rank lies z standard errors from the middle."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    ordered = np.sort(slopes, axis=1)  # NaN last
    held = np.sum(~np.isnan(slopes), axis=1)
    reach = z * np.sqrt(np.maximum(variance, 0))
    first = np.maximum(np.floor((held - reach) / 2).astype(np.int64), 0)
    last = np.minimum(np.ceil((held + reach) / 2).astype(np.int64), held - 1)
    rows = np.arange(slopes.shape[0])
    return ordered[rows, first], ordered[rows, np.maximum(last, 0)]


def _refusal(counts: Floats, known: Flags, calendar: Whole) -> str:
    held = np.bincount(calendar[known], minlength=PERIOD)
    enough = int(np.sum(held >= FEWEST_YEARS))
    if enough < PERIOD:
        return (
            f"No trend: {enough} of the twelve calendar months are held "
            f"{FEWEST_YEARS} times outside masked months; all twelve must be."
        )
    mean = float(counts[known].mean())
    if mean < SMALLEST_MEAN:
        return (
            f"No trend: {mean:.1f} events a month on average, and under "
            f"{SMALLEST_MEAN:g} most months tie."
        )
    return ""


def _direction(slope: float, distinguishable: bool) -> str:
    if not distinguishable:
        return "no trend to speak of"
    return "rising" if slope > 0 else "falling"
