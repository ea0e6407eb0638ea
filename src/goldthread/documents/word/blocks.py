"""Every kind of block as Word paragraphs, tables and pictures."""

import io
from collections.abc import Mapping
from typing import Any

from goldthread.documents import html, numbers
from goldthread.documents.model import (
    Block,
    Bullets,
    Callout,
    Chart,
    CrossReference,
    Figure,
    KeyFigures,
    MapBlock,
    Paragraph,
    Strong,
    Suppressed,
    Table,
    Text,
    Words,
    leads_in,
    runs,
)
from goldthread.documents.word import fields, styles, tables

DEEPEST = 4
WIDE_MM, TALL_MM = 170, 215
# A triangle, a diamond, a disc: the shape says the status again without colour.
_SHAPES = {"improving": "▼", "concern": "◆", "unclear": "●"}


class Writer:
    """Writes block after block to the end of one file, and names the places in it."""

    def __init__(self, file: Any, pictures: Mapping[str, bytes]) -> None:
        self.file = file
        self._pictures = pictures
        self._places = 0

    def heading(self, words: str, depth: int, anchor: str) -> Any:
        """A heading in the style of its depth, with a place that links find."""
        style = f"Heading {min(depth, DEEPEST)}"
        line = fields.paragraph(self.file, words, style)
        self._place(line, anchor)
        return line

    def block(self, one: Block) -> None:
        """One block, whatever it is."""
        if isinstance(one, Paragraph):
            line = self.paragraph(one.text)
            line.paragraph_format.keep_with_next = leads_in(one.text) or None
        elif isinstance(one, Bullets):
            self._bullets(one)
        elif isinstance(one, KeyFigures):
            self._key_figures(one)
        elif isinstance(one, Table):
            self.table(one, anchor=one.id)
        elif isinstance(one, Chart | MapBlock):
            self._picture(one)
        elif isinstance(one, Callout):
            heading = one.heading or html.CALLOUTS[one.kind]
            self.paragraph(heading, styles.CALLOUT_HEADING)
            self.paragraph(one.text, styles.CALLOUT)
        else:
            self._words(one)

    def _bullets(self, one: Bullets) -> None:
        from docx.shared import Pt

        lines = [self.paragraph(item, "List Bullet") for item in one.items]
        for line in lines[-1:]:
            line.paragraph_format.space_after = Pt(8)

    def paragraph(self, text: Text, style: str = "Normal", anchor: str = "") -> Any:
        """A sentence with its figures, strong words and links."""
        line = self.file.add_paragraph(style=style)
        write(line, text)
        if anchor:
            self._place(line, anchor)
        return line

    def table(self, one: Table, anchor: str = "") -> None:
        """A table with its caption above and its notes and source below."""
        self.paragraph(one.caption, "Caption", anchor)
        tables.add(self.file, one)
        self._notes(one.notes, one.source, one.ref)

    def _place(self, line: Any, anchor: str) -> None:
        self._places += 1
        fields.bookmark(line, anchor, self._places)

    def _notes(self, notes: tuple[Text, ...], source: str, ref: str) -> None:
        for note in notes:
            self.paragraph(note, styles.NOTE)
        said = [f"Source: {source}" if source else "", ref]
        self.paragraph(" · ".join(filter(None, said)), styles.SOURCE)

    def _picture(self, one: Chart | MapBlock) -> None:
        self.paragraph(one.title, "Caption", one.id)
        drawn = self._pictures.get(one.id)
        if drawn is None:
            said = self.file.add_paragraph()
            said.add_run(fields.clean(one.alt), style=styles.NOT_HELD)
        else:
            self._drawing(drawn, html.alternative(one))
        if isinstance(one, MapBlock):
            self.paragraph(one.unlocated, styles.NOTE)
        self._notes(one.caveats, one.source, one.ref)
        behind = self.file.paragraphs[-1]
        kind = "map" if isinstance(one, MapBlock) else "chart"
        anchor = f"{one.id}-table"
        behind.add_run("   ")
        fields.link(behind, f"The figures behind this {kind}", anchor)
        behind.add_run(": page ")
        fields.field(behind._p, f"PAGEREF {fields.bookmark_name(anchor)} \\h", "")

    def _drawing(self, drawn: bytes, words: str) -> None:
        from docx.shared import Mm

        line = self.file.add_paragraph()
        line.paragraph_format.keep_with_next = True
        shape = line.add_run().add_picture(io.BytesIO(drawn), width=Mm(WIDE_MM))
        if shape.height > Mm(TALL_MM):
            shape.width = int(shape.width * Mm(TALL_MM) / shape.height)
            shape.height = Mm(TALL_MM)
        properties = shape._inline.docPr
        properties.set("descr", fields.clean(words.replace(numbers.THIN, " ")))
        properties.set("name", f"Picture {properties.get('id')}")

    def _key_figures(self, one: KeyFigures) -> None:
        rows: list[tuple[str, list[Text]]] = [
            (styles.FIGURE_LABEL, [item.label for item in one.items]),
            (styles.FIGURE, [(item.figure,) for item in one.items]),
            (styles.FIGURE_NOTE, [item.note for item in one.items]),
        ]
        made = tables.grid(self.file, len(rows), len(one.items))
        for row, (style, texts) in zip(made.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.paragraphs[0].style = style
                write(cell.paragraphs[0], text)
        for cell, item in zip(made.rows[2].cells, one.items, strict=True):
            if item.status:
                said = f"{_SHAPES[item.status.kind]} {item.status.words}"
                line = cell.add_paragraph(style=styles.FIGURE_NOTE)
                line.add_run(fields.clean(said), style=styles.STATUS[item.status.kind])
        self.paragraph("", styles.SOURCE)

    def _words(self, one: Words) -> None:
        for text in one.paragraphs:
            self.paragraph(text)
        if one.by:
            when = f", {numbers.day(one.on)}" if one.on else ""
            self.paragraph(f"{one.by}{when}", styles.QUOTED_BY)


def write(line: Any, text: Text) -> None:
    """The pieces of a sentence, each as Word has it."""
    for piece in runs(text):
        if isinstance(piece, str):
            line.add_run(fields.clean(piece))
        elif isinstance(piece, CrossReference):
            fields.link(line, piece.text, piece.to, style="Linkinside")
        elif isinstance(piece, Strong):
            line.add_run(fields.clean(piece.text)).bold = True
        else:
            _figure(line, piece)


def _figure(line: Any, one: Figure) -> None:
    missing = one.value is None or isinstance(one.value, Suppressed)
    line.add_run(fields.clean(one.display), style=styles.NOT_HELD if missing else None)
