"""Which slides a document becomes: one message each, long things carried on.

A picture's sentence is its slide's title; a table keeps its caption; running text
stands under its section's heading. What does not fit goes on to the next slide, and
slides that would share a title are numbered, since a title is how people find a slide.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from goldthread.documents import columns, html, numbers, page
from goldthread.documents.model import (
    Bullets,
    Callout,
    Chart,
    Document,
    KeyFigure,
    KeyFigures,
    MapBlock,
    Paragraph,
    Section,
    Strong,
    Table,
    Text,
    Words,
    blocks_of,
    plain,
)
from goldthread.documents.slides.text import lines, sentences

WIDE, TALL = 888.0, 382.0  # points of a slide under its title
BODY, CELL, SMALL = 18.0, 12.0, 11.0  # type sizes in points
CELLS = (16.0, 14.0, CELL)  # of a table, the largest first
LETTERS = 140  # of a table's text across the slide
CELL_MARGIN = 7.0
FEW = 4  # key figures beside each other


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


@dataclass(frozen=True, slots=True)
class PictureSlide:
    """A chart or a map under its message."""

    title: str
    block: Chart | MapBlock


Slide = TextSlide | Divider | FiguresSlide | TableSlide | PictureSlide


def slides_of(document: Document) -> list[Slide]:
    """Every slide after the first, in reading order."""
    planned: list[Slide] = []
    for section in document.sections:
        planned += _section(section)
    behind = [b for b in blocks_of(document) if isinstance(b, Chart | MapBlock)]
    if behind:
        planned.append(Divider(page.BEHIND[1]))
        for block in behind:
            planned += _table(block.table)
    planned += _text(
        page.SOURCES[1], [Line(each, True) for each in document.attributions]
    )
    return _numbered(planned)


def _section(section: Section) -> Iterator[Slide]:
    if section.sections:
        yield Divider(section.heading, tuple(s.heading for s in section.sections))
    waiting: list[Line] = []
    for block in section.blocks:
        if isinstance(block, Paragraph | Bullets | Callout | Words):
            waiting += _lines(block)
            continue
        yield from _text(section.heading, waiting)
        waiting = []
        if isinstance(block, KeyFigures):
            yield from _figures(section.heading, block)
        elif isinstance(block, Table):
            yield from _table(block)
        else:
            yield PictureSlide(plain(block.title), block)
    yield from _text(section.heading, waiting)
    for inner in section.sections:
        yield from _section(inner)


def _lines(block: Paragraph | Bullets | Callout | Words) -> Iterator[Line]:
    if isinstance(block, Paragraph):
        yield Line(block.text)
    elif isinstance(block, Bullets):
        yield from (Line(item, is_point=True) for item in block.items)
    elif isinstance(block, Callout):
        yield Line((Strong(block.heading or html.CALLOUTS[block.kind]),))
        yield Line(block.text)
    else:
        yield from (Line(text) for text in block.paragraphs)
        if block.by:
            when = f", {numbers.day(block.on)}" if block.on else ""
            yield Line(f"{block.by}{when}")


def _text(title: str, waiting: Iterable[Line]) -> Iterator[TextSlide]:
    """Running text on as many slides as it takes."""
    held: list[Line] = []
    height = 0.0
    for line in _shortened(waiting):
        tall = _tall(line)
        if held and height + tall > TALL:
            # A heading of a few strong words goes with what it heads.
            carried = held[-1:] if _is_heading(held[-1]) and len(held) > 1 else []
            yield TextSlide(title, tuple(held[: len(held) - len(carried)]))
            held, height = list(carried), sum(map(_tall, carried))
        held.append(line)
        height += tall
    if held:
        yield TextSlide(title, tuple(held))


def _is_heading(line: Line) -> bool:
    return isinstance(line.text, tuple) and isinstance(line.text[0], Strong)


def _tall(line: Line) -> float:
    room = WIDE - 24 if line.is_point else WIDE
    return lines(plain(line.text), room, BODY) * BODY * 1.2 + 8


def _shortened(waiting: Iterable[Line]) -> Iterator[Line]:
    """A paragraph longer than a slide, cut between sentences."""
    for line in waiting:
        if _tall(line) <= TALL:
            yield line
        else:
            yield from (replace(line, text=part) for part in sentences(line.text))


def _figures(title: str, block: KeyFigures) -> Iterator[FiguresSlide]:
    for first in range(0, len(block.items), FEW):
        yield FiguresSlide(title, block.items[first : first + FEW])


def _table(table: Table) -> Iterator[TableSlide]:
    """A table on as many slides as its rows take; one that is short is set larger."""
    written = [
        [numbers.cell(v, c) for v, c in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    parts = _parts(table, written, CELLS[0])
    for size in CELLS[1:]:
        if len(parts) == 1 and sum(parts[0].widths) <= WIDE:
            break
        parts = _parts(table, written, size)
    return iter(parts)


def _parts(table: Table, written: list[list[str]], size: float) -> list[TableSlide]:
    most = int(LETTERS * CELL / size)
    letters = columns.widths(table.columns, written, most)
    room = WIDE * min(1.0, sum(letters) / most * 1.15)
    if sum(letters) > most and size > CELL:
        room = WIDE + 1  # its longest words need the smaller type
    wide = tuple(room * share / sum(letters) for share in letters)
    heads = [f"{c.heading} ({c.unit})" if c.unit else c.heading for c in table.columns]
    left = TALL - row_tall(heads, wide, size) - caption_tall(notes_of(table))
    parts: list[TableSlide] = []
    title, first, height = plain(table.caption), 0, 0.0
    for number, row in enumerate(written):
        tall = row_tall(row, wide, size)
        if number > first and height + tall > left:
            parts.append(TableSlide(title, table, wide, first, number - first, size))
            first, height = number, 0.0
        height += tall
    count = max(len(written) - first, 1)
    return [*parts, TableSlide(title, table, wide, first, count, size)]


def row_tall(row: list[str], wide: tuple[float, ...], size: float) -> float:
    """How much of the slide one row takes."""
    deepest = max(
        lines(text, room - 2 * CELL_MARGIN, size)
        for text, room in zip(row, wide, strict=True)
    )
    return deepest * size * 1.2 + CELL_MARGIN


def notes_of(one: Table | Chart | MapBlock) -> list[Text]:
    """What stands in small type under a table or a picture."""
    said: list[Text] = []
    if isinstance(one, MapBlock):
        said.append(one.unlocated)
    said += one.notes if isinstance(one, Table) else one.caveats
    source = f"Source: {one.source}" if one.source else ""
    ending = " · ".join(filter(None, [source, one.ref]))
    return [*said, *([ending] if ending else [])]


def caption_tall(said: list[Text]) -> float:
    """How much of the slide the small type takes."""
    return sum(lines(plain(text), WIDE, SMALL) * SMALL * 1.2 + 2 for text in said) + 8


def _numbered(planned: list[Slide]) -> list[Slide]:
    total = Counter(slide.title for slide in planned)
    seen: Counter[str] = Counter()
    named: list[Slide] = []
    for slide in planned:
        seen[slide.title] += 1
        if total[slide.title] > 1:
            suffix = f" ({seen[slide.title]} of {total[slide.title]})"
            named.append(replace(slide, title=slide.title + suffix))
        else:
            named.append(slide)
    return named
