"""A tiny lake made by hand, with every awkward row a question may meet.

Two forces, three partnerships over four authorities, small areas of both censuses, wards
without names, records without a place, without a street, without an outcome, in one census
only, outside their force, and under an old list of categories.
"""

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from goldthread.evidence.tables import TABLES

Rows = list[dict[str, Any]]

CSPS = {"X22000001": ("X06000001",), "X22000002": ("X06000002", "X06000003"),
        "X22000003": ("X06000004",)}  # fmt: skip
LADS = {lad: csp for csp, lads in CSPS.items() for lad in lads}
MONTHS = [date(2011, 8, 1), *(date(2022, m, 1) for m in range(1, 7))]
CATEGORIES = ["anti-social-behaviour", "burglary", "violent-crime", "public-order"]
OUTCOMES = [
    "Under investigation",
    "Status update unavailable",
    "Local resolution",
    None,
]
STREETS = ["On or near High Street", "On or near Police Station", "On or near Hospital",
           "On or near St John's Court House", None]  # fmt: skip


class HandMade:
    """What an engine needs of a version: a folder, a name, and the files of a table."""

    def __init__(self, folder: Path, tables: Mapping[str, Rows]) -> None:
        self.folder, self.id, self.tables = folder, "made-by-hand", dict(tables)
        (folder / "parts").mkdir(parents=True)
        for name, rows in self.tables.items():
            schema = TABLES[name].schema()
            whole = [{f.name: row.get(f.name) for f in schema} for row in rows]
            pq.write_table(pa.Table.from_pylist(whole, schema=schema), self._file(name))

    def _file(self, table: str) -> Path:
        return self.folder / "parts" / f"{table}.parquet"

    def files(self, table: str, **_: object) -> list[Path]:
        """One file a table, also for a table that holds nothing."""
        return [self._file(table)]


def tables(seed: int = 7) -> dict[str, Rows]:
    """The rows of every table, the same for the same seed."""
    chance = random.Random(seed)
    small = _small_areas()
    return {
        "offence": [_offence(chance, small, line) for line in range(1, 2501)],
        "outcome": [],
        "stop_search": [_stop(chance, small, line) for line in range(1, 401)],
        "small_area": small,
        "small_area_change": [],
        "ward_member": _ward_members(small),
        "partnership": [],
        "population": _population(chance, small),
        "deprivation": _deprivation(chance, small),
        "boundary": _boundaries(small),
        "area": _areas(small),
        "area_member": _members(small),
        "coverage": _coverage(),
    }


def _small_areas() -> Rows:
    return [
        {
            "code": f"X01{vintage}{lad[-1]}{n:02d}",
            "vintage": f"20{vintage}",
            "name": f"Town {lad[-1]} 00{n}A",
            "lad_code": lad,
            "lad_name": f"Town {lad[-1]}",
            "lad_year": 2024,
        }
        for vintage in ("11", "21")
        for lad in LADS
        for n in range(1, 7)
    ]


def _place(chance: random.Random, small: Rows) -> dict[str, Any]:
    if chance.random() < 0.1:
        return {"located": False}
    one = chance.choice([a for a in small if a["vintage"] == "2011"])
    other = one["code"].replace("X0111", "X0121")
    return {
        "located": True,
        "lsoa11": None if chance.random() < 0.05 else one["code"],
        "lsoa21": None if chance.random() < 0.1 else other,
        "lad_code": one["lad_code"],
        "csp_code": LADS[one["lad_code"]],
        "outside_force_area": chance.choice([True, False, False, None]),
    }


def _offence(chance: random.Random, small: Rows, line: int) -> dict[str, Any]:
    month, category = chance.choice(MONTHS), chance.choice(CATEGORIES)
    old = month.year == 2011
    force = chance.choice(["northshire", "northshire", "rail"])
    place = _place(chance, small)
    return {
        "month": month, "force": force, "reported_by": force, "falls_within": force,
        "category": "violent-crime" if old and category == "public-order" else category,
        "scheme": "2010-six" if old else "2013-fourteen",
        "is_crime": category != "anti-social-behaviour",
        "street": chance.choice(STREETS),
        "outcome": None if category == "anti-social-behaviour" else chance.choice(OUTCOMES),
        "source_row": line, **place,
    }  # fmt: skip


def _stop(chance: random.Random, small: Rows, line: int) -> dict[str, Any]:
    month = chance.choice(MONTHS[1:])
    place = _place(chance, small)
    place.pop("located")
    return {
        "occurred_at": datetime(month.year, month.month, 3, 22, tzinfo=UTC),
        "month": month, "force": "northshire", "type": "Person search",
        "officer_defined_ethnicity": chance.choice(["Asian", "Black", "White", None]),
        "object_of_search": chance.choice(["Controlled drugs", "Stolen goods", None]),
        "outcome": chance.choice(["Arrest", "A no further action disposal", None]),
        "outcome_linked": chance.choice([True, False, None]),
        "source_row": line, **place,
    }  # fmt: skip


def _ward_members(small: Rows) -> Rows:
    return [
        {
            "lsoa_code": a["code"],
            "lsoa_vintage": a["vintage"],
            "ward_code": f"X05{year}{a['lad_code'][-1]}{int(a['code'][-2:]) % 2}",
            "ward_name": None if year == 2017 else f"Ward {int(a['code'][-2:]) % 2}",
            "ward_year": year,
            "lad_code": None if year == 2017 else a["lad_code"],
        }
        for a in small
        for year in (2017, 2024)
        if (a["vintage"] == "2011") == (year == 2017)
    ]


def _population(chance: random.Random, small: Rows) -> Rows:
    return [
        {
            "code": a["code"],
            "vintage": "2011",
            "year": year,
            "age": age,
            "persons": float(chance.randint(0, 40)),
        }
        for a in small
        for year in (2019, 2020)
        for age in (0, 9, 10, 24, 65, 90)
        if a["vintage"] == "2011" and not a["code"].endswith("406")
    ]


def _deprivation(chance: random.Random, small: Rows) -> Rows:
    return [
        {
            "code": a["code"],
            "vintage": a["vintage"],
            "edition": 2019 if a["vintage"] == "2011" else 2025,
            "measure": measure,
            "value": float(chance.randint(1, 10)),
        }
        for a in small
        for measure in ("imd_decile", "crime_decile")
    ]


def _boundaries(small: Rows) -> Rows:
    wards = {m["ward_code"] for m in _ward_members(small) if m["ward_year"] == 2024}
    areas = [("small_area", a["code"], a["name"], a["vintage"]) for a in small]
    areas += [
        ("ward", code, None, year)
        for code in sorted(wards)
        for year in ("2024", "2025")
    ]
    return [
        {"level": level, "code": code, "name": name, "vintage": vintage,
         "geometry": f"{code}{vintage}{rough}".encode(), "generalised": rough}
        for level, code, name, vintage in areas
        for rough in ((False, True) if code.endswith("1") else (False,))
    ]  # fmt: skip


def _areas(small: Rows) -> Rows:
    found = [{"code": c, "level": "csp", "name": f"Safer {c[-1]}", "vintage": "2024",
              "within": "X23000001"} for c in CSPS]  # fmt: skip
    found += [{"code": lad, "level": "local_authority", "name": f"Town {lad[-1]}",
               "vintage": "2024", "within": None} for lad in LADS]  # fmt: skip
    found += [{"code": a["code"], "level": "small_area", "name": a["name"],
               "vintage": a["vintage"], "within": a["lad_code"]} for a in small]  # fmt: skip
    return found


def _members(small: Rows) -> Rows:
    wards = [
        {
            "area_code": m["ward_code"],
            "level": "ward",
            "vintage": m["lsoa_vintage"],
            "lsoa_code": m["lsoa_code"],
        }
        for m in _ward_members(small)
    ]
    wards.append(  # a ward that kept its code and is told in both censuses
        {
            "area_code": "X05202411",
            "level": "ward",
            "vintage": "2011",
            "lsoa_code": "X0111102",
        }
    )
    return wards + [
        {
            "area_code": code,
            "level": level,
            "vintage": a["vintage"],
            "lsoa_code": a["code"],
        }
        for a in small
        for code, level in (
            (LADS[a["lad_code"]], "csp"),
            (a["lad_code"], "local_authority"),
            (a["code"], "small_area"),
        )
    ]


def _coverage() -> Rows:
    rows: Rows = []
    for code, level in [*((c, "csp") for c in CSPS), ("northshire", "force")]:
        for month in MONTHS:
            state = {1: "held", 2: "partial", 3: "missing"}.get(month.month, "held")
            rows.append(
                {"source": "offence", "level": level, "area": code, "force": "northshire",
                 "month": month, "state": state,
                 "rows": None if state == "missing" else month.month * 10,
                 "words": None if state == "held" else f"{state} because made so"}
            )  # fmt: skip
    return rows
