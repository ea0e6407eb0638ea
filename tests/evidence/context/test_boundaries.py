"""Outlines are used only where they place points rightly."""

import json

import pytest
import shapely
from tests.evidence.context.sheets import faults, portions, refusal

SQUARE = [[-2.1, 52.5], [-2.0, 52.5], [-2.0, 52.6], [-2.1, 52.6], [-2.1, 52.5]]
NAME = "areas.geojson"


def feature(ring=SQUARE, number=1, kind="Polygon", **properties):
    given = properties or {
        "LSOA21CD": f"E0100000{number}",
        "LSOA21NM": f"Wolverhampton 00{number}A",
    }
    return {
        "type": "Feature",
        "properties": given,
        "geometry": {"type": kind, "coordinates": [ring]},
    }


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", **more, "features": list(features)})


def aside(bad):
    """What a good outline's portion says of a bad one beside it."""
    (portion,) = portions(collection(feature(), bad), NAME)
    assert portion.rows.num_rows == 1
    ((row, column, found),) = faults(portion)
    assert row == 2
    return column, found


def test_an_outline_becomes_a_row_in_the_part_of_its_place():
    north, south = feature(), feature(number=2)
    south["properties"]["LSOA21NM"] = "St. Helens 002B"

    made = portions(collection(north, south), NAME)

    assert [each.key for each in made] == [
        ("small_area", "2021", "st-helens"),
        ("small_area", "2021", "wolverhampton"),
    ]
    (wkb,) = made[1].rows["geometry"].to_pylist()
    assert shapely.from_wkb(wkb).equals(shapely.Polygon(SQUARE))


def test_wards_come_by_authority_and_authorities_together():
    (ward,) = portions(
        collection(feature(WD25CD="E05014838", WD25NM="B", LAD25CD="E08000031")), NAME
    )
    (authority,) = portions(
        collection(feature(ltla24_code="E08000031", ltla24_name="W")), NAME
    )

    assert ward.key == ("ward", "2025", "E08000031")
    assert authority.key == ("local_authority", "2024", "all")


@pytest.mark.parametrize(
    ("name", "coarse", "code"),
    [
        ("ward21_simplified.geojson", True, "generalised"),
        ("wards_BSC.geojson", True, "generalised"),
        ("wards.geojson", False, "generalisation-unstated"),
    ],
)
def test_how_far_outlines_were_simplified_is_said(name, coarse, code):
    (portion,) = portions(collection(feature()), name)

    assert portion.rows["generalised"].to_pylist() == [coarse]
    assert [r.code for r in portion.remarks] == [code]


def test_latitude_first_is_noticed():
    swapped = [[lat, lon] for lon, lat in SQUARE]

    assert "latitude first" in aside(feature(swapped, number=2))[1]
    assert "longitude first" in refusal(collection(feature(swapped)), NAME)


def test_the_national_grid_is_refused():
    grid = [[390_000 + 100 * x, 300_000 + 100 * y] for x, y in SQUARE]

    assert "National Grid" in refusal(collection(feature(grid)), NAME)
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    assert "EPSG::27700" in refusal(collection(feature(), crs=named), NAME)


def test_an_outline_across_the_180th_meridian_is_refused():
    around = [[-179.0, 52.5], [179.0, 52.5], [179.0, 52.6], [-179.0, 52.5]]

    assert "180th meridian" in aside(feature(around, number=2))[1]


def test_a_small_crossing_is_repaired_and_said():
    """A spike where the pen turned back on itself: no ground is gained or lost."""
    spike = [*SQUARE[:2], [-2.0, 52.6], [-1.9, 52.6], [-2.0, 52.6], *SQUARE[3:]]

    (portion,) = portions(collection(feature(spike)), NAME)

    assert shapely.from_wkb(portion.rows["geometry"][0].as_py()).is_valid
    assert "outlines-repaired" in [r.code for r in portion.remarks]


def test_a_bow_tie_is_set_aside():
    bow = [[-2.1, 52.5], [-2.0, 52.6], [-2.0, 52.5], [-2.1, 52.6], [-2.1, 52.5]]

    assert "crosses itself" in aside(feature(bow, number=2))[1]


@pytest.mark.parametrize(
    "bad",
    [
        {"type": "Feature", "properties": {"LSOA21CD": "E01000002"}, "geometry": None},
        feature([-2.1, 52.5], number=2, kind="Point"),
        feature([[-2.1, 52.5]], number=2),
        feature([["a", "b"]] * 4, number=2),
        feature([[-2.1, None]] * 4, number=2),
        feature([[-2.1, 52.5]] * 5, number=2),
        feature(number=1),  # the same area a second time
        feature(LSOA21CD="nonsense"),
        "no feature at all",
    ],
)
def test_what_is_no_outline_is_set_aside_and_the_good_one_stays(bad):
    made = portions(collection(feature(), bad), NAME)

    assert sum(each.rows.num_rows for each in made) == 1
    assert sum(each.set_aside.num_rows for each in made) == 1


@pytest.mark.slow
def test_more_than_a_hundred_thousand_points_are_set_aside():
    import math

    ring = [
        [-2.0 + 0.1 * math.cos(n * 6.28e-5), 52.5 + 0.1 * math.sin(n * 6.28e-5)]
        for n in range(100_001)
    ]

    assert "more detailed" in aside(feature(ring, number=2))[1]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (collection(feature())[:-40], "breaks off or is damaged at outline 1"),
        ('{"type": "FeatureCollection", "features": [' + "[" * 200_000, "damaged"),
        ('{"type": "FeatureCollection", "features": [{"a": NaN}]}', "damaged"),
        (collection(), "holds no outlines"),
        ('{"type": "FeatureCollection"}', "no list of"),
        (b'{"type": "FeatureCollection", "x": "\xff\xfe"}', "not UTF-8"),
        (collection(feature(name="Bilston")), "no property of its outlines names"),
        (collection(feature(LSOA19CD="E01000001")), "2011 and 2021"),
        (collection(feature(WD99CD="E05000001")), "year of its codes"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_in_one_sentence(content, sentence):
    assert sentence in refusal(content, NAME)
