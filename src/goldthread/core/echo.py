"""How much does one month echo the last, beyond what trend and season explain?

Crime comes in runs: a month that stands high is often followed by one that does. Limits
that take months to be independent are then too narrow; a step's cried wolf 17 times in a
hundred at an echo of 0.5. Two numbers say how much wider they must be: `rho`, the
correlation of one month with the next (a first-order autoregression), and `phi`, how
many times more the months vary than chance.

What is left after a fit looks less echoing than it was, the more so the more the fit may
bend. So `rho` is the value under which the lag-one correlation that was seen is the one
to be expected from this very fit, and `phi` likewise (method of moments on the residual
maker; Park and Mitchell 1980 show the bias, Cheang and Reinsel 2000 the cure by REML).
Below nothing counts as nothing: an alternation never makes limits narrower.

Not for fewer than 24 months, or twelve quarters, whose correlation cannot be told from
nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from goldthread.core.arrays import (
    Floats,
    Months,
    MonthsLike,
    Whole,
    as_counts,
    calendar_month,
)
from goldthread.core.periods import days_in

FEWEST = {1: 24, 3: 12}  # months, quarters
HIGHEST = 0.9  # above it a year of months says almost nothing


@dataclass(frozen=True, slots=True)
class Echo:
    """How months hang together: the correlation of neighbours, and their dispersion."""

    rho: float
    phi: float  # of chance; below one where the months vary less than chance has them
    spare: float = float("inf")  # how many independent months both were learnt from

    def of_sum(self, months: int) -> float:
        """How many times more a sum of so many months varies than chance; never less."""
        lag = np.arange(1, months)
        longer = 1 + 2 * np.sum((1 - lag / months) * self.rho**lag)
        # Learnt from few months it may well be more: as much as Student's limits at 95
        # per cent are wider than the normal ones.
        unsure = 1.0
        if np.isfinite(self.spare):
            from scipy.special import stdtrit

            unsure = float(stdtrit(self.spare, 0.975) / stdtrit(1e9, 0.975)) ** 2
        return max(1.0, float(self.phi * longer * unsure))


def echo(
    counts: ArrayLike,
    *,
    months: MonthsLike,
    every: int = 1,
    beside: ArrayLike | None = None,
) -> Echo | None:
    """The echo in one series of months or quarters; None where too few are held.

    `beside` is what it is compared with: what moves both alike is no echo of this one.
    """
    series = as_counts(counts)
    axis: Months = np.asarray(months, dtype="datetime64[M]")
    if axis.shape != series.shape or np.any(np.diff(places(axis)) != every):
        raise ValueError(
            f"there must be one period for each of the {series.size} values, {every} "
            f"month{'s' if every > 1 else ''} apart: put NaN where one is missing"
        )
    known = ~np.isnan(series)
    offset = exposure(axis)
    if beside is not None:
        others = as_counts(beside)
        known &= others > 0
        offset = np.log(np.where(known, others, 1.0) / (others[known].mean() or 1.0))
    if known.sum() < FEWEST[every] or not series[known].sum():
        return None
    design, offset = line_and_season(axis)[known], offset[known]
    design = design[:, design.any(axis=0)]  # a calendar month that is never held
    _, fitted = fit(design, series[known], offset)
    return echo_left(series[known], fitted, design, places(axis)[known] // every)


def echo_left(counts: Floats, fitted: Floats, design: Floats, at: Whole) -> Echo:
    """The echo in what a Poisson fit left; `at` numbers the months that were used."""
    root = np.sqrt(fitted)
    left = (counts - fitted) / root
    basis, _ = np.linalg.qr(design * root[:, None])
    maker: Floats = np.eye(at.size) - basis @ basis.T
    apart = np.abs(at[:, None] - at[None, :])
    beside = (apart == 1) / 2  # each pair of neighbours is in it twice
    through = maker @ beside @ maker
    # What is left of a fit that fits whole is rounding, and rounding echoes nothing.
    is_whole = float(left @ left) < 1e-9 * at.size
    seen = 0.0 if is_whole else float(left @ beside @ left) / float(left @ left)

    def expected(rho: float) -> float:
        together = rho**apart
        return float(np.sum(through * together) / np.sum(maker * together))

    low, high = 0.0, HIGHEST
    if seen <= expected(low):
        high = low
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if expected(middle) < seen else (low, middle)
    rho = (low + high) / 2
    spread = float(left @ left) / float(np.sum(maker * rho**apart))
    # Months that echo are worth fewer: as many as their mean would rest on.
    spare = max(3.0, (at.size - design.shape[1]) * (1 - rho) / (1 + rho))
    return Echo(rho, spread, spare)


def places(months: Months) -> Whole:
    """The months as whole numbers that follow each other."""
    return months.astype(np.int64)


def exposure(months: Months) -> Floats:
    """The logarithm of each month's length against a usual one."""
    return np.log(days_in(months) / 30.4375)


def line_and_season(months: Months) -> Floats:
    """Constant, years, eleven months against January."""
    years = (places(months) - places(months)[0]) / 12
    season = np.eye(12)[calendar_month(months)][:, 1:]
    return np.column_stack([np.ones(months.size), years - years.mean(), season])


def fit(
    design: Floats,
    counts: Floats,
    offset: Floats,
    *,
    rho: float = 0.0,
    at: Whole | None = None,
) -> tuple[Floats, Floats]:
    """Poisson regression by iterated least squares, generalised where months echo."""
    beta: Floats = np.zeros(design.shape[1])
    beta[0] = np.log(counts.mean() + 0.5) - offset.mean()
    apart = whitener(rho, at) if rho and at is not None else None
    for _ in range(50):
        fitted = np.exp(np.clip(design @ beta + offset, -30, 30))
        working = design @ beta + (counts - fitted) / fitted
        root = np.sqrt(fitted)
        left, right = design * root[:, None], working * root
        if apart is not None:
            left, right = apart @ left, apart @ right
        solved = np.linalg.lstsq(left, right, rcond=None)
        new = np.asarray(solved[0], dtype=np.float64)
        moved = float(np.max(np.abs(new - beta)))
        beta = new
        if moved < 1e-10:
            break
    return beta, np.exp(np.clip(design @ beta + offset, -30, 30))


def whitener(rho: float, at: Whole) -> Floats:
    """What takes the echo out: its product with echoing months has none left."""
    together = rho ** np.abs(at[:, None] - at[None, :])
    return np.asarray(np.linalg.inv(np.linalg.cholesky(together)), dtype=np.float64)
