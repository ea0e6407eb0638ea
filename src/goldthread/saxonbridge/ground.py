"""Ground for an invented town: nested areas whose edges fit without gap or overlap.

Several thousand tiny cells (a Voronoi mesh, dense where people live) are gathered
into small areas of similar population, as the census does with its own tiny areas.
The border between two areas is traced once, softened once, and used by both, so
every level tiles exactly; the river is a line of cell edges that gathering avoids.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldthread.saxonbridge.borders import OUTSIDE, Arc, Floats, Ints, trace

KM_PER_DEGREE = 110.95  # mean of a degree of latitude between 54 and 55 north


@dataclass(frozen=True, slots=True)
class Town:
    """How a town is laid out, in kilometres east and north of its centre."""

    radius: float
    cells: int
    levels: tuple[int, ...]  # (20, 2, 4): wards, halves of wards, small areas
    halved: int = 0  # how many of the most populous small areas were once two
    longitude: float = 0.0
    latitude: float = 0.0
    centres: tuple[tuple[float, float, float, float], ...] = ()  # x, y, spread, weight
    empty: tuple[tuple[float, float, float, float], ...] = ()  # x, y, half axes
    river: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """A town's cells, the area each belongs to, and the borders between areas."""

    cells: Floats  # degrees, n x 2
    kilometres: Floats  # the same points in kilometres from the centre
    people: Floats  # each cell's share of residents
    area: Ints  # finest area of each cell
    parents: tuple[Ints, ...]  # per level: which group each finest area is in
    arcs: tuple[Arc, ...]


def lay_out(town: Town, rng: np.random.Generator) -> Ground:
    """Make the ground of one town."""
    while True:
        ground = _attempt(town, rng)
        mass = np.bincount(ground.area, ground.people, len(ground.parents[0]))
        # About one layout in forty squeezes an area to nothing; then another is drawn.
        if mass.min() > 0.3 / len(mass):
            return ground


def _attempt(town: Town, rng: np.random.Generator) -> Ground:
    seeds, people = _scatter(town, rng)
    mesh = _mesh(seeds)
    inside = _inside(town, seeds)
    features = _features(town, seeds)
    labels = np.full(len(seeds), OUTSIDE)
    labels[inside], parents = _gather(features[inside], people[inside], town, rng)
    labels = _connected(labels, mesh[0])
    arcs = trace(labels, *mesh, lambda line: to_degrees(town, line))
    keep = labels != OUTSIDE
    return Ground(
        cells=to_degrees(town, seeds[keep]),
        kilometres=seeds[keep],
        people=people[keep] / people[keep].sum(),
        area=labels[keep],
        parents=parents,
        arcs=arcs,
    )


def to_degrees(town: Town, points: Floats) -> Floats:
    """Longitude and latitude to six decimals, as suppliers print them (0.1 m)."""
    narrowing = np.cos(np.radians(town.latitude))
    lon = town.longitude + points[:, 0] / (KM_PER_DEGREE * narrowing)
    lat = town.latitude + points[:, 1] / KM_PER_DEGREE
    return np.round(np.column_stack([lon, lat]), 6)


def _river(x: Floats) -> Floats:
    """How far north the river runs, kilometres, at each easting."""
    return -0.75 + 0.95 * np.sin(0.52 * x + 0.5) + 0.22 * np.sin(1.9 * x)


def _outline(town: Town, angle: Floats) -> Floats:
    wobble = (
        1
        + 0.10 * np.sin(2 * angle + town.longitude * 9)
        + 0.07 * np.sin(3 * angle + town.latitude * 7)
        + 0.035 * np.sin(7 * angle + 1.3)
        + 0.02 * np.sin(13 * angle)
    )
    return town.radius * wobble


def _inside(town: Town, points: Floats) -> NDArray[np.bool_]:
    angle = np.arctan2(points[:, 1], points[:, 0])
    return np.hypot(points[:, 0], points[:, 1]) < _outline(town, angle)


def _density(town: Town, points: Floats) -> Floats:
    x, y = points[:, 0], points[:, 1]
    dense = 0.55 + 0.9 * np.exp(-np.hypot(x, y) / (0.55 * town.radius))
    for cx, cy, spread, weight in town.centres:
        dense += weight * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / spread**2)
    for cx, cy, a, b in town.empty:  # a park, a goods yard: few homes, large cells
        dense[((x - cx) / a) ** 2 + ((y - cy) / b) ** 2 < 1] *= 0.04
    return dense


def _scatter(town: Town, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Cell centres, closer together where people are, and the people of each."""
    from scipy.spatial import cKDTree

    reach = town.radius * 1.35
    sample = rng.uniform(-reach, reach, (town.cells * 40, 2))
    dense = _density(town, sample)
    sample = sample[rng.random(len(sample)) < dense / dense.max()]
    seeds = sample[rng.choice(len(sample), town.cells, replace=False)]
    if town.river:
        seeds = _line_banks(seeds, reach)
    for _ in range(2):  # two steps of Lloyd: no slivers, still irregular
        near = cKDTree(seeds).query(sample)[1]
        mass = np.bincount(near, minlength=len(seeds))
        moved = np.column_stack(
            [np.bincount(near, sample[:, i], len(seeds)) for i in (0, 1)]
        )
        full = mass > 0
        seeds[full] = moved[full] / mass[full, None]
    if town.river:
        seeds = _line_banks(seeds, reach)
    near = cKDTree(seeds).query(sample)[1]
    mass = np.bincount(near, minlength=len(seeds))
    return seeds, np.asarray(mass + 0.05, dtype=np.float64)


def _line_banks(seeds: Floats, reach: float) -> Floats:
    """Replace cells at the river by pairs, one on each bank, 60 m from the middle."""
    x = np.arange(-reach, reach, 0.11)
    slope = np.gradient(_river(x), x)
    normal = np.column_stack([-slope, np.ones_like(x)]) / np.hypot(1, slope)[:, None]
    middle = np.column_stack([x, _river(x)])
    clear = np.abs(seeds[:, 1] - _river(seeds[:, 0])) > 0.13
    return np.vstack([seeds[clear], middle + 0.06 * normal, middle - 0.06 * normal])


def _features(town: Town, points: Floats) -> Floats:
    """Where a cell is, with the far bank counted a kilometre and a half away."""
    if not town.river:
        return points
    bank = np.sign(points[:, 1] - _river(points[:, 0]))
    return np.column_stack([points, 0.75 * bank])


def _mesh(seeds: Floats) -> tuple[Ints, Ints, Floats]:
    """Neighbouring cells, the edge each pair shares, and the mesh's corner points."""
    from scipy.spatial import Voronoi

    voronoi = Voronoi(seeds)
    return (
        np.asarray(voronoi.ridge_points, dtype=np.int64),
        np.asarray(voronoi.ridge_vertices, dtype=np.int64),
        np.asarray(voronoi.vertices),
    )


def _gather(
    features: Floats, people: Floats, town: Town, rng: np.random.Generator
) -> tuple[Ints, tuple[Ints, ...]]:
    """Split cells into groups level by level; groups of one level hold similar people."""
    labels = np.zeros(len(features), dtype=np.int64)
    parents: list[Ints] = []
    for parts in town.levels:
        finer = np.zeros_like(labels)
        for group in range(int(labels.max()) + 1):
            at = np.flatnonzero(labels == group)
            finer[at] = group * parts + _divide(features[at], people[at], parts, rng)
        labels = finer
        parents = [np.repeat(p, parts) for p in parents]
        parents.append(np.arange(int(labels.max()) + 1))
        # Below wards the river no longer matters; with it, tips of land across the
        # water became areas of seventy people.
        features = features[:, :2]
    mass = np.bincount(labels, people)
    for whole in np.argsort(-mass, kind="stable")[: town.halved]:
        at = np.flatnonzero(labels == whole)
        second = at[_divide(features[at], people[at], 2, rng) == 1]
        labels[second] = labels.max() + 1
        parents = [np.append(p, p[whole]) for p in parents]
    return labels, tuple(parents)


def _divide(
    features: Floats, people: Floats, parts: int, rng: np.random.Generator
) -> Ints:
    """Balanced k-means: a power diagram whose weights pull each part to equal people."""
    centres = features[[int(rng.integers(len(features)))]]
    while len(centres) < parts:
        far = ((features[:, None] - centres) ** 2).sum(-1).min(1)
        centres = np.vstack([centres, features[int(np.argmax(far * people**0.3))]])
    pull = np.zeros(parts)
    fair = people.sum() / parts
    step = 0.25 * features[:, :2].var(0).sum() / parts
    nearest = np.zeros(len(features), dtype=np.int64)
    for turn in range(60):
        distance = ((features[:, None] - centres) ** 2).sum(-1)
        nearest = np.argmin(distance - pull, axis=1)
        mass = np.bincount(nearest, people, parts)
        # The pull eases off so that the last turns settle rather than swing.
        pull += step * (1 - turn / 75) * np.clip((fair - mass) / fair, -0.6, 0.6)
        for part in np.flatnonzero(mass > 0):
            own = np.flatnonzero(nearest == part)
            weight = people[own, None]
            centres[part] = (features[own] * weight).sum(0) / weight.sum(0)
    return nearest


def _connected(labels: Ints, pairs: Ints) -> Ints:
    """Give cells cut off from their area to the neighbour that surrounds them."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    labels = labels.copy()
    for _ in range(12):
        same = pairs[labels[pairs[:, 0]] == labels[pairs[:, 1]]]
        graph = coo_matrix(
            (np.ones(len(same)), (same[:, 0], same[:, 1])), (len(labels), len(labels))
        )
        count, piece = connected_components(graph, directed=False)
        size = np.bincount(piece, minlength=count)
        largest: dict[int, int] = {}
        for cell in np.argsort(-size[piece], kind="stable"):
            largest.setdefault(int(labels[cell]), int(piece[cell]))
        home = np.array([largest[int(label)] for label in labels])
        stray = piece != home
        if not stray.any():
            return labels
        for a, b in np.vstack([pairs, pairs[:, ::-1]]):
            if stray[a] and not stray[b]:
                labels[a] = labels[b]
                stray[a] = False
    return labels
