"""Reads street-level records of data.police.uk: two shapes of CSV, by their header.

Since September 2011, twelve columns:

    Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,
    LSOA name,Crime type,Last outcome category,Context

In 2010-11, eight, without id, area and outcome, and on the British National Grid:

    Month,Reported by,Falls within,Easting,Northing,Location,Crime type,Context
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
import pyarrow as pa

from goldthread.evidence.containers import Member
from goldthread.evidence.crosswalk import ASB, SCHEMES, scheme_of
from goldthread.evidence.reading import Portion
from goldthread.evidence.sources.delimited import (
    LABEL,
    NUMBER,
    TEXT,
    Sheet,
    heading_of,
    sheet_of,
)
from goldthread.evidence.sources.duplicates import kept_once
from goldthread.evidence.sources.faults import Rules
from goldthread.evidence.sources.national_grid import globe_position
from goldthread.evidence.sources.plain_text import text_of
from goldthread.evidence.sources.police_columns import (
    Labels,
    Months,
    Numbers,
    area_codes,
    crime_ids,
    forces,
    labels,
    months,
    named,
    numbers,
    places,
    required,
    streets,
)
from goldthread.evidence.sources.police_portions import (
    Group,
    Located,
    Read,
    as_read,
    groups,
    portions,
    same,
)
from goldthread.evidence.sources.police_remarks import Month, remarks_on
from goldthread.evidence.sources.recognition import has_columns, is_named
from goldthread.evidence.tables import OFFENCE

COLUMNS = {
    "Crime ID": TEXT,
    "Month": LABEL,
    "Reported by": LABEL,
    "Falls within": LABEL,
    "Longitude": NUMBER,
    "Latitude": NUMBER,
    "Location": LABEL,
    "LSOA code": LABEL,
    "LSOA name": LABEL,
    "Crime type": LABEL,
    "Last outcome category": LABEL,
    "Context": LABEL,
}
COLUMNS_2011 = {
    "Month": LABEL,
    "Reported by": LABEL,
    "Falls within": LABEL,
    "Easting": NUMBER,
    "Northing": NUMBER,
    "Location": LABEL,
    "Crime type": LABEL,
    "Context": LABEL,
}
OPTIONAL = ("LSOA name", "Context")

SCHEMA = OFFENCE.schema(placed=False)

# The grid square that holds Great Britain; Northern Ireland has a grid of its own.
EAST_MOST, NORTH_MOST = 700_000, 1_300_000

_DISTRICT = re.compile(r"^(.+) \d{3}[A-Z]$")


def recognises(name: str, head: bytes) -> bool:
    """Whether the file holds street-level records, by its header or else by its name."""
    return has_columns(head, "Crime type", "Reported by") or is_named(name, "-street")


@dataclass(frozen=True, slots=True)
class Street(Located):
    """Street records as columns, before they become lake rows."""

    category: Labels
    district: Labels
    outcome: Labels
    context: Labels


def read(member: Member, *, today: date) -> Iterator[Portion]:
    """The records of one file, a portion for every force and month in it."""
    text, remarks = text_of(member)
    old = "Easting" in heading_of(text, member.name).cells
    columns = COLUMNS_2011 if old else COLUMNS
    sheet = sheet_of(text, member.name, columns, OPTIONAL, remarks)
    yield from portions_of(sheet, today=today)


def portions_of(
    sheet: Sheet, *, today: date, merged: Mapping[str, int] = MappingProxyType({})
) -> Iterator[Portion]:
    """The portions of a sheet; `merged` counts copies already left out, by month."""
    old = "Easting" in sheet.columns.column_names
    rules, says = Rules(sheet), named(sheet.member)
    when = months(sheet, rules, says, today=today)
    reported_by, slugs = forces(sheet, rules, says)
    falls_within = labels(sheet, "Falls within", rules)
    required(rules, falls_within, "Falls within", "the name of a police force")
    types = labels(sheet, "Crime type")
    schemes = _schemes(rules, when, types)
    longitude, latitude = _from_grid(sheet, rules) if old else places(sheet, rules)
    rows = Street(
        source_row=sheet.source_row,
        crime_id=_no_ids(sheet) if old else crime_ids(sheet, rules),
        reported_by=reported_by,
        falls_within=falls_within,
        category=types,
        longitude=longitude,
        latitude=latitude,
        street=streets(sheet, rules),
        lsoa=area_codes(sheet, rules),
        district=_districts(sheet),
        outcome=labels(sheet, "Last outcome category", rules),
        context=labels(sheet, "Context"),
    )
    rules.refuse_when_nothing_is_left("street-level record")
    made = [
        (group, _lake_rows(group, schemes[group.month], group.of(rows)))
        for group in groups(rules, when, slugs)
    ]
    yield from portions("offence", rules, made, merged)


def _no_ids(sheet: Sheet) -> pa.Array:
    return pa.nulls(sheet.columns.num_rows, pa.string())


def _districts(sheet: Sheet) -> Labels:
    """The local authority in a small area's name: "Wolverhampton 020F" lies in it."""
    found = labels(sheet, "LSOA name")
    names: dict[str, int] = {}
    place = []
    for value in found.values:
        match = _DISTRICT.match(value or "")
        place.append(names.setdefault(match[1], len(names)) if match else -1)
    codes = np.array([*place, -1], np.int32)[found.codes]
    return Labels(codes, list(names))


def _from_grid(sheet: Sheet, rules: Rules) -> tuple[Numbers, Numbers]:
    """The point from Easting and Northing; 0, 0 is how 2011 wrote "no location"."""
    easting = numbers(sheet, rules, "Easting")
    northing = numbers(sheet, rules, "Northing")
    nowhere = (easting == 0) & (northing == 0)
    easting = np.where(nowhere, np.nan, easting)
    northing = np.where(nowhere, np.nan, northing)
    half = np.isnan(easting) != np.isnan(northing)
    rules.refuse(half, "Easting", "an easting and a northing")
    with np.errstate(invalid="ignore"):
        rules.refuse(
            (easting <= 0) | (easting > EAST_MOST),
            "Easting",
            f"metres from 0 to {EAST_MOST:,}",
        )
        rules.refuse(
            (northing <= 0) | (northing > NORTH_MOST),
            "Northing",
            f"metres from 0 to {NORTH_MOST:,}",
        )
    fine = ~rules.broken & ~np.isnan(easting)
    longitude, latitude = np.full((2, len(easting)), np.nan)
    longitude[fine], latitude[fine] = globe_position(easting[fine], northing[fine])
    return longitude, latitude


def _schemes(rules: Rules, when: Months, types: Labels) -> dict[date, str]:
    """The list of crime types each month uses; rows with a type outside it are set aside."""
    known = {t.casefold(): t for labels in SCHEMES.values() for t in labels}
    spelt = [known.get((v or "").casefold()) for v in types.values]
    types.values[:] = [s or v for s, v in zip(spelt, types.values, strict=True)]
    strange = types.where([s is None for s in spelt], empty=True)
    rules.refuse(strange, "Crime type", "a crime type of data.police.uk")
    schemes = {}
    for code in np.unique(when.codes[~rules.broken]):
        month = when.values[code]
        rows = (when.codes == code) & ~rules.broken
        present = {types.values[i] for i in np.unique(types.codes[rows])}
        scheme = scheme_of({p for p in present if p}, month)
        schemes[month] = scheme
        outside = [v not in SCHEMES[scheme] for v in types.values]
        expected = f"one of the {len(SCHEMES[scheme])} crime types of that month"
        rules.refuse(rows & types.where(outside), "Crime type", expected)
    return schemes


def _lake_rows(group: Group, scheme: str, rows: Street) -> Read:
    """The lake's rows of one force's month and what to tell about them."""
    before = len(rows)
    once = kept_once(rows.crime_id, rows.located, rows.outcome)
    if once.rows is not None:
        rows = rows.choose(once.rows)
    slugs = [SCHEMES[scheme].get(v or "") for v in rows.category.values]
    category = Labels(rows.category.codes, slugs)
    crime = ~category.where([s == ASB for s in slugs])
    size = len(rows)
    columns = {
        "month": pa.repeat(pa.scalar(group.month, pa.date32()), size),
        "force": same(group.force, size),
        "reported_by": rows.reported_by.text(),
        "falls_within": rows.falls_within.text(),
        "crime_id": rows.crime_id,
        "category": category.text(),
        "scheme": same(scheme, size),
        "is_crime": pa.array(crime),
        "longitude": pa.array(rows.longitude, from_pandas=True),
        "latitude": pa.array(rows.latitude, from_pandas=True),
        "street": rows.street.text(),
        "located": pa.array(rows.located),
        "lsoa_published": rows.lsoa.text(),
        "outcome": rows.outcome.text(),
        "source_row": pa.array(rows.source_row.astype(np.int32)),
    }
    table = as_read(SCHEMA, columns)
    seen = Month(
        force=group.force,
        scheme=scheme,
        anonymous=rows.crime_id.is_null().to_numpy(zero_copy_only=False),
        crime=crime,
        located=rows.located,
        longitude=rows.longitude,
        latitude=rows.latitude,
        street=rows.street,
        lsoa=rows.lsoa,
        district=rows.district,
        outcome=rows.outcome,
        context=rows.context,
        unlike=_unlike(rows),
        ids_twice=once.ids,
        rows_twice=once.on_rows,
        rows=before,
        category=category,
    )
    return Read(table, before - size, remarks_on(seen))


def _unlike(rows: Street) -> int:
    """Rows reported by one force that fall within another."""
    if (
        rows.reported_by.values == rows.falls_within.values
        and len(rows.reported_by.values) == 1
    ):
        return 0
    by = np.array([*rows.reported_by.values, ""], object)[rows.reported_by.codes]
    within = np.array([*rows.falls_within.values, ""], object)[rows.falls_within.codes]
    return int((by != within).sum())
