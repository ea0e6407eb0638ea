"""Native tables of a slide: a head, numbers right, a thin rule under each row."""

from __future__ import annotations

from typing import Any

from goldthread.documents import house_style as style
from goldthread.documents import numbers
from goldthread.documents.model import KeyFigure, Suppressed, Text, plain
from goldthread.documents.slides import kinds
from goldthread.documents.slides.text import dress, write

# A triangle, a diamond, a disc: the shape says the status again without colour.
SHAPES = {"improving": "▼", "concern": "◆", "unclear": "●"}
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # Office's "No style, no grid"


def add(slide: Any, one: kinds.TableSlide, language: str, top: float) -> Any:
    """The rows of this slide under their head; an empty table says so."""
    rows = one.table.rows[one.first : one.first + one.count]
    heads = one.table.columns
    frame = _grid(slide, 1 + max(1, len(rows)), one.widths, top, one.size)
    made = frame.table
    for cell, column in zip(made.rows[0].cells, heads, strict=True):
        words = f"{column.heading} ({column.unit})" if column.unit else column.heading
        right = column.is_numeric
        _fill(cell, words, language, right=right, size=one.size, bold=True)
        _rule(cell, style.INK)
    if not rows:
        cell = made.cell(1, 0)
        if len(heads) > 1:
            cell.merge(made.cell(1, len(heads) - 1))
        _fill(cell, "Nothing to show.", language, size=one.size)
    for line, row in zip(list(made.rows)[1:], rows, strict=False):
        for cell, value, column in zip(line.cells, row, heads, strict=True):
            missing = value is None or isinstance(value, Suppressed)
            look: dict[str, Any] = (
                {"colour": style.GREY, "italic": True} if missing else {}
            )
            text = numbers.cell(value, column)
            right = column.is_numeric
            _fill(cell, text, language, right=right, size=one.size, **look)
            _rule(cell, style.RULE)
    return frame


def _grid(
    slide: Any,
    rows: int,
    widths: tuple[float, ...],
    top: float,
    size: float = kinds.CELL,
) -> Any:
    from pptx.util import Pt

    frame = slide.shapes.add_table(
        rows, len(widths), Pt(36), Pt(top), Pt(sum(widths)), Pt(20 * rows)
    )
    made = frame.table
    made.horz_banding = False
    made.first_row = True
    frame._element.graphic.graphicData.tbl.tblPr.find(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId"
    ).text = _NO_STYLE
    for column, wide in zip(made.columns, widths, strict=True):
        column.width = Pt(wide)
    for row in made.rows:
        row.height = Pt(size * 1.2 + kinds.CELL_MARGIN)
    return frame


def _fill(
    cell: Any,
    text: Text,
    language: str,
    *,
    right: bool = False,
    size: float = kinds.CELL,
    **look: Any,
) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    cell.margin_left = cell.margin_right = Pt(kinds.CELL_MARGIN)
    cell.margin_top = cell.margin_bottom = Pt(kinds.CELL_MARGIN / 2)
    cell.vertical_anchor = MSO_ANCHOR.TOP
    line = cell.text_frame.paragraphs[0]
    line.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    if plain(text):
        write(line, text, language, size=size, **look)
    else:
        _as_small_as_its_row(line, size)


def _as_small_as_its_row(line: Any, size: float) -> None:
    """An empty cell without a size of its own stands as tall as 18 points, and its row too."""
    from pptx.oxml import parse_xml

    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    line._p.append(
        parse_xml(f'<a:endParaRPr xmlns:a="{space}" sz="{size * 100:.0f}"/>')
    )


def _rule(cell: Any, colour: str) -> None:
    from pptx.oxml import parse_xml

    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    properties = cell._tc.get_or_add_tcPr()
    properties.insert(
        0,
        parse_xml(
            f'<a:lnB xmlns:a="{space}" w="9525"><a:solidFill>'
            f'<a:srgbClr val="{colour[1:].upper()}"/></a:solidFill></a:lnB>'
        ),
    )


def figures(
    slide: Any,
    items: tuple[KeyFigure, ...],
    language: str,
    top: float,
    *,
    large: float = 1.0,
) -> Any:
    """Large numbers beside each other; `large` where they have the slide to themselves."""
    small = kinds.ASIDE * large
    wide = tuple(kinds.WIDE / len(items) for _ in items)
    frame = _grid(slide, 3, wide, top)
    made = frame.table
    made.first_row = False
    for at, item in enumerate(items):
        _fill(made.cell(0, at), item.label, language, size=small, colour=style.GREY)
        _fill(made.cell(1, at), (item.figure,), language, size=36 * large, bold=True)
        _fill(made.cell(2, at), item.note, language, size=small)
        if item.status:
            line = made.cell(2, at).text_frame.add_paragraph()
            said = f"{SHAPES[item.status.kind]} {item.status.words}"
            run = line.add_run()
            run.text = said
            run._r.get_or_add_rPr().set("lang", language)
            dress(run, size=small, bold=True, colour=style.VERDICTS[item.status.kind])
    return frame


def words_of(items: tuple[KeyFigure, ...]) -> str:
    """Large numbers as one sentence, for people who cannot see them."""
    return "; ".join(f"{item.label}: {plain((item.figure,))}" for item in items)
