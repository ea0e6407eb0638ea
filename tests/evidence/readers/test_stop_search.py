"""Stop-and-search files: the force stands in the name, the moment in every row."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.corpus.build import STOPS, as_csv
from tests.evidence.readers.ask import only, read, words

from goldthread.evidence.reading import Unreadable
from goldthread.evidence.sources import stop_search
from goldthread.evidence.tables import STOP_SEARCH

NAME = "2022-07-leicestershire-stop-and-search.csv"


def search(**changes: str) -> dict[str, str]:
    """One search as published."""
    row = dict.fromkeys(STOPS, "") | {
        "Type": "Person search",
        "Date": "2022-07-13T14:05:00+00:00",
        "Part of a policing operation": "False",
        "Latitude": "52.630000",
        "Longitude": "-1.130000",
        "Gender": "Male",
        "Age range": "18-24",
        "Self-defined ethnicity": "Other ethnic group - Not stated",
        "Officer-defined ethnicity": "White",
        "Legislation": "Misuse of Drugs Act 1971 (section 23)",
        "Object of search": "Controlled drugs",
        "Outcome": "A no further action disposal",
        "Outcome linked to object of search": "False",
        "Removal of more than just outer clothing": "True",
    }
    return row | {key.replace("_", " "): value for key, value in changes.items()}


def test_a_search_is_read_with_its_moment_and_its_flags() -> None:
    bare = {"Outcome linked to object of search": ""}
    portion = only(as_csv([search(), search() | bare], STOPS), NAME, stop_search.read)

    rows = portion.rows.cast(STOP_SEARCH.schema(placed=False)).to_pylist()
    assert portion.table == "stop_search"
    assert portion.key == ("leicestershire", "2022-07")
    assert rows[0]["occurred_at"] == datetime(2022, 7, 13, 14, 5, tzinfo=UTC)
    assert rows[0]["outcome_linked"] is False
    assert rows[1]["outcome_linked"] is None
    assert rows[0]["more_than_outer_clothing"] is True
    assert rows[0]["latitude"] == 52.63


def test_a_file_whose_name_does_not_say_the_force_is_refused() -> None:
    with pytest.raises(Unreadable, match="which force"):
        read(as_csv([search()], STOPS), "searches.csv", stop_search.read)


@pytest.mark.parametrize(
    ("moment", "kept"),
    [
        ("2022-06-30T23:30:00+00:00", True),  # 00:30 on 1 July by the clock
        ("2022-06-30T22:30:00+00:00", False),
        ("2022-07-31T23:30:00+00:00", True),  # July by UTC, August by the clock
        ("2022-08-01T00:30:00+01:00", True),  # the same moment written otherwise
        ("2022-08-01T00:30:00+00:00", False),
        ("2022-07-15T10:00:00Z", True),
    ],
)
def test_the_last_hour_of_a_month_may_stand_in_either_file(
    moment: str, kept: bool
) -> None:
    portion = only(
        as_csv([search(), search(Date=moment)], STOPS), NAME, stop_search.read
    )

    assert portion.rows.num_rows == 1 + kept
    assert portion.set_aside.num_rows == 1 - kept


def test_in_winter_the_clock_and_utc_agree() -> None:
    rows = [
        search(Date="2022-01-05T10:00:00+00:00"),
        search(Date="2021-12-31T23:30:00+00:00"),
    ]

    portion = only(
        as_csv(rows, STOPS),
        "2022-01-leicestershire-stop-and-search.csv",
        stop_search.read,
    )

    assert portion.rows.num_rows == 1


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Date", "2022-02-30T10:00:00+00:00"),
        ("Date", "13/07/2022 14:05"),
        ("Date", ""),
        ("Type", ""),
        ("Outcome linked to object of search", "perhaps"),
        ("Latitude", "0"),
    ],
)
def test_a_row_that_cannot_be_is_set_aside(column: str, cell: str) -> None:
    bad = search() | {column: cell}

    portion = only(as_csv([search(), bad], STOPS), NAME, stop_search.read)

    (row,) = portion.set_aside.to_pylist()
    assert (row["row"], row["column"]) == (3, column)


def test_unknown_ethnicity_and_missing_places_are_said() -> None:
    bare = search() | {"Self-defined ethnicity": "", "Latitude": "", "Longitude": ""}

    portion = only(as_csv([search(), bare], STOPS), NAME, stop_search.read)

    assert "1 of 2 searches (50.0 %)" in words(portion, "ethnicity-unknown")
    assert "1 of 2 searches have no location" in words(portion, "oddity-5")
