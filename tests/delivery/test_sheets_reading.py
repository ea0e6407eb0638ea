"""What a partnership's file may be: read as it is, or refused in one sentence."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook
from tests.delivery.sheets import messy, saved, simple

from goldthread.delivery.sheets.csvfile import read_csv
from goldthread.delivery.sheets.grid import Sheet, Unreadable
from goldthread.delivery.sheets.guessing import guessed
from goldthread.delivery.sheets.reading import MOST_BYTES, read_file
from goldthread.delivery.sheets.table import table_of
from goldthread.delivery.sheets.values import Wrong, date_of, money_of, percent_of
from goldthread.delivery.sheets.workbook import read_workbook

HEAD = "Action;Lead agency;Due;Status\n"


def with_part(name: str, content: bytes, *, instead: bool = False) -> bytes:
    """A sound workbook with one part more, or one part replaced."""
    old, file = (
        zipfile.ZipFile(io.BytesIO(simple(("", "A", "B", "C", "D")))),
        io.BytesIO(),
    )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name or not instead:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return file.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>'
)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("plan.xlsm", b"PK", "may hold macros"),
        ("plan.xlsx", with_part("xl/vbaProject.bin", b"x"), "holds macros"),
        ("plan.xlsx", with_part("xl/externalLinks/externalLink1.xml", b"<a/>"), "linked to other files"),
        ("plan.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "locked with a password or in Excel's old format"),
        ("plan.xlsx", with_part("xl/workbook.xml", LAUGHS, instead=True), "entities of its own"),
        ("plan.xlsx", with_part("xl/worksheets/sheet1.xml", LAUGHS, instead=True), "entities of its own"),
        ("plan.xlsx", with_part("xl/media/zeros.bin", b"\0" * 70_000_000), "unpacks to far more"),
        ("plan.xlsx", simple(("", "A", "B", "C", "D"))[:900], "not a whole .xlsx"),
        ("plan.xlsx", b"PK\x03\x04 nothing", "not a whole .xlsx"),
        ("plan.xlsx", b"Action,Due\n", "not an .xlsx workbook, although"),
        ("plan.xlsx", saved(Workbook()), "Nothing stands in"),
        ("plan.xlsx", b"x" * (MOST_BYTES + 1), "at most 5 MB"),
        ("plan.csv", b"", "is empty"),
        ("plan.csv", b"Action;Due\nA\0B;C\n", "not text"),
        ("plan.csv", b"PK\x03\x04", "archive or a workbook"),
        ("plan.csv", ("Action;Due\n" + "x" * 2_500_000).encode(), "2,500,011 characters"),
        ("plan.csv", (",".join(["Action"] * 10_000) + "\n").encode(), "10,000 columns"),
        ("plan.csv", (HEAD + "a;b;c;d\n" * 1_100).encode(), "1,101 rows"),
        ("plan.pdf", b"%PDF-1.7", "ending in .xlsx or .csv"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "file",
)  # fmt: skip
def test_what_is_not_let_in_is_refused_in_a_sentence(
    name: str, content: bytes, why: str
) -> None:
    with pytest.raises(Unreadable, match=why) as refused:
        read_file(name, content)

    assert str(refused.value).endswith(".")


def test_a_reader_that_eats_memory_loses_its_file_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from goldthread.delivery.sheets import reading

    # The real child, given so little time on the clock that it cannot end.
    monkeypatch.setattr(reading, "WAIT_S", 0.01)
    with pytest.raises(Unreadable, match="more memory or time than any plan does"):
        read_file("plan.xlsx", messy())


def test_the_process_that_opens_a_file_is_bound_and_knows_no_secret() -> None:
    import os
    import subprocess
    import sys

    from goldthread.delivery.sheets import reading

    seen = subprocess.run(
        [sys.executable, "-c", _ASKS],
        capture_output=True,
        check=True,
        text=True,
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    ).stdout.split()
    assert seen == ["512000000", "20", "0", "MemoryError"]
    assert "environ" not in reading._opened.__code__.co_names


_ASKS = """
import resource
from goldthread.delivery.sheets.child import confine
confine()
for limit in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE):
    print(resource.getrlimit(limit)[1])
try:
    bytearray(600_000_000)
except MemoryError:
    print("MemoryError")
"""


def test_titles_merged_cells_hidden_things_and_headings_are_found_in_a_messy_sheet() -> (
    None
):
    table = table_of(read_workbook(messy())[0])

    assert table.heading_row == 4
    assert [row.cell(1) for row in table.rows[:3]] == ["Safer evenings"] * 3
    assert table.rows[0].cell(10) == "40%"
    assert table.rows[0].cell(6) == "2026-04-01"
    assert table.remarks == (
        "Hidden and not read: the sheet Lists.",
        "Hidden in the sheet, and read like the others: row 9.",
    )
    names = guessed(table.columns)
    assert [names[column.place] for column in table.columns] == [
        "reference", "workstream", "title", "lead_agency", "owner", "support_agencies",
        "start_on", "due_on", "status", "rag", "percent", "text", "cost_pounds",
        "measure", "kind", "",
    ]  # fmt: skip


def test_a_row_across_the_table_is_a_heading_not_an_action() -> None:
    rows = (
        ("Action", "Lead agency", "Due", "Status"),
        ("Priority 1: Violence", "", "", ""),
        ("Train door staff", "Police", "", "Green"),
        ("Action", "Lead agency", "Due", "Status"),
    )
    table = table_of(Sheet("Plan", rows))

    assert [(row.number, row.heading) for row in table.rows] == [
        (2, "Priority 1: Violence"),
        (3, ""),
    ]


def test_a_sheet_without_headings_is_refused_with_what_was_found() -> None:
    with pytest.raises(Unreadable, match="found Milk, Bread") as refused:
        table_of(Sheet("Shopping", (("Milk", "Bread"), ("2", "1"))))
    assert "Action, Lead agency, Due" in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_in_the_usual_encodings_reads_the_same(encoding: str) -> None:
    told = HEAD + 'Café “safe” £5;Police;"31/03/2027";Green\n'
    sheet = read_csv(told.encode(encoding))[0]

    assert sheet.rows[1][0] == "Café “safe” £5"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_with_any_separator_and_line_ends_in_cells_reads_the_same(
    separator: str,
) -> None:
    told = HEAD.replace(";", separator) + separator.join(
        ['"Train, then;\ntest|them"', "Police", "2027-03-31", "Green"]
    )
    assert read_csv(told.encode())[0].rows[1][0] == "Train, then;\ntest|them"


def test_csv_rows_that_lost_their_columns_are_known() -> None:
    told = HEAD + "a;b;c;d\nchanged,to,commas,here\na;b;c;d;beyond\na;b\na;b;c;d\n"

    assert read_csv(told.encode())[0].ragged == (3, 4)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("01/04/2026", date(2026, 4, 1)),
        ("1.4.26", date(2026, 4, 1)),
        ("31st March 2027", date(2027, 3, 31)),
        ("Fri 3 Apr 2026", date(2026, 4, 3)),
        ("Mar-27", date(2027, 3, 31)),
        ("end of June 2027", date(2027, 6, 30)),
        ("2026-04-01", date(2026, 4, 1)),
        ("46113", date(2026, 4, 1)),
        ("Ongoing", None),
        ("TBC", None),
    ],
)
def test_dates_are_read_as_people_here_write_them(
    text: str, meant: date | None
) -> None:
    assert date_of(text, is_end=True) == meant


@pytest.mark.parametrize(
    "text", ["31/02/2027", "03/15/2027", "01/01/1899", "01/01/9999", "soon", "5", "00/00/2026", "1/1/2026/7"]
)  # fmt: skip
def test_what_is_no_date_is_not_made_one(text: str) -> None:
    with pytest.raises(Wrong):
        date_of(text)


def test_a_start_in_a_bare_month_is_its_first_day() -> None:
    assert date_of("March 2027") == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("50%", 50), ("0.5", 50), ("100", 100), ("1", 1), ("33.4 %", 33), ("TBC", None)],
)
def test_shares_are_read_as_people_write_them(text: str, meant: int | None) -> None:
    assert percent_of(text) == meant


@pytest.mark.parametrize("text", ["150", "-5", "NaN", "1e9", "half", "٥٠"])
def test_what_is_no_share_is_not_made_one(text: str) -> None:
    with pytest.raises(Wrong):
        percent_of(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("£12,500", "12500"),
        ("12.5k", "12500"),
        ("£1.2m", "1200000"),
        ("nil", "0"),
        ("12 500.50", "12500.50"),
    ],
)
def test_money_is_read_as_people_write_it(text: str, meant: str) -> None:
    assert money_of(text) == Decimal(meant)


@pytest.mark.parametrize("text", ["free", "-5", "1e99", "Infinity", "99999999999999"])
def test_what_is_no_money_is_not_made_any(text: str) -> None:
    with pytest.raises(Wrong):
        money_of(text)
