"""Map specifications: areas shaded by a value or marked by a class.

No tiles and no other host: the areas are the map. Shades are one neutral hue in at most
five steps; what a shade cannot say in greyscale is said by outline, pattern or number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from goldthread.documents.model import Spec

HotSpot = Literal["high", "low", "not distinguishable", "not held"]


@dataclass(frozen=True, slots=True)
class Area:
    """One area to draw: its shape as WKB bytes (longitude, latitude) and its value.

    `value` None is not held; `suppressed` is held but too small to print. `rank` is the
    number drawn on the area and printed in the list beside the map (0: none).
    """

    code: str
    name: str
    geometry: bytes
    value: float | None = None
    suppressed: bool = False
    rank: int = 0
    hot_spot: HotSpot = "not distinguishable"


def shaded_map(
    areas: Sequence[Area],
    *,
    unit: str,
    breaks: Sequence[float] | None = None,
    decimals: int = 0,
    outlines: Sequence[Area] = (),
) -> Spec:
    """Areas shaded in at most five steps; `outlines` are larger areas drawn over them.

    Without `breaks` the classes hold equal numbers of areas, at round numbers.
    """
    raise NotImplementedError


def hot_spot_map(areas: Sequence[Area], *, outlines: Sequence[Area] = ()) -> Spec:
    """Areas that stand out high or low among their neighbours, by hatching and colour."""
    raise NotImplementedError
