"""Grid points of 2011 land where the Ordnance Survey says they do."""

from __future__ import annotations

import numpy as np
import pytest

from goldthread.evidence.sources.national_grid import airy_position, globe_position

EASTING, NORTHING = np.array([651409.903]), np.array([313177.270])


def degrees(d: int, m: int, s: float) -> float:
    return d + m / 60 + s / 3600


def test_the_ordnance_surveys_worked_example_comes_out_to_a_tenth_of_a_millimetre() -> (
    None
):
    # "A guide to coordinate systems in Great Britain", annexe C: the water tower at
    # Caister, on the Airy ellipsoid. A ten-thousandth of a second is 3 mm.
    longitude, latitude = np.degrees(airy_position(EASTING, NORTHING))

    assert latitude[0] == pytest.approx(degrees(52, 39, 27.2531), abs=0.00005 / 3600)
    assert longitude[0] == pytest.approx(degrees(1, 43, 4.5177), abs=0.00005 / 3600)


def test_the_same_point_in_wgs84_is_within_five_metres() -> None:
    longitude, latitude = globe_position(EASTING, NORTHING)

    north = (latitude[0] - degrees(52, 39, 28.72)) * 111_300
    east = (longitude[0] - degrees(1, 42, 57.79)) * 111_300 * np.cos(np.radians(52.66))
    assert np.hypot(north, east) < 5


def test_the_true_origin_is_49_north_2_west() -> None:
    longitude, latitude = np.degrees(
        airy_position(np.array([400_000.0]), np.array([-100_000.0]))
    )

    assert latitude[0] == pytest.approx(49, abs=1e-9)
    assert longitude[0] == pytest.approx(-2, abs=1e-9)


def test_a_step_of_a_kilometre_on_the_grid_is_a_kilometre_on_the_ground() -> None:
    east = np.array([390_000.0, 391_000.0])
    north = np.array([298_000.0, 298_000.0])

    longitude, latitude = np.radians(globe_position(east, north))

    x = (longitude[1] - longitude[0]) * np.cos(latitude[0]) * 6_390_000
    y = (latitude[1] - latitude[0]) * 6_365_000
    assert np.hypot(x, y) == pytest.approx(1000, rel=0.002)
