"""The workbook holds the values themselves, and nothing in it is ever run."""

import dataclasses
import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents import readback, samples

from goldthread.documents import numbers
from goldthread.documents.model import (
    Cell,
    Column,
    Document,
    Figure,
    Interval,
    Paragraph,
    Section,
    Suppressed,
    Table,
    plain,
)
from goldthread.documents.workbook import HEAD, names, sheets_of, to_workbook


@pytest.fixture(scope="session")
def opened(document: Document) -> Any:
    return read(document)


def read(document: Document) -> Any:
    return openpyxl.load_workbook(io.BytesIO(to_workbook(document)))


def small(*blocks: Any, **more: Any) -> Document:
    words = (Section("s", "Section", blocks or (Paragraph("A sentence."),)),)
    start = Document("Plan", "", "Saxonbridge", "Official", date(2026, 1, 2), "", words)
    return dataclasses.replace(start, **more)


def expected(value: Cell) -> list[Any]:
    """What stands in the sheet for a cell that is no interval."""
    if value is None:
        return [numbers.NOT_HELD]
    if isinstance(value, Suppressed):
        return [numbers.suppressed(value)]
    if isinstance(value, date):
        return [datetime(value.year, value.month, value.day)]
    return [value or None if value == "" else value]


def close(value: Any) -> Any:
    """A workbook keeps sixteen digits of a number."""
    return pytest.approx(value, rel=1e-14) if isinstance(value, float) else value


def row_of(table: Table, row: tuple[Cell, ...]) -> list[Any]:
    found: list[Any] = []
    for value, column in zip(row, table.columns, strict=True):
        if isinstance(value, Interval):
            found += [value.low, value.high]
        else:
            both = column.kind in ("interval", "share-interval")
            found += expected(value) * (2 if both else 1)
    return found


def test_every_number_of_every_table_is_its_value_in_the_workbook(
    document: Document, opened: Any
) -> None:
    sheets = sheets_of(document)

    assert [one.table for one in sheets[:-1]] == readback.tables_of(document)
    for held in sheets:
        sheet = opened[held.name]
        assert sheet["A1"].value == plain(held.table.caption)
        for at, row in enumerate(held.table.rows, start=HEAD + 1):
            wanted = row_of(held.table, row)
            found = [cell.value for cell in sheet[at]][: len(wanted)]
            assert [close(one) for one in found] == wanted


def test_every_figure_of_a_sentence_is_a_value_beside_its_words(
    document: Document, opened: Any
) -> None:
    sheet = opened["Figures in the text"]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=HEAD + 1)]
    figures = [figure for figure, _ in readback.figures_in_place(document)]

    assert len(figures) > 10
    for row, figure in zip(rows, figures, strict=False):
        assert row[2] == figure.display
        if isinstance(figure.value, Interval):
            assert row[4:6] == [figure.value.low, figure.value.high]
        else:
            wanted = numbers.NOT_HELD if figure.value is None else figure.value
            assert close(row[3]) == wanted
    assert rows[1][1].startswith("Police recorded 22\u202f310 offences")


def test_numbers_carry_the_format_of_their_column(opened: Any) -> None:
    sheet = opened["1 Offences by type"]
    first = {cell.column_letter: cell.number_format for cell in sheet[HEAD + 1]}

    assert [cell.value for cell in sheet[HEAD]] == [
        "Type",
        "Offences",
        "Rate (per 1,000 residents)",
        "Share",
        "95% interval, from",
        "95% interval, to",
        "Change, from",
        "Change, to",
        "Since",
    ]
    assert first["B"] == "#,##0"
    assert first["C"] == "#,##0.0"
    assert first["D"] == "0.0%"
    assert first["I"] == "mmmm yyyy"
    assert sheet.cell(HEAD + 2, 7).number_format == "0%"


HOSTILE = ("=1+1", "+44 20", "-2", "@sum", "\tx", "＝1", "=cmd|'/c calc'!A0", "{=1}")


def test_words_that_a_spreadsheet_would_run_stay_words() -> None:
    table = Table("=HYPERLINK(1)", (Column("=Name"),), tuple((t,) for t in HOSTILE))

    book = read(small(table, title="=now()", area="@home"))

    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    shown = book.worksheets[1]
    cells = [shown.cell(HEAD + 1 + n, 1) for n in range(len(HOSTILE))]
    assert [cell.value for cell in cells] == list(HOSTILE)
    assert all(cell.data_type == "s" for cell in cells)
    assert all(cell.quotePrefix for cell in cells[:-1])


def test_no_file_holds_a_formula_a_hidden_sheet_or_an_outside_link(
    document: Document,
) -> None:
    archive = zipfile.ZipFile(io.BytesIO(to_workbook(document)))
    parts = {name: archive.read(name).decode() for name in archive.namelist()}

    assert not any("<f>" in text or "<f " in text for text in parts.values())
    assert not any("externalLink" in name for name in parts)
    assert 'state="hidden"' not in parts["xl/workbook.xml"]
    assert not any('TargetMode="External"' in text for text in parts.values())


@pytest.mark.covers("S57")
def test_the_contents_say_what_it_is_and_lead_to_every_sheet(
    document: Document, opened: Any
) -> None:
    sheet = opened["Contents"]
    said = {row[0].value: row[1].value for row in sheet.iter_rows()}

    assert sheet["A1"].value == document.title
    assert said["Marking"] == "Official"
    assert said["Date"] == "23 November 2026"
    assert said["Version of the data"] == "2026-11-20.3"
    assert "Contains data from data.police.uk, OGL v3.0." in said
    links = {
        cell.value: cell.hyperlink.location
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert list(links) == opened.sheetnames[1:]
    assert links["1 Offences by type"] == "'1 Offences by type'!A1"


def test_every_sheet_says_its_marking_source_and_date_and_keeps_its_head(
    opened: Any,
) -> None:
    for sheet in opened.worksheets[1:]:
        said = "Official · Invented figures · 23 November 2026 · data 2026-11-20.3"
        assert sheet["A2"].value == said
        assert sheet.freeze_panes in ("A6", "B6")
        assert sheet.print_title_rows == "$5:$5"
        assert sheet.oddHeader.left.text == "Official"
        assert sheet.oddFooter.right.text == "Page &P of &N"
    assert opened.worksheets[1]["A3"].value == "Source: data.police.uk, October 2022"


def test_a_column_is_wide_enough_for_what_it_holds(opened: Any) -> None:
    sheet = opened["1 Offences by type"]

    assert sheet.column_dimensions["B"].width >= len("not held")
    assert sheet.column_dimensions["I"].width >= len("January 2018")


def test_an_empty_table_and_one_without_figures_make_a_workbook() -> None:
    table = Table("Actions", (Column("Action"), Column("Due", "date")), ())

    book = read(small(table))

    assert book.sheetnames == ["Contents", "1 Actions"]
    assert book["1 Actions"].cell(HEAD + 1, 1).value == "Nothing to show."
    assert read(small()).sheetnames == ["Contents"]


def test_a_figure_that_is_not_held_or_a_date_or_hidden_is_said_so() -> None:
    told = Paragraph(
        (
            Figure(None, "not held"),
            Figure(date(2026, 3, 4), "4 March 2026"),
            Figure(Suppressed(5), "under 5"),
        )
    )

    sheet = read(small(told))["Figures in the text"]

    values = [sheet.cell(HEAD + 1 + n, 4).value for n in range(3)]
    assert values == ["not held", datetime(2026, 3, 4), "under 5"]


@given(st.lists(st.text(max_size=60), max_size=12))
def test_sheet_names_are_names_a_spreadsheet_takes(captions: list[str]) -> None:
    taken = ["Contents"]
    for number, caption in enumerate(captions, start=1):
        name = names.sheet_name(number, caption, taken)

        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\'")
        assert name.casefold() not in [one.casefold() for one in taken]
        taken.append(name)


def test_two_tables_of_one_name_have_sheets_of_their_own() -> None:
    again = names.sheet_name(1, "Actions", ["1 Actions"])

    assert again != "1 Actions"
    assert names.in_header("Arts & crafts") == "Arts && crafts"


def test_equal_documents_give_equal_bytes(document: Document) -> None:
    first = to_workbook(document)

    assert first == to_workbook(samples.document())
    core = zipfile.ZipFile(io.BytesIO(first)).read("docProps/core.xml").decode()
    assert core.count("2026-11-23T00:00:00Z") == 2
