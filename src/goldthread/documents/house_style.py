"""The look of every picture: ink, paper, one gold; sizes that stay readable in print."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from goldthread.documents.model import Spec

# Every pair that has to be told apart also differs in lightness, so a black-and-white
# print keeps it; `tests/documents/test_house_style.py` measures contrast.
INK: Final = "#1b2430"
PAPER: Final = "#fdfbf6"
GOLD: Final = "#b4862a"
BLUE: Final = "#1d5c94"
ORANGE: Final = "#a8480a"
GREY: Final = "#5b626d"
MID: Final = "#9aa3ae"
PALE: Final = "#dfe3e8"
RULE: Final = "#ddd7c9"
SHADE: Final = "#f4f0e6"
WATERMARK: Final = "#eee8db"  # words stay readable on it
STEPS: Final = ("#eef0f0", "#c9d1d8", "#96a6b6", "#5f7790", "#2b4562")
VERDICTS: Final = {"improving": BLUE, "concern": ORANGE, "unclear": GREY}
SHAPES: Final = {
    "improving": "triangle-down",
    "concern": "diamond",
    "unclear": "circle",
}

FONT: Final = "Atkinson Hyperlegible Next"
FURTHER_FONT: Final = f"{FONT} Extended"  # the letters beyond Latin-1, as in Welsh
FAMILY: Final = f"{FONT}, {FURTHER_FONT}, Verdana, DejaVu Sans, sans-serif"
# 640 wide is the text column of an A4 page at 96 dots an inch, so 13 here is 9.7 points
# in print, the size of the captions.
WIDTH: Final = 640
TEXT: Final = 13
SMALL: Final = 12

CONFIG: Final[dict[str, Any]] = {
    "font": FAMILY,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "labelFontSize": TEXT,
        "labelPadding": 6,
        "titleColor": INK,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
        "gridColor": RULE,
        "domainColor": MID,
        "tickColor": MID,
        "tickSize": 4,
    },
    "title": {
        "color": INK,
        "fontSize": TEXT,
        "fontWeight": "normal",
        "subtitleColor": GREY,
        "subtitleFontSize": SMALL,
        "anchor": "start",
        "frame": "bounds",
        "offset": 10,
    },
    "text": {"fontSize": TEXT, "color": INK},
    "line": {"strokeJoin": "round", "strokeCap": "round"},
    "range": {"category": [INK, BLUE, ORANGE, GREY]},
}
SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"


# Widths of the characters from space to tilde in hundredths of the type size, regular
# face; bold is 8% wider. Measured, not guessed, so that labels clear one another.
_WIDTHS: Final = bytes.fromhex(
    "1c1d1e413b5c49101e1e303d152415274129373a3d3b3c333e3c1515373f37304e3f3d404339"
    "37454527333f365245473b483d3b38453b563e393d20272237251834393038361f3837191831"
    "1a5437373939232f21362e44302d2e22182238"
)


def words_wide(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """How many pixels the longest line of some words takes."""
    longest = max((_line_wide(line) for line in text.split("\n")), default=0)
    return longest * size / 100 * (1.08 if bold else 1.0)


def _line_wide(line: str) -> int:
    return sum(_WIDTHS[ord(c) - 32] if " " <= c <= "~" else 58 for c in line)


def wrapped(text: str, room: float, lines: int = 2, *, bold: bool = False) -> str:
    """A name cut at spaces into at most `lines` lines of `room` pixels.

    What does not fit ends in an ellipsis; the table under the picture has it whole.
    """
    cut: list[str] = [""]
    for word in text.split():
        longer = f"{cut[-1]} {word}".strip()
        if cut[-1] and words_wide(longer, bold=bold) > room:
            cut.append(word)
        else:
            cut[-1] = longer
    if len(cut) > lines:
        cut = [*cut[: lines - 1], " ".join(cut[lines - 1 :])]
    return "\n".join(_shortened(line, room, bold=bold) for line in cut)


def _shortened(line: str, room: float, *, bold: bool) -> str:
    if words_wide(line, bold=bold) <= room:
        return line
    while line and words_wide(line + "…", bold=bold) > room:
        line = line[:-1]
    return line.rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the plot sits in the picture: exact pixels, so labels can be placed."""

    height: float
    left: float = 12
    right: float = 12
    top: float = 8
    bottom: float = 28

    @property
    def width(self) -> float:
        """What the margins leave of the house's width."""
        return WIDTH - self.left - self.right


def picture(layers: Sequence[dict[str, Any]], frame: Frame, **more: Any) -> Spec:
    """A layered drawing, always `WIDTH` wide, so that text has one size everywhere."""
    return {
        "$schema": SCHEMA,
        "config": CONFIG,
        "width": frame.width,
        "height": frame.height,
        "autosize": "none",
        "padding": {
            "left": frame.left,
            "top": frame.top,
            "right": frame.right,
            "bottom": frame.bottom,
        },
        "layer": list(layers),
        **more,
    }


def at(x: float, y: float) -> dict[str, Any]:
    """A place in pixels from the top left of the plot."""
    return {"x": {"value": round(x, 1)}, "y": {"value": round(y, 1)}}


def label(text: str, x: float, y: float, **mark: Any) -> dict[str, Any]:
    """Words written straight on the drawing at a place in pixels."""
    lines: str | list[str] = text.split("\n") if "\n" in text else text
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "text",
            "text": lines,
            "align": "left",
            "lineHeight": 15,
            **mark,
        },
        "encoding": at(x, y),
    }


def unit_label(unit: str, frame: Frame) -> dict[str, Any]:
    """What is counted, said once at the top left, level with nothing it could hide."""
    return label(unit, 4 - frame.left, 14 - frame.top, color=GREY, baseline="middle")


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near as may be to those wanted, `gap` apart, in the same order."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = [0.0] * len(wanted)
    floor = low
    for i in order:
        placed[i] = max(wanted[i], floor)
        floor = placed[i] + gap
    ceiling = high
    for i in reversed(order):
        placed[i] = min(placed[i], ceiling)
        ceiling = placed[i] - gap
    return placed


def nothing_to_draw(words: str) -> Spec:
    """An empty frame that says why it is empty."""
    return picture([label(words, 0, 20, color=GREY)], Frame(height=40, bottom=4))
