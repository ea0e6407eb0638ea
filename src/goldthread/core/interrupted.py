"""Did the series step down (or up) when the work took hold?

Segmented regression of monthly counts: a quasi-Poisson line with a trend, the twelve
months and one step, the days of each month as exposure (methods §13; Bernal, Cummins and
Gasparrini 2017). Months that echo each other (`echo`) are weighed by how much they do:
generalised least squares with a first-order autoregression, its limits never narrower
than those of independent months. How often it still cries wolf is measured in the tests
and told in docs/explanation/did-it-work.md.

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
    MonthsLike,
    as_counts,
    as_mask,
    as_months,
)
from goldthread.core.echo import (
    echo_left,
    exposure,
    fit,
    line_and_season,
    places,
    whitener,
)
from goldthread.core.periods import Period, inside
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
    rho: float  # how much of one month echoes in the next
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
    whole = np.column_stack([line_and_season(axis), late.astype(float)])
    offset, at = exposure(axis), places(axis)[used]
    design, seen = whole[used], series[used]
    _, plain = fit(design, seen, offset[used])
    left = echo_left(seen, plain, design, at)
    beta, fitted = fit(design, seen, offset[used], rho=left.rho, at=at)
    error = max(
        _error(design, seen, fitted, whitener(left.rho, at)),
        _error(design, seen, fitted, np.eye(at.size), least=1.0),
    )
    from scipy.special import stdtrit

    reach = float(stdtrit(left.spare, 0.5 + confidence / 2)) * error
    step = float(beta[-1])
    return Step(
        ratio=float(np.exp(step)),
        low=float(np.exp(step - reach)),
        high=float(np.exp(step + reach)),
        distinguishable=abs(step) > reach,
        phi=max(1.0, left.phi),
        rho=left.rho,
        months_before=int(early.sum()),
        months_after=int(late.sum()),
        confidence=confidence,
        without=np.exp(whole[:, :-1] @ beta[:-1] + offset),
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


def _error(
    design: Floats,
    counts: Floats,
    fitted: Floats,
    whitener: Floats,
    *,
    least: float = 0.0,
) -> float:
    """The step's standard error; dispersion and echo are borne."""
    root = np.sqrt(fitted)
    left = whitener @ ((counts - fitted) / root)
    spread = max(least, float(left @ left) / (counts.size - design.shape[1]))
    weighed = whitener @ (design * root[:, None])
    inverse = np.linalg.pinv(weighed.T @ weighed)
    return float(np.sqrt(spread * inverse[-1, -1]))
