"""The API asked polygon by polygon: split, posted, compared, and each record once."""

import json
from datetime import date

import pytest
from shapely.geometry import Polygon, box

from goldthread.evidence.fetching.client import FetchFailed
from goldthread.evidence.fetching.street_api import (
    crimes_in,
    crimes_without_location,
    fetch_area,
)
from goldthread.evidence.reading import Portion
from goldthread.evidence.sources import read_path


@pytest.fixture
def base(address):
    return f"{address}/api"


def along_a_street(count):
    return [(52.5 + 0.001 * n, -2.1 + 0.0007 * n) for n in range(count)]


def test_the_records_of_a_polygon_come(standin, base, client):
    standin.crimes = along_a_street(10)

    harvest = crimes_in(client, [box(-2.2, 52.4, -2.0, 52.6)], "2024-01", base=base)

    assert len(harvest.records) == 10
    verb, _, query = standin.asked[0]
    assert verb == "GET"
    assert query["date"] == "2024-01"
    latitude, longitude = query["poly"].split(":")[0].split(",")
    assert 52 < float(latitude) < 53
    assert -3 < float(longitude) < -1


def test_a_polygon_that_is_too_much_is_cut_in_two(standin, base, client):
    standin.crimes = along_a_street(150)  # the stand-in stops at 20

    harvest = crimes_in(client, [box(-2.2, 52.4, -1.9, 52.7)], "2024-01", base=base)

    assert len({record["id"] for record in harvest.records}) == 150
    assert len(harvest.records) == 150
    assert len(standin.asked) > 8


def test_a_server_that_is_down_is_not_mistaken_for_a_polygon_too_large(
    standin, base, client, monkeypatch
):
    """Cutting stops in the end, and then the trouble is said."""
    monkeypatch.setattr("goldthread.evidence.fetching.street_api.MOST_CUTS", 8)
    standin.crimes = [(52.5, -2.1)] * 30  # more than fit at one single point

    with pytest.raises(FetchFailed, match="503"):
        crimes_in(client, [box(-2.2, 52.4, -2.0, 52.6)], "2024-01", base=base)


def test_a_long_outline_is_sent_as_a_form(standin, base, client):
    standin.crimes = along_a_street(5)
    import math

    ring = [
        (-2.1 + 0.1 * math.cos(a / 200), 52.5 + 0.1 * math.sin(a / 200))
        for a in range(0, 1257)
    ]

    harvest = crimes_in(client, [Polygon(ring)], "2024-01", base=base)

    assert [verb for verb, _, _ in standin.asked] == ["POST"]
    assert len(harvest.records) == 5


def test_the_server_refuses_the_same_outline_as_an_address(standin, base, client):
    """What the form avoids is real: the stand-in answers 400 as the API does."""
    with pytest.raises(FetchFailed, match="400"):
        client.get(f"{base}/crimes-street/all-crime", {"poly": "52.5,-2.1:" * 500})


def test_a_point_on_a_shared_edge_counts_once(standin, base, client):
    standin.crimes = [(52.5, -2.15), (52.5, -2.1), (52.5, -2.05)]
    west, east = box(-2.2, 52.4, -2.1, 52.6), box(-2.1, 52.4, -2.0, 52.6)

    harvest = crimes_in(client, [west, east], "2024-01", base=base)

    assert len(harvest.records) == 3
    assert harvest.repeated == 1


def test_another_month_than_asked_for_is_refused(standin, base, client):
    standin.crimes = along_a_street(3)
    standin.ignore_month = True

    with pytest.raises(FetchFailed, match=r"Asked for 2024-01, got 2024-03 in 3 of 3"):
        crimes_in(client, [box(-2.2, 52.4, -2.0, 52.6)], "2024-01", base=base)


def test_a_month_not_published_yet_is_refused_not_answered_with_the_newest(
    standin, base, client
):
    standin.crimes = along_a_street(3)

    with pytest.raises(FetchFailed, match="got 2024-03"):
        crimes_in(client, [box(-2.2, 52.4, -2.0, 52.6)], "2024-04", base=base)


def test_records_without_a_place_are_asked_by_force(standin, base, client):
    harvest = crimes_without_location(client, "leicestershire", "2024-02", base=base)

    assert [record["location"] for record in harvest.records] == [None]
    assert standin.asked[0][2] == {
        "category": "all-crime",
        "force": "leicestershire",
        "date": "2024-02",
    }


def test_an_area_is_one_file_a_month_that_can_be_read(standin, base, client, tmp_path):
    standin.crimes = along_a_street(4)
    area = [box(-2.2, 52.4, -2.0, 52.6)]

    files = fetch_area(
        client,
        "wolverhampton",
        area,
        ["2024-01", "2024-02"],
        tmp_path,
        forces=["west-midlands"],
        base=base,
    )

    assert [path.name for path in files] == [
        "2024-01-wolverhampton-api.jsonl",
        "2024-02-wolverhampton-api.jsonl",
    ]
    portions = list(read_path(tmp_path, today=date(2024, 6, 1)))
    assert all(isinstance(each, Portion) for each in portions), portions
    assert sum(each.rows_read for each in portions) == 10


def test_months_that_are_there_are_not_asked_for_again(standin, base, client, tmp_path):
    standin.crimes = along_a_street(4)
    area = [box(-2.2, 52.4, -2.0, 52.6)]
    fetch_area(client, "w", area, ["2024-01"], tmp_path, base=base)
    asked = len(standin.asked)

    fetch_area(client, "w", area, ["2024-01", "2024-02"], tmp_path, base=base)

    assert len(standin.asked) == asked + 1


def test_two_months_with_the_same_records_are_refused(standin, base, client, tmp_path):
    standin.crimes = along_a_street(4)
    area = [box(-2.2, 52.4, -2.0, 52.6)]
    (first,) = fetch_area(client, "w", area, ["2024-01"], tmp_path, base=base)
    line = json.loads(first.read_text())
    line["requested_month"] = "2024-02"
    (tmp_path / "2024-02-w-api.jsonl").write_text(json.dumps(line))

    with pytest.raises(FetchFailed, match="same as those of 2024-01"):
        fetch_area(client, "w", area, ["2024-01", "2024-02"], tmp_path, base=base)
