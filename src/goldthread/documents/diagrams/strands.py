"""The gold thread as a drawing: one row a noun, from why at the top to what it changed.

A row holds four boxes; where there are more, the fourth says how many, and the list beside
the drawing names them. Gold lines join what leads to what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.documents import house_style as style
from goldthread.documents.house_style import Frame
from goldthread.documents.model import Spec

MOST = 4  # boxes in a row: their words stay 11 points in an A4 column
MARGIN, GAP, DROP = 92.0, 12.0, 26.0  # for the noun's name; between boxes; between rows
PAD, TEXT, LINE = 6.0, 11.0, 13.5
ROUND = 10.0  # how far beside a box a line goes that would pass behind it
LETTERS = 90  # of a name; the list says it whole


@dataclass(frozen=True, slots=True)
class Knotted:
    """One box: a thing on the thread."""

    id: str
    label: str
    is_start: bool = False  # the one that the page is about


@dataclass(frozen=True, slots=True)
class Level:
    """One row of boxes: a noun and its things."""

    words: str
    knots: tuple[Knotted, ...]


@dataclass(frozen=True, slots=True)
class _Box:
    ids: frozenset[str]  # the box of "7 more" stands for seven
    lines: tuple[str, ...]
    is_start: bool
    is_rest: bool
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def specification(levels: Sequence[Level], ties: Sequence[tuple[str, str]]) -> Spec:
    """The thread drawn: every level a row, every strand a gold line."""
    if not levels:
        return style.nothing_to_draw("Nothing is on this thread yet.")
    boxes, headings, y = [], [], 4.0
    for level in levels:
        row = _row(level, y)
        height = max(box.height for box in row)
        headings.append((level.words, y + PAD))
        boxes += row
        y += height + DROP
    frame = Frame(y - DROP + 6, left=0, right=0, top=0, bottom=0)
    layers = [
        _lines(_joined(boxes, ties)),
        *(_framed(boxes, start=start, rest=rest) for start, rest in _LOOKS),
        *(_words(boxes, start=start) for start in (False, True)),
        *(
            style.label(words, 0, top, fontSize=TEXT, color=style.GREY, baseline="top")
            for words, top in headings
        ),
    ]
    return style.picture(
        [layer for layer in layers if layer.get("data", {}).get("values") != []],
        frame,
        description=in_words(levels),
    )


def in_words(levels: Sequence[Level]) -> str:
    """The drawing in a sentence, for people who cannot see it."""
    told = ", then ".join(f"{len(one.knots)} {one.words.lower()}" for one in levels)
    return f"The thread from top to bottom: {told}. The list says the same in words."


_LOOKS = ((False, False), (False, True), (True, False))


def _row(level: Level, y: float) -> list[_Box]:
    knots = sorted(level.knots, key=lambda one: not one.is_start)
    shown = knots if len(knots) <= MOST else knots[: MOST - 1]
    rest = knots[len(shown) :]
    told = [(frozenset([one.id]), one.label, one.is_start, False) for one in shown]
    if rest:
        ids = frozenset(one.id for one in rest)
        told.append((ids, f"and {len(rest)} more", False, True))
    room = style.WIDTH - MARGIN - 2
    width = min(250.0, (room - GAP * (len(told) - 1)) / len(told))
    texts = [_cut(words, width - 2 * PAD, bold=start) for _, words, start, _ in told]
    height = max(len(lines) for lines in texts) * LINE + 2 * PAD
    return [
        _Box(ids, lines, start, more, MARGIN + n * (width + GAP), y, width, height)
        for n, ((ids, _, start, more), lines) in enumerate(
            zip(told, texts, strict=True)
        )
    ]


def _cut(text: str, room: float, *, bold: bool) -> tuple[str, ...]:
    words = " ".join(text.split()) or "–"
    if len(words) > LETTERS:
        words = f"{words[:LETTERS].rsplit(' ', 1)[0]} …"
    scaled = room * style.TEXT / TEXT
    return tuple(style.wrapped(words, scaled, lines=5, bold=bold).split("\n"))


def _joined(
    boxes: Sequence[_Box], ties: Sequence[tuple[str, str]]
) -> list[dict[str, float]]:
    by_id: Mapping[str, _Box] = {key: box for box in boxes for key in box.ids}
    pairs = {
        (id(by_id[above]), id(by_id[below])): (by_id[above], by_id[below])
        for above, below in ties
        if above in by_id and below in by_id
    }
    drawn: list[dict[str, float]] = []
    lane = 0  # so that no two that go round lie upon each other
    for one, other in pairs.values():
        found = _line(one, other, boxes=boxes, lane=lane + 1)
        lane += len(found) > 1
        drawn += found
    return drawn


def _line(
    one: _Box, other: _Box, *, boxes: Sequence[_Box], lane: int
) -> list[dict[str, float]]:
    """From box to box: straight, or round the right of what stands between them.

    Straight through the box of an action, a measure would seem to lead to the action.
    """
    right = max((b.x + b.width for b in boxes if one.y <= b.y <= other.y), default=0.0)
    out = right + lane * ROUND
    if not _is_behind(one, other, boxes) or out > style.WIDTH:
        return [_rule(one.middle, one.y + one.height, other.middle, other.y)]
    level, down = one.y + one.height / 2, other.y + other.height / 2
    return [
        _rule(one.x + one.width, level, out, level),
        _rule(out, level, out, down),
        _rule(out, down, other.x + other.width, down),
    ]


def _is_behind(one: _Box, other: _Box, boxes: Sequence[_Box]) -> bool:
    """Whether a box between them would hide the straight line, and none stands beside."""
    between = [b for b in boxes if one.y < b.y < other.y]
    beside = [
        b
        for b in boxes
        if (b.y == one.y and b.x > one.x) or (b.y == other.y and b.x > other.x)
    ]
    if beside or not between:
        return False
    start, end = one.y + one.height, other.y
    for box in between:
        share = (box.y + box.height / 2 - start) / (end - start)
        x = one.middle + share * (other.middle - one.middle)
        if box.x <= x <= box.x + box.width:
            return True
    return False


def _rule(x: float, y: float, x2: float, y2: float) -> dict[str, float]:
    return {"x": round(x, 1), "y": round(y, 1), "x2": round(x2, 1), "y2": round(y2, 1)}


def _at(name: str) -> dict[str, Any]:
    return {"field": name, "type": "quantitative", "scale": None, "axis": None}


_ENDS = {"x": _at("x"), "x2": {"field": "x2"}, "y": _at("y"), "y2": {"field": "y2"}}


def _lines(rows: list[dict[str, float]]) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "mark": {"type": "rule", "color": style.GOLD, "strokeWidth": 1.6},
        "encoding": _ENDS,
    }


def _framed(boxes: Sequence[_Box], *, start: bool, rest: bool) -> dict[str, Any]:
    return {
        "data": {
            "values": [
                {"x": b.x, "y": b.y, "x2": b.x + b.width, "y2": b.y + b.height}
                for b in boxes
                if b.is_start == start and b.is_rest == rest
            ]
        },
        "mark": {
            "type": "rect",
            "fill": style.INK if start else "#ffffff",
            "stroke": style.GREY if rest else style.INK,
            "strokeWidth": 1,
            "cornerRadius": 8 if rest else 2,
        },
        "encoding": _ENDS,
    }


def _words(boxes: Sequence[_Box], *, start: bool) -> dict[str, Any]:
    return {
        "data": {
            "values": [
                {
                    "x": round(b.x + PAD, 1),
                    "y": round(b.y + PAD + 1, 1),
                    "written": "\n".join(b.lines),
                }
                for b in boxes
                if b.is_start == start
            ]
        },
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "top",
            "lineBreak": "\n",
            "fontSize": TEXT,
            "lineHeight": LINE,
            "fontWeight": "bold" if start else "normal",
            "color": "#ffffff" if start else style.INK,
        },
        "encoding": {
            "x": _at("x"),
            "y": _at("y"),
            "text": {"field": "written"},
        },
    }
