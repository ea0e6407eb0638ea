"""How much of it happens in how few places, and is that more than chance?

Source: Lorenz (1905), Gini (1912), the generalised Gini of Bernasco and Steenbeek
(2017) for fewer crimes than places; methods §5. Each figure stands beside what a
random scatter of as many events would show: 500 crimes thrown blindly on 5,000 streets
already look concentrated.

Not for streets or points of open data, whose map points make concentration of their
own (E40): small areas or larger. Not a ranking of who is worst.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from goldthread.core.arrays import Flags, Floats, Whole, as_counts
from goldthread.core.refusal import Refused
from goldthread.core.season import mid_ranks

FEWEST_PLACES = 10
FEWEST_EVENTS = 20
BLOCK = 4_000_000  # cells of one simulated block: 32 MB


@dataclass(frozen=True, slots=True)
class BesideChance:
    """One figure, and the same figure if events fell blindly: middle and 95 % range."""

    observed: float
    expected: float
    low: float
    high: float
    beyond_chance: bool


@dataclass(frozen=True, slots=True)
class Concentration:
    """Gini, generalised Gini and the share of places that hold half, beside chance."""

    gini: BesideChance
    generalised_gini: BesideChance
    share_of_places_for_half: BesideChance
    top_tenth_share: BesideChance
    places: int
    events: float
    draws: int
    suppressed: bool
    caveat: str


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """Whether the busiest places of one year are those of the next.

    `top` holds the places of each year (years x k, busiest first), `retained` the share
    that stays from one year to the next, `expected` and `low` what would stay if
    nothing but chance moved. `moved` marks steps that kept fewer than that.
    """

    top: Whole
    retained: Floats
    expected: Floats
    low: Floats
    moved: Flags
    spearman: Floats
    kendall_w: float
    caveat: str


def lorenz(counts: ArrayLike) -> tuple[Floats, Floats]:
    """The curve: share of places (busiest first) against the share of events."""
    ordered = np.sort(_places(counts))[::-1]
    if ordered.sum() == 0:
        raise ValueError("there is no curve of no events")
    share = np.append(0.0, np.cumsum(ordered) / ordered.sum())
    return np.linspace(0, 1, ordered.size + 1), share


def gini(counts: ArrayLike) -> float:
    """0 where all places have as many, near 1 where one place has all."""
    return float(_gini(np.sort(_places(counts))[None, :])[0])


def generalised_gini(counts: ArrayLike) -> float:
    """Gini against the most even spread that as many events allow."""
    return float(_generalised(np.sort(_places(counts))[None, :])[0])


def share_of_places_for(counts: ArrayLike, *, share: float = 0.5) -> float:
    """The smallest share of places that together hold `share` of the events."""
    if not 0 < share <= 1:
        raise ValueError(f"share lies above 0 and up to 1: found {share:g}")
    return float(_places_for(np.sort(_places(counts))[None, :], share)[0])


def top_share(counts: ArrayLike, *, places: int) -> float:
    """The share of all events that the `places` busiest hold."""
    values = np.sort(_places(counts))
    if not 0 < places <= values.size:
        raise ValueError(f"places lies between 1 and {values.size}: found {places}")
    total = values.sum()
    return float(values[-places:].sum() / total) if total else float("nan")


def concentration(
    counts: ArrayLike,
    *,
    rng: np.random.Generator,
    draws: int = 999,
    exposure: ArrayLike | None = None,
) -> Concentration | Refused:
    """How concentrated the counts are, beside `draws` blind scatters of as many.

    Blind means: in proportion to `exposure` (people, homes) where given, else every
    place alike.
    """
    values = _places(counts)
    if values.size < FEWEST_PLACES or values.sum() < FEWEST_EVENTS:
        return Refused(
            f"No concentration: {values.sum():,.0f} events in {values.size} places; "
            f"{FEWEST_EVENTS} events and {FEWEST_PLACES} places are needed."
        )
    chance = _chance(values, exposure)
    figures = (
        _gini,
        _generalised,
        lambda rows: _places_for(rows, 0.5),
        _top_tenth,
    )
    null = _simulated(values, chance, rng, draws, figures)
    observed = [figure(np.sort(values)[None, :])[0] for figure in figures]
    beside = [
        _beside(float(value), simulated)
        for value, simulated in zip(observed, null, strict=True)
    ]
    return Concentration(
        gini=beside[0],
        generalised_gini=beside[1],
        share_of_places_for_half=beside[2],
        top_tenth_share=beside[3],
        places=values.size,
        events=float(values.sum()),
        draws=draws,
        suppressed=False,
        caveat=(
            "Fewer events than places: read the generalised Gini, not the plain one."
            if values.sum() < values.size
            else ""
        ),
    )


def stability(
    counts: ArrayLike, *, top: int, rng: np.random.Generator, draws: int = 499
) -> Stability:
    """Whether the `top` busiest places stay the same over the years (years x places)."""
    table = as_counts(counts)
    if table.ndim != 2 or table.shape[0] < 2 or np.isnan(table).any():
        raise ValueError("stability needs a complete table of two or more years")
    if not 0 < top < table.shape[1]:
        raise ValueError(f"top lies between 1 and {table.shape[1] - 1}: found {top}")
    busiest = np.argsort(-table, axis=1, kind="stable")[:, :top]
    retained = np.array([np.isin(a, b).mean() for a, b in pairwise(busiest)])
    chance = [
        _retained_by_chance(table[year : year + 2], top, rng, draws)
        for year in range(table.shape[0] - 1)
    ]
    low = np.array([np.quantile(simulated, 0.025) for simulated in chance])
    ranks = np.array([mid_ranks(row) for row in table])
    return Stability(
        top=busiest,
        retained=retained,
        expected=np.array([simulated.mean() for simulated in chance]),
        low=low,
        moved=retained < low,
        spearman=np.array([_correlation(a, b) for a, b in pairwise(ranks)]),
        kendall_w=_kendall_w(ranks),
        caveat=(
            "Some places tie at the edge of the top: which of them is in it is by order."
            if _ties_at_edge(table, top)
            else ""
        ),
    )


def _places(counts: ArrayLike) -> Floats:
    values = as_counts(counts)
    if values.ndim != 1 or values.size == 0 or np.isnan(values).any():
        raise ValueError("concentration takes one complete row of counts")
    return values


def _gini(ordered: Floats) -> Floats:
    places = ordered.shape[1]
    weight = 2 * np.arange(1, places + 1) - places - 1
    total = ordered.sum(axis=1)
    with np.errstate(invalid="ignore"):
        found: Floats = ordered @ weight / (places * total)
    return found


def _generalised(ordered: Floats) -> Floats:
    total = ordered.sum(axis=1)
    with np.errstate(divide="ignore"):
        scale = np.maximum(1.0, ordered.shape[1] / total)
    found: Floats = scale * (_gini(ordered) - 1) + 1
    return found


def _places_for(ordered: Floats, share: float) -> Floats:
    running = np.cumsum(ordered[:, ::-1], axis=1)
    needed = share * running[:, -1:] * (1 - 1e-12)
    found: Floats = (np.argmax(running >= needed, axis=1) + 1) / ordered.shape[1]
    return found


def _top_tenth(ordered: Floats) -> Floats:
    top = max(1, round(ordered.shape[1] / 10))
    found: Floats = ordered[:, -top:].sum(axis=1) / ordered.sum(axis=1)
    return found


def _chance(values: Floats, exposure: ArrayLike | None) -> Floats:
    if exposure is None:
        return np.full(values.size, 1 / values.size)
    weight = as_counts(exposure, called="exposure")
    if weight.shape != values.shape or not weight.sum() > 0:
        raise ValueError(
            f"there must be one exposure for each of the {values.size} places, "
            "above zero in all"
        )
    chance: Floats = weight / weight.sum()
    return chance


def _simulated(
    values: Floats,
    chance: Floats,
    rng: np.random.Generator,
    draws: int,
    figures: tuple[Callable[[Floats], Floats], ...],
) -> list[Floats]:
    """Each figure of `draws` scatters of the same total (Poisson given the total)."""
    events = round(float(values.sum()))
    at_once = max(1, BLOCK // values.size)
    blocks = []
    for done in range(0, draws, at_once):
        size = min(at_once, draws - done)
        scattered = np.sort(rng.multinomial(events, chance, size=size), axis=1)
        blocks.append([figure(scattered.astype(np.float64)) for figure in figures])
    return [np.concatenate(parts) for parts in zip(*blocks, strict=True)]


def _beside(observed: float, simulated: Floats) -> BesideChance:
    low, high = np.quantile(simulated, [0.025, 0.975])
    return BesideChance(
        observed=observed,
        expected=float(simulated.mean()),
        low=float(low),
        high=float(high),
        beyond_chance=not low <= observed <= high,
    )


def _retained_by_chance(
    pair: Floats, top: int, rng: np.random.Generator, draws: int
) -> Floats:
    """What stays when both years come from the same places' same means.

    The mean of each place is that of the two years: it is a little too uneven, so a
    little too much stays, which calls a move a shade too readily; `low` is the 2.5 %
    point and not the 5 % for that.
    """
    mean = pair.mean(axis=0)
    years = rng.poisson(mean, size=(2, draws, mean.size))
    jitter = rng.random(years.shape)  # ties fall either way
    first, second = np.argsort(-(years + jitter), axis=2)[:, :, :top]
    return np.array([np.isin(a, b).mean() for a, b in zip(first, second, strict=True)])


def _correlation(a: Floats, b: Floats) -> float:
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


def _kendall_w(ranks: Floats) -> float:
    """Agreement of all years about the order of places: 0 none, 1 complete."""
    years, places = ranks.shape
    sums = ranks.sum(axis=0)
    ties = 0.0
    for row in ranks:
        times = np.unique(row, return_counts=True)[1]
        ties += float(np.sum(times**3 - times))
    most = years**2 * (places**3 - places) - years * ties
    return float(12 * np.sum((sums - sums.mean()) ** 2) / most) if most else 1.0


def _ties_at_edge(table: Floats, top: int) -> bool:
    ordered = -np.sort(-table, axis=1)
    return bool(np.any(ordered[:, top - 1] == ordered[:, top]))
