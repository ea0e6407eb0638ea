"""The oddities of real files, by their number: handled, and said in words."""

from __future__ import annotations

import json
import re

import pytest
from tests.corpus.build import (
    DONE,
    OUTCOMES,
    STREET_2011,
    as_csv,
    crime_id,
    month,
    street_row,
)
from tests.evidence.readers.ask import count, only, read, words

from goldthread.evidence.reading import Unreadable
from goldthread.evidence.sources import police_api, police_outcomes

ASB = {
    "Crime type": "Anti-social behaviour",
    "Crime ID": "",
    "Last outcome category": "",
}
NOWHERE = {
    "Longitude": "",
    "Latitude": "",
    "Location": "No Location",
    "LSOA code": "",
    "LSOA name": "",
}


def rows_2011(*types: str, context: str = "") -> bytes:
    """Rows of February 2011, as the eight-column file has them."""
    row = {
        "Month": "2011-02",
        "Reported by": "West Midlands Police",
        "Falls within": "West Midlands Police",
        "Easting": "408811.0",
        "Northing": "284398.0",
        "Location": "On or near Example Road",
        "Context": context,
    }
    return as_csv([row | {"Crime type": t} for t in types], STREET_2011)


NAME_2011 = "2011-02-west-midlands-street.csv"
SIX = ("Robbery", "Other crime", "Violent crime", "Burglary", "Vehicle crime")


def test_1_the_eight_columns_of_2011_are_read_and_keep_their_own_scheme() -> None:
    portion = only(rows_2011(*SIX, "Anti-social behaviour"), NAME_2011)

    rows = portion.rows.to_pylist()
    assert {r["scheme"] for r in rows} == {"2010-six"}
    assert [r["category"] for r in rows][1:3] == ["other-crime", "violent-crime"]
    assert [r["is_crime"] for r in rows] == [True] * 5 + [False]
    assert rows[0]["longitude"] == pytest.approx(-1.87175, abs=0.00005)
    assert rows[0]["latitude"] == pytest.approx(52.4575, abs=0.0005)
    assert all(r["crime_id"] is None and r["outcome"] is None for r in rows)
    assert "visible break" in words(portion, "oddity-1")


@pytest.mark.parametrize(
    ("when", "label", "scheme", "slug"),
    [
        ("2011-08", "Violent crime", "2010-six", "violent-crime"),
        ("2011-09", "Violent crime", "2011-eleven", "violent-crime"),
        (
            "2011-09",
            "Public disorder and weapons",
            "2011-eleven",
            "public-disorder-weapons",
        ),
        ("2013-05", "Public order", "2013-fourteen", "public-order"),
        ("2013-05", "Violence and sexual offences", "2013-fourteen", "violent-crime"),
    ],
)
def test_1_the_scheme_follows_the_month(
    when: str, label: str, scheme: str, slug: str
) -> None:
    content = month(20, Month=when, Crime_type=label, Crime_ID="")

    portion = only(content, f"{when}-leicestershire-street.csv")

    assert portion.rows["scheme"].to_pylist() == [scheme] * 20
    assert portion.rows["category"].to_pylist() == [slug] * 20


def test_1_a_month_published_again_in_new_words_says_so_in_its_scheme() -> None:
    content = month(
        20, Month="2012-03", Crime_type="Violence and sexual offences", Crime_ID=""
    )

    portion = only(content, "2012-03-leicestershire-street.csv")

    assert set(portion.rows["scheme"].to_pylist()) == {"2013-fourteen"}


def test_1_words_of_two_schemes_in_one_month_are_not_mixed() -> None:
    old = street_row(900, Crime_type="Public disorder and weapons")

    portion = only(as_csv([*(street_row(i) for i in range(40)), old]))

    assert portion.set_aside.to_pylist()[0]["column"] == "Crime type"
    assert set(portion.rows["scheme"].to_pylist()) == {"2013-fourteen"}


def test_2_anti_social_behaviour_is_no_crime_and_has_no_id() -> None:
    portion = only(month(200))

    asb = [r for r in portion.rows.to_pylist() if not r["is_crime"]]
    assert len(asb) == 50
    assert all(r["crime_id"] is None and r["outcome"] is None for r in asb)
    assert "50 of 200 rows (25.0 %)" in words(portion, "oddity-2")


def test_3_rows_without_an_id_are_never_merged_however_alike() -> None:
    same = [street_row(3) for _ in range(17)]

    portion = only(as_csv([*(street_row(i) for i in range(120)), *same]))

    assert portion.rows.num_rows == 137
    assert portion.collapsed == 0
    assert count(portion, "oddity-3") == 17
    assert "all are kept" in words(portion, "oddity-3")


def test_4_a_crime_is_counted_once_a_month_located_and_furthest_on() -> None:
    same = {"Crime ID": crime_id(1)}
    content = as_csv(
        [
            *(street_row(i) for i in range(100, 220)),
            street_row(0)
            | same
            | NOWHERE
            | {"Last outcome category": "Offender fined"},
            street_row(0) | same | {"Last outcome category": "Under investigation"},
            street_row(0) | same | {"Last outcome category": "Awaiting court outcome"},
            street_row(0) | same | {"Last outcome category": "Local resolution"},
            street_row(0) | same | {"Last outcome category": "Awaiting court outcome"},
        ]
    )

    portion = only(content)

    (row,) = [r for r in portion.rows.to_pylist() if r["crime_id"] == crime_id(1)]
    assert row["outcome"] == "Awaiting court outcome"
    assert row["source_row"] == 124  # the first of the two that are alike
    assert portion.collapsed == 4
    assert portion.rows_read == 125
    assert re.search(r"1, on 5 rows.*4 rows merged", words(portion, "oddity-4"))


def test_4_the_same_id_in_another_month_is_another_row() -> None:
    content = as_csv([street_row(0), street_row(0, Month="2021-03")])

    portions = read(content, "street.csv")

    assert [p.key[1] for p in portions] == ["2021-02", "2021-03"]
    assert [p.rows.num_rows for p in portions] == [1, 1]


def test_5_unlocated_rows_are_kept_counted_and_an_alarm_is_raised_at_a_twentieth() -> (
    None
):
    few = only(
        as_csv([*(street_row(i) for i in range(196)), *[street_row(3) | NOWHERE] * 4])
    )
    many = only(
        as_csv([*(street_row(i) for i in range(180)), *[street_row(3) | NOWHERE] * 20])
    )

    lost = [r for r in many.rows.to_pylist() if not r["located"]]
    assert len(lost) == 20
    assert all(r["longitude"] is None and r["lsoa_published"] is None for r in lost)
    assert all(r["street"] is None for r in lost)
    assert "4 of 200 rows have no location (2.0 %)" in words(few, "oddity-5")
    assert "one in twenty" not in words(few, "oddity-5")
    assert "one in twenty" in words(many, "oddity-5")


def test_6_a_street_without_a_name_is_unnamed_and_kept() -> None:
    portion = only(
        as_csv(
            [
                *(street_row(i) for i in range(150)),
                street_row(151, Location="On or near "),
            ]
        )
    )

    last = portion.rows.to_pylist()[-1]
    assert last["street"] is None
    assert last["located"]
    assert count(portion, "oddity-6") == 1


def test_7_rows_far_away_are_kept_and_named() -> None:
    away = street_row(901, LSOA_name="Wandsworth 020A", LSOA_code="E01004500")

    portion = only(as_csv([*(street_row(i) for i in range(400)), away]))

    assert portion.rows.num_rows == 401
    assert "Wandsworth 1" in words(portion, "oddity-7")


def test_8_the_transport_police_are_a_force_of_their_own() -> None:
    content = month(120, Reported_by="British Transport Police",
                    Falls_within="British Transport Police")  # fmt: skip

    portion = only(content, "2021-02-btp-street.csv")

    assert portion.key == ("btp", "2021-02")
    assert "every force's area" in words(portion, "oddity-8")


def test_8_a_row_that_falls_within_another_force_is_said() -> None:
    other = street_row(900, Falls_within="Northamptonshire Police")

    portion = only(as_csv([*(street_row(i) for i in range(120)), other]))

    assert count(portion, "oddity-8") == 1


def test_9_codes_that_exist_only_since_2021_are_said() -> None:
    new = street_row(900, LSOA_code="E01035762")

    portion = only(as_csv([*(street_row(i) for i in range(120)), new]))

    assert count(portion, "oddity-9") == 1
    assert count(only(month(120)), "oddity-9") == 0


def record(number: int, **changes: object) -> dict[str, object]:
    """One record as the API answers it."""
    return {
        "category": "burglary",
        "location_type": "Force",
        "location": {
            "latitude": "52.562768",
            "street": {"id": 7, "name": "On or near Example Croft"},
            "longitude": "-2.079262",
        },
        "context": "",
        "outcome_status": {"category": "Under investigation", "date": "2018-06"},
        "persistent_id": crime_id(number),
        "id": number,
        "location_subtype": "",
        "month": "2018-06",
    } | changes


def harvest(*answers: list[dict[str, object]], asked: str = "2018-06") -> bytes:
    """Answers for several wards, one a line."""
    return b"\n".join(
        json.dumps(
            {"ward_code": f"E0500132{i}", "requested_month": asked, "response": answer}
        ).encode()
        for i, answer in enumerate(answers)
    )


WARDS = "wolverhampton_wards_2018-06.jsonl"


def test_11_a_record_on_the_boundary_of_two_wards_is_counted_once() -> None:
    content = harvest([record(1), record(2)], [record(2), record(3)])

    portion = only(content, WARDS, police_api.read)

    assert portion.rows.num_rows == 3
    assert portion.rows_read == 4
    assert portion.collapsed == 1
    assert "boundary" in words(portion, "oddity-11")


def test_11_a_download_of_an_area_never_takes_the_place_of_a_force() -> None:
    content = harvest([record(1), record(2, location_type="BTP")])

    portion = only(content, WARDS, police_api.read)

    assert portion.key == ("api-wolverhampton-wards", "2018-06")
    assert portion.rows["reported_by"].to_pylist()[1] == "British Transport Police"
    assert "do not add them" in words(portion, "area-download")


def test_12_an_answer_for_another_month_is_refused_naming_both() -> None:
    content = harvest([record(1)], asked="2018-01")

    with pytest.raises(Unreadable, match="2018-01 was asked for and 2018-06 came"):
        read(content, WARDS, police_api.read)


def test_12_told_to_accept_it_the_reader_says_what_happened() -> None:
    content = harvest([record(1)], asked="2018-01")

    portion = only(content, WARDS, police_api.read_as_answered)

    assert portion.key[1] == "2018-06"
    assert count(portion, "oddity-12") == 1


def test_13_the_persistent_id_is_the_identity_and_may_be_missing_or_repeat() -> None:
    twice = record(3, persistent_id=crime_id(1), outcome_status={"category": DONE})
    asb = record(4, persistent_id="", category="anti-social-behaviour")
    content = harvest([record(1), twice, asb, asb | {"id": 5}])

    portion = only(content, WARDS, police_api.read)

    rows = portion.rows.to_pylist()
    assert [r["crime_id"] for r in rows] == [crime_id(1), None, None]
    assert rows[0]["outcome"] == DONE
    assert count(portion, "oddity-13") == 2
    assert count(portion, "oddity-4") == 1


def test_14_a_month_still_under_investigation_says_its_outcomes_are_not_final() -> None:
    portion = only(month(200, Last_outcome_category="Under investigation"))

    assert "not final" in words(portion, "oddity-14")
    assert count(only(month(200)), "oddity-14") == 0


def test_14_outcomes_are_kept_whole_and_repeats_are_said() -> None:
    row = {k: v for k, v in street_row(0).items() if k in OUTCOMES}
    rows = [
        row | {"Outcome type": t} for t in ("Suspect charged", "Suspect charged", DONE)
    ]

    portion = only(
        as_csv(rows, OUTCOMES),
        "2021-02-leicestershire-outcomes.csv",
        police_outcomes.read,
    )

    assert portion.table == "outcome"
    assert portion.rows.num_rows == 3
    assert count(portion, "outcome-twice") == 1


def test_15_a_burst_of_unknown_outcomes_is_told_from_no_suspect() -> None:
    portion = only(month(200, Last_outcome_category="Status update unavailable"))

    assert "unknown, not unsolved" in words(portion, "oddity-15")


def test_16_what_stands_under_context_is_counted_and_not_loaded() -> None:
    portion = only(rows_2011(*SIX, context="a note"), NAME_2011)

    assert count(portion, "oddity-16") == 5
    assert "context" not in portion.rows.column_names


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_17_both_line_ends_and_commas_inside_quotes_are_read(end: str) -> None:
    quoted = street_row(900, Location="On or near Example Lane, The")

    portion = only(as_csv([*(street_row(i) for i in range(120)), quoted], end=end))

    assert portion.rows.num_rows == 121
    assert portion.rows["street"].to_pylist()[-1] == "On or near Example Lane, The"


def test_18_a_month_without_rows_is_missing_and_not_zero() -> None:
    with pytest.raises(Unreadable, match="missing, not zero"):
        read(as_csv([]))


def test_18_a_month_of_a_few_rows_is_said_to_look_partial() -> None:
    assert "looks partial" in words(only(month(15)), "oddity-18")


def test_19_a_month_is_all_that_is_known_of_the_day() -> None:
    portion = only(month(20))

    assert {m.day for m in portion.rows["month"].to_pylist()} == {1}


def test_20_rows_of_2011_that_repeat_are_all_kept() -> None:
    portion = only(rows_2011(*["Robbery"] * 9, "Burglary"), NAME_2011)

    assert portion.rows.num_rows == 10
    assert count(portion, "oddity-20") == 8


def test_22_catch_all_points_are_counted() -> None:
    portion = only(month(200, Location="On or near Police Station"))

    assert count(portion, "oddity-22") == 200


def test_23_one_area_that_holds_much_is_named() -> None:
    centre = [street_row(1000 + i, LSOA_code="E01010521") for i in range(40)]

    portion = only(as_csv([*(street_row(i) for i in range(400)), *centre]))

    assert "E01010521, holds 9.1 %" in words(portion, "oddity-23")


def test_24_small_counts_are_said_to_say_little() -> None:
    assert "says little" in words(only(month(120)), "oddity-24")


def test_11_copies_of_a_record_that_is_set_aside_are_accounted_for_too() -> None:
    strange = record(2, month="2018-6")

    portion = only(harvest([record(1), strange], [strange]), WARDS, police_api.read)

    assert portion.rows.num_rows == 1
    assert (portion.rows_read, portion.collapsed, portion.set_aside.num_rows) == (
        3,
        1,
        1,
    )
