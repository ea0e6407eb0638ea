"""Which slides a document becomes: each with one message, and no two with one title.

A picture's sentence is its slide's title; a table keeps its caption; running text
stands under its section's heading. Short things of one section share a slide, two
sections never do. What does not fit goes on to the next, and slides that would share a
title are numbered, since a title is how people find a slide.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from goldthread.documents import page
from goldthread.documents.charts.figures import figures_of
from goldthread.documents.model import (
    Block,
    Chart,
    Document,
    KeyFigures,
    MapBlock,
    Paragraph,
    Section,
    Table,
    blocks_of,
    leads_in,
    plain,
)
from goldthread.documents.slides.kinds import (
    GAP,
    TALL,
    Divider,
    Line,
    Slide,
    figures_tall,
    line_tall,
)
from goldthread.documents.slides.stacking import Stack, lines_of, stacked, text

MANY = 4  # inner sections that a slide of contents is worth
TOGETHER = 2 / 3  # of a slide that short lists may fill before the next begins another


def slides_of(document: Document) -> list[Slide]:
    """Every slide after the first, in reading order."""
    planned: list[Slide] = []
    for section in document.sections:
        planned += _section(section)
    planned += _behind(document)
    sources = Stack(page.SOURCES[1])
    planned += text(sources, [Line(each, True) for each in document.attributions])
    planned += sources.taken()
    return _numbered(planned)


def _section(section: Section) -> Iterator[Slide]:
    if len(section.sections) >= MANY:
        yield Divider(section.heading, tuple(s.heading for s in section.sections))
    for heading, blocks in _messages(section):
        yield from stacked(heading, blocks)
    for inner in section.sections:
        yield from _section(inner)


def _messages(section: Section) -> Iterator[tuple[str, Sequence[Block]]]:
    """A section whose words are too long for a slide, parted where another one begins.

    "In short" ran over three slides, cut wherever one was full: each of its lists stands
    under its own title now. Short lists that follow each other stay together.
    """
    if _words_tall(section.blocks) <= TALL:
        yield section.heading, section.blocks
        return
    held: list[Block] = []
    for group in _groups(section.blocks):
        if held and _words_tall([*held, *group]) > TALL * TOGETHER:
            yield _titled(section.heading, held)
            held = []
        held += group
    yield _titled(section.heading, held)


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks up to the next line of strong words alone, which begins another message."""
    group: list[Block] = []
    for block in blocks:
        if group and _leads(block):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _titled(heading: str, blocks: Sequence[Block]) -> tuple[str, Sequence[Block]]:
    """A title that says what the one list of a slide is about."""
    first, *rest = blocks
    if not isinstance(first, Paragraph) or not _leads(first) or any(map(_leads, rest)):
        return heading, blocks
    words = plain(first.text)
    if words[1:2].islower():  # "NHS" stays as it is
        words = f"{words[:1].lower()}{words[1:]}"
    return f"{heading}: {words}", rest


def _leads(block: Block) -> bool:
    return isinstance(block, Paragraph) and leads_in(block.text)


def _words_tall(blocks: Iterable[Block]) -> float:
    """How much the words and large figures take before the first picture or table."""
    tall = 0.0
    for block in blocks:
        if isinstance(block, Chart | MapBlock | Table):
            break
        if isinstance(block, KeyFigures):
            tall += figures_tall(block.items) + GAP
        else:
            tall += sum(map(line_tall, lines_of(block)))
    return tall


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
