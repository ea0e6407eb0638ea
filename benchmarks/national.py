"""Makes the national archive's shape at any size: 43 forces, monthly street files.

Everything is invented, but the shape is the real one: 12 columns, force sizes from
Metropolitan to City of London, about 480,000 records a month, 35,672 small areas,
a fifth anti-social behaviour without id, 2 % without location, and one row in 2,000
bad in one of three ways (impossible month, a coordinate that is no number, a point in
the sea). Lookups in the published shape come with it. About 1 M rows in 4 seconds.

    python -m benchmarks.national FOLDER ROWS
"""

import csv
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

FORCES = (
    "Avon and Somerset", "Bedfordshire", "Cambridgeshire", "Cheshire",
    "City of London", "Cleveland", "Cumbria", "Derbyshire", "Devon & Cornwall",
    "Dorset", "Durham", "Dyfed-Powys", "Essex", "Gloucestershire",
    "Greater Manchester", "Gwent", "Hampshire", "Hertfordshire", "Humberside", "Kent",
    "Lancashire", "Leicestershire", "Lincolnshire", "Merseyside", "Metropolitan",
    "Norfolk", "North Wales", "North Yorkshire", "Northamptonshire", "Northumbria",
    "Nottinghamshire", "South Wales", "South Yorkshire", "Staffordshire", "Suffolk",
    "Surrey", "Sussex", "Thames Valley", "Warwickshire", "West Mercia",
    "West Midlands", "West Yorkshire", "Wiltshire",
)  # fmt: skip
SMALL_AREAS, AUTHORITIES, PARTNERSHIPS = 35_672, 318, 300
MONTH_ROWS = 480_000
BAD = 1 / 2000
TYPES = (
    ("Anti-social behaviour", 0.20),
    ("Violence and sexual offences", 0.33),
    ("Shoplifting", 0.08),
    ("Criminal damage and arson", 0.08),
    ("Public order", 0.07),
    ("Other theft", 0.07),
    ("Vehicle crime", 0.06),
    ("Burglary", 0.04),
    ("Drugs", 0.03),
    ("Other crime", 0.015),
    ("Theft from the person", 0.01),
    ("Bicycle theft", 0.007),
    ("Robbery", 0.005),
    ("Possession of weapons", 0.003),
)
OUTCOMES = (
    ("Investigation complete; no suspect identified", 0.44),
    ("Unable to prosecute suspect", 0.34),
    ("Under investigation", 0.08),
    ("Court result unavailable", 0.06),
    ("Awaiting court outcome", 0.04),
    ("Local resolution", 0.02),
    ("Status update unavailable", 0.02),
)
HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,"
    "LSOA name,Crime type,Last outcome category,Context"
)
POINTS_PER_AREA = 20  # 713,440 map points, as the national list has about 750,000

Numbers = np.ndarray[Any, Any]


def slug(force: str) -> str:
    """The name of a force as file names spell it."""
    return force.lower().replace("&", "and").replace(" ", "-")


def months(count: int) -> list[str]:
    """The `count` months from January 2014 on."""
    return [f"{2014 + i // 12}-{i % 12 + 1:02d}" for i in range(count)]


def small_area(i: int | Numbers) -> Any:
    """The code of the i-th small area."""
    return np.char.add("E01", np.char.zfill(np.asarray(i + 1).astype(str), 6))


class Country:
    """Where the invented small areas, authorities and map points lie."""

    def __init__(self, seed: int) -> None:
        """The same seed gives the same country."""
        random = np.random.default_rng(seed)
        cells = np.arange(SMALL_AREAS)
        self.authority = np.sort(random.integers(0, AUTHORITIES, SMALL_AREAS))
        # A small area belongs to one authority, an authority to one force.
        self.force = self.authority * len(FORCES) // AUTHORITIES
        x = -5.5 + 7.0 * (cells % 189) / 189
        y = 50.2 + 5.3 * (cells // 189) / 189
        spots = SMALL_AREAS * POINTS_PER_AREA
        own = np.repeat(cells, POINTS_PER_AREA)
        self.x = np.round(x[own] + random.uniform(0, 0.03, spots), 6)
        self.y = np.round(y[own] + random.uniform(0, 0.025, spots), 6)
        self.codes = pa.array(small_area(cells))
        self.names = pa.array(
            [
                f"District {a:03d} {c % 999:03d}A"
                for a, c in zip(self.authority, cells, strict=True)
            ]
        )
        streets = [f"On or near Street {i}" for i in range(30_000)]
        self.streets = pa.array(streets)


def write_lookups(folder: Path, country: Country) -> list[Path]:
    """The three lookups that placing needs, in the shape they are published."""
    folder.mkdir(parents=True, exist_ok=True)
    codes = country.codes.to_pylist()
    names = country.names.to_pylist()
    lads = [f"E07{a + 1:06d}" for a in country.authority]
    change = folder / "lsoa11_lsoa21_lad22.csv"
    _write(
        change,
        "lsoa11_name,lsoa11_code,change_code,lsoa21_name,lsoa21_code,ltla22_name,ltla22_code",
        (
            (n, c, "U", n, c, n[:12], lad)
            for n, c, lad in zip(names, codes, lads, strict=True)
        ),
    )
    wards = folder / "lsoa21_ward24_lad24.csv"
    _write(
        wards,
        "lsoa21_name,lsoa21_code,ward24_name,ward24_code,ltla24_name,ltla24_code",
        (
            (n, c, f"Ward {i // 5}", f"E05{i // 5 + 1:06d}", n[:12], lad)
            for i, (n, c, lad) in enumerate(zip(names, codes, lads, strict=True))
        ),
    )
    partnerships = folder / "lad24_csp24_pfa24.csv"
    _write(
        partnerships,
        "ltla24_code,ltla24_name,csp24_code,csp24_name,pfa24_code,pfa24_name",
        (
            (
                f"E07{a + 1:06d}",
                f"District {a:03d}",
                f"E22{a * PARTNERSHIPS // AUTHORITIES + 1:06d}",
                f"Partnership {a * PARTNERSHIPS // AUTHORITIES:03d}",
                f"E23{a * len(FORCES) // AUTHORITIES + 1:06d}",
                FORCES[a * len(FORCES) // AUTHORITIES],
            )
            for a in range(AUTHORITIES)
        ),
    )
    return [change, wards, partnerships]


def _write(path: Path, header: str, rows: Any) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        file.write(header + "\n")
        csv.writer(file, lineterminator="\n").writerows(rows)


def _ids(random: np.random.Generator, rows: int, given: Numbers) -> pa.Array:
    """64 hexadecimal digits where `given`, empty elsewhere."""
    digits = np.frombuffer(b"0123456789abcdef", np.uint8)
    raw = random.integers(0, 256, (rows, 32), dtype=np.uint8)
    text = np.empty((rows, 64), np.uint8)
    text[:, 0::2] = digits[raw >> 4]
    text[:, 1::2] = digits[raw & 15]
    offsets = np.arange(0, 64 * rows + 1, 64, dtype=np.int32)
    ids = pa.StringArray.from_buffers(
        rows, pa.py_buffer(offsets), pa.py_buffer(text.tobytes())
    )
    return pc.if_else(pa.array(given), ids, "")


def _choice(random: np.random.Generator, rows: int, of: Any) -> pa.Array:
    words, weights = zip(*of, strict=True)
    share = np.array(weights) / sum(weights)
    return pa.array(words).take(pa.array(random.choice(len(words), rows, p=share)))


def month_of_force(
    random: np.random.Generator, country: Country, force: int, month: str, rows: int
) -> bytes:
    """One file: one force's month."""
    own = np.flatnonzero(country.force == force)
    # Some areas see far more than others: a Pareto weight gives a city centre.
    weight = random.pareto(1.5, len(own)) + 0.2
    area = random.choice(own, rows, p=weight / weight.sum())
    spot = area * POINTS_PER_AREA + random.integers(0, POINTS_PER_AREA, rows)
    located = random.random(rows) >= 0.02
    kind = _choice(random, rows, TYPES)
    crime = pc.not_equal(kind, "Anti-social behaviour")
    given = crime.to_numpy(zero_copy_only=False)
    x, y = country.x[spot], country.y[spot].copy()
    bad = np.where(random.random(rows) < BAD, random.integers(1, 4, rows), 0)
    y[bad == 2] += 30.0
    here = pa.array(located)
    longitude = pc.if_else(here, pa.array(x).cast(pa.string()), "")
    longitude = pc.if_else(pa.array((bad == 3) & located), "n/a", longitude)
    latitude = pc.if_else(here, pa.array(y).cast(pa.string()), "")
    name = FORCES[force] + (
        " Police" if FORCES[force] != "Metropolitan" else " Police Service"
    )
    place = country.streets.take(pa.array(spot % len(country.streets)))
    columns = [
        _ids(random, rows, given),
        pc.if_else(pa.array(bad == 1), f"{month[:4]}-13", month),
        pa.repeat(name, rows),
        pa.repeat(name, rows),
        longitude,
        latitude,
        pc.if_else(here, place, "No Location"),
        pc.if_else(here, country.codes.take(pa.array(area)), ""),
        pc.if_else(here, country.names.take(pa.array(area)), ""),
        kind,
        pc.if_else(crime, _choice(random, rows, OUTCOMES), ""),
        pa.repeat("", rows),
    ]
    lines = pc.binary_join_element_wise(*columns, ",")
    text = pc.binary_join(pa.ListArray.from_arrays([0, rows], lines), "\r\n")
    return f"{HEADER}\r\n{text[0].as_py()}\r\n".encode()


def write_archive(folder: Path, rows: int, *, seed: int = 2026) -> list[Path]:
    """Write about `rows` rows as `YYYY-MM/YYYY-MM-<force>-street.csv`."""
    country = Country(seed)
    write_lookups(folder / "lookups", country)
    random = np.random.default_rng(seed)
    size = 1 / np.arange(1, len(FORCES) + 1) ** 0.7
    order = np.random.default_rng(7).permutation(len(FORCES))
    share = np.empty(len(FORCES))
    share[order] = size / size.sum()
    count = max(1, round(rows / MONTH_ROWS))
    files = []
    for month in months(count):
        (folder / month).mkdir(parents=True, exist_ok=True)
        for force, part in enumerate(share):
            here = max(50, round(rows / count * part))
            path = folder / month / f"{month}-{slug(FORCES[force])}-street.csv"
            path.write_bytes(month_of_force(random, country, force, month, here))
            files.append(path)
    return files


if __name__ == "__main__":
    write_archive(Path(sys.argv[1]), int(sys.argv[2]))
