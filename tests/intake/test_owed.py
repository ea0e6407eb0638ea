"""Who owes which file by when, and when it came."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.partners.people import make_agency

from goldthread.evidence.lake import Lake, Receipt
from goldthread.intake.owed import FileOwed, files_owed, owed_of, owed_on
from goldthread.performance.queries.flow import flow_page


@pytest.mark.covers("E69", "Z4")
@pytest.mark.parametrize(
    ("months", "day"),
    [
        ((1, 2, 3), date(2026, 6, 30)),
        ((4, 5, 6), date(2026, 9, 30)),
        ((7, 8, 9), date(2026, 12, 31)),
        ((10, 11, 12), date(2027, 3, 31)),
    ],
)
def test_a_quarters_data_are_due_by_the_end_of_the_next_quarter(
    months: tuple[int, ...], day: date
) -> None:
    assert {owed_on(date(2026, month, 1)) for month in months} == {day}


def receipt(month: date, day: date, table: str = "offence") -> Receipt:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    return Receipt(table, "saxonshire", month, at)


def owed(*receipts: Receipt, on: date) -> tuple[FileOwed, ...]:
    return owed_of(receipts, on=on, names=lambda found: {name: name for name in found})


@pytest.mark.covers("E69", "E35")
def test_a_month_that_is_over_and_not_here_is_owed_and_days_late_are_counted() -> None:
    found = owed(
        receipt(date(2025, 11, 1), date(2026, 1, 10)),
        receipt(date(2025, 12, 1), date(2026, 4, 4)),
        receipt(date(2026, 2, 1), date(2026, 3, 1)),
        receipt(date(2026, 2, 1), date(2026, 3, 1), "boundary"),  # owed by nobody
        on=date(2026, 7, 2),
    )

    told = [(f.month.month, f.came_on, f.days_late(on=date(2026, 7, 2))) for f in found]
    assert told[:4] == [
        (11, date(2026, 1, 10), 0),
        (12, date(2026, 4, 4), 4),
        (1, None, 2),  # missing in between: owed since 30 June
        (2, date(2026, 3, 1), 0),
    ]
    assert [f.month.month for f in found[4:]] == [3, 4, 5, 6]


def test_what_the_first_load_brought_of_years_before_was_owed_to_nobody() -> None:
    found = owed(
        *(receipt(date(2025, month, 1), date(2026, 1, 20)) for month in range(1, 13)),
        on=date(2026, 1, 31),
    )

    assert [f.month.month for f in found] == [10, 11, 12]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.covers("S13", "B6")
def test_information_flow_times_the_files_that_came_to_the_lake(
    saxonbridge_home: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setenv("GOLDTHREAD_HOME", str(saxonbridge_home))
    make_agency("Saxonshire Police", kind="police")

    page = flow_page(on=date(2026, 11, 2))
    rows = {
        (row.agency, row.period): row
        for row in page.files
        if row.agency == "Saxonshire Police"
    }

    assert Lake(saxonbridge_home).receipts()
    held = rows["Saxonshire Police", "Q4 2025/26"]
    missing = rows["Saxonshire Police", "Q1 2026/27"]
    assert held.count >= 3 and held.open == 0 and held.middle is not None
    assert 19 <= held.middle <= 79  # loaded on 20 April 2026
    assert missing.open == missing.count and missing.middle is None
    assert {late.file.owed_on for late in page.late_files} == {date(2026, 9, 30)}
    assert all(late.days == 33 for late in page.late_files)


@pytest.mark.django_db
def test_without_a_lake_nothing_is_owed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOLDTHREAD_HOME", str(tmp_path))

    assert files_owed(on=date(2026, 11, 2)) == ()
