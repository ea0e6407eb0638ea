"""Map specifications: areas shaded by a value or marked by a class.

No tiles and no other host: the areas are the map. Shades are one neutral hue in at most
five steps, because a map that glows red says more about places than the numbers do
(E49); what a shade cannot say in greyscale is said by hatching, number and list.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from goldthread.documents import house_style as style
from goldthread.documents import numbers
from goldthread.documents.maps.classes import even_breaks, step_labels, step_of
from goldthread.documents.model import Spec, Suppressed

HotSpot = Literal["high", "low", "not distinguishable", "not held"]

__all__ = ["Area", "HotSpot", "hot_spot_map", "shaded_map"]


@dataclass(frozen=True, slots=True)
class Area:
    """One area to draw: its shape as WKB bytes (longitude, latitude) and its value.

    `value` None is not held; `Suppressed` is held but too small to print. `rank` is the
    number drawn on the area and printed in the list beside the map (0: none).
    """

    code: str
    name: str
    geometry: bytes
    value: float | Suppressed | None = None
    rank: int = 0
    hot_spot: HotSpot = "not distinguishable"


def shaded_map(
    areas: Sequence[Area],
    *,
    unit: str,
    breaks: Sequence[float] | None = None,
    decimals: int = 0,
    outlines: Sequence[bytes] = (),
) -> Spec:
    """Areas shaded in at most five steps; `outlines` are larger shapes drawn over them.

    Without `breaks` the steps hold about equally many areas, at round numbers. A break
    belongs to the step above it.
    """
    from goldthread.documents.maps.picture import Drawn, Look, map_picture
    from goldthread.documents.maps.shapes import board_of  # shapely: 0.1 s to import

    if not areas:
        return style.nothing_to_draw("There is no area to draw.")
    held = [number for area in areas if (number := _number(area)) is not None]
    edges = sorted(breaks) if breaks is not None else even_breaks(held)
    if len(edges) >= len(style.STEPS):
        raise ValueError(
            f"A map is shaded in at most {len(style.STEPS)} steps; {len(edges)} breaks "
            f"make {len(edges) + 1}. Give fewer breaks."
        )
    looks = [
        Look(words, fill)
        for words, fill in zip(
            step_labels(held, edges, decimals) if held else [],
            _shades(len(edges) + 1),
            strict=False,
        )
    ]
    hidden, missing = len(looks), len(looks)
    if small := [area.value for area in areas if isinstance(area.value, Suppressed)]:
        words = f"{numbers.suppressed(small[0])}, not shown"
        looks.append(Look(words, "#ffffff", hatch=1))
        missing += 1
    if any(_is_missing(area) for area in areas):
        looks.append(Look(numbers.NOT_HELD, "#ffffff", hatch=0, hatch_gap=4))
    drawn = []
    for area in areas:
        number = _number(area)
        if number is not None:
            look = step_of(number, edges)
        else:
            look = missing if _is_missing(area) else hidden
        written = numbers.decimal(number, decimals) if number is not None else ""
        drawn.append(Drawn(area.name, look, area.rank, written))
    board = board_of([area.geometry for area in areas], outlines)
    return map_picture(board, drawn, looks, unit)


def _number(area: Area) -> float | None:
    if isinstance(area.value, Suppressed) or _is_missing(area):
        return None
    return area.value


def _is_missing(area: Area) -> bool:
    value = area.value
    return value is None or (isinstance(value, float) and math.isnan(value))


def _shades(steps: int) -> tuple[str, ...]:
    """The lightest and darkest are kept, so that few steps still differ clearly."""
    picked = {1: (2,), 2: (1, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
    return tuple(style.STEPS[at] for at in picked[steps])


def hot_spot_map(
    areas: Sequence[Area], *, unit: str = "", outlines: Sequence[bytes] = ()
) -> Spec:
    """Areas that stand out high or low among their neighbours.

    High is dark, low is hatched, the rest is pale: a black-and-white copy says the same.
    """
    from goldthread.documents.maps.picture import Drawn, Look, map_picture
    from goldthread.documents.maps.shapes import board_of

    if not areas:
        return style.nothing_to_draw("There is no area to draw.")
    every: dict[HotSpot, Look] = {
        "high": Look("higher, with its neighbours", style.STEPS[4]),
        "low": Look("lower, with its neighbours", "#ffffff", -1, style.STEPS[3], 4),
        "not distinguishable": Look("not distinguishable", style.STEPS[0]),
        "not held": Look(numbers.NOT_HELD, "#ffffff", 0, style.GREY, 4),
    }
    shown: list[HotSpot] = ["high", "low", "not distinguishable"]
    if any(area.hot_spot == "not held" for area in areas):
        shown.append("not held")
    drawn = [Drawn(area.name, shown.index(area.hot_spot), area.rank) for area in areas]
    board = board_of([area.geometry for area in areas], outlines)
    return map_picture(board, drawn, [every[one] for one in shown], unit)
