"""Tables the lake works out itself at every commit: areas, their members, coverage."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from goldthread.evidence.coverage import SOURCES, coverage_table
from goldthread.evidence.geography import VINTAGES, Places
from goldthread.evidence.lake.context import LOOKUPS
from goldthread.evidence.lake.manifest import Manifest, Name, Part
from goldthread.evidence.lake.parts import PartWriter
from goldthread.evidence.lake.shelf import Shelf
from goldthread.evidence.tables import TABLES

NAMING = (*LOOKUPS, "ward_member")


def derived_parts(
    manifest: Manifest, before: Manifest, writer: PartWriter
) -> dict[Name, Part | None]:
    """The derived parts of a manifest; those that cannot have changed are kept."""
    made: dict[Name, pa.Table] = {}
    places, shelf = writer.places, writer.shelf
    named = manifest.digest_of(NAMING) != before.digest_of(NAMING)
    if named:
        made[("area", ())] = area_table(shelf, manifest, places)
        made[("area_member", ())] = member_table(shelf, manifest, places)
    if named or manifest.digest_of(SOURCES) != before.digest_of(SOURCES):
        parts = [part for table in SOURCES for part in manifest.of(table)]
        made[("coverage", ())] = coverage_table(parts, places.force_of, places.csps_of)
    return {
        name: writer.write(TABLES[name[0]], (), rows).part if rows.num_rows else None
        for name, rows in made.items()
    }


def _columns(rows: pa.Table, *names: str) -> Any:
    return zip(*(rows[name].to_pylist() for name in names), strict=True)


def area_table(shelf: Shelf, manifest: Manifest, places: Places) -> pa.Table:
    """Every area the lookups name; the newest name of a code stands."""
    found: dict[str, dict[str, Any]] = {}

    def add(code: str, level: str, name: str, vintage: str, within: str | None) -> None:
        if code not in found or found[code]["vintage"] <= vintage:
            found[code] = {
                "code": code,
                "level": level,
                "name": name,
                "vintage": vintage,
                "within": within,
            }

    small = shelf.read(manifest, "small_area")
    authorities = places.authorities
    for code, vintage, name in _columns(small, "code", "vintage", "name"):
        lad = places.lad_of(vintage, code)
        add(code, "small_area", name, vintage, lad)
    for lad, name, year in _columns(small, "lad_code", "lad_name", "lad_year"):
        if lad in authorities:
            add(lad, "local_authority", name, str(year), None)
    ward = shelf.read(manifest, "ward_member")
    for code, name, year, lsoa, vintage in _columns(
        ward, "ward_code", "ward_name", "ward_year", "lsoa_code", "lsoa_vintage"
    ):
        # A lookup without names does not take away the name another one gave.
        name = name or found.get(code, {}).get("name", code)
        add(code, "ward", name, str(year), places.lad_of(vintage, lsoa))
    csps_of = places.csps_of
    for row in shelf.read(manifest, "partnership").to_pylist():
        year = str(row["year"])
        add(row["force_code"], "force", row["force_name"], year, None)
        add(row["csp_code"], "csp", row["csp_name"], year, row["force_code"])
        add(row["lad_code"], "local_authority", row["lad_name"], year,
            _only(csps_of.get(row["lad_code"], ())))  # fmt: skip
    return _table("area", found.values())


def _only(codes: Any) -> str | None:
    several = list(codes)
    return several[0] if len(several) == 1 else None


def member_table(shelf: Shelf, manifest: Manifest, places: Places) -> pa.Table:
    """The small areas, of each vintage, of every area."""
    rows: set[tuple[str, str, str, str]] = set()
    for vintage in VINTAGES:
        for code in places.known(vintage):
            home = places.home(vintage, code)
            rows.add((code, "small_area", vintage, code))
            if home.lad is not None:
                rows.add((home.lad, "local_authority", vintage, code))
            if home.csp is not None:
                rows.add((home.csp, "csp", vintage, code))
    ward = shelf.read(manifest, "ward_member")
    for area, vintage, code in _columns(ward, "ward_code", "lsoa_vintage", "lsoa_code"):
        rows.add((area, "ward", vintage, code))
    names = ("area_code", "level", "vintage", "lsoa_code")
    return _table("area_member", [dict(zip(names, r, strict=True)) for r in rows])


def _table(name: str, rows: Any) -> pa.Table:
    listed: list[Mapping[str, Any]] = list(rows)
    return pa.Table.from_pylist(listed, schema=TABLES[name].schema())
