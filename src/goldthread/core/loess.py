"""Smooth many series at once by local regression: the engine of `season`.

Source: Cleveland, Cleveland, McRae and Terpenning (1990), whose windows, tricube
weights and robustness weights are kept to the letter.

A local line through equally spaced points is a fixed matrix as long as every point
counts the same. With robustness weights it is not, but the five weighted sums each
line needs still are: so a smoothing of S series is two matrix products instead of
S x n small regressions (measured: 20 to 30 times less CPU than one series at a time).
A missing month is a weight of zero, so nothing has to be filled in.
"""

from dataclasses import dataclass

import numpy as np

from goldthread.core.arrays import Floats, Whole

PERIOD = 12


@dataclass(frozen=True, slots=True)
class Smoother:
    """Sums of weights, and of weighted values, around each fitted position."""

    of_weights: Floats  # (n, 3m): kernel, kernel x distance, kernel x distance squared
    of_values: Floats  # (n, 2m): the first two of them
    fill: Floats  # (m, p): from fitted to wanted positions, by straight lines
    degree: int
    smallest_spread: float


@dataclass(frozen=True, slots=True)
class Recipe:
    """How stiff each smoothing is and how often it is repeated."""

    seasonal_window: int
    seasonal_degree: int
    trend_window: int
    inner: int
    outer: int
    every: int = 1  # R fits every second point of the trend and joins them by lines


@dataclass(frozen=True, slots=True)
class Parts:
    """Trend and seasonal part of each series (series x months), and the weights."""

    trend: Floats
    seasonal: Floats
    weights: Floats


def smoother(
    length: int, window: int, *, degree: int = 1, beyond: int = 0, every: int = 1
) -> Smoother:
    """The local regression of `length` points, fitted also `beyond` either end."""
    wanted = np.arange(-beyond, length + beyond)
    fitted = np.unique(np.append(wanted[::every], wanted[-1]))
    left, right, reach = _windows(length, window, fitted)
    distance = np.arange(length)[:, None] - fitted[None, :]
    apart = np.abs(distance)
    inside = (
        (apart <= 0.999 * reach)
        & (np.arange(length)[:, None] >= left)
        & (np.arange(length)[:, None] <= right)
    )
    kernel = np.where(
        inside, np.where(apart <= 0.001 * reach, 1, (1 - (apart / reach) ** 3) ** 3), 0
    )
    fill = np.array(
        [np.interp(wanted, fitted, row) for row in np.eye(fitted.size)], dtype=float
    )
    return Smoother(
        of_weights=np.hstack([kernel, kernel * distance, kernel * distance**2]),
        of_values=np.hstack([kernel, kernel * distance]),
        fill=fill,
        degree=degree,
        smallest_spread=(0.001 * (length - 1)) ** 2,
    )


def smooth(values: Floats, weights: Floats, using: Smoother) -> Floats:
    """Local regression of each row; NaN where no weighted point is near enough."""
    mass, first, second = np.split(_product(weights, using.of_weights), 3, axis=1)
    level, slope = np.split(_product(weights * values, using.of_values), 2, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        fitted: Floats = level / mass
        if using.degree:
            centre = first / mass
            spread = second / mass - centre**2
            tilt = centre * (slope / mass - centre * fitted) / spread
            fitted = np.where(spread > using.smallest_spread, fitted - tilt, fitted)
    fitted[mass <= 1e-12] = np.nan
    return fitted @ using.fill if using.fill.shape[0] != using.fill.shape[1] else fitted


def _product(rows: Floats, matrix: Floats) -> Floats:
    """rows @ matrix, in blocks so small that BLAS leaves them to one thread.

    Its threads wait by spinning: on two cores the plain product of 300 series cost
    0.9 s of CPU where this costs 0.15 s. OpenBLAS splits from 262,144 multiplications.
    """
    block = max(1, 250_000 // matrix.size)
    whole = rows.shape[0] // block * block
    out = np.empty((rows.shape[0], matrix.shape[1]))
    np.matmul(
        rows[:whole].reshape(-1, block, rows.shape[1]),
        matrix,
        out=out[:whole].reshape(-1, block, matrix.shape[1]),
    )
    np.matmul(rows[whole:], matrix, out=out[whole:])
    return out


def seasonal_trend(values: Floats, known: Floats, recipe: Recipe) -> Parts:
    """Cleveland's seasonal-trend decomposition of every row; `known` is 1 or 0."""
    length = values.shape[1]
    filled = np.where(known > 0, values, 0.0)
    trend_smoother = smoother(length, recipe.trend_window, every=recipe.every)
    pass_high = _season_without_level(length, recipe.every)
    cycles = _cycle_smoothers(length, recipe)
    trend, seasonal, weights = np.zeros_like(filled), np.zeros_like(filled), known
    for outer in range(recipe.outer + 1):
        for _ in range(recipe.inner):
            cycle = _smooth_cycles(filled - trend, weights, known, cycles)
            seasonal = _product(cycle, pass_high)
            trend = _smooth_known(filled - seasonal, weights, known, trend_smoother)
        if outer < recipe.outer:
            weights = _robust(filled - trend - seasonal, known)
    return Parts(trend, seasonal, weights)


def _windows(
    length: int, window: int, fitted: Whole
) -> tuple[Whole, Whole, "np.ndarray[tuple[int, ...], np.dtype[np.float64]]"]:
    """First and last point of each position's window, and how far its weights reach."""
    held = min(window, length)
    left = np.clip(fitted - (held - 1) // 2, 0, length - held)
    right = left + held - 1
    reach = np.maximum(fitted - left, right - fitted).astype(np.float64)
    return left, right, reach + max(0, window - length) // 2


def _season_without_level(length: int, every: int) -> Floats:
    """The matrix that takes the slow part out of the smoothed calendar months."""
    extended = length + 2 * PERIOD
    slow = np.eye(extended)
    for span in (PERIOD, PERIOD, 3):
        slow = np.apply_along_axis(np.convolve, 1, slow, np.ones(span) / span, "valid")
    level = smoother(length, PERIOD + 1, every=every)
    slow = smooth(slow, np.ones_like(slow), level)
    return np.eye(extended)[:, PERIOD : PERIOD + length] - slow


def _cycle_smoothers(length: int, recipe: Recipe) -> list[tuple[slice, Smoother]]:
    """One smoother for the calendar months held once more, one for the others."""
    longer, seasons = length % PERIOD, length // PERIOD
    groups = [(slice(0, longer), seasons + 1), (slice(longer, PERIOD), seasons)]
    return [
        (
            chosen,
            smoother(
                count,
                recipe.seasonal_window,
                degree=recipe.seasonal_degree,
                beyond=1,
            ),
        )
        for chosen, count in groups
        if chosen.start < chosen.stop
    ]


def _smooth_cycles(
    values: Floats,
    weights: Floats,
    known: Floats,
    cycles: list[tuple[slice, Smoother]],
) -> Floats:
    """Each calendar month smoothed over the years, one year further at both ends."""
    series, length = values.shape
    out = np.empty((series, length + 2 * PERIOD))
    for chosen, using in cycles:
        count = using.of_values.shape[0]
        picked = np.arange(chosen.start, chosen.stop)[:, None] + PERIOD * np.arange(
            count
        )
        rows = (series * picked.shape[0], count)
        smoothed = _smooth_known(
            values[:, picked].reshape(rows),
            weights[:, picked].reshape(rows),
            known[:, picked].reshape(rows),
            using,
        )
        to = np.arange(chosen.start, chosen.stop)[:, None] + PERIOD * np.arange(
            count + 2
        )
        out[:, to] = smoothed.reshape(series, picked.shape[0], count + 2)
    return out


def _smooth_known(
    values: Floats, weights: Floats, known: Floats, using: Smoother
) -> Floats:
    """Smooth; where robustness left no weight at all, every known point counts."""
    fitted = smooth(values, weights, using)
    lost = np.isnan(fitted).any(axis=1)
    if lost.any():
        again = smooth(values[lost], known[lost], using)
        fitted[lost] = np.where(np.isnan(fitted[lost]), again, fitted[lost])
    return fitted


def _robust(remainder: Floats, known: Floats) -> Floats:
    """Bisquare weights: nothing beyond six median deviations counts."""
    deviation = np.abs(remainder)
    if known.all():
        middle = np.median(deviation, axis=1, keepdims=True)
    else:
        middle = np.nanmedian(
            np.where(known > 0, deviation, np.nan), axis=1, keepdims=True
        )
    reach = np.where(middle > 0, 6 * middle, np.inf)
    share = deviation / reach
    weights = np.where(share <= 0.001, 1.0, (1 - np.minimum(share, 1) ** 2) ** 2)
    return np.where(share <= 0.999, weights, 0.0) * known
