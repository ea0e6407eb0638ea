"""The ground: areas tile, populations add up, lookups name every area once."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from tests.saxonbridge.read_back import Country, read_rows

from goldthread.saxonbridge import Generated
from goldthread.saxonbridge.borders import rings
from goldthread.saxonbridge.ground import Town, lay_out

pytestmark = pytest.mark.slow


def _file(generated: Generated, name: str) -> Path:
    return next(p for p in generated.context if p.name == name)


def _shapes(generated: Generated, name: str) -> dict[str, shapely.Polygon]:
    collection = json.loads(_file(generated, name).read_text())
    code = next(k for k in collection["features"][0]["properties"] if k.endswith("CD"))
    return {
        f["properties"][code]: shapely.geometry.shape(f["geometry"])
        for f in collection["features"]
    }


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("LSOA21.geojson", 310),
        ("LSOA11.geojson", 309),
        ("WD24.geojson", 95),
        ("LAD24.geojson", 16),
    ],
)
def test_areas_tile_without_gap_or_overlap(
    generated: Generated, name: str, count: int
) -> None:
    shapes = list(_shapes(generated, name).values())
    country = shapely.union_all(shapes)

    assert len(shapes) == count
    assert all(s.is_valid for s in shapes)
    assert shapely.coverage_is_valid(shapes)
    assert len(country.geoms) == 16  # one piece of land each: no gap inside any
    assert sum(len(p.interiors) for p in country.geoms) == 0
    assert sum(s.area for s in shapes) == pytest.approx(country.area, rel=1e-12)


def test_small_areas_build_wards_and_wards_build_the_city(
    generated: Generated, country: Country
) -> None:
    small = _shapes(generated, "LSOA21.geojson")
    wards = _shapes(generated, "WD24.geojson")
    city = _shapes(generated, "LAD24.geojson")["X06000001"]
    own = [w for w in wards if city.contains(wards[w].representative_point())]

    assert len(own) == 20
    for ward in own:
        parts = [small[a] for a in small if country.ward_of[a] == ward]
        assert len(parts) == 8
        assert shapely.union_all(parts).symmetric_difference(wards[ward]).area < 1e-12
    assert (
        shapely.union_all([wards[w] for w in own]).symmetric_difference(city).area
        < 1e-12
    )


def test_the_city_looks_like_a_city(generated: Generated, country: Country) -> None:
    """Small areas are small in the middle and large at the edge, and none is a sliver."""
    small = _shapes(generated, "LSOA21.geojson")
    own = [a for a in small if country.authority_of[a] == "X06000001"]
    middle = shapely.Point(1.05, 54.62)
    km2 = {a: small[a].area * 111 * 64.3 for a in own}
    near = sorted(own, key=lambda a: small[a].centroid.distance(middle))
    round_ = [4 * np.pi * small[a].area / small[a].length ** 2 for a in own]

    assert len(own) == 160
    assert 50 < sum(km2.values()) < 90  # Wolverhampton is 69 square kilometres
    inner, outer = (
        np.median([km2[a] for a in part]) for part in (near[:20], near[-40:])
    )
    assert outer > 3 * inner
    assert min(round_) > 0.15


def test_residents_add_up_in_both_vintages(
    generated: Generated, country: Country
) -> None:
    for path in (p for p in generated.context if p.name.startswith("sape")):
        rows = read_rows(path)
        for row in rows:
            cells = [int(v) for v in list(row.values())[2:]]
            assert cells[0] == sum(cells[1:])
            assert min(cells) >= 0
        city = [
            r
            for r in rows
            if country.authority_of[next(iter(r.values()))] == "X06000001"
        ]
        total = sum(int(list(r.values())[2]) for r in city)
        assert total == pytest.approx(260_000, rel=0.02)
        if "lsoa21" in path.name:
            assert len(city) == 160
            assert min(int(r["Total"]) for r in city) > 700


def test_the_lookup_has_a_few_splits_and_merges(country: Country) -> None:
    kinds = [c["CHGIND"] for c in country.changes]

    assert (kinds.count("S"), kinds.count("M")) == (6, 4)
    assert kinds.count("U") == len(kinds) - 10
    for census in ("11", "21"):
        named = {(c[f"LSOA{census}CD"], c[f"LSOA{census}NM"]) for c in country.changes}
        assert (
            len({code for code, _ in named}) == len({n for _, n in named}) == len(named)
        )
    assert {c["LSOA11CD"] for c in country.changes} == set(country.areas["11"])
    assert {c["LSOA21CD"] for c in country.changes} == set(country.areas["21"])


def test_one_partnership_covers_two_authorities(
    country: Country, generated: Generated
) -> None:
    sizes = sorted(len(lads) for lads in country.partnership_of.values())

    assert sizes == [1] * 14 + [2]
    assert country.partnership_of[generated.partnership] == {generated.authority}


def test_deprivation_ranks_are_places_in_the_national_list(
    generated: Generated,
) -> None:
    for edition, national in ((2019, 32_844), (2025, 33_755)):
        name = f"IoD{edition}_File_7_all_scores_ranks_deciles.csv"
        rows = read_rows(_file(generated, name))
        rank = "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"
        decile = rank.replace(
            "Rank (where 1 is most deprived)",
            "Decile (where 1 is most deprived 10% of LSOAs)",
        )
        ranks = [int(r[rank]) for r in rows]

        assert len(set(ranks)) == len(ranks)
        assert 1 <= min(ranks) <= max(ranks) <= national
        assert all(1 <= int(r[decile]) <= 10 for r in rows)
        worst = sum(
            int(r[decile]) == 1
            for r in rows
            if "Saxonbridge" in r[f"LSOA name ({2011 if edition == 2019 else 2021})"]
        )
        assert 15 < worst < 60  # 33 of 158 in Wolverhampton


@pytest.mark.parametrize("seed", range(5))
def test_any_seed_gives_whole_areas_with_people_in_them(seed: int) -> None:
    town = Town(
        radius=3.0, cells=900, levels=(4, 2, 2), centres=((0, 0, 1, 3),), river=True
    )

    ground = lay_out(town, np.random.default_rng(seed))
    shapes = [shapely.Polygon(r) for r in rings(ground.arcs, ground.parents[-1])]

    assert len(shapes) == 16
    assert shapely.coverage_is_valid(shapes)
    assert all(s.is_valid for s in shapes)
    assert np.bincount(ground.area, ground.people).min() > 0.01
