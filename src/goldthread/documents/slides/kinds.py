"""What a slide can be, and how much of it a part takes."""

from dataclasses import dataclass

from goldthread.documents.model import (
    Chart,
    KeyFigure,
    MapBlock,
    Strong,
    Table,
    Text,
    plain,
)
from goldthread.documents.slides.text import lines

WIDE, TALL = 888.0, 382.0  # points of a slide under its title
BODY, CELL, SMALL = 18.0, 12.0, 11.0  # type sizes in points
CELLS = (16.0, 14.0, CELL)  # of a table, the largest first
CELL_MARGIN = 7.0
FEW = 4  # key figures beside each other
GAP = 12.0  # between two parts of a slide
ASIDE, ASIDE_WIDE = 14.0, 300.0  # type and width of words beside a picture
CAPTION = 28.0  # what the name of a table takes inside a slide


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of running text, perhaps a point of a list."""

    text: Text
    is_point: bool = False


@dataclass(frozen=True, slots=True)
class TextSlide:
    """A heading and a few sentences."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Divider:
    """The start of a chapter and what stands in it."""

    title: str
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FiguresSlide:
    """Large numbers beside each other."""

    title: str
    items: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class TableSlide:
    """A part of a table: rows from `first` on; the widths are those of the whole."""

    title: str
    table: Table
    widths: tuple[float, ...]
    first: int
    count: int
    size: float = CELL
    tall: float = 0.0  # what its rows and notes take


@dataclass(frozen=True, slots=True)
class PictureSlide:
    """A chart or a map under its message, perhaps with a few words beside it."""

    title: str
    block: Chart | MapBlock
    beside: tuple[Line, ...] = ()


Part = TextSlide | FiguresSlide | TableSlide


@dataclass(frozen=True, slots=True)
class StackSlide:
    """Several short things of one section under one heading, one below the other."""

    title: str
    parts: tuple[Part, ...]


Slide = TextSlide | Divider | FiguresSlide | TableSlide | PictureSlide | StackSlide


def line_tall(line: Line, *, room: float = WIDE, size: float = BODY) -> float:
    """How much of the slide a paragraph takes."""
    wide = room - 24 if line.is_point else room
    return lines(plain(line.text), wide, size) * size * 1.2 + 8


def tall_of(part: Part) -> float:
    """How much of the slide a part takes, the name of a table included."""
    if isinstance(part, TextSlide):
        return sum(map(line_tall, part.lines))
    if isinstance(part, TableSlide):
        return part.tall + CAPTION
    return figures_tall(part.items)


def figures_tall(items: tuple[KeyFigure, ...]) -> float:
    """What large numbers with their words take."""
    room = WIDE / len(items) - 2 * CELL_MARGIN
    label = max(lines(item.label, room, ASIDE) for item in items)
    note = max(
        lines(plain(item.note), room, ASIDE) + (1 if item.status else 0)
        for item in items
    )
    return (label + note) * ASIDE * 1.2 + 36 * 1.2 + 3 * CELL_MARGIN


def is_heading(line: Line) -> bool:
    """Whether a line is a few strong words over what comes next."""
    return isinstance(line.text, tuple) and isinstance(line.text[0], Strong)
