"""A document as slides: one message each, tables and charts that a board can edit.

Titles stand in title placeholders and running text in text placeholders, so that the
outline, a screen reader and a change of layout find them; charts are PowerPoint's own,
with their numbers behind "Edit data". Maps, and charts that hold no numbers of their
own, are pictures with words. Every slide carries marking, date and number, and its
sources in the notes.
"""

import io
from collections.abc import Mapping
from typing import Any

from goldthread.documents import house_style, html, page
from goldthread.documents.archive import timeless
from goldthread.documents.charts.figures import figures_of
from goldthread.documents.model import Chart, Document, Text, plain
from goldthread.documents.slides import kinds, native, plan, shapes, tables, theme
from goldthread.documents.slides.shapes import describe
from goldthread.documents.slides.stacking import caption_tall, notes_of
from goldthread.documents.slides.text import clean, lines, write

_TITLE_SIZES = (24, 20, 17, 14)
_PROPERTY = 255  # letters that a property of the file may have


def to_slides(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    """The document as a .pptx; `pictures` are drawn PNGs by block id.

    Equal documents give equal bytes: the file carries the document's date, not the clock.
    """
    file = theme.new_file(document)
    _say_what_it_is(file, document)
    writer = _Writer(file, document, pictures)
    writer.first()
    for one in plan.slides_of(document):
        writer.slide(one)
    written = io.BytesIO()
    file.save(written)
    return timeless(written.getvalue(), document.date)


class _Writer:
    """Adds slide after slide to one file."""

    def __init__(
        self, file: Any, document: Document, pictures: Mapping[str, bytes]
    ) -> None:
        self._file = file
        self._document = document
        self._pictures = pictures
        self._language = document.language

    def first(self) -> None:
        """The title, and what the cover of a printed document says."""
        document = self._document
        slide = self._new(theme.TITLE, document.title)
        body = slide.placeholders[1].text_frame
        said: list[tuple[str, dict[str, Any]]] = []
        if document.subtitle:
            said.append((document.subtitle, {"size": 20}))
        if document.invented:
            said.append((page.INVENTED, {"bold": True, "size": 14}))
        said += [
            (f"{name}: {value}", {"size": 14})
            for name, value in page.cover_facts(document)
        ]
        for at, (words, look) in enumerate(said):
            line = body.paragraphs[0] if at == 0 else body.add_paragraph()
            write(line, words, self._language, **look)
        self._notes(slide, list(document.attributions))

    def slide(self, one: kinds.Slide) -> None:
        """One slide, whatever it is."""
        if isinstance(one, kinds.TextSlide):
            self._text(one)
        elif isinstance(one, kinds.Divider):
            self._divider(one)
        elif isinstance(one, kinds.FiguresSlide):
            slide = self._new(theme.BARE, one.title)
            self._figures(slide, one, theme.BODY_TOP + 60, large=1.5)
            self._notes(slide, [])
        elif isinstance(one, kinds.TableSlide):
            slide = self._new(theme.BARE, one.title)
            self._rows(slide, one, theme.BODY_TOP)
            small = notes_of(one.table)
            shapes.caption(slide, small, self._language)
            self._notes(slide, small)
        elif isinstance(one, kinds.StackSlide):
            self._stack(one)
        else:
            self._picture(one)

    def _new(self, layout: int, title: str) -> Any:
        slide = self._file.slides.add_slide(self._file.slide_layouts[layout])
        line = slide.shapes.title.text_frame.paragraphs[0]
        write(line, title, self._language, **_title_look(title, layout))
        self._foot(slide)
        return slide

    def _text(self, one: kinds.TextSlide) -> None:
        slide = self._new(theme.TEXT, one.title)
        shapes.fill(slide.placeholders[1].text_frame, one.lines, self._language)
        self._notes(slide, [])

    def _stack(self, one: kinds.StackSlide) -> None:
        """Its parts one below the other; words that begin it stand in the placeholder."""
        begins = isinstance(one.parts[0], kinds.TextSlide)
        slide = self._new(theme.TEXT if begins else theme.BARE, one.title)
        top, said = theme.BODY_TOP, []
        for at, part in enumerate(one.parts):
            tall = kinds.tall_of(part)
            if isinstance(part, kinds.TextSlide):
                place = (theme.LEFT, top, theme.BODY_WIDE, tall)
                box = slide.placeholders[1] if at == 0 else shapes.box(slide, place)
                theme.place(box, *place)
                shapes.fill(box.text_frame, part.lines, self._language, styled=at == 0)
            elif isinstance(part, kinds.FiguresSlide):
                self._figures(slide, part, top)
            else:
                shapes.name(slide, part, top, self._language)
                self._rows(slide, part, top + kinds.CAPTION)
                small = notes_of(part.table)
                shapes.caption(slide, small, self._language, ends=top + tall)
                said += small
            top += tall + kinds.GAP
        self._notes(slide, said)

    def _figures(
        self, slide: Any, one: kinds.FiguresSlide, top: float, *, large: float = 1.0
    ) -> None:
        frame = tables.figures(slide, one.items, self._language, top, large=large)
        describe(frame, "Key figures", tables.words_of(one.items))

    def _rows(self, slide: Any, one: kinds.TableSlide, top: float) -> None:
        frame = tables.add(slide, one, self._language, top)
        last = min(one.first + one.count, len(one.table.rows))
        rows = f"rows {one.first + 1} to {last} of {len(one.table.rows)}"
        said = f"{plain(one.table.caption)}: {rows if one.table.rows else 'no rows'}."
        describe(frame, "Table", said)

    def _divider(self, one: kinds.Divider) -> None:
        slide = self._new(theme.DIVIDER, one.title)
        body = slide.placeholders[1]
        if not one.inside:
            body._element.getparent().remove(body._element)
        for at, words in enumerate(one.inside):
            frame = body.text_frame
            line = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            write(line, words, self._language)
        self._notes(slide, [])

    def _picture(self, one: kinds.PictureSlide) -> None:
        block = one.block
        slide = self._new(theme.BARE, one.title)
        small = notes_of(block)
        if caption_tall(small) > 130:  # the notes have the whole of it
            small = [*small[-1:], "Read with care: the notes say how."]
        tall = theme.BODY_TALL - caption_tall(small)
        wide = theme.BODY_WIDE - (kinds.ASIDE_WIDE + 24 if one.beside else 0)
        place = (theme.LEFT, theme.BODY_TOP, wide, tall)
        figures = figures_of(block.spec) if isinstance(block, Chart) else None
        drawn = self._pictures.get(block.id)
        words = html.alternative(block)
        if figures is not None:
            describe(native.add(slide, figures, place), "Chart", words)
        elif drawn is not None:
            describe(shapes.drawing(slide, drawn, place), "Picture", words)
        else:
            box = shapes.box(slide, (theme.LEFT, theme.BODY_TOP, wide, 60))
            look = {"size": kinds.BODY, "colour": house_style.GREY}
            write(box.text_frame.paragraphs[0], block.alt, self._language, **look)
        if one.beside:
            left = theme.LEFT + wide + 24
            box = shapes.box(slide, (left, theme.BODY_TOP, kinds.ASIDE_WIDE, tall))
            shapes.fill(
                box.text_frame,
                one.beside,
                self._language,
                styled=False,
                size=kinds.ASIDE,
            )
        shapes.caption(slide, small, self._language)
        self._notes(slide, [*notes_of(block), block.alt])

    def _notes(self, slide: Any, said: list[Text]) -> None:
        document = self._document
        frame = slide.notes_slide.notes_text_frame
        ending = f"{page.running_title(document)}. {page.running_version(document)}."
        for at, text in enumerate([*said, ending]):
            line = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            write(line, text, self._language)

    def _foot(self, slide: Any) -> None:
        """Marking, date and number, in the layout's own places for them."""
        from copy import deepcopy

        document = self._document
        marking = " · ".join(filter(None, [document.marking, document.handling]))
        invented = " · Invented figures" if document.invented else ""
        said = {
            "DATE": page.running_version(document),
            "FOOTER": f"{marking}{invented}",
        }
        for shape in slide.slide_layout.placeholders:
            kind = shape.placeholder_format.type.name
            if kind not in ("DATE", "FOOTER", "SLIDE_NUMBER"):
                continue
            slide.shapes._spTree.append(deepcopy(shape._element))
            mine = slide.shapes[-1]
            mine._element.nvSpPr.cNvPr.set(
                "id", str(900 + shape.placeholder_format.idx)
            )
            line = mine.text_frame.paragraphs[0]
            for old in list(line._p):
                line._p.remove(old)
            if kind == "SLIDE_NUMBER":
                _number(line, len(self._file.slides), self._language)
            else:
                write(line, said[kind], self._language, bold=kind == "FOOTER")


def _title_look(title: str, layout: int) -> dict[str, Any]:
    """A smaller size for a title that would not fit on two lines."""
    if layout in (theme.TITLE, theme.DIVIDER):
        return {} if lines(title, 800, 34, bold=True) <= 2 else {"size": 24}
    for size in _TITLE_SIZES:
        if lines(title, theme.BODY_WIDE, size, bold=True) <= 2:
            return {} if size == _TITLE_SIZES[0] else {"size": size}
    return {"size": 12}


def _number(line: Any, number: int, language: str) -> None:
    """The slide's number as a field, so that it stays right when slides move."""
    from pptx.oxml import parse_xml

    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    line._p.append(
        parse_xml(
            f'<a:fld xmlns:a="{space}" type="slidenum" '
            'id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}">'
            f'<a:rPr lang="{language}"/><a:t>{number}</a:t></a:fld>'
        )
    )


def _say_what_it_is(file: Any, document: Document) -> None:
    """The file's own properties; the author is the partnership, never a person."""
    from datetime import UTC, datetime, time

    known = file.core_properties
    at = datetime.combine(document.date, time(), UTC)
    known.title = clean(document.title)[:_PROPERTY]
    known.subject = clean(document.subtitle)[:_PROPERTY]
    known.author = known.last_modified_by = clean(document.area)[:_PROPERTY]
    known.keywords = clean(document.marking)[:_PROPERTY]
    known.comments = page.INVENTED if document.invented else ""
    known.content_status = page.DRAFT if document.draft else "Final"
    known.language = document.language
    known.created = known.modified = at
    known.revision = 1
