"""Where on the globe is a point of the British National Grid?

Files of 2010-11 give Easting and Northing in metres; everything since gives longitude
and latitude (WGS84). The method is the Ordnance Survey's own, from "A guide to
coordinate systems in Great Britain": the inverse Transverse Mercator projection on the
Airy 1830 ellipsoid, then the seven-parameter Helmert shift from OSGB36 to WGS84.

The Helmert shift is an average over the country: the Ordnance Survey states about
5 metres of error against its own transformation (OSTN15), 10 metres at worst. Street
points were moved to the middle of a street before publication, so that does no harm;
do not use this where a metre matters.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

# The grid: the true origin is 49 N 2 W, the false one 400 km west and 100 km north of it.
SCALE = 0.9996012717
ORIGIN_LATITUDE, ORIGIN_LONGITUDE = np.radians(49.0), np.radians(-2.0)
FALSE_EASTING, FALSE_NORTHING = 400_000.0, -100_000.0

AIRY = (6_377_563.396, 6_356_256.909)  # Airy 1830: the two half axes in metres
GLOBE = (6_378_137.000, 6_356_752.3141)  # WGS84

# OSGB36 to WGS84: metres, parts per million, seconds of arc.
SHIFT = (446.448, -125.157, 542.060)
STRETCH = -20.4894e-6
TURN = tuple(np.radians(s / 3600) for s in (0.1502, 0.2470, 0.8421))


def airy_position(easting: Numbers, northing: Numbers) -> tuple[Numbers, Numbers]:
    """Longitude and latitude on the grid's own ellipsoid, in radians."""
    a, b = AIRY
    af, e2 = a * SCALE, 1 - (b / a) ** 2
    latitude = np.full_like(northing, ORIGIN_LATITUDE)
    rest = northing - FALSE_NORTHING
    for _ in range(8):  # each round divides the rest by about 500; four reach 0.01 mm
        latitude = latitude + rest / af
        rest = northing - FALSE_NORTHING - _meridian(latitude)
    sine, cosine, tan = np.sin(latitude), np.cos(latitude), np.tan(latitude)
    nu = af / np.sqrt(1 - e2 * sine**2)
    rho = af * (1 - e2) / (1 - e2 * sine**2) ** 1.5
    eta2 = nu / rho - 1
    t2, t4, t6 = tan**2, tan**4, tan**6
    east = easting - FALSE_EASTING
    vii = tan / (2 * rho * nu)
    viii = tan / (24 * rho * nu**3) * (5 + 3 * t2 + eta2 - 9 * t2 * eta2)
    ix = tan / (720 * rho * nu**5) * (61 + 90 * t2 + 45 * t4)
    x = 1 / (cosine * nu)
    xi = 1 / (6 * cosine * nu**3) * (nu / rho + 2 * t2)
    xii = 1 / (120 * cosine * nu**5) * (5 + 28 * t2 + 24 * t4)
    xiia = 1 / (5040 * cosine * nu**7) * (61 + 662 * t2 + 1320 * t4 + 720 * t6)
    return (
        ORIGIN_LONGITUDE + x * east - xi * east**3 + xii * east**5 - xiia * east**7,
        latitude - vii * east**2 + viii * east**4 - ix * east**6,
    )


def _meridian(latitude: Numbers) -> Numbers:
    """Metres along the meridian from the true origin's latitude."""
    a, b = AIRY
    n = (a - b) / (a + b)
    less, more = latitude - ORIGIN_LATITUDE, latitude + ORIGIN_LATITUDE
    arc: Numbers = (b * SCALE) * (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(less) * np.cos(more)
        + (15 / 8 * (n**2 + n**3)) * np.sin(2 * less) * np.cos(2 * more)
        - (35 / 24 * n**3) * np.sin(3 * less) * np.cos(3 * more)
    )
    return arc


def globe_position(easting: Numbers, northing: Numbers) -> tuple[Numbers, Numbers]:
    """Longitude and latitude in WGS84 degrees, within about 5 metres."""
    longitude, latitude = airy_position(easting, northing)
    a, b = AIRY
    e2 = 1 - (b / a) ** 2
    nu = a / np.sqrt(1 - e2 * np.sin(latitude) ** 2)
    x = nu * np.cos(latitude) * np.cos(longitude)
    y = nu * np.cos(latitude) * np.sin(longitude)
    z = (1 - e2) * nu * np.sin(latitude)
    (dx, dy, dz), s, (rx, ry, rz) = SHIFT, 1 + STRETCH, TURN
    return _degrees(
        dx + s * x - rz * y + ry * z,
        dy + rz * x + s * y - rx * z,
        dz - ry * x + rx * y + s * z,
    )


def _degrees(x: Numbers, y: Numbers, z: Numbers) -> tuple[Numbers, Numbers]:
    a, b = GLOBE
    e2 = 1 - (b / a) ** 2
    across = np.hypot(x, y)
    latitude = np.arctan2(z, across * (1 - e2))
    for _ in range(4):
        nu = a / np.sqrt(1 - e2 * np.sin(latitude) ** 2)
        latitude = np.arctan2(z + e2 * nu * np.sin(latitude), across)
    return np.degrees(np.arctan2(y, x)), np.degrees(latitude)
