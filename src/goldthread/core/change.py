"""Did it really change since last year?

Given the total of both periods, the recent count is binomial; Clopper-Pearson limits
of its share become limits of the rate ratio (methods §1, Przyborowski and Wilenski
1940). Crime comes in bunches, so the limits can be widened by `phi`, the
over-dispersion of the monthly counts: the two counts are taken as worth 1/phi of
their events, which is the exact method at phi = 1 and approaches the textbook
"standard error times root phi" as counts grow, and which bears zeros.

Not for months that are masked, or on two sides of a recording break
(`breaks.refusal_to_compare` says which), not for overlapping periods, and not for a
long run of months: that is `trend`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldthread.core.arrays import (
    Flags,
    Floats,
    MonthsLike,
    Whole,
    as_counts,
    as_months,
)
from goldthread.core.periods import Period, days_in, inside
from goldthread.core.refusal import Refused
from goldthread.core.units import PER_CENT

SMALLEST_BASE = 20  # E36: from 1 to 2 is not "+100 %"


@dataclass(frozen=True, slots=True)
class Change:
    """A recent count beside a base, and whether they can be told apart.

    `expected` is the base brought to the recent exposure; `absolute` is the count
    over it and `percent` the same in per cent of it (None, with `percent_refused` as
    the reason, where the base is under twenty). `low` and `high` are limits of the
    rate `ratio`; the other limits follow from them.
    """

    now: float
    before: float
    expected: float
    absolute: float
    absolute_low: float
    absolute_high: float
    ratio: float
    low: float
    high: float
    percent: float | None
    percent_low: float | None
    percent_high: float | None
    percent_refused: str
    p_value: float
    distinguishable: bool
    direction: str  # "higher", "lower" or "not distinguishable"
    phi: float
    confidence: float
    suppressed: bool
    caveat: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Many changes at once; `percent` is NaN where the base is under twenty."""

    ratio: Floats
    low: Floats
    high: Floats
    absolute: Floats
    percent: Floats
    distinguishable: Flags


@dataclass(frozen=True, slots=True)
class Lineage:
    """Whether a published count change and percentage can both be true."""

    agrees: bool
    implied_base: float
    sentence: str


def change(
    now: float,
    before: float,
    *,
    now_exposure: float = 1.0,
    before_exposure: float = 1.0,
    phi: float = 1.0,
    confidence: float = 0.95,
) -> Change:
    """A count beside an earlier one, with limits and the verdict.

    `p_value` is the exact two-sided one of R's `poisson.test` (at phi = 1); the
    verdict follows the limits, so at the very edge the two may differ.
    """
    for count in (now, before):
        if not count >= 0:
            raise ValueError(f"counts must be zero or more: found {count:g}")
    phi = _phi_used(phi)
    many = changes(
        [now],
        [before],
        now_exposure=now_exposure,
        before_exposure=before_exposure,
        phi=phi,
        confidence=confidence,
    )
    scale = now_exposure / before_exposure
    expected = before * scale
    ratio, low, high = float(many.ratio[0]), float(many.low[0]), float(many.high[0])
    enough = expected >= SMALLEST_BASE
    total = now + before
    distinguishable = bool(many.distinguishable[0])
    return Change(
        now=now,
        before=before,
        expected=expected,
        absolute=now - expected,
        absolute_low=_excess(total, _share(low, scale), scale),
        absolute_high=_excess(total, _share(high, scale), scale),
        ratio=ratio,
        low=low,
        high=high,
        percent=100 * (ratio - 1) if enough else None,
        percent_low=100 * (low - 1) if enough else None,
        percent_high=100 * (high - 1) if enough else None,
        percent_refused="" if enough else _no_percentage(expected),
        p_value=_p_value(now / phi, total / phi, scale),
        distinguishable=distinguishable,
        direction=_direction(distinguishable, low),
        phi=phi,
        confidence=confidence,
        suppressed=False,
        caveat="" if total else "Nothing was recorded in either period.",
    )


def changes(
    now: ArrayLike,
    before: ArrayLike,
    *,
    now_exposure: ArrayLike = 1.0,
    before_exposure: ArrayLike = 1.0,
    phi: ArrayLike = 1.0,
    confidence: float = 0.95,
) -> Changes:
    """Many pairs of counts at once; NaN in either gives NaN and no verdict."""
    recent, base = as_counts(now, called="now"), as_counts(before, called="before")
    if not 0 < confidence < 1:
        raise ValueError(
            f"confidence lies between 0 and 1, such as 0.95: found {confidence:g}"
        )
    scale = _positive(now_exposure) / _positive(before_exposure)
    spread = np.maximum(as_counts(phi, called="phi"), 1.0)
    share_low, share_high = _clopper_pearson(
        recent / spread, base / spread, (1 - confidence) / 2
    )
    low, high = _odds(share_low) / scale, _odds(share_high) / scale
    expected = base * scale
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = recent / expected
        percent = np.where(expected >= SMALLEST_BASE, 100 * (ratio - 1), np.nan)
    return Changes(
        ratio=ratio,
        low=low,
        high=high,
        absolute=recent - expected,
        percent=percent,
        distinguishable=(low > 1) | (high < 1),
    )


def change_between(
    counts: ArrayLike,
    *,
    months: MonthsLike,
    now: Period,
    before: Period,
    masked: ArrayLike | None = None,
    phi: float = 1.0,
    confidence: float = 0.95,
) -> Change | Refused:
    """One monthly series, one period beside another; refused across masked months.

    Periods of as many months are compared as they are, so that the figures are the
    ones anybody can count (a leap day moves a year by 0.3 %); otherwise the exposure
    is their days.
    """
    series = as_counts(counts)
    axis = as_months(months, length=series.size)
    hidden = np.zeros(series.size, dtype=bool) if masked is None else np.asarray(masked)
    if now.overlaps(before):
        raise ValueError(f"{now.label} and {before.label} overlap")
    totals = []
    for period in (now, before):
        chosen = inside(axis, period)
        if refusal := _not_comparable(period, series, chosen, hidden):
            return refusal
        totals.append((float(series[chosen].sum()), float(days_in(axis[chosen]).sum())))
    (recent, days), (base, base_days) = totals
    alike = len(now.months) == len(before.months)
    return change(
        recent,
        base,
        now_exposure=1.0 if alike else days,
        before_exposure=1.0 if alike else base_days,
        phi=phi,
        confidence=confidence,
    )


def over_dispersion(counts: ArrayLike, *, months: MonthsLike) -> Floats:
    """How many times more the monthly counts vary than chance alone: phi per series.

    Pearson chi-square over its degrees of freedom around a mean of year effect times
    calendar-month effect (fitted by proportional scaling, which for a complete table
    is the quasi-Poisson fit). NaN where fewer than two seasons are held. Years are
    counted back from the last month, so that the last twelve months are one year.
    """
    table = np.atleast_2d(as_counts(counts))
    axis = as_months(months, length=table.shape[1])
    year = (np.arange(axis.size) - axis.size) // 12
    year -= year.min()
    season = axis.astype(np.int64) % 12
    return np.array([_pearson_phi(row, year, season) for row in table])


def check_lineage(
    absolute: float,
    percent: float,
    *,
    before: float,
    decimals: int = 1,
) -> Lineage:
    """Whether "+2,541, that is +13.6 %" can be true of the base it claims (E62)."""
    if percent == 0 or before <= 0:
        raise ValueError("the check needs a base and a percentage that are not zero")
    implied = absolute / (percent / 100)
    true_percent = 100 * absolute / before
    agrees = abs(true_percent - percent) <= 0.5 * 10**-decimals + 1e-9
    if agrees:
        sentence = (
            f"{absolute:+,.0f} is {percent:+.{decimals}f}{PER_CENT} of {before:,.0f}."
        )
    else:
        sentence = (
            f"{absolute:+,.0f} is {true_percent:+.{decimals}f}{PER_CENT} of {before:,.0f}, not "
            f"{percent:+.{decimals}f}{PER_CENT}: that percentage needs a base of about "
            f"{implied:,.0f}."
        )
    return Lineage(agrees, implied, sentence)


def _phi_used(phi: float) -> float:
    """Limits are never narrower than chance alone allows, whatever phi was found."""
    if not phi > 0:
        raise ValueError(f"phi must be above zero: found {phi:g}")
    return max(phi, 1.0)


def _positive(exposure: ArrayLike) -> Floats:
    values = as_counts(exposure, called="exposure")
    if np.any(values == 0):
        raise ValueError("a comparison needs exposure above zero: found 0")
    return values


def _clopper_pearson(
    hits: Floats, misses: Floats, tail: float
) -> tuple[Floats, Floats]:
    from scipy.special import betaincinv

    none, all_hits = hits == 0, misses == 0
    low = betaincinv(np.where(none, 1.0, hits), misses + 1, tail)
    high = betaincinv(hits + 1, np.where(all_hits, 1.0, misses), 1 - tail)
    return np.where(none, 0.0, low), np.where(all_hits, 1.0, high)


def _odds(share: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        return np.asarray(share / (1 - share), dtype=np.float64)


def _share(ratio: float, scale: float) -> float:
    """The recent share of all events when the rate ratio is `ratio`."""
    odds = ratio * scale
    return 1.0 if np.isinf(odds) else odds / (1 + odds)


def _excess(total: float, share: float, scale: float) -> float:
    return total * (share * (1 + scale) - scale)


def _p_value(hits: float, total: float, scale: float) -> float:
    """Two-sided by the less likely outcomes, as R's `poisson.test` counts them."""
    from scipy.special import gammaln

    hits, total = round(hits), round(total)
    null = scale / (1 + scale)
    k = np.arange(total + 1)
    chance = np.exp(
        gammaln(total + 1)
        - gammaln(k + 1)
        - gammaln(total - k + 1)
        + k * np.log(null)
        + (total - k) * np.log1p(-null)
    )
    return float(min(1.0, chance[chance <= chance[hits] * (1 + 1e-7)].sum()))


def _no_percentage(expected: float) -> str:
    return (
        f"No percentage: the base is {expected:,.0f}, and under {SMALLEST_BASE} "
        "a percentage makes chance look like change."
    )


def _direction(distinguishable: bool, low: float) -> str:
    if not distinguishable:
        return "not distinguishable"
    return "higher" if low > 1 else "lower"


def _not_comparable(
    period: Period, series: Floats, chosen: Flags, hidden: Flags
) -> Refused | None:
    held = int(np.sum(chosen & ~np.isnan(series)))
    needed = len(period.months)
    if held < needed:
        return Refused(
            f"Not comparable: {held} of the {needed} months of {period.label} are held."
        )
    masked = int(np.sum(chosen & hidden))
    if masked:
        return Refused(
            f"Not comparable: {masked} of the {needed} months of {period.label} "
            "are masked."
        )
    return None


def _pearson_phi(row: Floats, year: Whole, season: Whole) -> float:
    known = ~np.isnan(row)
    counts, of_year, of_season = row[known], year[known], season[known]
    freedom = counts.size - np.unique(of_year).size - np.unique(of_season).size + 1
    if freedom < 11 or counts.sum() == 0:
        return float("nan")
    fit = np.ones_like(counts)
    for _ in range(50):
        for group in (of_year, of_season):
            fit *= _ratio(np.bincount(group, counts), np.bincount(group, fit))[group]
    seen = fit > 0
    return float(np.sum((counts[seen] - fit[seen]) ** 2 / fit[seen]) / freedom)


def _ratio(top: NDArray[Any], bottom: NDArray[Any]) -> Floats:
    quotient: Floats = np.divide(top, bottom, out=np.zeros(top.shape), where=bottom > 0)
    return quotient
