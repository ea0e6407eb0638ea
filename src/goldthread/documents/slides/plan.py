"""Which slides a document becomes: few and full, each with one message.

A picture's sentence is its slide's title; a table keeps its caption; running text
stands under its section's heading, and short things of one section share a slide. What
does not fit goes on to the next, and slides that would share a title are numbered,
since a title is how people find a slide.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from goldthread.documents import page
from goldthread.documents.charts.figures import figures_of
from goldthread.documents.model import (
    Chart,
    Document,
    MapBlock,
    Section,
    Strong,
    blocks_of,
)
from goldthread.documents.slides.kinds import (
    GAP,
    TALL,
    WIDE,
    Divider,
    FiguresSlide,
    Line,
    Part,
    Slide,
    StackSlide,
    TableSlide,
    TextSlide,
    tall_of,
)
from goldthread.documents.slides.stacking import Stack, stacked, text
from goldthread.documents.slides.text import lines

MANY = 4  # inner sections that a slide of contents is worth
HALF = TALL / 2
TITLE = 24.0  # type size of a title


def slides_of(document: Document) -> list[Slide]:
    """Every slide after the first, in reading order."""
    planned: list[Slide] = []
    for section in document.sections:
        planned += _section(section)
    planned += _behind(document)
    sources = Stack(page.SOURCES[1])
    planned += text(sources, [Line(each, True) for each in document.attributions])
    planned += sources.taken()
    return _numbered(list(_together(planned)))


def _section(section: Section) -> Iterator[Slide]:
    if len(section.sections) >= MANY:
        yield Divider(section.heading, tuple(s.heading for s in section.sections))
    yield from stacked(section.heading, section.blocks)
    for inner in section.sections:
        yield from _section(inner)


def _behind(document: Document) -> Iterator[Slide]:
    """The figures behind pictures; a native chart holds its own under "Edit data"."""
    pictures = [
        block
        for block in blocks_of(document)
        if isinstance(block, MapBlock)
        or (isinstance(block, Chart) and figures_of(block.spec) is None)
    ]
    if len(pictures) >= MANY:
        yield Divider(page.BEHIND[1])
    for block in pictures:
        yield from stacked(page.BEHIND[1], (block.table,))


Short = TextSlide | FiguresSlide | TableSlide | StackSlide


def _together(planned: Iterable[Slide]) -> Iterator[Slide]:
    """Short slides that follow each other, on one under both headings."""
    held: Slide | None = None
    for slide in planned:
        joined = _joined(held, slide)
        if joined is None and held is not None:
            yield held
        held = joined or slide
    if held is not None:
        yield held


def _joined(first: Slide | None, second: Slide) -> Slide | None:
    """Two short slides as one; None where they are better apart."""
    if not isinstance(first, Short) or not isinstance(second, Short):
        return None
    if first.title == second.title or _tall(first) > HALF or _tall(second) > HALF:
        return None
    title = f"{first.title} · {second.title}"
    if lines(title, WIDE, TITLE, bold=True) > 2:
        return None
    heading = Line((Strong(second.title),))
    if isinstance(first, TextSlide) and isinstance(second, TextSlide):
        whole = TextSlide(title, (*first.lines, heading, *second.lines))
        return whole if _tall(whole) <= TALL else None
    parts = list(_parts(first))
    parts += [] if isinstance(second, TableSlide) else [TextSlide("", (heading,))]
    stack = StackSlide(title, (*parts, *_parts(second)))
    return stack if _tall(stack) <= TALL else None


def _parts(slide: Short) -> tuple[Part, ...]:
    return slide.parts if isinstance(slide, StackSlide) else (slide,)


def _tall(slide: Short) -> float:
    if isinstance(slide, TableSlide) and slide.first:
        return TALL  # the end of a long table stays on its own slide
    parts = _parts(slide)
    return sum(map(tall_of, parts)) + GAP * (len(parts) - 1)


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
