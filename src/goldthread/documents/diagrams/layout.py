"""Where every box and line of a structure goes: exact pixels, nothing on anything else.

The bodies under the top one stand in columns, four at most, and what reports to them
hangs below as a list, so that forty bodies stay 640 pixels wide and are read from top to
bottom. Bodies that are only linked to the top stand in bands by their level.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from goldthread.documents import house_style as style
from goldthread.documents.diagrams.structure import Body, Structure

TEXT, SMALL = 12.0, 11.0  # 9 and 8.2 points in an A4 column
LINE, SMALL_LINE = 15.0, 13.5
COLUMNS = 4
PAD, GAP, DROP = 7.0, 14.0, 16.0  # inside a box, between boxes, from a box to its bus
INDENT, LEAST = 16.0, 100.0  # of what hangs below; of a box's width
TOP_WIDE = 300.0
RAIL = 10.0  # room at the side for the line that leads to lower rows
HEADING = 24.0


@dataclass(frozen=True, slots=True)
class Box:
    """A body's place, with its words cut to fit."""

    body: Body
    x: float
    y: float
    width: float
    height: float
    label: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A straight piece of a connection; dashed where bodies are only linked."""

    x: float
    y: float
    x2: float
    y2: float
    dashed: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """Words over a band of linked bodies."""

    text: str
    x: float
    y: float


@dataclass
class Layout:
    """The whole picture in pixels, `height` tall and as wide as the house's charts."""

    structure: Structure
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    height: float = 0.0

    def line(self, x: float, y: float, x2: float, y2: float, *, dashed: bool) -> None:
        """Adds one straight piece, unless it has no length."""
        if (x, y) != (x2, y2):
            self.lines.append(Line(x, y, x2, y2, dashed))

    def box(self, key: str, x: float, y: float, width: float) -> Box:
        """Adds a body as tall as its words need."""
        body = self.structure.named[key]
        room = width - 2 * PAD
        label = _cut(body.label, room, TEXT, bold=body.kind == "governance")
        notes = [
            part
            for note in _notes(self.structure, body)
            for part in _cut(note, room, SMALL)
        ]
        height = 2 * PAD - 2 + LINE * len(label) + SMALL_LINE * len(notes)
        made = Box(body, x, y, width, height, tuple(label), tuple(notes))
        self.boxes.append(made)
        return made

    def is_linked(self, key: str) -> bool:
        """Whether a body hangs by a mere link."""
        tie = self.structure.hangs_by.get(key)
        return tie is not None and tie.how == "linked to"


def layout(structure: Structure) -> Layout:
    """Places every body and every line it hangs by."""
    made = Layout(structure)
    y = 1.0
    alone = []
    for top in structure.below(""):
        if structure.below(top):
            y = _block(made, top, y) + 2 * GAP
        else:
            alone.append(top)
    if alone:
        if len(structure.bodies) > len(alone):
            made.headings.append(Heading("Without a line to others", 0, y + 10))
            y += HEADING
        y = _grid(made, alone, 0, y, style.WIDTH - 1) + 2 * GAP
    made.height = max(y - 2 * GAP, 0) + 2
    return made


def _block(made: Layout, top: str, y: float) -> float:
    """One body at the top with all that hangs from it; gives back where it ends."""
    structure = made.structure
    below = structure.below(top)
    banded = [k for k in below if made.is_linked(k) and not structure.below(k)]
    columns = [key for key in below if key not in banded]
    right = style.WIDTH - 1 - (RAIL if banded else 0)
    head = made.box(top, (right - TOP_WIDE) / 2, y, TOP_WIDE)
    end = head.y + head.height
    if columns:
        end = _columns(made, head, columns, right)
    if banded:
        end = _bands(made, head, banded, end, right)
    return end


def _columns(made: Layout, head: Box, keys: Sequence[str], right: float) -> float:
    deep = max(_depth(made.structure, key) for key in keys)
    at_most = int((right + GAP) / (LEAST + GAP + 9 * max(deep - 1, 0)))
    most = max(1, min(COLUMNS, len(keys), at_most))
    rows = -(-len(keys) // most)
    many = -(-len(keys) // rows)
    left = RAIL if rows > 1 else 0.5
    width = (right - left - GAP * (many - 1)) / many
    middle = head.x + head.width / 2
    bus = head.y + head.height + DROP
    made.line(middle, head.y + head.height, middle, bus, dashed=False)
    end = bus
    for number in range(rows):
        row = keys[number * many : (number + 1) * many]
        xs = [left + n * (width + GAP) for n in range(len(row))]
        centres = [x + width / 2 for x in xs]
        ends = centres + ([middle] if number == 0 else []) + ([1.0] if rows > 1 else [])
        made.line(min(ends), bus, max(ends), bus, dashed=False)
        ends_of_columns = []
        for key, x, centre in zip(row, xs, centres, strict=True):
            made.line(centre, bus, centre, bus + DROP, dashed=made.is_linked(key))
            ends_of_columns.append(_hung(made, key, x, bus + DROP, width))
        end = max(ends_of_columns)
        if number < rows - 1:
            made.line(1.0, bus, 1.0, end + DROP, dashed=False)
            bus = end + DROP
    return end


def _hung(made: Layout, key: str, x: float, y: float, width: float) -> float:
    """A body and, below it as a list, all that reports to it."""
    box = made.box(key, x, y, width)
    end = box.y + box.height
    below = made.structure.below(key)
    if not below:
        return end
    deep = _depth(made.structure, key) - 1
    indent = min(INDENT, (width - LEAST) / deep)
    spine, foot = x + indent / 2, end
    for one in below:
        top = end + GAP / 2
        end = _hung(made, one, x + indent, top, width - indent)
        middle = top + LINE
        dashed = made.is_linked(one)
        made.line(spine, foot, spine, middle, dashed=False)
        made.line(spine, middle, x + indent, middle, dashed=dashed)
        foot = middle
    return end


def _bands(
    made: Layout, head: Box, keys: Sequence[str], y: float, right: float
) -> float:
    """Linked bodies by level, each band under a dashed line that leads to the top."""
    named = made.structure.named
    levels = list(dict.fromkeys(named[key].level for key in keys))
    keys = sorted(keys, key=lambda key: levels.index(named[key].level))
    start, rail = head.y + head.height / 2, style.WIDTH - 1.0
    made.line(head.x + head.width, start, rail, start, dashed=True)
    for level, group in groupby(keys, key=lambda key: named[key].level):
        y += 1.5 * GAP
        made.headings.append(Heading(level or "Linked", 0, y + 8))
        y += HEADING
        made.line(0.5, y, rail, y, dashed=True)
        made.line(rail, start, rail, y, dashed=True)
        start = y
        y = _grid(made, list(group), 0.5, y, right, hung_from=y)
    return y


def _grid(
    made: Layout,
    keys: Sequence[str],
    left: float,
    y: float,
    right: float,
    hung_from: float | None = None,
) -> float:
    """Boxes in rows of four, each row as tall as its tallest; hung from a line, or free."""
    width = (right - left - GAP * (COLUMNS - 1)) / COLUMNS
    side = 0.0 if hung_from is None else INDENT / 2
    for start in range(0, len(keys), COLUMNS):
        y += GAP / 2
        boxes = [
            made.box(key, left + n * (width + GAP) + side, y, width - side)
            for n, key in enumerate(keys[start : start + COLUMNS])
        ]
        y = max(box.y + box.height for box in boxes)
        if hung_from is not None:
            for box in boxes:
                spine, middle = box.x - side, box.y + LINE
                made.line(spine, hung_from, spine, middle, dashed=True)
                made.line(spine, middle, box.x, middle, dashed=True)
    return y


def _depth(structure: Structure, key: str) -> int:
    return 1 + max((_depth(structure, one) for one in structure.below(key)), default=0)


def _notes(structure: Structure, body: Body) -> list[str]:
    """What a box says in small: further lines that are not drawn."""
    return [
        f"also {tie.how} {structure.named[tie.other].label}"
        for tie in structure.further(body.key)
    ]


def _cut(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Words in lines that fit; one too long for a line by itself is shortened."""
    words = " ".join(text.split()) or "–"
    scaled = room * style.TEXT / size
    return style.wrapped(words, scaled, lines=99, bold=bold).split("\n")
