"""The street reader again, the slow and obvious way: one row at a time, no shortcuts."""

from __future__ import annotations

import csv
import io
import math
import re
from datetime import date
from typing import Any

from goldthread.evidence.crosswalk import SCHEMES, outcome_step, scheme_in_use

Row = dict[str, Any]


def street_rows(text: bytes, *, today: date) -> tuple[list[Row], list[int]]:
    """The lake rows of a twelve-column file of one force, and the lines set aside."""
    reader = csv.DictReader(io.StringIO(text.decode(), newline=""))
    kept: list[Row] = []
    bad: list[int] = []
    for line, raw in enumerate(reader, start=2):
        row = _understood(raw, line, today)
        if row is None:
            bad.append(line)
        else:
            kept.append(row)
    return _once(kept), bad


def _understood(raw: dict[str, str], line: int, today: date) -> Row | None:
    month = raw["Month"].strip()
    if not re.fullmatch(r"20[12]\d-(0[1-9]|1[0-2])", month):
        return None
    first = date(int(month[:4]), int(month[5:]), 1)
    if not date(2010, 12, 1) <= first <= today:
        return None
    known = SCHEMES[scheme_in_use(first)]
    if raw["Crime type"].strip() not in known:
        return None
    place = _place(raw["Longitude"], raw["Latitude"])
    if place is None:
        return None
    lsoa, identity = raw["LSOA code"].strip(), raw["Crime ID"]
    if lsoa and not re.fullmatch(r"[EWSNX]\d{8}", lsoa):
        return None
    if identity and not re.fullmatch(r"[0-9a-fA-F]{64}", identity):
        return None
    street = raw["Location"].strip()
    if len(street) > 200 or not raw["Reported by"].strip():
        return None
    category = known[raw["Crime type"].strip()]
    return {
        "month": first,
        "crime_id": identity or None,
        "category": category,
        "is_crime": category != "anti-social-behaviour",
        "longitude": place[0],
        "latitude": place[1],
        "street": None if street in ("", "On or near", "No Location") else street,
        "located": place[0] is not None,
        "lsoa_published": lsoa or None,
        "outcome": raw["Last outcome category"].strip() or None,
        "source_row": line,
    }


def _place(longitude: str, latitude: str) -> tuple[Any, Any] | None:
    if not longitude.strip() and not latitude.strip():
        return None, None
    try:
        x, y = float(longitude), float(latitude)
    except ValueError:
        return None
    if not (math.isfinite(x) and math.isfinite(y)):
        return None
    return (x, y) if -8.7 <= x <= 2.1 and 49.7 <= y <= 61.0 else None


def _once(rows: list[Row]) -> list[Row]:
    """One row per id: located before not, further before less far, earlier before later."""
    best: dict[str, Row] = {}
    for row in rows:
        identity = row["crime_id"]
        if identity is None:
            continue
        held = best.get(identity)
        if held is None or _worth(row) > _worth(held):
            best[identity] = row
    return [r for r in rows if r["crime_id"] is None or best[r["crime_id"]] is r]


def _worth(row: Row) -> tuple[bool, int]:
    return row["located"], outcome_step(row["outcome"])
