"""Which neighbourhoods stand out together with their neighbours?

Source: Getis and Ord (1992, Ord and Getis 1995) for Gi*, Anselin (1995) for local
Moran's I, Benjamini and Hochberg (1995) for the false discovery rate; methods §6.

Not for points: open police data are moved to the nearest of 750,000 map points, so
streets, densities and repeats cannot be read from them (E40, Z18;
`refusal_of_open_data` says so). Not for raw rates of tiny areas: give counts, or rates
that were shrunk first.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldthread.core.arrays import Flags, Floats, Whole
from goldthread.core.refusal import Refused

FEWEST_AREAS = 20
DISCOVERY_RATE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """Who borders whom: area i's neighbours are `of[start[i]:start[i + 1]]`."""

    start: Whole
    of: Whole
    areas: int

    @property
    def count(self) -> Whole:
        """How many neighbours each area has."""
        return np.diff(self.start)


@dataclass(frozen=True, slots=True, eq=False)
class HotSpots:
    """Gi* of each area (and each map, as columns), judged after the false discoveries.

    `hot` and `cold` are the areas that stand at the stated rate of false discoveries;
    `p_value` is shown to nobody but the curious.
    """

    z: Floats
    p_value: Floats
    q_value: Floats
    hot: Flags
    cold: Flags
    rate: float
    caveat: str


@dataclass(frozen=True, slots=True, eq=False)
class LocalMoran:
    """How like its neighbours each area is: its index, judged by re-dealing the map.

    `quadrant`: 1 high among high, 2 low among high, 3 low among low, 4 high among low.
    """

    index: Floats
    p_value: Floats
    q_value: Floats
    quadrant: NDArray[np.int8]
    distinguishable: Flags
    permutations: int
    rate: float
    caveat: str


def neighbours_from_edges(edges: ArrayLike, *, areas: int) -> Neighbours:
    """The neighbours of each area from pairs of areas that touch, in any order.

    Every pair holds both ways; a pair given twice counts once, and no area is its own
    neighbour. Queen contiguity is: pairs that share a border or a corner.
    """
    pairs = np.asarray(edges, dtype=np.int64).reshape(-1, 2)
    if pairs.size and (pairs.min() < 0 or pairs.max() >= areas):
        raise ValueError(
            f"a pair names areas 0 to {areas - 1}: "
            f"found {int(pairs.min())} and {int(pairs.max())}"
        )
    return _grouped(np.concatenate([pairs, pairs[:, ::-1]]), areas)


def neighbours_from_links(links: ArrayLike, *, areas: int) -> Neighbours:
    """Like edges, but one way only: (area, the other that counts for it).

    For the k nearest: my nearest need not have me among theirs.
    """
    pairs = np.asarray(links, dtype=np.int64).reshape(-1, 2)
    if pairs.size and (pairs.min() < 0 or pairs.max() >= areas):
        raise ValueError(
            f"a link names areas 0 to {areas - 1}: "
            f"found {int(pairs.min())} and {int(pairs.max())}"
        )
    return _grouped(pairs, areas)


def _grouped(pairs: Whole, areas: int) -> Neighbours:
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    keys = np.sort(pairs[:, 0] * areas + pairs[:, 1])
    keys = keys[np.append(True, keys[1:] != keys[:-1])] if keys.size else keys
    start = np.searchsorted(keys, np.arange(areas + 1) * areas)
    return Neighbours(start.astype(np.int64), keys % max(areas, 1), areas)


def getis_ord(
    values: ArrayLike, neighbours: Neighbours, *, rate: float = DISCOVERY_RATE
) -> HotSpots | Refused:
    """Gi* with its normal approximation, for one map or many (areas x maps).

    Each map is judged by itself: `rate` of the areas it calls hot or cold are expected
    to be chance. A map that is the same everywhere has z = 0.
    """
    maps = _maps(values, neighbours.areas)
    if neighbours.areas < FEWEST_AREAS:
        return _too_few(neighbours.areas)
    z = _gi_star(maps, neighbours)
    p_value = _two_sided(z)
    q_value = benjamini_hochberg(p_value)
    found = q_value <= rate
    shape = np.shape(values)
    alone = int(np.sum(neighbours.count == 0))
    return HotSpots(
        z=z.reshape(shape),
        p_value=p_value.reshape(shape),
        q_value=q_value.reshape(shape),
        hot=(found & (z > 0)).reshape(shape),
        cold=(found & (z < 0)).reshape(shape),
        rate=rate,
        caveat=_alone_words(alone),
    )


def local_moran(
    values: ArrayLike,
    neighbours: Neighbours,
    *,
    rng: np.random.Generator,
    permutations: int = 999,
    rate: float = DISCOVERY_RATE,
) -> LocalMoran | Refused:
    """Local Moran's I of one map, with two-sided conditional permutation.

    One table of random neighbourhoods, drawn once, serves every area with as many
    neighbours; where the area itself was drawn, a spare takes its place, so that each
    area's draws are from all the others. Each p-value is as good as from draws of its
    own, but areas share their luck: repeat with another generator to see how much.
    The p-value cannot fall below 2 / (permutations + 1); where that floor would stop
    every discovery the caveat says so.
    """
    maps = _maps(values, neighbours.areas)
    if maps.shape[1] != 1:
        raise ValueError("local Moran takes one map at a time")
    if neighbours.areas < FEWEST_AREAS:
        return _too_few(neighbours.areas)
    deviation: Floats = maps[:, 0] - maps[:, 0].mean()
    spread = float(np.mean(deviation**2))
    if spread <= (1e-12 * float(np.abs(maps).max())) ** 2:  # rounding of the mean
        return Refused("No clusters: the figure is the same in every area.")
    # not the sparse product of Gi*: importing scipy.sparse costs 0.3 s, this 2 ms
    whose = np.repeat(np.arange(neighbours.areas), neighbours.count)
    sums = np.bincount(
        whose, weights=deviation[neighbours.of], minlength=neighbours.areas
    )
    lag = sums / np.maximum(neighbours.count, 1)
    p_value = _permuted_p_values(deviation, sums, neighbours, rng, permutations)
    q_value = benjamini_hochberg(p_value)
    return LocalMoran(
        index=deviation * lag / spread,
        p_value=p_value,
        q_value=q_value,
        quadrant=_quadrant(deviation, lag),
        distinguishable=q_value <= rate,
        permutations=permutations,
        rate=rate,
        caveat=" ".join(
            words
            for words in (
                _alone_words(int(np.sum(neighbours.count == 0))),
                _floor_words(p_value, permutations, rate),
            )
            if words
        ),
    )


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """The false discovery rate at which each p-value would count, column by column."""
    p = np.asarray(p_values, dtype=np.float64)
    if np.any((p < 0) | (p > 1)):
        raise ValueError("p-values lie between 0 and 1")
    order = np.argsort(p, axis=0)
    ranks = np.arange(1, p.shape[0] + 1).reshape((-1,) + (1,) * (p.ndim - 1))
    stepped = np.take_along_axis(p, order, axis=0) * p.shape[0] / ranks
    stepped = np.minimum.accumulate(stepped[::-1], axis=0)[::-1]
    adjusted = np.empty_like(p)
    np.put_along_axis(adjusted, order, np.minimum(stepped, 1.0), axis=0)
    return adjusted


POINT_METHODS = {
    "kernel density": "a density surface",
    "street ranking": "a ranking of streets",
    "near repeat": "a near-repeat test",
    "time of day": "a picture by hour or day",
    "address": "a count for an address or premises",
}


def refusal_of_open_data(method: str) -> str | None:
    """Why `method` may not be run on open police data; None when it may (E40, Z18)."""
    if method not in POINT_METHODS:
        return None
    if method == "time of day":
        why = "each offence is dated by its month only"
    else:
        why = (
            "each offence is moved to the nearest of some 750,000 map points, so a "
            "peak may be the map point's and not the street's"
        )
    return (
        f"Open police data cannot carry {POINT_METHODS[method]}: {why}. Use small areas "
        "(LSOA) or larger, or ask the police for their own records."
    )


def _maps(values: ArrayLike, areas: int) -> Floats:
    maps = np.asarray(values, dtype=np.float64)
    if maps.ndim not in (1, 2) or maps.shape[0] != areas:
        raise ValueError(
            f"there must be one value for each of the {areas} areas: "
            f"found shape {maps.shape}"
        )
    if np.isnan(maps).any():
        raise ValueError(
            "a map must be complete: leave areas without a value out of it"
        )
    return maps.reshape(areas, -1)


def _neighbour_sums(maps: Floats, neighbours: Neighbours) -> Floats:
    from scipy.sparse import csr_array

    ones = np.ones(neighbours.of.size)
    size = (neighbours.areas, neighbours.areas)
    links = csr_array((ones, neighbours.of, neighbours.start), shape=size)
    sums: Floats = links @ maps
    return sums


def _gi_star(maps: Floats, neighbours: Neighbours) -> Floats:
    areas = neighbours.areas
    weight = neighbours.count[:, None] + 1.0  # the area itself belongs to Gi*
    mean = maps.mean(axis=0)
    centred = maps - mean
    spread = np.sqrt(np.einsum("ij,ij->j", centred, centred) / areas)
    spread[spread <= 1e-12 * np.maximum(np.abs(mean), 1e-300)] = np.inf
    total = _neighbour_sums(centred, neighbours)
    total += centred
    scale = np.sqrt((areas * weight - weight**2) / (areas - 1))
    scale[scale == 0] = np.inf  # an area that borders all others stands for no place
    total /= scale
    total /= spread
    return total


def _two_sided(z: Floats) -> Floats:
    from scipy.special import erfc

    p: Floats = np.abs(z)
    p *= np.sqrt(0.5)
    erfc(p, out=p)
    return p


def _permuted_p_values(
    deviation: Floats,
    sums: NDArray[Any],
    neighbours: Neighbours,
    rng: np.random.Generator,
    permutations: int,
) -> Floats:
    """Two-sided p: twice the smaller tail of the re-dealt neighbourhood sums.

    Sums of k shared draws are sorted once per k, so that an area costs two binary
    searches, not `permutations` sums; the few tables that drew the area itself (about
    permutations x k / areas) are then put right one by one.
    """
    count = neighbours.count
    most = int(count.max(initial=0))
    draws = _distinct_draws(rng, neighbours.areas, most + 1, permutations)
    drawn = deviation[draws]
    running = np.cumsum(drawn[:, :most], axis=1)
    at_least = np.zeros(neighbours.areas, dtype=np.int64)
    at_most = np.zeros(neighbours.areas, dtype=np.int64)
    slack = 1e-9 * float(np.abs(deviation).max()) * max(most, 1)  # ties are equal
    for k in np.unique(count[count > 0]):
        mine = np.flatnonzero(count == k)
        dealt = np.sort(running[:, k - 1])
        at_least[mine] = permutations - np.searchsorted(dealt, sums[mine] - slack)
        at_most[mine] = np.searchsorted(dealt, sums[mine] + slack, side="right")
    _replace_self(
        draws, drawn, running, deviation, sums, count, slack, at_least, at_most
    )
    p: Floats = (np.minimum(at_least, at_most) + 1) * 2 / (permutations + 1)
    return np.where(count > 0, np.minimum(p, 1.0), 1.0)


def _distinct_draws(
    rng: np.random.Generator, areas: int, width: int, permutations: int
) -> Whole:
    """Rows of `width` different areas, each row a fair draw without replacement."""
    draws = rng.integers(0, areas, size=(permutations, width))
    if areas < width * width * 8:  # repeats are common: shuffle each row instead
        return np.argsort(rng.random((permutations, areas)), axis=1)[:, :width]
    while True:
        ordered = np.sort(draws, axis=1)
        again = np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))
        if not again.size:
            return draws
        draws[again] = rng.integers(0, areas, size=(again.size, width))


def _replace_self(
    draws: Whole,
    drawn: Floats,
    running: Floats,
    deviation: Floats,
    sums: NDArray[Any],
    count: Whole,
    slack: float,
    at_least: Whole,
    at_most: Whole,
) -> None:
    """Where an area was dealt to itself, deal it the spare (its table's next) instead."""
    table, place = np.nonzero(np.ones_like(draws[:, :-1], dtype=np.bool_))
    area = draws[table, place]
    own = place < count[area]  # the draw lies among this area's neighbours
    table, area = table[own], area[own]
    k = count[area]
    before = running[table, k - 1]
    after = before - deviation[area] + drawn[table, k]
    observed = sums[area]
    up = (after >= observed - slack).astype(np.int64) - (before >= observed - slack)
    down = (after <= observed + slack).astype(np.int64) - (before <= observed + slack)
    np.add.at(at_least, area, up)
    np.add.at(at_most, area, down)


def _quadrant(deviation: Floats, lag: Floats) -> NDArray[Any]:
    high, among_high = deviation > 0, lag > 0
    quadrant = np.where(high, np.where(among_high, 1, 4), np.where(among_high, 2, 3))
    return quadrant.astype(np.int8)


def _too_few(areas: int) -> Refused:
    return Refused(
        f"No hot spots: {areas} areas are too few to tell a cluster from chance; "
        f"{FEWEST_AREAS} are needed."
    )


def _alone_words(alone: int) -> str:
    return f"{alone} areas have no neighbour and are judged alone." if alone else ""


def _floor_words(p_value: Floats, permutations: int, rate: float) -> str:
    floor = 2 / (permutations + 1)
    at_floor = int(np.sum(p_value <= floor * (1 + 1e-9)))
    needed = floor * p_value.size / rate
    if at_floor and at_floor < needed:
        return (
            f"{permutations:,} permutations cannot find fewer than {int(needed) + 1} "
            f"areas among {p_value.size:,}; {at_floor} are at the floor: use more."
        )
    return ""
