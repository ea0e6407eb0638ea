"""Street files: what is in a file, whose it is, and in which month."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from tests.corpus.build import STREET, as_csv, crime_id, month, street_row, zipped
from tests.evidence.readers.ask import TODAY, member, only, read, words
from tests.evidence.readers.plainly import street_rows

from goldthread.evidence.reading import Portion, Unreadable
from goldthread.evidence.sources import read_path
from goldthread.evidence.tables import OFFENCE

DECODED = OFFENCE.schema(placed=False)


def decoded(portion: Portion) -> list[dict[str, object]]:
    return portion.rows.cast(DECODED).to_pylist()


def test_rows_come_in_the_declared_columns_and_in_the_order_of_the_file() -> None:
    portion = only(month(500))

    assert portion.rows.cast(DECODED).schema == DECODED
    assert portion.rows["source_row"].to_pylist() == list(range(2, 502))
    assert portion.key == ("leicestershire", "2021-02")


def test_the_reader_agrees_with_the_slow_and_obvious_one() -> None:
    content = as_csv(
        [
            *(street_row(i) for i in range(150)),
            street_row(5, Last_outcome_category="Local resolution"),
            street_row(
                200, Longitude="", Latitude="", Location="No Location", LSOA_code=""
            ),
            street_row(201, Longitude="  -1.1", Location="  On or near X  "),
            street_row(202, Month="2021-2"),
            street_row(203, Longitude="nan"),
            street_row(204, LSOA_code="E0102561"),
            street_row(205, Crime_ID=crime_id(1).upper()),
            street_row(206, Latitude="61.1"),
            street_row(207, Reported_by=""),
        ]
    )

    portion = only(content)
    kept, bad = street_rows(content, today=TODAY)

    columns = list(kept[0])
    assert [{c: row[c] for c in columns} for row in decoded(portion)] == kept
    assert portion.set_aside["row"].to_pylist() == bad


def test_several_months_and_forces_in_one_file_are_portions_of_their_own() -> None:
    rows = [
        street_row(i, Month=f"2021-0{1 + i % 3}", Reported_by=force, Falls_within=force)
        for i in range(60)
        for force in ("Leicestershire Police", "Metropolitan Police Service")
    ]

    portions = read(as_csv([*rows, street_row(99, Month="x")]), "merged.csv")

    assert [p.key for p in portions] == [
        (force, f"2021-0{m}")
        for force in ("leicestershire", "metropolitan")
        for m in (1, 2, 3)
    ]
    assert [p.rows.num_rows for p in portions] == [20] * 6
    assert sum(p.rows_read for p in portions) == 121
    assert sum(p.set_aside.num_rows for p in portions) == 1


def test_columns_in_another_order_and_unknown_columns_do_no_harm() -> None:
    columns = [*reversed(STREET), "Notes"]
    content = as_csv([street_row(i) | {"Notes": "n"} for i in range(120)], columns)

    assert decoded(only(content)) == decoded(only(month(120)))


def test_a_month_so_far_ahead_that_it_has_not_begun_is_refused() -> None:
    with pytest.raises(Unreadable, match="has not begun"):
        read(month(Month="2026-12"), "street.csv")

    assert only(month(Month="2026-11"), "street.csv").key[1] == "2026-11"


def test_a_malformed_month_of_another_forces_rows_is_refused() -> None:
    # As published for Greater Manchester in August 2022: 13 copies of one row of
    # Leicestershire's.
    content = as_csv([street_row(0, Month="2022-08")] * 13)

    with pytest.raises(Unreadable, match=r"'greater-manchester'.*'leicestershire'"):
        read(content, "2022-08-greater-manchester-street.csv")


@pytest.mark.parametrize(
    ("full", "slug"),
    [
        ("Metropolitan Police Service", "metropolitan"),
        ("Police Service of Northern Ireland", "northern-ireland"),
        ("Devon & Cornwall Police", "devon-and-cornwall"),
        ("Avon and Somerset Constabulary", "avon-and-somerset"),
        ("Dyfed-Powys Police", "dyfed-powys"),
        ("City of London Police", "city-of-london"),
        ("British Transport Police", "btp"),
        ("Saxonshire Police", "saxonshire"),
    ],
)
def test_a_forces_full_name_gives_the_short_name_of_the_archive(
    full: str, slug: str
) -> None:
    content = month(Reported_by=full, Falls_within=full)

    assert only(content, f"2021-02-{slug}-street.csv").key[0] == slug


def test_plain_packed_and_in_a_folder_of_months_is_all_the_same(tmp_path: Path) -> None:
    name = "2021-02/2021-02-leicestershire-street.csv"
    plain = tmp_path / "plain" / name
    plain.parent.mkdir(parents=True)
    plain.write_bytes(month())
    packed = tmp_path / "packed" / (name + ".gz")
    packed.parent.mkdir(parents=True)
    packed.write_bytes(gzip.compress(month()))
    archive = tmp_path / "archive.zip"
    archive.write_bytes(zipped({name: month()}))

    found = [
        list(read_path(path, today=TODAY))
        for path in (plain, tmp_path / "plain", packed, tmp_path / "packed", archive)
    ]

    first = found[0][0]
    assert isinstance(first, Portion)
    for portions in found:
        (portion,) = portions
        assert isinstance(portion, Portion)
        assert portion.rows.equals(first.rows)
        assert portion.member.endswith("2021-02-leicestershire-street.csv")


def test_reading_twice_gives_the_same() -> None:
    content = as_csv(
        [*(street_row(i) for i in range(90)), street_row(3), street_row(4)]
    )

    one, two = only(content), only(content)

    assert one.rows.equals(two.rows)
    assert one.remarks == two.remarks


def test_a_portion_that_lost_a_row_cannot_be_made() -> None:
    portion = only(month())

    with pytest.raises(AssertionError, match="never lose a row"):
        Portion(
            table="offence",
            key=portion.key,
            rows=portion.rows.slice(1),
            set_aside=portion.set_aside,
            rows_read=portion.rows_read,
            collapsed=0,
            remarks=(),
            member="x",
        )


def test_words_that_repeat_come_coded_and_without_empty_words() -> None:
    rows = [street_row(i, Location="On or near ") for i in range(120)]
    column = only(as_csv([*rows, street_row(500)])).rows["street"].combine_chunks()

    assert pa.types.is_dictionary(column.type)
    assert column.dictionary.null_count == 0
    assert column.null_count == 120


def test_the_reader_opens_no_clock() -> None:
    content = month(Month="2031-01")

    from goldthread.evidence.sources import police_street

    (portion,) = police_street.read(
        member(content, "street.csv"), today=date(2031, 2, 1)
    )
    assert portion.key[1] == "2031-01"
    assert words(portion, "set-aside") == ""


def test_a_row_too_many_and_a_row_too_few_do_not_hide_each_other() -> None:
    lines = month(120).removesuffix(b"\r\n").split(b"\r\n")
    lines[50] += b"\rx"  # a bare return: one row becomes two
    # An open quotation mark would swallow the line end, up to its neighbour's mark; by
    # itself the neighbour has a street with a mark in its name, and is kept.
    lines[60] = lines[60].replace(b",On or near", b',"On or near', 1)
    lines[61] = lines[61].replace(b",E0", b'",E0', 1)

    portion = only(b"\r\n".join(lines))

    assert portion.rows_read == 120
    assert portion.set_aside["row"].to_pylist() == [51, 61]
    assert {62, 63} <= set(portion.rows["source_row"].to_pylist())
