"""Which outline a point falls in, asked of distinct points in one go.

DuckDB has no point-in-polygon without an extension that must be downloaded; shapely's
tree over the points, asked by the prepared outlines, does a million points in seconds.
A point on a shared edge belongs to the outline with the smallest code: any rule does,
as long as it is one.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

Points = np.ndarray[Any, Any]  # n x 2: longitude, latitude


class Outlines:
    """The outlines of one vintage of small areas."""

    def __init__(self, boundary: pa.Table) -> None:
        """`boundary` has columns code and geometry (WKB); several rows may share a code."""
        # A code is supplied once per place; where two files give it, the first stands.
        order: dict[str, int] = {}
        for i, code in enumerate(boundary["code"].to_pylist()):
            order.setdefault(code, i)
        self.codes = sorted(order)
        self._position = {code: i for i, code in enumerate(self.codes)}
        rows = pa.array([order[code] for code in self.codes], pa.int64())
        self._wkb = boundary["geometry"].take(rows).to_pylist()
        self._shapes: Any = None

    def _outlines(self) -> Any:
        if self._shapes is None:
            import shapely  # 0.3 s: only where a point has to decide

            self._shapes = shapely.from_wkb(self._wkb)
            shapely.prepare(self._shapes)
        return self._shapes

    def containing(self, points: Points) -> list[str | None]:
        """For each point the code of the outline it lies in, or None."""
        found: list[str | None] = [None] * len(points)
        if not self.codes or not len(points):
            return found
        import shapely

        tree = shapely.STRtree(shapely.points(points))
        outline, point = tree.query(self._outlines(), predicate="intersects")
        # Codes are sorted: going backwards leaves the smallest code on a shared edge.
        for i, j in zip(outline[::-1].tolist(), point[::-1].tolist(), strict=True):
            best = found[j]
            if best is None or self.codes[i] < best:
                found[j] = self.codes[i]
        return found

    def nearest(self, points: Points, among: Sequence[str]) -> list[str | None]:
        """For each point the nearest of some outlines, or None unless all are held."""
        if any(code not in self._position for code in among):
            return [None] * len(points)
        import shapely

        shapes = self._outlines()[[self._position[code] for code in sorted(among)]]
        spots = shapely.points(points)
        distance = np.array([shapely.distance(shape, spots) for shape in shapes])
        # argmin takes the first of equals: the smallest code, as on a shared edge.
        best = distance.argmin(axis=0)
        return [sorted(among)[i] for i in best.tolist()]
