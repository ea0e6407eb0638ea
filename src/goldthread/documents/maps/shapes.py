"""Areas on the drawing board: from longitude and latitude to pixels.

Shapes are flattened round the middle latitude of what is drawn, which for a county is
true to a tenth of one per cent, and simplified together so that neighbours keep one
border. Hatching is drawn as lines cut to the areas: every engine can draw lines, not
every engine knows patterns.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

KM_PER_DEGREE = 111.195  # of latitude, on a sphere of the earth's mean radius
# Of the map itself, with its key beside it; two maps this tall share an A4 page.
WIDEST, TALLEST = 396.0, 350.0
FINEST = 0.5  # pixels: a corner cutting off less than 0.25 square is not drawn


@dataclass(frozen=True, slots=True)
class Board:
    """The shapes in pixels, and how large a kilometre is."""

    shapes: Sequence[shapely.Geometry]
    outlines: Sequence[shapely.Geometry]
    width: float
    height: float
    pixels_per_km: float


def board_of(shapes: Sequence[bytes], outlines: Sequence[bytes]) -> Board:
    """Shapes and outlines brought to one scale that fits the page."""
    read = shapely.from_wkb([*shapes, *outlines])
    raw = np.array([_sound(shape) for shape in read], dtype=object)
    west, south, east, north = shapely.total_bounds(raw)
    middle = math.cos(math.radians((south + north) / 2))
    wide, tall = max((east - west) * middle, 1e-9), max(north - south, 1e-9)
    scale = min(WIDEST / wide, TALLEST / tall)

    def flattened(points: np.ndarray) -> np.ndarray:
        x = (points[:, 0] - west) * middle * scale
        y = (north - points[:, 1]) * scale
        return np.column_stack([x, y])

    flat = shapely.transform(raw, flattened)
    areas = flat[: len(shapes)]
    return Board(
        shapes=list(_simplified(areas)),
        outlines=list(shapely.simplify(flat[len(shapes) :], FINEST)),
        width=wide * scale,
        height=tall * scale,
        pixels_per_km=scale / KM_PER_DEGREE,
    )


def _sound(shape: shapely.Geometry) -> shapely.Geometry:
    """A published shape that crosses itself, put right; most are already."""
    if shape.is_valid:
        return shape
    return _only(shapely.make_valid(shape), 2) or shape


def _simplified(areas: np.ndarray) -> np.ndarray:
    if (shapely.get_dimensions(areas) == 2).all():
        return np.asarray(shapely.coverage_simplify(areas, FINEST))
    return np.asarray(shapely.simplify(areas, FINEST))


def feature(shape: shapely.Geometry, **properties: Any) -> dict[str, Any]:
    """One shape as GeoJSON with coordinates to a tenth of a pixel."""
    rounded = shapely.transform(shape, lambda points: np.round(points, 1))
    geometry = json.loads(shapely.to_geojson(rounded))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def hatching(shapes: Sequence[shapely.Geometry], gap: float, slope: float) -> Any:
    """Parallel lines `gap` pixels apart, cut to the shapes; None where there are none.

    A slope of 1 rises to the right, -1 falls, 0 lies flat.
    """
    if not shapes:
        return None
    whole = shapely.union_all(list(shapes))
    left, top, right, bottom = whole.bounds
    reach = (right - left) * abs(slope)
    across = gap * math.hypot(1, slope)
    starts = np.arange(top - reach, bottom + reach, across)
    ends = [
        [(left, start), (right, start - slope * (right - left))] for start in starts
    ]
    cut = shapely.intersection(shapely.multilinestrings(ends), whole)
    return _only(cut, 1)


def _only(shape: shapely.Geometry, dimension: int) -> shapely.Geometry | None:
    """The parts of a shape that are lines (1) or areas (2); a touching point is neither."""
    parts = shapely.get_parts(shape)
    while (shapely.get_type_id(parts) == 7).any():
        parts = shapely.get_parts(parts)
    kept = parts[shapely.get_dimensions(parts) == dimension]
    if not len(kept):
        return None
    return shapely.multilinestrings(kept) if dimension == 1 else shapely.union_all(kept)


def inside(shape: shapely.Geometry) -> tuple[float, float]:
    """A place well inside a shape, where its number can stand."""
    largest = max(shapely.get_parts(shape), key=lambda part: float(part.area))
    point = shapely.point_on_surface(largest)
    centre = largest.centroid
    chosen = centre if largest.contains(centre) else point
    return round(float(chosen.x), 1), round(float(chosen.y), 1)


def parted(
    places: Sequence[tuple[float, float]], apart: float
) -> list[tuple[float, float]]:
    """Places moved as little as it takes to stand `apart` pixels from each other."""
    moved = np.array(places, dtype=float).reshape(-1, 2)
    for _ in range(200):
        between = moved[:, None, :] - moved[None, :, :]
        distance = np.hypot(between[..., 0], between[..., 1])
        np.fill_diagonal(distance, np.inf)
        short = np.clip(apart - distance, 0, None)
        if short.max(initial=0.0) < 0.05:
            break
        # Two on the very same spot part sideways, in the order they were given.
        same = distance < 1e-6
        between[same] = [[0.01, 0.0]]
        between[np.tril(same)] *= -1
        length = np.hypot(between[..., 0], between[..., 1])
        np.fill_diagonal(length, 1.0)
        moved += (between / length[..., None] * short[..., None]).sum(axis=1) * 0.5
    return [(round(float(x), 1), round(float(y), 1)) for x, y in moved]
