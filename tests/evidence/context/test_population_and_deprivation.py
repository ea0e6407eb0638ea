"""Residents by age and deprivation by measure, in the shapes they are published in."""

import pytest
from tests.evidence.context.sheets import ages, faults, portions, refusal, table

AGES = ",".join([*map(str, range(90)), "90+"])
WIDE = f"lsoa11_code,total_population,{AGES}"
NAME = "population20_lsoa11.csv"
ONES = [1] * 91


def test_every_age_of_every_area_becomes_a_row():
    persons = list(range(91))

    (portion,) = portions(
        table(
            WIDE,
            f"E01000002,{sum(persons)},{ages(persons)}",
            f"E01000001,91,{ages(ONES)}",
        ),
        NAME,
    )

    assert portion.key == ("2011", "2020")
    assert portion.rows.num_rows == 182
    assert portion.rows_read == 2
    rows = portion.rows.to_pylist()
    assert [r["code"] for r in rows[:91]] == ["E01000001"] * 91
    assert [r["persons"] for r in rows[91:]] == persons
    assert rows[-1]["age"] == 90


def test_women_and_men_apart_are_added():
    header = "LSOA 2021 Code," + ",".join(f"{s}{a}" for s in "FM" for a in range(91))

    (portion,) = portions(
        table(header, f"E01000001,{ages([2] * 91)},{ages([3] * 91)}"),
        "mid-2022-lsoa.csv",
    )

    assert portion.key == ("2021", "2022")
    assert set(portion.rows["persons"].to_pylist()) == {5.0}


def test_the_long_form_is_read_and_its_totals_are_left_out():
    header = "DATE_NAME,GEOGRAPHY_CODE,GENDER_NAME,C_AGE_NAME,OBS_VALUE"
    rows = [
        f"2022,E01000001,Total,{name},{value}"
        for name, value in [
            ("Age 0", 7),
            ("Age 1", 8),
            ("Aged 90+", 2),
            ("All Ages", 17),
        ]
    ]

    (portion,) = portions(table(header, *rows), "population-2022-lsoa21.csv")

    assert portion.rows.select(["age", "persons"]).to_pylist() == [
        {"age": 0, "persons": 7.0},
        {"age": 1, "persons": 8.0},
        {"age": 90, "persons": 2.0},
    ]
    assert [(r.code, r.count) for r in portion.remarks] == [("totals-left-out", 1)]


def test_two_years_in_one_file_are_two_portions():
    header = "date,geography_code,c_age_name,obs_value"
    text = table(header, "2021,E01000001,Age 0,7", "2022,E01000001,Age 0,8")

    made = portions(text, "population-lsoa21.csv")

    assert [each.key for each in made] == [("2021", "2021"), ("2021", "2022")]


def test_bad_cells_and_wrong_totals_set_their_row_aside():
    shifted = [1] * 90 + [2]
    word = ["1"] * 5 + ["x"] + ["1"] * 85

    (portion,) = portions(
        table(
            WIDE,
            f"E01000001,91,{ages(ONES)}",
            f"E01000002,91,{ages(shifted)}",
            f"E01000003,91,{','.join(word)}",
            f"E01000004,90,{ages([-1, *ONES[1:]])}",
            f"E01000001,91,{ages(ONES)}",
            f"Barking,91,{ages(ONES)}",
        ),
        NAME,
    )

    assert faults(portion) == [
        (3, "total_population", "91"),
        (4, "5", "x"),
        (5, "0", "-1"),
        (6, "lsoa11_code", "E01000001"),
        (7, "lsoa11_code", "Barking"),
    ]
    assert portion.rows.num_rows == 91


def test_thousands_may_have_commas():
    (portion,) = portions(table(WIDE, f'E01000001,"1,090",1000,{ages(ONES[1:])}'), NAME)

    assert portion.rows["persons"][0].as_py() == 1000.0


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("lsoa11.csv", "which mid-year"),
        ("population-2031-lsoa11.csv", "mid-2031"),
    ],
)
def test_a_year_that_is_missing_or_still_to_come_is_refused(name, sentence):
    assert sentence in refusal(table(WIDE, f"E01000001,91,{ages(ONES)}"), name)


def test_ages_in_bands_are_refused():
    header = "lsoa11_code," + ",".join(map(str, range(85)))

    said = refusal(table(header, f"E01000001,{ages(ONES[:85])}"), NAME)

    assert "age 85 is missing" in said


FILE_7 = (
    "LSOA code (2011),LSOA name (2011),Local Authority District code (2019),"
    "Index of Multiple Deprivation (IMD) Score,"
    "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),"
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs),"
    "Income Score (rate),"
    "Barriers to Housing and Services Rank (where 1 is most deprived),"
    "Income Deprivation Affecting Children Index (IDACI) Score (rate),"
    "Total population: mid 2015 (excluding prisoners)"
)


def test_the_publishers_own_names_become_short_ones():
    made = portions(
        table(
            FILE_7, "E01000001,City 001A,E09000001,6.2,29199,9,0.007,7319,0.006,1296"
        ),
        "File_7.csv",
    )

    assert [each.key for each in made] == [
        ("2019", measure)
        for measure in (
            "imd_score", "imd_rank", "imd_decile",
            "income_score", "housing_rank", "idaci_score",
        )
    ]  # fmt: skip
    assert made[1].rows.to_pylist() == [
        {
            "code": "E01000001",
            "vintage": "2011",
            "edition": 2019,
            "measure": "imd_rank",
            "value": 29199.0,
        }
    ]
    assert "Total population" in made[0].remarks[0].words


def test_impossible_deciles_and_ranks_are_set_aside_once():
    decile, rank = portions(
        table(
            "lsoa21_code,Crime_decile,Crime_rank",
            "E01000001,1,5",
            "E01000002,11,5",
            "E01000003,2,0",
            "E01000004,2.5,99999",
            "wrong,2,5",
        ),
        "imd2025.csv",
    )

    assert faults(decile) == [
        (3, "Crime_decile", "11"),
        (5, "Crime_decile", "2.5"),
        (6, "lsoa21_code", "wrong"),
    ]
    assert faults(rank) == [(4, "Crime_rank", "0"), (5, "Crime_rank", "99999")]
    assert decile.rows["value"].to_pylist() == [1.0, 2.0]


def test_an_area_without_a_value_is_absent_and_never_zero():
    (portion,) = portions(
        table("lsoa21_code,IMD_score", "E01000001,8.7", "E01000002,"), "imd2025.csv"
    )

    assert portion.rows["code"].to_pylist() == ["E01000001"]
    assert portion.remarks[0].code == "no-value"


def test_an_edition_that_does_not_fit_its_small_areas_is_refused():
    said = refusal(table("lsoa21_code,IMD_decile", "E01000001,3"), "imd2019.csv")

    assert "edition 2019, which uses the small areas of 2011" in said


def test_an_edition_that_is_not_said_is_asked_for():
    """The small areas of 2011 serve the editions of 2015 and 2019."""
    assert "which edition" in refusal(table("lsoa11_code,IMD_decile", "E01000001,3"))


def test_ranks_and_deciles_swapped_are_refused():
    said = refusal(table("lsoa21_code,IMD_decile", "E01000001,29199"), "imd2025.csv")

    assert "expected a decile" in said
