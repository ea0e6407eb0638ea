"""Sentences on a slide: their figures, strong words and gaps, in the house's language."""

import re
from collections.abc import Iterator
from typing import Any

from goldthread.documents import house_style as style
from goldthread.documents import svg
from goldthread.documents.model import Figure, Run, Strong, Suppressed, Text, runs

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_SPARE = 1.06  # what stands in for the measured typeface may be a little wider


def clean(text: str) -> str:
    """Words without the control characters that no slide may hold."""
    return svg.NOT_XML.sub("", text)


def write(line: Any, text: Text, language: str, **look: Any) -> None:
    """The pieces of a sentence at the end of a paragraph."""
    for piece in runs(text):
        _piece(line, piece, language, look)


def _piece(line: Any, piece: Run, language: str, look: dict[str, Any]) -> None:
    words = (
        piece
        if isinstance(piece, str)
        else piece.display
        if isinstance(piece, Figure)
        else piece.text
    )
    run = line.add_run()
    run.text = clean(words).replace("\n", " ")
    run._r.get_or_add_rPr().set("lang", language)
    if isinstance(piece, Strong):
        run.font.bold = True
    missing = isinstance(piece, Figure) and (
        piece.value is None or isinstance(piece.value, Suppressed)
    )
    dress(run, **({"colour": style.GREY, "italic": True} | look if missing else look))


def dress(
    run: Any,
    *,
    size: float = 0,
    colour: str = "",
    bold: bool = False,
    italic: bool = False,
) -> None:
    """The look of a few words, only where it differs from the layout's."""
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    if size:
        run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
    if bold:
        run.font.bold = True
    if italic:
        run.font.italic = True


def lines(words: str, room: float, size: float, *, bold: bool = False) -> int:
    """How many lines some words take in a width given in points."""
    return sum(_lines(each, room, size, bold=bold) for each in words.split("\n"))


def _lines(paragraph: str, room: float, size: float, *, bold: bool) -> int:
    """Word by word, as it is set: the whole length shared out was a line too few."""
    space = style.words_wide(" ", size, bold=bold) * _SPARE
    count, used = 1, 0.0
    for word in paragraph.split():
        wide = style.words_wide(word, size, bold=bold) * _SPARE
        if used and used + space + wide > room:
            count, used = count + 1, 0.0
        used += wide + (space if used else 0.0)
        if used > room:  # a word longer than the line is broken
            count += int(used // room)
            used %= room
    return count


def sentences(text: Text) -> Iterator[Text]:
    """A long text cut where a sentence ends, figures kept inside their sentences."""
    current: list[Run] = []
    for piece in runs(text):
        if not isinstance(piece, str):
            current.append(piece)
            continue
        first, *rest = _SENTENCE_END.split(piece)
        current.append(first)
        for start in rest:
            yield tuple(current)
            current = [start]
    if current:
        yield tuple(current)
