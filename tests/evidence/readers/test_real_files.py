"""The real open data beside the project gives the counts that were measured in it."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from tests.evidence.readers.ask import TODAY, count
from tests.evidence.readers.plainly import street_rows

from goldthread.evidence.containers import Member, members
from goldthread.evidence.reading import Portion, Unreadable
from goldthread.evidence.sources import police_api, read_member, read_path
from goldthread.evidence.tables import OFFENCE

pytestmark = [pytest.mark.real, pytest.mark.slow]

SCHEMA = OFFENCE.schema(placed=False)


@pytest.fixture(scope="module")
def street(real_data: Path) -> dict[tuple[str, ...], Portion]:
    """Every street file we hold, by force and month."""
    found: dict[tuple[str, ...], Portion] = {}
    for item in read_path(real_data / "police_uk", today=TODAY):
        assert isinstance(item, Portion), str(item)
        found[item.key] = item
    return found


def of(street: dict[tuple[str, ...], Portion], force: str) -> list[Portion]:
    return [p for key, p in street.items() if key[0] == force]


def together(portions: list[Portion]) -> pa.Table:
    return pa.concat_tables([p.rows.cast(SCHEMA) for p in portions])


def total(portions: list[Portion], what: str) -> int:
    return sum(getattr(p, what) for p in portions)


def test_every_row_of_every_street_file_is_read(
    street: dict[tuple[str, ...], Portion], real_data: Path
) -> None:
    assert len(street) == 70
    assert sum(p.rows_read for p in street.values()) == 426_988
    assert sum(p.set_aside.num_rows for p in street.values()) == 0
    for path in (real_data / "police_uk").rglob("*.gz"):
        month, force = path.name[:7], path.name[8:].removesuffix("-street.csv.gz")
        lines = gzip.decompress(path.read_bytes()).count(b"\n") - 1
        assert street[(force, month)].rows_read == lines


def test_west_midlands_months_hold_what_was_counted(
    street: dict[tuple[str, ...], Portion],
) -> None:
    assert street[("west-midlands", "2011-02")].rows_read == 25_558
    assert street[("west-midlands", "2014-01")].rows_read == 18_631
    assert street[("west-midlands", "2014-02")].rows_read == 17_639
    neighbours = [
        p
        for k, p in street.items()
        if k[1] in ("2014-01", "2014-02") and k[0] != "west-midlands"
    ]
    assert total(neighbours, "rows_read") == 44_455


def test_the_six_types_of_2011(street: dict[tuple[str, ...], Portion]) -> None:
    old = street[("west-midlands", "2011-02")]

    assert Counter(old.rows["category"].to_pylist()) == {
        "anti-social-behaviour": 8_728,
        "other-crime": 8_184,
        "violent-crime": 3_037,
        "burglary": 2_444,
        "vehicle-crime": 2_358,
        "robbery": 807,
    }
    assert count(old, "oddity-20") == 9_399
    assert count(old, "oddity-16") == 59
    longitude = old.rows["longitude"].to_numpy()
    latitude = old.rows["latitude"].to_numpy()
    inside = (
        (longitude > -2.35)
        & (longitude < -1.35)
        & (latitude > 52.3)
        & (latitude < 52.75)
    )
    assert inside.mean() > 0.999


def test_grid_points_of_2011_meet_the_same_streets_of_2014(
    street: dict[tuple[str, ...], Portion],
) -> None:
    """Street points moved little in three years: most of 2011's are 2014's to metres."""
    old = street[("west-midlands", "2011-02")].rows
    new = street[("west-midlands", "2014-01")].rows
    known: dict[str, list[tuple[float, float]]] = {}
    for name, x, y in zip(
        *(new[c].to_pylist() for c in ("street", "longitude", "latitude")), strict=True
    ):
        known.setdefault(name, []).append((x, y))
    apart = []
    rows = zip(
        *(old[c].to_pylist() for c in ("street", "longitude", "latitude")), strict=True
    )
    for name, x, y in list(rows)[:4_000]:
        near = [
            np.hypot((x - a) * 67_700, (y - b) * 111_300)
            for a, b in known.get(name, [])
        ]
        if near:
            apart.append(min(near))
    # Half of all points that can be compared lie within the stated error of the method.
    assert len(apart) > 1_500
    assert np.median(apart) < 5


def test_anti_social_behaviour_never_has_an_id(
    street: dict[tuple[str, ...], Portion],
) -> None:
    for force, expected in (("leicestershire", 33_364), ("city-of-london", 526)):
        rows = together(of(street, force))
        asb = rows.filter(pc.invert(rows["is_crime"]))
        assert asb.num_rows == expected
        assert asb["crime_id"].null_count == expected
        assert asb["outcome"].null_count == expected
    west = [street[("west-midlands", m)] for m in ("2014-01", "2014-02")]
    assert sum(count(p, "oddity-2") for p in west) == 8_795


def test_leicestershires_thirty_five_months(
    street: dict[tuple[str, ...], Portion],
) -> None:
    portions = of(street, "leicestershire")
    rows = together(portions)

    assert len(portions) == 35
    assert total(portions, "rows_read") == 301_838
    assert total(portions, "collapsed") == 0  # its repeated ids are in different months
    ids = Counter(i for i in rows["crime_id"].to_pylist() if i)
    often = {i: n for i, n in ids.items() if n > 1}
    assert (len(often), sum(often.values())) == (8, 18)
    assert sum(count(p, "oddity-5") for p in portions) == 7_463
    assert count(street[("leicestershire", "2020-03")], "oddity-5") == 1_157  # 14.2 %
    assert sum(count(p, "oddity-6") for p in portions) == 5_286
    unnamed = {p.key[1] for p in portions if count(p, "oddity-6")}
    assert unnamed == {"2022-07", "2022-08", "2022-09", "2022-10"}
    assert sum(count(p, "oddity-9") for p in portions) == 0  # 2011 codes only


def test_leicestershires_unknown_and_unfinished_outcomes(
    street: dict[tuple[str, ...], Portion],
) -> None:
    def part(month: str, outcome: str) -> float:
        rows = street[("leicestershire", month)].rows.cast(SCHEMA)
        crimes = rows.filter(rows["is_crime"])
        return (
            100 * pc.sum(pc.equal(crimes["outcome"], outcome)).as_py() / crimes.num_rows
        )

    assert round(part("2020-01", "Status update unavailable")) == 54
    assert round(part("2020-02", "Status update unavailable")) == 34
    last = ("2022-06", "2022-07", "2022-08", "2022-09", "2022-10")
    assert [round(part(m, "Under investigation")) for m in last] == [7, 9, 13, 22, 51]
    assert part("2022-05", "Under investigation") == 0
    said = {p.key[1] for p in of(street, "leicestershire") if count(p, "oddity-14")}
    assert said == set(last)
    assert {
        p.key[1] for p in of(street, "leicestershire") if count(p, "oddity-15")
    } >= {
        "2020-01",
        "2020-02",
    }


def test_the_city_of_londons_repeated_ids_are_merged(
    street: dict[tuple[str, ...], Portion],
) -> None:
    portions = of(street, "city-of-london")
    rows = together(portions)

    assert len(portions) == 24
    assert total(portions, "rows_read") == 18_867
    assert sum(count(p, "oddity-4") for p in portions) == 527 - 254
    assert total(portions, "collapsed") == 527 - 254
    assert rows.num_rows == 18_867 - 273
    ids = pc.drop_null(rows["crime_id"])
    assert len(ids) == pc.count_distinct(ids).as_py()  # and none in two months
    said = " ".join(
        r.words for p in portions for r in p.remarks if r.code == "oddity-4"
    )
    assert said.count("merged") > 10
    # 1,589 unlocated as published; a few of them were the worse half of a pair.
    lost = pc.sum(pc.invert(rows["located"])).as_py()
    assert 1_450 <= lost <= 1_589
    assert sum(count(p, "oddity-9") for p in portions) > 0  # codes only of 2021


def test_no_row_of_west_midlands_2014_is_unlocated(
    street: dict[tuple[str, ...], Portion],
) -> None:
    for month in ("2014-01", "2014-02"):
        assert pc.all(street[("west-midlands", month)].rows["located"]).as_py()


@pytest.mark.parametrize(
    "name", ["2022-08/2022-08-leicestershire", "2014-02/2014-02-west-midlands",
             "2024-05/2024-05-city-of-london", "2020-03/2020-03-leicestershire"],
)  # fmt: skip
def test_the_reader_agrees_with_the_slow_one_on_whole_real_months(
    name: str, real_data: Path, street: dict[tuple[str, ...], Portion]
) -> None:
    path = real_data / "police_uk" / f"{name}-street.csv.gz"
    force, month = path.name[8:].removesuffix("-street.csv.gz"), path.name[:7]

    kept, bad = street_rows(gzip.decompress(path.read_bytes()), today=TODAY)

    rows = street[(force, month)].rows.cast(SCHEMA)
    assert rows.select(list(kept[0])).to_pylist() == kept
    assert bad == []


def harvests(real_data: Path) -> dict[str, Member]:
    found: Iterator[Member | Unreadable] = members(real_data / "police_uk_api")
    return {m.name.split("_")[0]: m for m in found if isinstance(m, Member)}


def test_the_whole_wolverhampton_download_is_of_another_month(real_data: Path) -> None:
    member = harvests(real_data)["wolverhampton"]

    (refusal,) = read_member(member, today=TODAY)

    assert "2018-01 was asked for and 2018-06 came" in str(refusal)


def test_47_of_2510_wolverhampton_records_stand_on_boundaries(real_data: Path) -> None:
    member = harvests(real_data)["wolverhampton"]

    (portion,) = police_api.read_as_answered(member, today=TODAY)

    assert portion.rows_read == 2_510
    assert count(portion, "oddity-11") == 47
    assert portion.rows_read - 47 == 2_463
    assert count(portion, "oddity-12") == 2_510
    transport = pc.equal(
        portion.rows["reported_by"].cast(pa.string()), "British Transport Police"
    )
    assert 0 < pc.sum(transport).as_py() <= 13


def test_981_of_54208_barking_and_dagenham_records_stand_on_boundaries(
    real_data: Path,
) -> None:
    member = harvests(real_data)["barking"]

    portions = [p for p in read_member(member, today=TODAY) if isinstance(p, Portion)]

    assert total(portions, "rows_read") == 54_208
    assert sum(count(p, "oddity-11") for p in portions) == 981
    months = {p.key[1] for p in portions}
    assert len(months) == 29
    assert "2016-04" not in months
    # 2,186 more share a persistent id with another record of their month.
    assert total(portions, "collapsed") == 981 + 3_943 - 1_757
    assert (
        total(portions, "set_aside")
        if False
        else all(p.set_aside.num_rows == 0 for p in portions)
    )


def test_commas_inside_quotation_marks_are_no_new_columns(real_data: Path) -> None:
    """131 lines of all street files quote a cell; the plain csv module agrees."""
    quoted = 0
    for path in (real_data / "police_uk").rglob("*.gz"):
        text = gzip.decompress(path.read_bytes())
        assert text.isascii()
        if b'"' in text:
            lines = [line for line in text.decode().split("\r\n") if '"' in line]
            quoted += len(lines)
            assert all(
                len(r) in (8, 12) for r in csv.reader(io.StringIO("\n".join(lines)))
            )
    assert quoted == 131
