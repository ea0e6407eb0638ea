"""Borders between areas, each traced once and used by the areas on both of its sides."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

OUTSIDE = -1


@dataclass(frozen=True, slots=True)
class Arc:
    """One border between two areas (or an area and the outside), drawn once."""

    left: int
    right: int
    line: Floats


def rings(arcs: Iterable[Arc], group: Ints) -> list[Floats]:
    """The outer ring of every group of finest areas; `group` says where each belongs."""
    member = np.append(group, OUTSIDE)  # index -1 = outside
    pieces: dict[int, list[Floats]] = {}
    for arc in arcs:
        left, right = int(member[arc.left]), int(member[arc.right])
        if left != right:
            for side in (left, right):
                pieces.setdefault(side, []).append(arc.line)
    return [_ring(pieces[k]) for k in sorted(pieces) if k != OUTSIDE]


def trace(
    labels: Ints,
    pairs: Ints,
    edges: Ints,
    corners: Floats,
    printed: Callable[[Floats], Floats],
) -> tuple[Arc, ...]:
    """Trace every border between two areas from junction to junction."""
    cross = labels[pairs[:, 0]] != labels[pairs[:, 1]]
    sides = np.sort(labels[pairs[cross]], axis=1)
    ends = edges[cross]
    touching: dict[int, list[int]] = {}
    for i, (a, b) in enumerate(ends.tolist()):
        touching.setdefault(a, []).append(i)
        touching.setdefault(b, []).append(i)
    used = np.zeros(len(ends), dtype=bool)
    junctions = sorted(v for v, near in touching.items() if len(near) != 2)
    arcs: list[Arc] = []
    for start in [*junctions, *sorted(touching)]:
        for first in touching[start]:
            if not used[first]:
                path = _walk(start, first, ends, touching, used)
                left, right = sides[first].tolist()
                arcs.append(Arc(left, right, printed(_soften(corners[path]))))
    return tuple(arcs)


def _walk(
    start: int,
    first: int,
    ends: Ints,
    touching: dict[int, list[int]],
    used: NDArray[np.bool_],
) -> list[int]:
    path, edge, here = [start], first, start
    while True:
        used[edge] = True
        a, b = ends[edge].tolist()
        here = b if a == here else a
        path.append(here)
        onward = [e for e in touching[here] if not used[e]]
        if here == start or len(touching[here]) != 2 or not onward:
            return path
        edge = onward[0]


def _soften(line: Floats) -> Floats:
    """Round off a traced border; its two ends, which others share, stay where they are."""
    for _ in range(2):
        if len(line) > 2:
            middle = 0.25 * line[:-2] + 0.5 * line[1:-1] + 0.25 * line[2:]
            line = np.vstack([line[:1], middle, line[-1:]])
    return line


def _ring(lines: list[Floats]) -> Floats:
    """Join the borders of an area end to end."""
    import shapely

    faces = shapely.get_parts(
        shapely.polygonize([shapely.LineString(line) for line in lines])
    )
    if len(faces) != 1:
        raise ValueError(
            f"an area must be one piece without holes; this one has {len(faces)} rings"
        )
    ring = shapely.get_coordinates(
        shapely.get_exterior_ring(shapely.normalize(faces[0]))
    )
    return np.asarray(ring)
