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

from goldthread.documents import house_style, html, numbers, page
from goldthread.documents.archive import timeless
from goldthread.documents.charts.figures import figures_of
from goldthread.documents.model import Chart, Document, Text, plain
from goldthread.documents.slides import native, plan, tables, theme
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

    def slide(self, one: plan.Slide) -> None:
        """One slide, whatever it is."""
        if isinstance(one, plan.TextSlide):
            self._text(one)
        elif isinstance(one, plan.Divider):
            self._divider(one)
        elif isinstance(one, plan.FiguresSlide):
            slide = self._new(theme.BARE, one.title)
            frame = tables.figures(
                slide, one.items, self._language, theme.BODY_TOP + 30
            )
            _describe(frame, "Key figures", tables.words_of(one.items))
            self._notes(slide, [])
        elif isinstance(one, plan.TableSlide):
            self._table(one)
        else:
            self._picture(one)

    def _new(self, layout: int, title: str) -> Any:
        slide = self._file.slides.add_slide(self._file.slide_layouts[layout])
        line = slide.shapes.title.text_frame.paragraphs[0]
        write(line, title, self._language, **_title_look(title, layout))
        self._foot(slide)
        return slide

    def _text(self, one: plan.TextSlide) -> None:
        slide = self._new(theme.TEXT, one.title)
        body = slide.placeholders[1].text_frame
        for at, held in enumerate(one.lines):
            line = body.paragraphs[0] if at == 0 else body.add_paragraph()
            line.level = 1 if held.is_point else 0
            write(line, held.text, self._language)
        self._notes(slide, [])

    def _divider(self, one: plan.Divider) -> None:
        slide = self._new(theme.DIVIDER, one.title)
        body = slide.placeholders[1]
        if not one.inside:
            body._element.getparent().remove(body._element)
        for at, words in enumerate(one.inside):
            frame = body.text_frame
            line = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            write(line, words, self._language)
        self._notes(slide, [])

    def _table(self, one: plan.TableSlide) -> None:
        slide = self._new(theme.BARE, one.title)
        frame = tables.add(slide, one, self._language, theme.BODY_TOP)
        last = min(one.first + one.count, len(one.table.rows))
        rows = f"rows {one.first + 1} to {last} of {len(one.table.rows)}"
        said = f"{plain(one.table.caption)}: {rows if one.table.rows else 'no rows'}."
        _describe(frame, "Table", said)
        small = plan.notes_of(one.table)
        self._caption(slide, small)
        self._notes(slide, small)

    def _picture(self, one: plan.PictureSlide) -> None:
        block = one.block
        slide = self._new(theme.BARE, one.title)
        small = plan.notes_of(block)
        if plan.caption_tall(small) > 130:  # the notes have the whole of it
            small = [*small[-1:], "Read with care: the notes say how."]
        tall = theme.BODY_TALL - plan.caption_tall(small)
        place = (theme.LEFT, theme.BODY_TOP, theme.BODY_WIDE, tall)
        figures = figures_of(block.spec) if isinstance(block, Chart) else None
        drawn = self._pictures.get(block.id)
        words = html.alternative(block)
        if figures is not None:
            _describe(native.add(slide, figures, place), "Chart", words)
        elif drawn is not None:
            _describe(_drawing(slide, drawn, place), "Picture", words)
        else:
            self._words_instead(slide, block.alt)
        self._caption(slide, small)
        self._notes(slide, [*plan.notes_of(block), block.alt])

    def _words_instead(self, slide: Any, words: str) -> None:
        box = slide.shapes.add_textbox(0, 0, 0, 0)
        theme.place(box, theme.LEFT, theme.BODY_TOP, theme.BODY_WIDE, 60)
        box.text_frame.word_wrap = True
        line = box.text_frame.paragraphs[0]
        write(line, words, self._language, size=plan.BODY, colour=house_style.GREY)

    def _caption(self, slide: Any, small: list[Text]) -> None:
        """Caveats and source in small type above the foot of the slide."""
        if not small:
            return
        tall = plan.caption_tall(small)
        box = slide.shapes.add_textbox(0, 0, 0, 0)
        top = theme.BODY_TOP + theme.BODY_TALL - tall
        theme.place(box, theme.LEFT, top, theme.BODY_WIDE, tall)
        box.name = "Notes and source"
        frame = box.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = 0
        for at, text in enumerate(small):
            line = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            write(line, text, self._language, size=plan.SMALL, colour=house_style.GREY)

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


def _drawing(slide: Any, drawn: bytes, place: tuple[float, float, float, float]) -> Any:
    """A picture as large as its place allows, in the middle."""
    from pptx.util import Pt

    left, top, wide, tall = place
    shape = slide.shapes.add_picture(io.BytesIO(drawn), Pt(left), Pt(top))
    scale = min(Pt(wide) / shape.width, Pt(tall) / shape.height)
    shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
    shape.left = Pt(left) + (Pt(wide) - shape.width) // 2
    return shape


def _describe(shape: Any, name: str, words: str) -> None:
    """A name for the reading order, and words for people who cannot see it."""
    known = next(iter(shape._element))[0]
    known.set("name", f"{name} {known.get('id')}")
    known.set("descr", clean(words.replace(numbers.THIN, " ")))


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
