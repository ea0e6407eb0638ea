"""Compared with other areas, is ours high, low or like the others?

Source: Spiegelhalter (2005): exact Poisson limits of 95 % and 99.8 % around the group's
own rate, and limits widened for the over-dispersion that real areas always show;
methods §3. Areas are shown as a distribution, never as a league table.

Not for groups of unlike places, not for fewer than three areas, and with fewer than ten
the widening is a guess and says so.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldthread.core.arrays import Floats, as_counts
from goldthread.core.rates import exact_limits
from goldthread.core.refusal import Refused

FEWEST_AREAS = 3
FIRM_AREAS = 10
WINSORISED = 0.1
Z_95 = NormalDist().inv_cdf(0.975)
Z_998 = NormalDist().inv_cdf(0.999)


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """Every area's ratio of observed to expected, with the funnel around 1.

    `low_95` and so on are exact limits of chance alone; `wide_` ones allow for the
    over-dispersion (`phi`, and `tau2` between areas on the square-root scale).
    `verdict` follows the wide ones: "like the others", "higher" or "lower" (95 %),
    "much higher" or "much lower" (99.8 %).
    """

    ratio: Floats
    low_95: Floats
    high_95: Floats
    low_998: Floats
    high_998: Floats
    wide_low_95: Floats
    wide_high_95: Floats
    wide_low_998: Floats
    wide_high_998: Floats
    phi: float
    tau2: float
    z: Floats
    z_adjusted: Floats
    verdict: tuple[str, ...]
    suppressed: bool
    caveat: str


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """One area's rate within the distribution of its group.

    `rank` 1 is the highest; `rank_best` and `rank_worst` are the ranks that the limits
    allow it. `verdict` is the funnel's.
    """

    rate: float
    low: float
    high: float
    group_rate: float
    median: float
    lower_quartile: float
    upper_quartile: float
    lowest: float
    highest: float
    rank: int
    rank_best: int
    rank_worst: int
    areas: int
    verdict: str
    z: float
    per: float
    suppressed: bool
    caveat: str


def poisson_limits(expected: ArrayLike, probability: float) -> Floats:
    """The interpolated Poisson quantile of each expected count (Spiegelhalter, A.1.1)."""
    from scipy.special import pdtr, pdtrik

    mean = np.asarray(expected, dtype=np.float64)
    # pdtrik is the smooth inverse: the wanted whole number is the next one up, and the
    # two corrections bear its rounding at exact quantiles
    top = np.ceil(np.nan_to_num(pdtrik(probability, mean), nan=0.0))
    top = np.where(pdtr(top, mean) < probability, top + 1, top)
    top = np.where((top > 0) & (pdtr(top - 1, mean) >= probability), top - 1, top)
    upto, below = (
        pdtr(top, mean),
        np.where(top > 0, pdtr(np.maximum(top - 1, 0), mean), 0),
    )
    limits: Floats = top - (upto - probability) / (upto - below)
    return np.maximum(limits, 0.0)


def funnel(observed: ArrayLike, expected: ArrayLike) -> Funnel | Refused:
    """The funnel of a group of areas from observed counts and expected ones."""
    counts, means = as_counts(observed), as_counts(expected, called="expected")
    if counts.ndim != 1 or counts.shape != means.shape:
        raise ValueError("a funnel needs one expected count for each observed one")
    if np.isnan(counts).any() or not np.all(means > 0):
        raise ValueError(
            "a funnel needs every count, and every expected count above zero: "
            "leave areas without either out of it"
        )
    if counts.size < FEWEST_AREAS:
        return Refused(
            f"No funnel: {counts.size} areas are no group; {FEWEST_AREAS} are needed."
        )
    z = 2 * (np.sqrt(counts) - np.sqrt(means))
    phi, tau2 = _spread_between(z, means)
    spread = np.sqrt(1 / (4 * means) + tau2)
    z_adjusted = (np.sqrt(counts / means) - 1) / spread
    return Funnel(
        ratio=counts / means,
        low_95=poisson_limits(means, 0.025) / means,
        high_95=poisson_limits(means, 0.975) / means,
        low_998=poisson_limits(means, 0.001) / means,
        high_998=poisson_limits(means, 0.999) / means,
        wide_low_95=np.maximum(1 - Z_95 * spread, 0) ** 2,
        wide_high_95=(1 + Z_95 * spread) ** 2,
        wide_low_998=np.maximum(1 - Z_998 * spread, 0) ** 2,
        wide_high_998=(1 + Z_998 * spread) ** 2,
        phi=phi,
        tau2=tau2,
        z=z,
        z_adjusted=z_adjusted,
        verdict=tuple(_verdict(float(value)) for value in z_adjusted),
        suppressed=False,
        caveat=_few_words(counts.size),
    )


def compare_with_group(
    observed: ArrayLike, exposure: ArrayLike, *, area: int, per: float = 1000.0
) -> GroupComparison | Refused:
    """The area at index `area` beside all areas of its group (itself among them)."""
    counts, at_risk = as_counts(observed), as_counts(exposure, called="exposure")
    if not 0 <= area < counts.size:
        raise ValueError(f"area is an index from 0 to {counts.size - 1}: found {area}")
    if not (at_risk > 0).all() or counts.sum() == 0:
        raise ValueError(
            "a comparison needs exposure above zero everywhere, and events somewhere"
        )
    overall = counts.sum() / at_risk.sum()
    shape = funnel(counts, at_risk * overall)
    if isinstance(shape, Refused):
        return shape
    rates = counts / at_risk * per
    limits = exact_limits(counts)
    low, high = limits.low / at_risk * per, limits.high / at_risk * per
    quartiles = np.quantile(rates, [0.25, 0.5, 0.75])
    return GroupComparison(
        rate=float(rates[area]),
        low=float(low[area]),
        high=float(high[area]),
        group_rate=float(overall * per),
        median=float(quartiles[1]),
        lower_quartile=float(quartiles[0]),
        upper_quartile=float(quartiles[2]),
        lowest=float(rates.min()),
        highest=float(rates.max()),
        rank=1 + int(np.sum(rates > rates[area])),
        rank_best=1 + int(np.sum(low > high[area])),
        rank_worst=counts.size - int(np.sum(high < low[area])),
        areas=counts.size,
        verdict=shape.verdict[area],
        z=float(shape.z_adjusted[area]),
        per=per,
        suppressed=False,
        caveat=shape.caveat,
    )


def _spread_between(z: Floats, means: Floats) -> tuple[float, float]:
    """phi of the winsorised z, and the variance between areas that explains it."""
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    phi = float(np.mean(np.clip(z, low, high) ** 2))
    weight: NDArray[np.float64] = 4 * means
    areas = z.size
    between = (areas * phi - (areas - 1)) / float(
        weight.sum() - (weight**2).sum() / weight.sum()
    )
    return phi, max(between, 0.0) if phi > 1 else 0.0


def _verdict(z: float) -> str:
    side = "higher" if z > 0 else "lower"
    if abs(z) > Z_998:
        return f"much {side}"
    return side if abs(z) > Z_95 else "like the others"


def _few_words(areas: int) -> str:
    if areas >= FIRM_AREAS:
        return ""
    return (
        f"Only {areas} areas: how much areas differ beyond chance is a guess under "
        f"{FIRM_AREAS}."
    )
