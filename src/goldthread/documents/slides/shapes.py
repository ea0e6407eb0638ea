"""What stands on a slide beside titles, tables and charts: words, small type, pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from goldthread.documents import house_style, numbers
from goldthread.documents.model import Text
from goldthread.documents.slides import kinds, theme
from goldthread.documents.slides.stacking import caption_tall
from goldthread.documents.slides.text import clean, write

Place = tuple[float, float, float, float]


def box(slide: Any, place: Place) -> Any:
    """A box for words, without margins, so that it lines up with everything else."""
    made = slide.shapes.add_textbox(0, 0, 0, 0)
    theme.place(made, *place)
    frame = made.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = 0
    return made


def fill(
    frame: Any,
    said: Sequence[kinds.Line],
    language: str,
    *,
    styled: bool = True,
    size: float = kinds.BODY,
) -> None:
    """Lines into a text frame; outside a placeholder a point brings its own bullet."""
    look = {} if styled else {"size": size}
    for at, held in enumerate(said):
        line = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        if styled:
            line.level = 1 if held.is_point else 0
        else:
            _own_look(line, held.is_point)
        write(line, held.text, language, **look)


def _own_look(line: Any, is_point: bool) -> None:
    from pptx.oxml import parse_xml
    from pptx.util import Pt

    line.space_before = Pt(8)
    if not is_point:
        return
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    look = line._p.get_or_add_pPr()
    look.set("marL", "254000")
    look.set("indent", "-254000")
    for told in (
        '<a:buFont xmlns:a="{}" typeface="Arial"/>',
        '<a:buChar xmlns:a="{}" char="\N{BULLET}"/>',
    ):
        look.append(parse_xml(told.format(space)))


def name(slide: Any, one: kinds.TableSlide, top: float, language: str) -> None:
    """What a table is called, where its slide has another title."""
    made = box(slide, (theme.LEFT, top, theme.BODY_WIDE, kinds.CAPTION))
    words = f"{one.title} (continued)" if one.first else one.title
    write(made.text_frame.paragraphs[0], words, language, size=16, bold=True)


def caption(
    slide: Any, small: Sequence[Text], language: str, *, ends: float = 0.0
) -> None:
    """Caveats and source in small type, above the foot of the slide or where told."""
    if not small:
        return
    tall = caption_tall(list(small))
    ends = ends or theme.BODY_TOP + theme.BODY_TALL
    made = box(slide, (theme.LEFT, ends - tall, theme.BODY_WIDE, tall))
    made.name = "Notes and source"
    look = {"size": kinds.SMALL, "colour": house_style.GREY}
    for at, text in enumerate(small):
        frame = made.text_frame
        line = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        write(line, text, language, **look)


def drawing(slide: Any, drawn: bytes, place: Place) -> Any:
    """A picture as large as its place allows, in the middle."""
    from pptx.util import Pt

    left, top, wide, tall = place
    shape = slide.shapes.add_picture(io.BytesIO(drawn), Pt(left), Pt(top))
    scale = min(Pt(wide) / shape.width, Pt(tall) / shape.height)
    shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
    shape.left = Pt(left) + (Pt(wide) - shape.width) // 2
    return shape


def describe(shape: Any, name: str, words: str) -> None:
    """A name for the reading order, and words for people who cannot see it."""
    known = next(iter(shape._element))[0]
    known.set("name", f"{name} {known.get('id')}")
    known.set("descr", clean(words.replace(numbers.THIN, " ")))
