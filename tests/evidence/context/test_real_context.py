"""The real files: every row accounted for, and the figures the data notes print."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from tests.evidence.context.sheets import TODAY

from goldthread.evidence.reading import Portion, Unreadable
from goldthread.evidence.sources import read_path

pytestmark = [pytest.mark.real, pytest.mark.slow]

WOLVERHAMPTON = "E08000031"


def read(path: Path) -> dict[tuple[str, tuple[str, ...]], Portion]:
    made = list(read_path(path, today=TODAY))
    assert all(isinstance(each, Portion) for each in made), made
    assert all(each.set_aside.num_rows == 0 for each in made)
    return {(each.table, each.key): each for each in made}


@pytest.fixture(scope="module")
def small_areas(real_data: Path) -> pa.Array:
    held = read(real_data / "lookups" / "lookup_lsoa11_ltla21.csv.gz")
    rows = held["small_area", ("2011",)].rows
    return rows.filter(pc.field("lad_code") == WOLVERHAMPTON)["code"].combine_chunks()


def test_the_change_lookup_is_whole(real_data, small_areas):
    held = read(real_data / "lookups" / "lookup_lsoa11_lsoa21_ltla22.csv.gz")
    rows = held["small_area_change", ()].rows
    here = rows.filter(pc.field("lad22") == WOLVERHAMPTON)
    change = here["change"].to_pylist()

    assert rows.num_rows == 35_795
    assert len(small_areas) == 158
    assert change.count("U") == 155
    assert change.count("S") == 6
    split = here.filter(pc.field("change") == "S")
    assert len(set(split["lsoa11"].to_pylist())) == 3
    assert len(set(here["lsoa21"].to_pylist())) == 161


def test_the_ward_lookups_are_whole(real_data):
    new = read(real_data / "lookups" / "lookup_lsoa21_ward24_ltla24.csv.gz")
    old = read(real_data / "lookups" / "lookup_lsoa11_ward17.csv.gz")

    assert new["ward_member", ("2024",)].rows.num_rows == 35_672
    assert new["small_area", ("2021",)].rows.num_rows == 35_672
    assert old["ward_member", ("2017",)].rows.num_rows == 34_753


def test_the_partnership_lookup_is_many_to_many(real_data):
    held = read(real_data / "lookups" / "lookup_ltla24_csp24_pfa24.csv.gz")
    rows = held["partnership", ("2024",)].rows

    assert rows.num_rows == 332
    assert len(set(rows["csp_code"].to_pylist())) == 314
    assert len(set(rows["force_code"].to_pylist())) == 43
    here = rows.filter(pc.field("lad_code") == WOLVERHAMPTON).to_pylist()
    assert [(r["csp_code"], r["force_code"]) for r in here] == [
        ("E22000341", "E23000014")
    ]


@pytest.mark.parametrize(
    "name", ["lookup_ward21_ltla21.csv.gz", "lookup_ltla24_fra24.csv.gz"]
)
def test_lookups_that_are_not_needed_say_so(real_data, name):
    (answer,) = read_path(real_data / "lookups" / name, today=TODAY)

    assert isinstance(answer, Unreadable)


@pytest.mark.parametrize(
    ("year", "residents"), [(2017, 259_926), (2019, 263_357), (2020, 264_407)]
)
def test_the_residents_of_wolverhampton_add_up(real_data, small_areas, year, residents):
    name = f"population{year % 100}_lsoa11.parquet"
    portion = read(real_data / "population" / name)["population", ("2011", str(year))]
    here = portion.rows.filter(pc.is_in(portion.rows["code"], value_set=small_areas))

    assert portion.rows_read == 34_753
    assert portion.rows.num_rows == 34_753 * 91
    assert pc.sum(here["persons"]).as_py() == residents
    if year == 2020:
        young = here.filter((pc.field("age") >= 10) & (pc.field("age") <= 17))
        assert pc.sum(young["persons"]).as_py() == 26_657


def test_deprivation_of_2019(real_data, small_areas):
    folder = real_data / "deprivation"
    held = read(folder / "imd2019_england_lsoa11.parquet")
    decile = held["deprivation", ("2019", "imd_decile")].rows
    here = decile.filter(pc.is_in(decile["code"], value_set=small_areas))
    values = here["value"].to_pylist()

    assert len(held) == 16
    assert decile.num_rows == 32_844
    assert values.count(1) == 33
    assert values.count(1) + values.count(2) == 78
    assert len(read(folder / "imd2019_england_lsoa11_subdomains.parquet")) == 18
    assert read(folder / "imd2019_england_lsoa11_indicators.parquet")


def test_deprivation_of_2025(real_data):
    folder = real_data / "deprivation"
    held = read(folder / "imd2025_england_lsoa21.parquet")

    assert len(held) == 24
    assert held["deprivation", ("2025", "crime_score")].rows.num_rows == 33_755
    beneath = read(folder / "imd2025_england_lsoa21_indicators.parquet")
    key = "anti_social_behaviour_rate_per_1_000_at_risk_population"
    assert ("deprivation", ("2025", key)) in beneath


def test_every_outline_is_read(real_data):
    held = {
        path.name: read(path)
        for path in sorted((real_data / "geo").glob("*.geojson.gz"))
    }
    counts = {
        name: sum(each.rows.num_rows for each in made.values())
        for name, made in held.items()
    }

    assert len(counts) == 17
    assert counts["wolverhampton_lsoa11.geojson.gz"] == 158
    assert counts["wolverhampton_lsoa21.geojson.gz"] == 161
    assert counts["wolverhampton_ward25.geojson.gz"] == 20
    assert counts["ltla24_gb_simplified.geojson.gz"] == 361
    (coarse,) = held["ltla24_gb_simplified.geojson.gz"].values()
    assert coarse.rows["generalised"].to_pylist() == [True] * 361
