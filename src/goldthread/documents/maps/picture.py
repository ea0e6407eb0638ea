"""A map and its key, put together from areas that already have a look."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from goldthread.documents import house_style as style
from goldthread.documents import numbers
from goldthread.documents.house_style import Frame
from goldthread.documents.maps.shapes import Board, feature, hatching, inside, parted
from goldthread.documents.model import Spec

Layer = dict[str, Any]
KEY_GAP = 28.0
DISC = 19.0  # pixels a numbered disc needs to stand clear of the next
# Pixels are already worked out: the drawing engine must not fit or flip them again.
_AS_GIVEN = {"type": "identity", "scale": 1, "translate": [0, 0]}


@dataclass(frozen=True, slots=True)
class Look:
    """How the areas of one class are drawn, and what the key says of them."""

    words: str
    fill: str
    hatch: float | None = None  # slope of the lines, none where plain
    hatch_colour: str = style.GREY
    hatch_gap: float = 5.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """One area ready to draw: which look it has, and its number and line in the key."""

    name: str
    look: int
    rank: int = 0
    written: str = ""


def map_picture(
    board: Board, areas: Sequence[Drawn], looks: Sequence[Look], unit: str
) -> Spec:
    """The map on the left, the key and the numbered areas on the right."""
    key_height = 20 + 22 * len(looks)
    ranked = sorted((area for area in areas if area.rank), key=lambda area: area.rank)
    list_height = 22 + 18 * len(ranked) if ranked else 0
    needed = key_height + list_height + 14
    frame = Frame(
        height=max(board.height + 24, needed), left=6, right=6, top=34, bottom=6
    )
    key_left = board.width + KEY_GAP
    layers = [
        _filled(board, areas, looks),
        *_hatched(board, areas, looks),
        *_borders(board),
        *_numbers(board, areas),
        *_key(areas, looks, key_left),
        *_listed(ranked, key_left, key_height + 10, frame),
        *_scale_bar(board),
        style.unit_label(unit, frame),
    ]
    return style.picture(layers, frame, projection=_AS_GIVEN)


def _filled(board: Board, areas: Sequence[Drawn], looks: Sequence[Look]) -> Layer:
    features = [
        feature(shape, name=area.name, fill=looks[area.look].fill)
        for shape, area in zip(board.shapes, areas, strict=True)
    ]
    return {
        "data": {"values": features},
        "mark": {"type": "geoshape", "stroke": "#ffffff", "strokeWidth": 0.6},
        "encoding": {
            "color": {"field": "properties.fill", "type": "nominal", "scale": None}
        },
    }


def _lines(shape: shapely.Geometry, colour: str, width: float) -> Layer:
    return {
        "data": {"values": [feature(shape)]},
        "mark": {
            "type": "geoshape",
            "filled": False,
            "stroke": colour,
            "strokeWidth": width,
            "strokeJoin": "round",
        },
    }


def _hatched(
    board: Board, areas: Sequence[Drawn], looks: Sequence[Look]
) -> list[Layer]:
    layers = []
    for at, look in enumerate(looks):
        if look.hatch is None:
            continue
        shapes = [
            shape
            for shape, area in zip(board.shapes, areas, strict=True)
            if area.look == at
        ]
        cut = hatching(shapes, look.hatch_gap, look.hatch)
        if cut is not None:
            layers.append(_lines(cut, look.hatch_colour, 1.1))
            edges = shapely.multilinestrings(
                [line for shape in shapes for line in shapely.get_parts(shape.boundary)]
            )
            layers.append(_lines(edges, style.MID, 0.5))
    return layers


def _borders(board: Board) -> list[Layer]:
    whole = shapely.union_all(shapely.buffer(list(board.shapes), 0.2)).boundary
    layers = [_lines(whole, style.INK, 1.0)]
    if board.outlines:
        inner = shapely.union_all([shape.boundary for shape in board.outlines])
        layers.append(_lines(inner, style.INK, 0.7))
    return layers


def _numbers(board: Board, areas: Sequence[Drawn]) -> list[Layer]:
    numbered = [
        (inside(shape), area)
        for shape, area in zip(board.shapes, areas, strict=True)
        if area.rank
    ]
    if not numbered:
        return []
    homes = [home for home, _ in numbered]
    places = [
        {"x": x, "y": y, "home_x": home[0], "home_y": home[1], "n": str(area.rank)}
        for (x, y), (home, area) in zip(parted(homes, DISC), numbered, strict=True)
    ]
    spots = {
        axis: {"field": axis, "type": "quantitative", "scale": None, "axis": None}
        for axis in ("x", "y")
    }
    disc = {
        "type": "circle",
        "size": 260,
        "color": "#ffffff",
        "stroke": style.INK,
        "strokeWidth": 1,
        "opacity": 1,
    }
    text = {"type": "text", "fontSize": style.SMALL, "fontWeight": "bold", "dy": 0.5}
    leash = spots | {
        f"{axis}2": {"field": f"home_{axis}", "type": "quantitative"}
        for axis in ("x", "y")
    }
    line = {"type": "rule", "color": style.INK, "strokeWidth": 1}
    return [
        {"data": {"values": places}, "mark": line, "encoding": leash},
        {"data": {"values": places}, "mark": disc, "encoding": spots},
        {
            "data": {"values": places},
            "mark": text | {"baseline": "middle", "align": "center"},
            "encoding": spots | {"text": {"field": "n"}},
        },
    ]


def _key(areas: Sequence[Drawn], looks: Sequence[Look], left: float) -> list[Layer]:
    layers: list[Layer] = [
        style.label("areas", style.WIDTH - 12, -12, align="right", color=style.GREY)
    ]
    for at, look in enumerate(looks):
        y = 22.0 * at
        box = shapely.box(left, y, left + 26, y + 15)
        layers.append(_swatch(box, look))
        if look.hatch is not None:
            cut = hatching([box], look.hatch_gap, look.hatch)
            layers.append(_lines(cut, look.hatch_colour, 1.1))
        number = sum(area.look == at for area in areas)
        layers.append(style.label(look.words, left + 34, y + 8, baseline="middle"))
        layers.append(
            style.label(
                numbers.count(number),
                style.WIDTH - 12,
                y + 8,
                baseline="middle",
                align="right",
                color=style.GREY,
            )
        )
    return layers


def _swatch(box: shapely.Geometry, look: Look) -> Layer:
    mark = {
        "type": "geoshape",
        "fill": look.fill,
        "stroke": style.MID,
        "strokeWidth": 0.8,
    }
    return {"data": {"values": [feature(box)]}, "mark": mark}


def _listed(
    ranked: Sequence[Drawn], left: float, top: float, frame: Frame
) -> list[Layer]:
    layers: list[Layer] = []
    for at, area in enumerate(ranked):
        y = top + 18 * at + 14
        room = style.WIDTH - 12 - left - 26 - style.words_wide(area.written) - 8
        layers += [
            style.label(str(area.rank), left + 16, y, align="right", fontWeight="bold"),
            style.label(style.wrapped(area.name, room, 1), left + 26, y),
            style.label(area.written, style.WIDTH - 12, y, align="right"),
        ]
    return layers


def _scale_bar(board: Board) -> list[Layer]:
    fits = (100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1)
    km = next(
        (one for one in fits if one * board.pixels_per_km <= board.width / 4), None
    )
    if km is None:
        return []
    wide = km * board.pixels_per_km
    y = board.height + 14
    rule = shapely.linestrings([(0, y - 4), (0, y), (wide, y), (wide, y - 4)])
    words = f"{km:g} km" if km >= 1 else f"{km * 1000:g} m"
    return [
        _lines(rule, style.INK, 1.2),
        style.label(words, wide + 8, y, baseline="middle", fontSize=style.SMALL),
    ]
