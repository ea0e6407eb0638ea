"""Saxonbridge is generated once for all its tests."""

import csv
from collections import defaultdict

import pytest
from tests.saxonbridge.read_back import Country, Street, read_rows, street_files

from goldthread.saxonbridge import Generated, Truth


@pytest.fixture(scope="session")
def generated(saxonbridge_files: Generated) -> Generated:
    """The demonstration city, in files."""
    return saxonbridge_files


@pytest.fixture(scope="session")
def country(generated: Generated) -> Country:
    """Which area lies in which, from the lookups."""
    found = Country()
    lookups = {p.name: read_rows(p) for p in generated.context if "_LU" in p.name}
    found.changes = lookups["LSOA11_LSOA21_LAD22_EW_LU.csv"]
    for name, vintage, year in (
        ("LSOA11_WD21_LAD21_EW_LU.csv", "11", "21"),
        ("LSOA21_WD24_LAD24_EW_LU.csv", "21", "24"),
    ):
        for row in lookups[name]:
            code = row[f"LSOA{vintage}CD"]
            found.ward_of[code] = row[f"WD{year}CD"]
            found.authority_of[code] = row[f"LAD{year}CD"]
            found.areas.setdefault(vintage, []).append(code)
    members: dict[str, set[str]] = defaultdict(set)
    for row in lookups["LAD24_CSP24_PFA24_EW_LU.csv"]:
        members[row["CSP24CD"]].add(row["LAD24CD"])
    found.partnership_of = dict(members)
    return found


@pytest.fixture(scope="session")
def street(generated: Generated) -> Street:
    """All street files, bad rows left out."""
    found = Street()
    for path in street_files(generated):
        month = path.parent.name
        force = path.name.removeprefix(f"{month}-").removesuffix("-street.csv")
        with path.open(newline="", encoding="ascii") as file:
            for row in csv.reader(file):
                if len(row) == 12 and row[1] == month:
                    found.counts[force, month, row[7], row[9]] += 1
                    found.rows[force, month] += 1
                    found.points[row[4], row[5]] += 1
    return found


@pytest.fixture(scope="session")
def truths(generated: Generated) -> dict[str, Truth]:
    """The planted truths by key."""
    return {truth.key: truth for truth in generated.truths}


@pytest.fixture(scope="session")
def residents(generated: Generated) -> dict[str, int]:
    """Residents of each 2021 small area at the newest mid-year."""
    newest = max(p for p in generated.context if "lsoa21" in p.name)
    return {r["LSOA 2021 Code"]: int(r["Total"]) for r in read_rows(newest)}
