"""The blocks of one section on as few slides as they need: short things share one.

A slide keeps one message: what shares it stands under the heading of its own section.
A picture keeps its own title, and the sentences around it go beside it where they fit;
a list of points is a message of its own, and so is a table that needs several slides.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from goldthread.documents import columns, html, numbers
from goldthread.documents.model import (
    Block,
    Bullets,
    Callout,
    Chart,
    KeyFigures,
    MapBlock,
    Paragraph,
    Strong,
    Table,
    Text,
    Words,
    plain,
)
from goldthread.documents.slides.kinds import (
    ASIDE,
    ASIDE_WIDE,
    CAPTION,
    CELL,
    CELL_MARGIN,
    CELLS,
    FEW,
    GAP,
    SMALL,
    TALL,
    WIDE,
    FiguresSlide,
    Line,
    Part,
    PictureSlide,
    Slide,
    StackSlide,
    TableSlide,
    TextSlide,
    is_heading,
    line_tall,
    tall_of,
)
from goldthread.documents.slides.text import lines, sentences

LETTERS = 140  # of a table's text across the slide
SLACK = 18.0  # a last line may stand a little nearer to the foot
MORE = 1  # slide that a larger type may cost a long table


@dataclass(slots=True)
class Stack:
    """What stands on the slide that is being filled."""

    heading: str
    parts: list[Part] = field(default_factory=list)

    @property
    def tall(self) -> float:
        """How much of the slide is taken."""
        return sum(map(tall_of, self.parts)) + GAP * len(self.parts)

    def words(self) -> tuple[Line, ...]:
        """Its lines, where nothing else stands on it."""
        if all(isinstance(part, TextSlide) for part in self.parts):
            return tuple(
                one
                for part in self.parts
                if isinstance(part, TextSlide)
                for one in part.lines
            )
        return ()

    def taken(self) -> Iterator[Slide]:
        """The slide as it is, and an empty one after it."""
        parts, self.parts = self.parts, []
        if not parts:
            return
        if len(parts) == 1:
            yield parts[0]
        else:
            yield StackSlide(self.heading, tuple(parts))


def stacked(heading: str, blocks: Sequence[Block]) -> Iterator[Slide]:
    """Every slide of one section's own blocks, in reading order."""
    stack, left = Stack(heading), list(blocks)
    while left:
        block = left.pop(0)
        if isinstance(block, Chart | MapBlock):
            yield from _picture(stack, block, left)
        elif isinstance(block, Table):
            yield from _table(stack, block)
        elif isinstance(block, KeyFigures):
            for first in range(0, len(block.items), FEW):
                items = block.items[first : first + FEW]
                yield from _put(stack, FiguresSlide(heading, items))
        else:
            said = list(lines_of(block))
            while left and _is_words(left[0]):
                said += lines_of(left.pop(0))
            yield from text(stack, said)
    yield from stack.taken()


def _is_words(block: Block) -> bool:
    return isinstance(block, Paragraph | Bullets | Callout | Words)


def _put(stack: Stack, part: Part) -> Iterator[Slide]:
    """The part on this slide where there is room, else on the next."""
    if stack.parts and stack.tall + tall_of(part) > TALL:
        yield from stack.taken()
    stack.parts.append(part)


def text(stack: Stack, said: Iterable[Line]) -> Iterator[Slide]:
    """Running text: on this slide as far as it fits, then on as many as it takes."""
    held: list[Line] = []
    every = list(_shortened(said))
    if stack.parts and stack.tall + sum(map(line_tall, every)) > TALL + SLACK:
        if begun := _that_fit(every, TALL - stack.tall):
            stack.parts.append(TextSlide(stack.heading, tuple(every[:begun])))
            every = every[begun:]
        yield from stack.taken()
    height = 0.0
    for line in every:
        tall = line_tall(line)
        if held and height + tall > TALL:
            # A heading of a few strong words goes with what it heads.
            carried = held[-1:] if is_heading(held[-1]) and len(held) > 1 else []
            yield TextSlide(stack.heading, tuple(held[: len(held) - len(carried)]))
            held, height = list(carried), sum(map(line_tall, carried))
        held.append(line)
        height += tall
    if held:
        stack.parts.append(TextSlide(stack.heading, tuple(held)))


def _that_fit(every: Sequence[Line], room: float) -> int:
    """How many lines begin on a slide that has this room: whole groups, two at least."""
    fit = 0
    while fit < len(every) and (room := room - line_tall(every[fit])) >= 0:
        fit += 1
    headed = [
        at for at in range(1, fit + 1) if at < len(every) and is_heading(every[at])
    ]
    begun = headed[-1] if headed else fit
    return begun if begun > 1 and not is_heading(every[begun - 1]) else 0


def _shortened(said: Iterable[Line]) -> Iterator[Line]:
    """A paragraph longer than a slide, cut between sentences."""
    for line in said:
        if line_tall(line) <= TALL:
            yield line
        else:
            yield from (replace(line, text=part) for part in sentences(line.text))


def lines_of(block: Block) -> Iterator[Line]:
    """A block of words as lines."""
    if isinstance(block, Paragraph):
        yield Line(block.text)
    elif isinstance(block, Bullets):
        yield from (Line(item, is_point=True) for item in block.items)
    elif isinstance(block, Callout):
        yield Line((Strong(block.heading or html.CALLOUTS[block.kind]),))
        yield Line(block.text)
    elif isinstance(block, Words):
        yield from (Line(each) for each in block.paragraphs)
        if block.by:
            when = f", {numbers.day(block.on)}" if block.on else ""
            yield Line(f"{block.by}{when}")


def _picture(
    stack: Stack, block: Chart | MapBlock, left: list[Block]
) -> Iterator[Slide]:
    """A picture with the words before and after it beside it, as far as they fit."""
    room = TALL - caption_tall(notes_of(block))
    beside = stack.words()
    has_points = any(line.is_point for line in beside)
    if beside and not has_points and aside_tall(beside) <= room:
        stack.parts = []
    else:
        yield from stack.taken()
        beside = ()
    while left and _is_words(left[0]):
        more = (*beside, *lines_of(left[0]))
        if aside_tall(more) > room:
            break
        beside = more
        left.pop(0)
    yield PictureSlide(plain(block.title), block, beside)


def aside_tall(said: Iterable[Line]) -> float:
    """How deep words beside a picture run."""
    return sum(line_tall(each, room=ASIDE_WIDE, size=ASIDE) for each in said)


def _table(stack: Stack, table: Table) -> Iterator[Slide]:
    """A table under what leads to it where it fits there whole; else on its own slides."""
    used = stack.tall + CAPTION if stack.parts else 0.0
    whole = _whole(table, used)
    if whole is None and stack.parts:
        yield from stack.taken()
        whole = _whole(table, 0.0)
    if whole is not None:
        stack.parts.append(whole)
        return
    for part in _evenly(table):
        yield from stack.taken()
        stack.parts.append(part)


def _whole(table: Table, used: float) -> TableSlide | None:
    """The table in one piece under what is there, as large as it can be."""
    for size in CELLS:
        parts = table_parts(table, size, used=used)
        if len(parts) == 1 and _has_width(parts) and parts[0].tall + used <= TALL:
            return parts[0]
    return None


def _has_width(parts: Sequence[TableSlide]) -> bool:
    # Widths are shares of the slide, and their sum is rounded.
    return sum(parts[0].widths) < WIDE + 0.5


def _evenly(table: Table) -> list[TableSlide]:
    """A long table on few slides, none of them nearly empty, as large as it can be."""
    fewest = len(table_parts(table, CELL))
    for size in CELLS:
        parts = table_parts(table, size)
        if len(parts) <= fewest + MORE and _has_width(parts):
            return _balanced(table, size, len(parts))
    return table_parts(table, CELL)


def _balanced(table: Table, size: float, slides: int) -> list[TableSlide]:
    for share in (0.55, 0.65, 0.75, 0.85, 0.95):
        parts = table_parts(table, size, room=TALL * share)
        if len(parts) == slides:
            return parts
    return table_parts(table, size)


def table_parts(
    table: Table, size: float, *, used: float = 0.0, room: float = TALL
) -> list[TableSlide]:
    """A table cut into slides, the first of which has less room."""
    written = numbers.written(table)
    most = int(LETTERS * CELL / size)
    letters = columns.widths(table.columns, written, most)
    spread = WIDE * min(1.0, sum(letters) / most * 1.15)
    if sum(letters) > most and size > CELL:
        spread = WIDE + 1  # its longest words need the smaller type
    wide = tuple(spread * share / sum(letters) for share in letters)
    heads = [f"{c.heading} ({c.unit})" if c.unit else c.heading for c in table.columns]
    around = row_tall(heads, wide, size) + caption_tall(notes_of(table))
    title = plain(table.caption)
    parts: list[TableSlide] = []
    first, height = 0, used
    for number, row in enumerate(written):
        tall = row_tall(row, wide, size)
        if number > first and height + tall > room - around:
            held = around + height - (0 if parts else used)
            parts.append(
                TableSlide(title, table, wide, first, number - first, size, held)
            )
            first, height = number, 0.0
        height += tall
    count = max(len(written) - first, 1)
    held = around + height - (0 if parts else used)
    if not written:
        held += size * 1.2 + CELL_MARGIN
    return [*parts, TableSlide(title, table, wide, first, count, size, held)]


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
    if not said:
        return 0.0
    return sum(lines(plain(text), WIDE, SMALL) * SMALL * 1.2 + 2 for text in said) + 8
