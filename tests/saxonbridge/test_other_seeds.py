"""Another seed is another city with the same truths in it: a fresh paper for a class."""

from datetime import date

import numpy as np
import pytest

from goldthread.saxonbridge import rates
from goldthread.saxonbridge.categories import number_of
from goldthread.saxonbridge.land import make_land
from goldthread.saxonbridge.planted import truths_of
from goldthread.saxonbridge.points import make_points
from goldthread.saxonbridge.rates import MOVED_FROM
from goldthread.saxonbridge.records import draw_records

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", [7, 23])
def test_the_planted_places_of_any_city_are_apart_from_one_another(seed: int) -> None:
    land = make_land(seed)

    places = rates.where(land)
    spots = [places.centre, places.hot_before, places.hot_after]
    wards = [set(land.ward[spot].tolist()) for spot in spots]

    assert len(set(places.rising)) == 2
    assert all(not set(places.rising) & ward for ward in wards)
    assert len(set(np.concatenate(spots).tolist())) == sum(map(len, spots))
    assert all(4 <= len(spot) <= 8 for spot in spots[1:])


def test_the_rise_of_another_city_is_in_its_files_too() -> None:
    land, months = make_land(7), rates.calendar(date(2026, 3, 1))
    points = make_points(land, 7)
    expected = rates.expected(land, months, 7)

    records = draw_records(land, points, expected, 7)
    named = next(t for t in truths_of(land, months, expected) if t.areas)
    ward = np.append(land.ward[points.finest], -1)[records.point]
    own = np.isin(ward, [land.ward_code.index(code) for code in named.areas])
    own &= (records.category == number_of("vehicle-crime")) & (records.force == 0)
    after = (own & (records.month >= MOVED_FROM)).sum()
    before = (
        own & (records.month < MOVED_FROM) & (records.month >= MOVED_FROM - 12)
    ).sum()

    assert named.key == "vehicle-crime-rises-in-two-wards"
    assert after / before == pytest.approx(named.size, rel=0.25)
