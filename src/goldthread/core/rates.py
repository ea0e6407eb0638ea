"""How many for each 1,000 people, and how sure are we?

Source: Garwood (1936) for the exact limits, Breslow and Day (1987) for Byar's
approximation, which public health in England uses (methods §1).

Not for comparing two counts (`change`) nor many areas (`funnel`), and not for a
denominator that is not at risk: shoplifting per resident of a city centre (E37).
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from goldthread.core.arrays import Floats, as_counts

# Below ten events Byar's lower limit strays: -48 % at 1 event, -7 % at 2,
# -0.17 % at 10 against the exact limits. The same point is where a rate says less
# than the count it came from.
FEW = 10


@dataclass(frozen=True, slots=True)
class Rate:
    """Events for each `per` units of exposure, with the limits of chance."""

    value: float
    low: float
    high: float
    events: float
    exposure: float
    per: float
    confidence: float
    suppressed: bool
    caveat: str


@dataclass(frozen=True, slots=True)
class Rates:
    """Many rates at once; `few` marks those that rest on fewer than ten events."""

    value: Floats
    low: Floats
    high: Floats
    per: float
    confidence: float
    few: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]"
    caveat: str


@dataclass(frozen=True, slots=True)
class Limits:
    """The lower and upper limit of each count."""

    low: Floats
    high: Floats


def exact_limits(events: ArrayLike, *, confidence: float = 0.95) -> Limits:
    """Exact (Garwood) limits of Poisson counts, of any shape; NaN stays NaN."""
    from scipy.special import gammaincinv

    counts = as_counts(events, called="events")
    tail = _tail(confidence)
    low = np.where(
        counts > 0, gammaincinv(np.where(counts > 0, counts, 1.0), tail), 0.0
    )
    return Limits(
        np.where(np.isnan(counts), np.nan, low),
        np.asarray(gammaincinv(counts + 1, 1 - tail), dtype=np.float64),
    )


def byar_limits(events: ArrayLike, *, confidence: float = 0.95) -> Limits:
    """Byar's limits of Poisson counts: no special functions, good from ten up."""
    counts = as_counts(events, called="events")
    z = NormalDist().inv_cdf(1 - _tail(confidence))
    known = np.where(counts > 0, counts, 1.0)
    low = known * (1 - 1 / (9 * known) - z / (3 * np.sqrt(known))) ** 3
    above = counts + 1
    high = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    low = np.where(counts > 0, np.maximum(low, 0.0), 0.0)
    return Limits(np.where(np.isnan(counts), np.nan, low), high)


def rate(
    events: float, exposure: float, *, per: float = 1000.0, confidence: float = 0.95
) -> Rate:
    """Events per 1,000 with exact limits; says so when the events are few."""
    if not exposure > 0:
        raise ValueError(
            f"a rate needs people or days at risk: exposure must be above zero, found {exposure:g}"
        )
    if not events >= 0:
        raise ValueError(f"events must be zero or more: found {events:g}")
    limits = exact_limits(events, confidence=confidence)
    scale = per / exposure
    return Rate(
        value=events * scale,
        low=float(limits.low) * scale,
        high=float(limits.high) * scale,
        events=events,
        exposure=exposure,
        per=per,
        confidence=confidence,
        suppressed=False,
        caveat=_few_words(events) if events < FEW else "",
    )


def rates(
    events: ArrayLike,
    exposure: ArrayLike,
    *,
    per: float = 1000.0,
    confidence: float = 0.95,
) -> Rates:
    """Events per 1,000 for many areas at once; where either is missing, NaN."""
    counts = as_counts(events, called="events")
    at_risk = as_counts(exposure, called="exposure")
    if np.any(at_risk == 0):
        raise ValueError(
            "a rate needs people or days at risk: "
            f"{int(np.sum(at_risk == 0))} of the exposures are zero; use NaN where unknown"
        )
    limits = exact_limits(counts, confidence=confidence)
    few = counts < FEW
    return Rates(
        value=counts / at_risk * per,
        low=limits.low / at_risk * per,
        high=limits.high / at_risk * per,
        per=per,
        confidence=confidence,
        few=few,
        caveat=(
            f"{int(few.sum())} of {few.size} rates rest on fewer than {FEW} events: "
            "show the count, not the rate."
            if few.any()
            else ""
        ),
    )


def _few_words(events: float) -> str:
    return f"Only {events:g} events: show the count, not the rate."


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(
            f"confidence lies between 0 and 1, such as 0.95: found {confidence:g}"
        )
    return (1 - confidence) / 2
