"""Lookups are read whichever way they are spelt, and never trusted blindly."""

import gzip
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.evidence.context.sheets import faults, portions, refusal, table

CHANGE = "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,LAD22NM,LAD22NMW,ObjectId"
PARTNERS = "LAD24CD,LAD24NM,CSP24CD,CSP24NM,PFA24CD,PFA24NM"
AREAS = "lsoa11_name,lsoa11_code,ltla21_name,ltla21_code"


def test_the_change_lookup_reads_straight_from_the_publisher():
    (portion,) = portions(
        table(
            CHANGE,
            "E01010410,Wolverhampton 033A,E01010410,Wolverhampton 033A,U,E08000031,Wolverhampton,,1",
            "E01010521,Wolverhampton 020F,E01034991,Wolverhampton 020G,S,E08000031,Wolverhampton,,2",
        )
    )

    assert portion.table == "small_area_change"
    assert portion.key == ()
    assert portion.rows.to_pylist()[1] == {
        "lsoa11": "E01010521",
        "lsoa21": "E01034991",
        "change": "S",
        "lad22": "E08000031",
    }


@pytest.mark.parametrize(
    "header",
    [
        "lsoa21_code,lsoa21_name,ward24_code,ward24_name,ltla24_code,ltla24_name",
        "LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM",
        "lsoa21cd,lsoa21nm,wd24cd,wd24nm,lad24cd,lad24nm",
        "LSOA code (2021),LSOA name (2021),Ward code (2024),Ward name (2024),"
        "Local Authority District code (2024),Local Authority District name (2024)",
    ],
)
def test_one_file_fills_two_tables_in_every_spelling(header):
    row = "E01010410,Wolverhampton 033A,E05014838,Bilston North,E08000031,Wolverhampton"

    ward, area = portions(table(header, row))

    assert (ward.table, ward.key) == ("ward_member", ("2024",))
    assert (area.table, area.key) == ("small_area", ("2021",))
    assert ward.rows["ward_code"].to_pylist() == ["E05014838"]
    assert area.rows["lad_year"].to_pylist() == [2024]


def test_a_ward_lookup_without_names_leaves_them_empty():
    (portion,) = portions(table("lsoa11_code,ward17_code", "E01000001,E05009288"))

    assert portion.key == ("2017",)
    assert portion.rows["ward_name"].to_pylist() == [None]
    assert portion.rows["lad_code"].to_pylist() == [None]


def test_one_authority_can_have_many_partnerships_and_one_partnership_many():
    (portion,) = portions(
        table(
            PARTNERS,
            "E06000059,Dorset,E22000400,Dorset,E23000039,Dorset",
            "E06000058,BCP,E22000400,Dorset,E23000039,Dorset",
            "E06000058,BCP,E22000401,Poole,E23000039,Dorset",
        )
    )

    assert portion.key == ("2024",)
    assert portion.rows.num_rows == 3


def test_demonstration_codes_have_the_shape_of_codes():
    (portion,) = portions(
        table(AREAS, "Saxonbridge 001A,X01000001,Saxonbridge,X06000001")
    )

    assert portion.rows["code"].to_pylist() == ["X01000001"]


def test_a_bad_code_is_set_aside_with_its_line_and_the_good_rows_stay():
    (portion,) = portions(
        table(
            AREAS,
            "Wolverhampton 033A,E01010410,Wolverhampton,E08000031",
            "Wolverhampton 033B,E0101041,Wolverhampton,E08000031",
            "Wolverhampton 033C,E01010412,Wolverhampton,E92000001",
            "only,two",
            ",E01010413,Wolverhampton,E08000031",
        )
    )

    assert faults(portion) == [
        (3, "lsoa11_code", "E0101041"),
        (4, "ltla21_code", "E92000001"),
        (5, "(whole row)", "2 cells"),
        (6, "lsoa11_name", "(nothing)"),
    ]
    assert portion.rows.num_rows == 1
    assert portion.rows_read == 5
    assert "033B" in portion.set_aside["line"].to_pylist()[0]


def test_a_full_repeat_counts_once_and_a_contradiction_is_set_aside():
    (portion,) = portions(
        table(
            AREAS,
            "A 001A,E01010410,A,E08000031",
            "A 001A,E01010410,A,E08000031",
            "A 001A,E01010410,B,E08000030",
        )
    )

    assert portion.rows.num_rows == 1
    assert portion.collapsed == 1
    assert faults(portion) == [(4, "ltla21_code", "E08000030")]


def test_swapped_columns_are_refused_in_one_sentence():
    said = refusal(table(AREAS, "E01010410,Wolverhampton 033A,E08000031,Wolverhampton"))

    assert "None of the 1 rows" in said
    assert "Are columns swapped?" in said


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("lsoa_code,ward24_code", "2011 or of 2021"),
        ("lsoa21_code,ward_code", "year of its codes"),
        ("lsoa21_code,ward99_code", "2099, which has not come yet"),
    ],
)
def test_a_column_that_does_not_say_its_year_is_asked_to(header, sentence):
    assert sentence in refusal(table(header, "E01010410,E05014838"), "areas.csv")


def test_a_lookup_that_is_not_needed_is_said_to_be_none():
    said = refusal(
        table(
            "ward21_name,ward21_code,ltla21_name,ltla21_code", "A,E05000026,B,E09000002"
        )
    )

    assert "is known, and not needed: wards and their local authorities" in said


def test_windows_text_and_byte_order_marks_are_read():
    row = table(AREAS, "Ynys Môn 001A,W01000001,Ynys Môn,W06000001")

    for raw in (row.encode("cp1252"), row.encode("utf-8-sig"), row.encode("utf-16")):
        (portion,) = portions(raw)
        assert portion.rows["lad_name"].to_pylist() == ["Ynys Môn"]
    (portion,) = portions(row.encode("cp1252"))
    assert [r.code for r in portion.remarks] == ["encoding"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_read(delimiter):
    text = table(AREAS, "A 001A,E01010410,A,E08000031").replace(",", delimiter)

    (portion,) = portions(text)

    assert portion.rows.num_rows == 1


def test_titles_above_the_header_are_passed_over_and_lines_still_count():
    text = table("A title", "", AREAS, "A 001A,E01010410,A,E08000031", "B,wrong,B,E08")

    (portion,) = portions(text)

    assert faults(portion) == [(5, "lsoa11_code", "wrong")]


def test_a_break_inside_a_cell_does_not_shift_the_line_numbers():
    text = table(AREAS, '"A\n001A",E01010410,A,E08000031', "B,wrong,B,E08000031")

    with pytest.raises(AssertionError, match="None of the 2 rows"):
        portions(text)
    (portion,) = portions(text + "C 001A,E01010411,C,E08000031\n")
    assert [line for line, _, _ in faults(portion)] == [2, 4]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"\xff\xd8\xff\xe0 a picture", "JPEG"),
        (table(AREAS), "no rows"),
        (table(AREAS, '"A 001A,E01010410,A,E08000031'), "quotation mark"),
    ],
)
def test_what_is_no_table_gets_one_clear_sentence(content, sentence):
    assert sentence in refusal(content)


def test_a_nul_or_an_endless_name_is_set_aside():
    (portion,) = portions(
        table(
            AREAS,
            "A 001A,E01010410,A,E08000031",
            "A\x00B,E01010411,A,E08000031",
            f"{'x' * 5000},E01010412,A,E08000031",
        )
    )

    assert [line for line, _, _ in faults(portion)] == [3, 4]
    assert all(len(found) <= 120 for _, _, found in faults(portion))


def test_ten_thousand_columns_are_refused():
    wide = table(AREAS + "," + ",".join(f"c{n}" for n in range(10_000)), "a,b")

    assert "columns" in refusal(wide) or "not a file" in refusal(wide)


@pytest.mark.slow
def test_a_hundred_thousand_bad_rows_are_all_kept_for_the_analyst():
    rows = [f"A,E0101{n:06d}x,A,E08000031" for n in range(100_000)]

    (portion,) = portions(table(AREAS, "A 001A,E01010410,A,E08000031", *rows))

    assert portion.rows.num_rows == 1
    assert portion.set_aside.num_rows == 100_000


def parquet(columns, **how):
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, **how)
    return out.getvalue()


def test_parquet_reads_as_csv_does():
    raw = parquet(
        {
            "lsoa11_code": pa.array(["E01010410"]).dictionary_encode(),
            "lsoa11_name": ["A 001A"],
            "ltla21_code": ["E08000031"],
            "ltla21_name": ["A"],
        }
    )

    (portion,) = portions(raw, "lookup_lsoa11_ltla21.parquet")

    assert portion.rows["code"].to_pylist() == ["E01010410"]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (parquet({"a": [1], "b": [2]}), "is not one of the lookups"),
        (parquet({"lsoa11_code": [["E01"]]}), "nested"),
        (parquet({"lsoa11_code": ["E01010410"]})[:-20], "damaged"),
        (b"PAR1" + b"\0" * 50, "damaged"),
    ],
)
def test_a_parquet_file_of_another_kind_is_refused(raw, sentence):
    assert sentence in refusal(raw, "lookup.parquet")


def test_a_gzip_is_opened_on_the_way_in(tmp_path):
    from tests.evidence.context.sheets import TODAY

    from goldthread.evidence.sources import read_path

    path = tmp_path / "lookup_lsoa11_ltla21.csv.gz"
    path.write_bytes(
        gzip.compress(table(AREAS, "A 001A,E01010410,A,E08000031").encode())
    )

    (portion,) = read_path(path, today=TODAY)

    assert portion.rows.num_rows == 1
