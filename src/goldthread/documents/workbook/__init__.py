"""A document as a workbook: values only, one table a sheet, and where each comes from.

For people who calculate on: numbers are numbers with a format, dates are dates, an
interval is two columns. There is no formula, nothing hidden and no link to another
file; text that a spreadsheet might run is kept text.
"""

import io
from dataclasses import dataclass
from typing import Any

from goldthread.documents import page
from goldthread.documents.archive import timeless
from goldthread.documents.model import (
    Chart,
    Column,
    Document,
    MapBlock,
    Table,
    blocks_of,
    plain,
)
from goldthread.documents.workbook import cells, names, sentences

HEAD = 5  # the row of the headings, on every sheet
_FIRST = "Contents"
_SAID = "Figures in the text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table and the name of its sheet."""

    name: str
    table: Table


def to_workbook(document: Document) -> bytes:
    """The document as an .xlsx; equal documents give equal bytes."""
    from openpyxl import Workbook

    book = Workbook()
    _say_what_it_is(book, document)
    contents = book.active
    contents.title = _FIRST
    sheets = sheets_of(document)
    _contents(contents, document, sheets)
    for sheet in sheets:
        _table(book.create_sheet(sheet.name), document, sheet.table)
    for made in book.worksheets:
        _printed(made, document)
    out = io.BytesIO()
    book.save(out)
    return timeless(out.getvalue(), document.date)


def sheets_of(document: Document) -> list[Sheet]:
    """Every table in reading order, those behind pictures too; the sentences last."""
    found = [
        block if isinstance(block, Table) else block.table
        for block in blocks_of(document)
        if isinstance(block, Table | Chart | MapBlock)
    ]
    taken = [_FIRST, _SAID]
    sheets = []
    for number, table in enumerate(found, start=1):
        name = names.sheet_name(number, plain(table.caption), taken)
        taken.append(name)
        sheets.append(Sheet(name, table))
    said = sentences.as_table(document)
    return [*sheets, Sheet(_SAID, said)] if said.rows else sheets


def _contents(sheet: Any, document: Document, sheets: list[Sheet]) -> None:
    cells.words(sheet, 1, 1, document.title, bold=True, size=16)
    row = 2
    subtitle = [document.subtitle] if document.subtitle else []
    for text in [*subtitle, *([page.INVENTED] if document.invented else [])]:
        cells.words(sheet, row, 1, text, bold=text == page.INVENTED)
        row += 1
    for name, value in page.cover_facts(document):
        cells.words(sheet, row, 1, name)
        cells.words(sheet, row, 2, value)
        row += 1
    row += 1
    for column, head in enumerate(("Sheet", "Table", "Rows", "Source", "Ref"), start=1):
        cells.head(sheet, row, column, head)
    for held in sheets:
        row += 1
        cells.link(sheet, row, 1, held.name)
        cells.words(sheet, row, 2, plain(held.table.caption), wrap=True)
        sheet.cell(row, 3, len(held.table.rows))
        cells.words(sheet, row, 4, held.table.source, wrap=True)
        cells.words(sheet, row, 5, held.table.ref)
    row += 2
    for text in document.attributions:
        cells.words(sheet, row, 1, text)
        row += 1
    for letter, wide in zip("ABCDE", (32, 64, 8, 40, 12), strict=True):
        sheet.column_dimensions[letter].width = wide


def _table(sheet: Any, document: Document, table: Table) -> None:
    """What it is and where it comes from above the headings, what to mind below."""
    cells.words(sheet, 1, 1, plain(table.caption), bold=True, size=13)
    invented = "Invented figures" if document.invented else ""
    marking = [document.marking, document.handling, invented]
    dated = page.running_version(document)
    cells.words(sheet, 2, 1, " · ".join(filter(None, [*marking, dated])))
    source = [f"Source: {table.source}" if table.source else "", table.ref]
    cells.words(sheet, 3, 1, " · ".join(filter(None, source)))
    at = 1
    for number, column in enumerate(table.columns):
        values = [row[number] for row in table.rows]
        at += cells.column(sheet, HEAD, at, column, values)
    row = HEAD + 1 + max(1, len(table.rows))
    if not table.rows:
        cells.words(sheet, HEAD + 1, 1, "Nothing to show.")
    for note in table.notes:
        row += 1
        cells.words(sheet, row, 1, plain(note))
    sheet.freeze_panes = sheet.cell(HEAD + 1, 2 if _names_rows(table) else 1)
    sheet.print_title_rows = f"{HEAD}:{HEAD}"


def _names_rows(table: Table) -> bool:
    first: Column | None = table.columns[0] if table.columns else None
    return first is not None and not first.is_numeric and len(table.columns) > 1


def _printed(sheet: Any, document: Document) -> None:
    """On paper: the marking and the title above, the date and the page below."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = _fit_to_width()
    sheet.page_setup.fitToHeight = 0
    marking = " · ".join(filter(None, [document.marking, document.handling]))
    draft = f" · {page.DRAFT}" if document.draft else ""
    sheet.oddHeader.left.text = names.in_header(marking + draft)
    sheet.oddHeader.right.text = names.in_header(page.running_title(document))
    sheet.oddFooter.left.text = names.in_header(page.running_version(document))
    sheet.oddFooter.right.text = "Page &P of &N"


def _fit_to_width() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)


def _say_what_it_is(book: Any, document: Document) -> None:
    """The file's own properties; the author is the partnership, never a person."""
    known = book.properties
    known.title = cells.clean(document.title)
    known.subject = cells.clean(document.subtitle)
    known.creator = known.lastModifiedBy = cells.clean(document.area)
    known.keywords = cells.clean(document.marking)
    known.description = page.INVENTED if document.invented else ""
    known.language = document.language
