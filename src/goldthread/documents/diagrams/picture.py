"""A structure as a drawing specification in the house's look."""

from collections.abc import Sequence
from typing import Any

from goldthread.documents import house_style as style
from goldthread.documents.charts import marks
from goldthread.documents.diagrams.layout import (
    LINE,
    PAD,
    SMALL,
    SMALL_LINE,
    TEXT,
    Box,
    Layout,
    layout,
)
from goldthread.documents.diagrams.structure import Kind, Structure, in_words
from goldthread.documents.house_style import Frame
from goldthread.documents.model import Spec

# Fill, edge, roundness, ink of the words: told apart without colour, in a poor copy too.
_LOOKS: dict[Kind, tuple[str, str, int, str]] = {
    "governance": (style.INK, style.INK, 2, "#ffffff"),
    "delivery": (style.SHADE, style.INK, 2, style.INK),
    "operational": ("#ffffff", style.GREY, 2, style.INK),
    "network": ("#ffffff", style.GREY, 11, style.INK),
}
_DASHES = [4, 3]
_KEY = 30.0  # room for what lines and boxes mean
_SWATCH, _KEY_GAP = 22.0, 16.0


def specification(structure: Structure, title: str = "") -> Spec:
    """The structure drawn: every body a box, every line it hangs by a line."""
    if not structure.bodies:
        return style.nothing_to_draw("No body is entered yet.")
    placed = layout(structure)
    frame = Frame(placed.height + _KEY, left=0, right=0, top=0, bottom=0)
    layers = [
        *_lines(placed),
        *_boxes(placed.boxes),
        *_labels(placed.boxes),
        *[
            style.label(one.text, one.x, one.y, fontSize=TEXT, fontWeight="bold")
            for one in placed.headings
        ],
        *_key(placed),
    ]
    return style.picture(
        layers,
        frame,
        description=in_words(structure),
        usermeta={"title": title},
    )


def _place(name: str) -> dict[str, Any]:
    return {"field": name, "type": "quantitative", "scale": None, "axis": None}


def _lines(placed: Layout) -> list[dict[str, Any]]:
    return [
        _ruled(
            [
                {"x": one.x, "y": one.y, "x2": one.x2, "y2": one.y2}
                for one in placed.lines
                if one.dashed == dashed
            ],
            dashed=dashed,
        )
        for dashed in sorted({one.dashed for one in placed.lines})
    ]


def _ruled(rows: Sequence[dict[str, float]], *, dashed: bool) -> dict[str, Any]:
    dashes = {"strokeDash": _DASHES} if dashed else {}
    return {
        "data": {"values": list(rows)},
        "mark": {
            "type": "rule",
            "color": style.GREY,
            "strokeWidth": 1.2,
            "strokeCap": "butt",
            **dashes,
        },
        "encoding": {
            "x": _place("x"),
            "x2": {"field": "x2"},
            "y": _place("y"),
            "y2": {"field": "y2"},
        },
    }


def _boxes(boxes: Sequence[Box]) -> list[dict[str, Any]]:
    return [
        _framed(
            kind,
            [
                {"x": b.x, "y": b.y, "x2": b.x + b.width, "y2": b.y + b.height}
                for b in boxes
                if b.body.kind == kind
            ],
        )
        for kind in _LOOKS
        if any(box.body.kind == kind for box in boxes)
    ]


def _framed(kind: Kind, rows: Sequence[dict[str, float]]) -> dict[str, Any]:
    fill, edge, corner, _ = _LOOKS[kind]
    made = _ruled(rows, dashed=False)
    made["mark"] = {
        "type": "rect",
        "fill": fill,
        "stroke": edge,
        "strokeWidth": 1,
        "cornerRadius": corner,
    }
    return made


def _labels(boxes: Sequence[Box]) -> list[dict[str, Any]]:
    """The words of every box: its name, then in small the lines that are not drawn."""
    layers = []
    for kind, (_, _, _, ink) in _LOOKS.items():
        mine = [box for box in boxes if box.body.kind == kind]
        weight = "bold" if kind == "governance" else "normal"
        names = [_written(box, box.label, 0.0) for box in mine]
        notes = [
            _written(box, box.notes, LINE * len(box.label)) for box in mine if box.notes
        ]
        soft = "#ffffff" if kind == "governance" else style.GREY
        layers += [
            _words(names, ink, fontSize=TEXT, lineHeight=LINE, fontWeight=weight),
            _words(notes, soft, fontSize=SMALL, lineHeight=SMALL_LINE),
        ]
    return [layer for layer in layers if layer["data"]["values"]]


def _written(box: Box, lines: Sequence[str], down: float) -> dict[str, Any]:
    return {
        "x": round(box.x + PAD, 1),
        "y": round(box.y + PAD + down + 1, 1),
        "written": marks.lines("\n".join(lines)),
    }


def _words(rows: list[dict[str, Any]], ink: str, **mark: Any) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "top",
            "color": ink,
            **mark,
        },
        "encoding": {"x": _place("x"), "y": _place("y"), "text": {"field": "written"}},
    }


def _key(placed: Layout) -> list[dict[str, Any]]:
    """What boxes and lines mean: only what is in this drawing."""
    layers: list[dict[str, Any]] = []
    x, y = 1.0, placed.height + 18.0
    for kind in _LOOKS:
        if any(box.body.kind == kind for box in placed.boxes):
            box = {"x": x, "y": y - 6, "x2": x + _SWATCH, "y2": y + 6}
            layers += [_framed(kind, [box]), _key_words(kind, x, y)]
            x += _SWATCH + 6 + style.words_wide(kind, SMALL) + _KEY_GAP
    hows = {tie.how for tie in placed.structure.hangs_by.values()}
    for how in ("reports to", "linked to"):
        if how in hows:
            rule = {"x": x, "y": y, "x2": x + _SWATCH, "y2": y}
            layers += [_ruled([rule], dashed=how == "linked to"), _key_words(how, x, y)]
            x += _SWATCH + 6 + style.words_wide(how, SMALL) + _KEY_GAP
    return layers


def _key_words(words: str, x: float, y: float) -> dict[str, Any]:
    return style.label(
        words,
        x + _SWATCH + 6,
        y,
        fontSize=SMALL,
        color=style.GREY,
        baseline="middle",
    )
