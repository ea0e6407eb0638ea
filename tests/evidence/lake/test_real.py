"""All the real open data beside the project, loaded whole: the counts measured in it.

The figures were counted from the files by other means before this lake existed; where
a scope matters (which force, which level of area) the test says it.
"""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from goldthread.evidence.lake import BatchReport, Lake

pytestmark = [pytest.mark.real, pytest.mark.slow]
AT = datetime(2026, 4, 20, 9, tzinfo=UTC)
WOLVERHAMPTON, LEICESTER = "E22000341", "E06000016"

# West Midlands Police's own records in Wolverhampton, January and February 2014.
BY_TYPE = {
    "anti-social-behaviour": (356, 392),
    "violent-crime": (285, 240),
    "burglary": (206, 219),
    "criminal-damage-arson": (202, 199),
    "other-theft": (164, 119),
    "shoplifting": (132, 139),
    "vehicle-crime": (139, 110),
    "drugs": (41, 48),
    "public-order": (39, 34),
    "robbery": (39, 17),
    "theft-from-the-person": (19, 25),
    "other-crime": (18, 13),
    "bicycle-theft": (18, 12),
    "possession-of-weapons": (5, 8),
}
FULLEST = {
    "Wolverhampton 020F": 473,
    "Wolverhampton 012C": 117,
    "Wolverhampton 027A": 106,
    "Wolverhampton 033A": 66,
    "Wolverhampton 029B": 49,
    "Wolverhampton 029C": 47,
    "Wolverhampton 035A": 43,
    "Wolverhampton 020A": 39,
    "Wolverhampton 015C": 37,
    "Wolverhampton 016A": 37,
}


@pytest.fixture(scope="module")
def loads(
    real_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Lake, list[BatchReport]]:
    """A lake with everything (11 s), and what each of its three loads reported."""
    lake = Lake(tmp_path_factory.mktemp("real"))
    given = (["lookups", "population", "deprivation", "geo"], ["police_uk"])
    reports = [
        lake.add([real_data / name for name in names], by="the tests", at=AT)
        for names in (*given, ["police_uk_api"])
    ]
    return lake, reports


@pytest.fixture(scope="module")
def offences(loads: tuple[Lake, list[BatchReport]]) -> pa.Table:
    return (
        loads[0]
        .version()
        .read(
            "offence",
            [
                "month",
                "force",
                "category",
                "csp_code",
                "lad_code",
                "lsoa_published",
                "lsoa11",
                "located",
                "outside_force_area",
                "longitude",
                "latitude",
            ],
        )
    )


def rows(table: pa.Table, **wanted: Any) -> pa.Table:
    for name, value in wanted.items():
        table = table.filter(pc.equal(table[name], value))
    return table


def in_2014(table: pa.Table) -> pa.Table:
    return table.filter(pc.equal(pc.year(table["month"]), 2014))


def test_wolverhamptons_two_months_are_those_of_three_forces(
    offences: pa.Table,
) -> None:
    here = in_2014(rows(offences, csp_code=WOLVERHAMPTON))

    forces = Counter(here["force"].to_pylist())

    assert forces == {"west-midlands": 3238, "btp": 34, "staffordshire": 9}


def test_wolverhampton_by_type(offences: pa.Table) -> None:
    here = in_2014(rows(offences, csp_code=WOLVERHAMPTON, force="west-midlands"))
    pairs = zip(here["category"].to_pylist(), here["month"].to_pylist(), strict=True)

    found = Counter(pairs)

    months = (date(2014, 1, 1), date(2014, 2, 1))
    assert {
        category: tuple(found[category, month] for month in months)
        for category in BY_TYPE
    } == BY_TYPE
    assert sum(found.values()) == sum(map(sum, BY_TYPE.values())) == 3238


def test_wolverhamptons_fullest_small_areas(
    loads: tuple[Lake, list[BatchReport]], offences: pa.Table
) -> None:
    small = loads[0].version().read("small_area", ["code", "vintage", "name"])
    names = {r["code"]: r["name"] for r in small.to_pylist() if r["vintage"] == "2011"}
    here = in_2014(rows(offences, csp_code=WOLVERHAMPTON, force="west-midlands"))

    found = Counter(names[code] for code in here["lsoa_published"].to_pylist())

    assert dict(found.most_common(10)) == FULLEST
    points = zip(
        here["longitude"].to_pylist(), here["latitude"].to_pylist(), strict=True
    )
    assert len(set(points)) == 1308


def test_february_2011_is_placed_by_its_points(offences: pa.Table) -> None:
    here = rows(offences, csp_code=WOLVERHAMPTON, month=date(2011, 2, 1))

    assert here.num_rows == 2075


def test_leicestershires_months(offences: pa.Table) -> None:
    force = rows(offences, force="leicestershire")
    unlocated = rows(force, located=False)

    assert force.num_rows == 301_838
    assert rows(force, outside_force_area=True).num_rows == 583
    assert unlocated.num_rows == 7463
    share = {
        month: rows(unlocated, month=month).num_rows / rows(force, month=month).num_rows
        for month in (date(2021, 2, 1), date(2020, 3, 1))
    }
    assert share[date(2021, 2, 1)] == pytest.approx(0.002, abs=0.0005)
    assert share[date(2020, 3, 1)] == pytest.approx(0.142, abs=0.0005)


def test_leicester_is_told_from_its_county(offences: pa.Table) -> None:
    city = rows(offences, force="leicestershire", lad_code=LEICESTER)
    years = Counter(day.year for day in city["month"].to_pylist())

    assert city.num_rows == 141_592
    assert pc.count_distinct(city["lsoa11"]).as_py() == 192
    assert (years[2020], years[2021], years[2022]) == (45_590, 47_618, 44_737)


def test_one_row_in_eight_holds_a_code_that_2021_did_away_with(
    loads: tuple[Lake, list[BatchReport]], offences: pa.Table
) -> None:
    change = loads[0].version().read("small_area_change", ["lsoa11", "lsoa21"])
    force = rows(offences, force="leicestershire")
    published = force["lsoa_published"]

    old = pc.is_in(published, value_set=change["lsoa11"].combine_chunks())
    new = pc.is_in(published, value_set=change["lsoa21"].combine_chunks())

    assert pc.sum(pc.and_(old, pc.invert(new))).as_py() == 36_623  # 12.1 %


def test_city_of_london_counts_a_crime_once_a_month(offences: pa.Table) -> None:
    # 254 ids stand on 527 rows: 273 rows are merged into another.
    assert rows(offences, force="city-of-london").num_rows == 18_867 - 273


def test_a_download_that_answered_with_another_month_is_refused_in_words(
    loads: tuple[Lake, list[BatchReport]],
) -> None:
    files = {file.member.split("/")[-1]: file for file in loads[1][2].files}
    wrong = next(file for name, file in files.items() if name.startswith("wolver"))
    barking = next(file for name, file in files.items() if name.startswith("bark"))

    assert "2018-01" in wrong.refusal
    assert "2018-06" in wrong.refusal
    assert barking.rows_read == 54_208
    assert barking.accepted + barking.collapsed == 54_208
    assert barking.collapsed >= 981


def test_the_whole_lake_is_sound_and_a_batch_can_be_taken_back(
    loads: tuple[Lake, list[BatchReport]],
) -> None:
    lake, reports = loads
    assert lake.verify() == []
    number = reports[2].number
    assert number is not None

    lake.undo(number, by="the tests", at=AT)

    assert lake.version().id == reports[1].version
