"""Did the series step down (or up) when the work took hold?

Segmented regression of monthly counts: a quasi-Poisson line with a trend, the twelve
months and one step, the days of each month as exposure (methods §13; Bernal, Cummins and
Gasparrini 2017). The limits bear autocorrelation (Newey and West 1987) and
over-dispersion, whichever asks for more.

One step and no change of slope: in twelve months after, a slope cannot be told from the
season. Not for fewer than 24 months before or 12 after, not for a mean under five a
month, not across a recording change, and not for a change that came slowly.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from goldthread.core.arrays import (
    Flags,
    Floats,
    Months,
    MonthsLike,
    as_counts,
    as_mask,
    as_months,
    calendar_month,
)
from goldthread.core.periods import Period, days_in, inside
from goldthread.core.refusal import Refused

FEWEST_BEFORE, FEWEST_AFTER, SMALLEST_MEAN = 24, 12, 5.0


@dataclass(frozen=True, slots=True)
class Step:
    """The step in the series as a ratio; 0.8 is a fifth fewer than the line before."""

    ratio: float
    low: float
    high: float
    distinguishable: bool
    phi: float
    months_before: int
    months_after: int
    confidence: float
    without: Floats  # what the line leads one to expect in each month without the step


def interrupted(
    counts: ArrayLike,
    *,
    months: MonthsLike,
    begins: Period,
    after: Period,
    masked: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Step | Refused:
    """One step between everything before `begins` starts and `after`.

    What lies between the start of the work and the window teaches neither level and is
    left out, as are masked and missing months.
    """
    series = as_counts(counts)
    axis = as_months(months, length=series.size)
    known = ~np.isnan(series) & ~as_mask(masked, length=axis.size)
    early = known & (axis < np.datetime64(begins.start, "M"))
    late = known & inside(axis, after)
    if reason := _refusal(series, early, late):
        return Refused(reason)
    used = early | late
    design = _design(axis, late)
    offset = np.log(days_in(axis) / 30.4375)
    beta, fitted = _fit(design[used], series[used], offset[used])
    spread = _phi(series[used], fitted, design.shape[1])
    error = max(
        _robust_error(design[used], series[used], fitted),
        float(np.sqrt(spread * _inverse(design[used], fitted)[-1, -1])),
    )
    from scipy.special import stdtrit

    freedom = int(used.sum()) - design.shape[1]
    reach = float(stdtrit(freedom, 0.5 + confidence / 2)) * error
    step = float(beta[-1])
    without = np.exp(design[:, :-1] @ beta[:-1] + offset)
    return Step(
        ratio=float(np.exp(step)),
        low=float(np.exp(step - reach)),
        high=float(np.exp(step + reach)),
        distinguishable=abs(step) > reach,
        phi=spread,
        months_before=int(early.sum()),
        months_after=int(late.sum()),
        confidence=confidence,
        without=without,
    )


def _refusal(counts: Floats, early: Flags, late: Flags) -> str:
    if early.sum() < FEWEST_BEFORE:
        return (
            f"Only {int(early.sum())} months are held before the work began; a step "
            f"needs {FEWEST_BEFORE}."
        )
    if late.sum() < FEWEST_AFTER:
        return (
            f"Only {int(late.sum())} months are held of the window; a step needs "
            f"{FEWEST_AFTER}."
        )
    mean = float(counts[early].mean())
    if mean < SMALLEST_MEAN:
        return (
            f"{mean:.1f} a month before the work began; under {SMALLEST_MEAN:g} a step "
            "cannot be told from chance."
        )
    return ""


def _design(months: Months, late: Flags) -> Floats:
    """Constant, years, eleven months against January, the step."""
    years = np.arange(months.size, dtype=np.float64) / 12
    season = np.eye(12)[calendar_month(months)][:, 1:]
    columns = [np.ones(months.size), years - years.mean(), season, late.astype(float)]
    return np.column_stack(columns)


def _fit(design: Floats, counts: Floats, offset: Floats) -> tuple[Floats, Floats]:
    """Poisson regression by iterated weighted least squares."""
    beta: Floats = np.zeros(design.shape[1])
    beta[0] = np.log(counts.mean() + 0.5) - offset.mean()
    for _ in range(50):
        fitted = np.exp(np.clip(design @ beta + offset, -30, 30))
        working = design @ beta + (counts - fitted) / fitted
        root = np.sqrt(fitted)[:, None]
        solved = np.linalg.lstsq(design * root, working * root[:, 0], rcond=None)
        new = np.asarray(solved[0], dtype=np.float64)
        moved = float(np.max(np.abs(new - beta)))
        beta = new
        if moved < 1e-10:
            break
    return beta, np.exp(np.clip(design @ beta + offset, -30, 30))


def _inverse(design: Floats, fitted: Floats) -> Floats:
    return np.asarray(
        np.linalg.pinv(design.T @ (design * fitted[:, None])), dtype=np.float64
    )


def _phi(counts: Floats, fitted: Floats, parameters: int) -> float:
    pearson = float(np.sum((counts - fitted) ** 2 / fitted))
    return max(1.0, pearson / (counts.size - parameters))


def _robust_error(design: Floats, counts: Floats, fitted: Floats) -> float:
    """The step's standard error that bears autocorrelation (Bartlett weights)."""
    scores = design * (counts - fitted)[:, None]
    middle = scores.T @ scores
    for lag in range(1, lags(counts.size) + 1):
        echo = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (lags(counts.size) + 1)) * (echo + echo.T)
    inverse = _inverse(design, fitted)
    return float(np.sqrt(max((inverse @ middle @ inverse)[-1, -1], 0.0)))


def lags(months: int) -> int:
    """How many months back an echo is looked for (Newey and West 1994)."""
    return int(4 * (months / 100) ** (2 / 9))
