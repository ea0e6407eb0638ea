"""Writes lookups and boundaries with the columns their publishers use."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from goldthread.saxonbridge.borders import Floats, Ints, rings
from goldthread.saxonbridge.land import Areas, Land, force_names


def write_lookups(folder: Path, land: Land) -> list[Path]:
    """Which area lies in which, in four files."""
    folder.mkdir(parents=True, exist_ok=True)
    lads = [(a.code, a.name) for a in land.authorities]
    wards = list(zip(land.ward_code, land.ward_name, strict=True))
    forces = force_names()
    tables: dict[str, tuple[Sequence[str], Iterable[Sequence[str]]]] = {
        "LSOA11_LSOA21_LAD22_EW_LU.csv": (
            (
                "LSOA11CD",
                "LSOA11NM",
                "LSOA21CD",
                "LSOA21NM",
                "CHGIND",
                "LAD22CD",
                "LAD22NM",
            ),
            _changes(land),
        ),
        "LSOA11_WD21_LAD21_EW_LU.csv": (
            ("LSOA11CD", "LSOA11NM", "WD21CD", "WD21NM", "LAD21CD", "LAD21NM"),
            _members(land, land.areas11, wards, lads),
        ),
        "LSOA21_WD24_LAD24_EW_LU.csv": (
            ("LSOA21CD", "LSOA21NM", "WD24CD", "WD24NM", "LAD24CD", "LAD24NM"),
            _members(land, land.areas21, wards, lads),
        ),
        "LAD24_CSP24_PFA24_EW_LU.csv": (
            ("LAD24CD", "LAD24NM", "CSP24CD", "CSP24NM", "PFA24CD", "PFA24NM"),
            [
                (a.code, a.name, a.partnership, a.partnership_name, *forces[a.force])
                for a in land.authorities
            ],
        ),
    }
    written: list[Path] = []
    for name, (header, rows) in tables.items():
        lines = [",".join(cells) for cells in (header, *rows)]
        (folder / name).write_bytes(("\r\n".join(lines) + "\r\n").encode())
        written.append(folder / name)
    return written


def _changes(land: Land) -> list[Sequence[str]]:
    """2011 to 2021, area by area: U the same, S split, M merged."""
    old, new = land.areas11, land.areas21
    pairs = sorted(
        set(zip(old.of_finest.tolist(), new.of_finest.tolist(), strict=True))
    )
    rows: list[Sequence[str]] = []
    for i, j in pairs:
        splits = len({b for a, b in pairs if a == i}) > 1
        merges = len({a for a, b in pairs if b == j}) > 1
        change = "S" if splits else "M" if merges else "U"
        lad = land.authorities[int(old.authority[i])]
        rows.append(
            (
                old.code[i],
                old.name[i],
                new.code[j],
                new.name[j],
                change,
                lad.code,
                lad.name,
            )
        )
    return rows


def _members(
    land: Land, areas: Areas, wards: list[tuple[str, str]], lads: list[tuple[str, str]]
) -> list[Sequence[str]]:
    ward = np.zeros(len(areas.code), dtype=np.int64)
    ward[areas.of_finest] = land.ward
    return [
        (areas.code[i], areas.name[i], *wards[ward[i]], *lads[int(areas.authority[i])])
        for i in range(len(areas.code))
    ]


def write_boundaries(folder: Path, land: Land) -> list[Path]:
    """Small areas of both vintages, wards and authorities, as GeoJSON."""
    folder.mkdir(parents=True, exist_ok=True)
    lads = [(a.code, a.name) for a in land.authorities]
    ward_lad = np.zeros(len(land.ward_code), dtype=np.int64)
    ward_lad[land.ward] = land.authority
    files = {
        "LSOA11.geojson": _features(
            land, land.areas11.of_finest, ("LSOA11CD", "LSOA11NM"),
            list(zip(land.areas11.code, land.areas11.name, strict=True)),
        ),
        "LSOA21.geojson": _features(
            land, land.areas21.of_finest, ("LSOA21CD", "LSOA21NM"),
            list(zip(land.areas21.code, land.areas21.name, strict=True)),
        ),
        "WD24.geojson": _features(
            land, land.ward, ("WD24CD", "WD24NM", "LAD24CD", "LAD24NM"),
            [
                (c, n, *lads[int(a)])
                for c, n, a in zip(land.ward_code, land.ward_name, ward_lad, strict=True)
            ],
        ),
        "LAD24.geojson": _features(land, land.authority, ("LAD24CD", "LAD24NM"), lads),
    }  # fmt: skip
    for name, features in files.items():
        collection = {"type": "FeatureCollection", "features": features}
        (folder / name).write_text(json.dumps(collection, separators=(",", ":")))
    return [folder / name for name in files]


def _features(
    land: Land, group: Ints, columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> list[dict[str, object]]:
    """One feature per group of finest areas, with its properties."""
    outline: dict[int, Floats] = {}
    for number, authority in enumerate(land.authorities):
        start = int(land.first_finest[number])
        own = group[start : start + len(authority.ground.parents[0])]
        for which, ring in zip(
            sorted(set(own.tolist())), rings(authority.ground.arcs, own), strict=True
        ):
            outline[which] = ring
    return [
        {
            "type": "Feature",
            "properties": dict(zip(columns, row, strict=True)),
            "geometry": {"type": "Polygon", "coordinates": [outline[i].tolist()]},
        }
        for i, row in enumerate(rows)
    ]
