"""Tells whether a drawn outline can be used, and repairs the small faults of drawing."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import shape

# The most detailed outline of a local authority at full resolution has about 80,000.
MOST_VERTICES = 100_000
# Great Britain and Northern Ireland with a margin, in degrees.
WEST, EAST, SOUTH, NORTH = -9.5, 3.0, 49.0, 61.5
# A repair that changes the area more than this has guessed, not repaired.
MOST_CHANGE = 0.01


class Unfit(Exception):
    """An outline that must be set aside: in which property, what was expected and found."""

    def __init__(self, column: str, expected: str, found: str) -> None:
        super().__init__(f"{column}: expected {expected}, found {found}")
        self.column, self.expected, self.found = column, expected, found

    def row(self) -> tuple[str, str, str]:
        """Column, expected and found, as a row set aside tells them."""
        return self.column, self.expected, self.found[:120] or "(nothing)"


@dataclass(frozen=True, slots=True)
class Outline:
    """A usable outline as WKB, and whether it had to be repaired."""

    wkb: bytes
    repaired: bool


def outline(geometry: Any) -> Outline:
    """The outline that GeoJSON describes; raises `Unfit` where it cannot be used."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise Unfit("geometry", "a Polygon or MultiPolygon", str(kind or "no geometry"))
    _count_vertices(geometry.get("coordinates"))
    try:
        drawn = shapely.force_2d(shape(geometry))
    except (ValueError, TypeError, IndexError, AttributeError, shapely.GEOSException):
        raise Unfit(
            "geometry", "rings of at least four points", "a broken ring"
        ) from None
    if drawn.is_empty or not _has_extent(drawn.bounds):
        raise Unfit("geometry", "an outline that encloses ground", "an empty outline")
    _refuse_elsewhere(drawn.bounds)
    if drawn.is_valid:
        return Outline(shapely.to_wkb(shapely.normalize(drawn)), repaired=False)
    return Outline(shapely.to_wkb(shapely.normalize(_repaired(drawn))), repaired=True)


def _count_vertices(coordinates: Any) -> None:
    """Every coordinate a finite number, and not more of them than an outline can need."""
    for count, point in enumerate(_points(coordinates, depth=0), start=1):
        if count > MOST_VERTICES:
            raise Unfit(
                "geometry",
                f"at most {MOST_VERTICES:,} points",
                "a more detailed outline",
            )
        if len(point) < 2 or not all(
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and math.isfinite(value)
            for value in point
        ):
            raise Unfit("geometry", "coordinates that are numbers", str(point))


def _points(coordinates: Any, *, depth: int) -> Iterable[list[Any]]:
    if not isinstance(coordinates, list) or depth > 4:
        raise Unfit("geometry", "lists of coordinates", str(coordinates)[:60])
    if coordinates and not isinstance(coordinates[0], list):
        yield coordinates
        return
    for inner in coordinates:
        yield from _points(inner, depth=depth + 1)


def _refuse_elsewhere(bounds: tuple[float, float, float, float]) -> None:
    left, bottom, right, top = bounds
    expected = "longitude and latitude (WGS84) within the United Kingdom"
    if _within(left, right, WEST, EAST) and _within(bottom, top, SOUTH, NORTH):
        return
    if _within(bottom, top, WEST, EAST) and _within(left, right, SOUTH, NORTH):
        raise Unfit(
            "geometry", "longitude first, then latitude", "latitude first: swap them"
        )
    if max(abs(left), abs(right)) > 180 or max(abs(bottom), abs(top)) > 90:
        found = f"{left:.0f}, {bottom:.0f}: British National Grid? Export it as WGS84"
    elif right - left > 180:
        found = "an outline that crosses the 180th meridian"
    else:
        found = f"{left:.4f}, {bottom:.4f} to {right:.4f}, {top:.4f}"
    raise Unfit("geometry", expected, found)


def _has_extent(bounds: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = bounds
    return right > left and top > bottom


def _within(low: float, high: float, least: float, most: float) -> bool:
    return least <= low <= high <= most


def _repaired(drawn: shapely.Geometry) -> shapely.Geometry:
    mended = shapely.make_valid(drawn, method="structure", keep_collapsed=False)
    polygonal = mended.geom_type in ("Polygon", "MultiPolygon") and mended.area > 0
    if not polygonal or abs(mended.area - drawn.area) > MOST_CHANGE * mended.area:
        raise Unfit(
            "geometry",
            "an outline that does not cross itself",
            "one that crosses itself so far that no repair is certain",
        )
    return mended
