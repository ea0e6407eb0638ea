"""Rows set aside go back to the analyst, are corrected and come again."""

from __future__ import annotations

import csv
import io

import pytest
from tests.corpus.build import STREET, as_csv, month, street_row
from tests.evidence.readers.ask import only

from goldthread.evidence.reading import Portion
from goldthread.evidence.set_aside import LINE, PROBLEM, safe_cell, set_aside_csv


def sheet(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def written(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@pytest.fixture
def spoilt() -> Portion:
    """200 good rows and four that are not: lines 202 to 205."""
    return only(
        as_csv(
            [
                *(street_row(i) for i in range(200)),
                street_row(300, Month="2021-13"),
                street_row(301, Longitude="1.1O4"),
                street_row(302, Location="=cmd|' /C calc'!A0", Crime_type="Piracy"),
            ]
        )
        + b"broken,line\r\n"
    )


def test_every_row_set_aside_says_line_column_expected_and_found(
    spoilt: Portion,
) -> None:
    rows = spoilt.set_aside.to_pylist()

    assert [(r["row"], r["column"], r["found"]) for r in rows] == [
        (202, "Month", "2021-13"),
        (203, "Longitude", "1.1O4"),
        (204, "Crime type", "Piracy"),
        (205, "(whole line)", "2 cells"),
    ]
    assert rows[0]["line"].startswith(street_row(300)["Crime ID"])
    assert rows[0]["expected"] == "a month like 2021-02"


def test_the_file_to_correct_has_the_suppliers_columns_and_the_reason(
    spoilt: Portion,
) -> None:
    rows = sheet(set_aside_csv(spoilt))

    assert list(rows[0]) == [*STREET, LINE, PROBLEM]
    assert rows[0][PROBLEM] == "Month: expected a month like 2021-02, found 2021-13"
    assert [r[LINE] for r in rows] == ["202", "203", "204", "205"]


def test_no_cell_of_that_file_runs_as_a_formula(spoilt: Portion) -> None:
    cells = [c for row in sheet(set_aside_csv(spoilt)) for c in row.values()]

    assert "'=cmd|' /C calc'!A0" in cells
    assert not [c for c in cells if c.startswith(("=", "+", "@", "\t"))]


@pytest.mark.parametrize(
    "cell", ["=1+1", "@SUM(A1)", "+44 1902", "-1+2", "\t=1", "＝1"]
)
def test_what_a_spreadsheet_would_run_becomes_text(cell: str) -> None:
    assert safe_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["-1.850056", "+3", "On or near A", "", "2021-02"])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert safe_cell(cell) == cell


def test_a_corrected_file_is_read_as_an_addition_with_the_lines_it_came_from(
    spoilt: Portion,
) -> None:
    rows = sheet(set_aside_csv(spoilt))[:3]
    rows[0]["Month"] = "2021-02"
    rows[1]["Longitude"] = "-1.104"
    rows[2]["Crime type"] = "Burglary"

    again = only(written(rows), "corrected rows.csv")

    assert again.mends
    assert again.key == spoilt.key
    assert again.set_aside.num_rows == 0
    assert again.rows["source_row"].to_pylist() == [202, 203, 204]
    assert again.rows["street"].to_pylist()[2] == "=cmd|' /C calc'!A0"
    assert again.rows["longitude"].to_pylist()[1] == -1.104
    assert not spoilt.mends


def test_a_row_still_wrong_is_set_aside_again_and_can_go_round_once_more(
    spoilt: Portion,
) -> None:
    rows = sheet(set_aside_csv(spoilt))[:3]
    rows[0]["Month"] = "2021-02"

    again = only(written(rows), "corrected rows.csv")

    assert again.rows.num_rows == 1
    assert [r["column"] for r in again.set_aside.to_pylist()] == [
        "Longitude",
        "Crime type",
    ]
    assert list(sheet(set_aside_csv(again))[0]) == [*STREET, LINE, PROBLEM]


def test_a_month_without_faults_gives_a_file_with_a_header_only() -> None:
    assert sheet(set_aside_csv(only(month()))) == []
