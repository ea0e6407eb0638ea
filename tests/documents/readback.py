"""Read a written document back and name every number that did not arrive.

Used on the sample here and on whole assessments: `lost_in_html` and `lost_in_pdf` give
an empty list where every figure of every sentence and every cell of every table is in
the file as the model has it.
"""

import io
import re
import unicodedata
from html.parser import HTMLParser

from goldthread.documents import lint, markup, numbers
from goldthread.documents.charts.figures import figures_of
from goldthread.documents.model import (
    Chart,
    Document,
    Figure,
    MapBlock,
    Table,
    Text,
    blocks_of,
    plain,
    runs,
)

BEFORE, AFTER = 8, 4  # letters around a number that have to be there with it


def squeezed(text: str) -> str:
    """Text without any space, since line ends and no-break spaces are not content."""
    return re.sub(r"[\s\u00ad\u200b]+", "", unicodedata.normalize("NFKC", text))


def tables_of(document: Document) -> list[Table]:
    """Every table, those behind pictures too."""
    found = []
    for block in blocks_of(document):
        if isinstance(block, Table):
            found.append(block)
        elif isinstance(block, Chart | MapBlock):
            found.append(block.table)
    return found


def tables_on_slides(document: Document) -> list[Table]:
    """The same without those behind native charts: their numbers are in "Edit data"."""
    native = [
        block.table
        for block in blocks_of(document)
        if isinstance(block, Chart) and figures_of(block.spec) is not None
    ]
    return [table for table in tables_of(document) if table not in native]


def written_rows(table: Table) -> list[list[str]]:
    """The cells as the house writes them."""
    return [
        [
            numbers.cell(value, column)
            for value, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]


def figures_in_place(document: Document) -> list[tuple[Figure, str]]:
    """Every figure with a few letters of the words round it."""
    return [pair for text in lint.texts_of(document) for pair in _in_place(text)]


def _in_place(text: Text) -> list[tuple[Figure, str]]:
    found, at = [], 0
    whole = squeezed(plain(text))
    for run in runs(text):
        length = len(squeezed(plain((run,))))
        if isinstance(run, Figure):
            found.append((run, whole[max(0, at - BEFORE) : at + length + AFTER]))
        at += length
    return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.figures: list[tuple[str, str]] = []
        self.rows: list[list[str]] = []
        self.text: list[str] = []
        self._figure: list[str] | None = None
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "data":
            self.figures.append((dict(attrs).get("value") or "", ""))
            self._figure = []
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "data" and self._figure is not None:
            self.figures[-1] = (self.figures[-1][0], squeezed("".join(self._figure)))
            self._figure = None
        elif tag in ("td", "th") and self._cell is not None:
            self.rows[-1].append(squeezed("".join(self._cell)))
            self._cell = None

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        for open_part in (self._figure, self._cell):
            if open_part is not None:
                open_part.append(data)


def lost_in_html(document: Document, html: str) -> list[str]:
    """What the HTML does not have: figures by value and words, tables cell by cell."""
    reader = _Reader()
    reader.feed(html)
    lost = []
    for figure, _ in figures_in_place(document):
        wanted = (markup.machine_value(figure.value), squeezed(figure.display))
        if wanted not in reader.figures:
            lost.append(f"figure {figure.display!r}")
    for table in tables_of(document):
        for row in written_rows(table):
            if [squeezed(cell) for cell in row] not in reader.rows:
                lost.append(f"row {row} of {plain(table.caption)!r}")
    return lost


def text_of_pdf(pdf: bytes) -> str:
    """All words of a PDF in drawing order, squeezed."""
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(pdf)).pages
    return squeezed("".join(page.extract_text() for page in pages))


def lost_in_pdf(document: Document, pdf: bytes) -> list[str]:
    """What the PDF does not have: figures with their words, table rows whole."""
    text = text_of_pdf(pdf)
    lost = [
        f"figure {around!r}"
        for _, around in figures_in_place(document)
        if around not in text
    ]
    for table in tables_of(document):
        for row in written_rows(table):
            if squeezed("".join(row)) not in text:
                lost.append(f"row {row} of {plain(table.caption)!r}")
    return lost
