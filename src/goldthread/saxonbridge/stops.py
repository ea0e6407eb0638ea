"""Writes Saxonshire's stop and search file of every month."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from goldthread.saxonbridge.points import Points
from goldthread.saxonbridge.rates import Calendar

A_MONTH = 240
# From one in the morning: a quiet night, then more until late evening.
_SEARCHES = (4, 2, 1, 1, 1, 1, 2, 3, 4, 5, 6, 6, 7, 7, 8, 9, 9, 9, 9, 8, 7, 6)
BY_HOUR = np.array(_SEARCHES) / sum(_SEARCHES)
HEADER = (
    "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,"
    "Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,"
    "Object of search,Outcome,Outcome linked to object of search,"
    "Removal of more than just outer clothing\r\n"
)
TYPES = {"Person search": 78, "Person and Vehicle search": 20, "Vehicle search": 2}
GENDERS = {"Male": 88, "Female": 11, "": 1}
AGES = {"10-17": 17, "18-24": 31, "25-34": 26, "over 34": 21, "under 10": 0.1, "": 5}
ETHNICITIES = {
    ("White - English/Welsh/Scottish/Northern Irish/British", "White"): 52,
    ("White - Any other White background", "White"): 8,
    ("Black/African/Caribbean/Black British - Caribbean", "Black"): 7,
    ("Black/African/Caribbean/Black British - African", "Black"): 5,
    ("Asian/Asian British - Pakistani", "Asian"): 6,
    ("Asian/Asian British - Indian", "Asian"): 5,
    ("Mixed/Multiple ethnic groups - White and Black Caribbean", "Mixed"): 4,
    ("Other ethnic group - Not stated", "White"): 9,
    ("", ""): 4,
}
DRUGS = "Misuse of Drugs Act 1971 (section 23)"
PACE = "Police and Criminal Evidence Act 1984 (section 1)"
POWERS = {
    (DRUGS, "Controlled drugs"): 58,
    (PACE, "Offensive weapons"): 15,
    (PACE, "Stolen goods"): 14,
    (PACE, "Article for use in theft"): 8,
    ("Criminal Justice and Public Order Act 1994 (section 60)", "Anything to threaten or harm anyone"): 3,
    ("Firearms Act 1968 (section 47)", "Firearms"): 2,
}  # fmt: skip
OUTCOMES = {
    "A no further action disposal": 70,
    "Arrest": 13,
    "Community resolution": 9,
    "Summons / charged by post": 2,
    "Penalty Notice for Disorder": 2,
    "Khat or Cannabis warning": 2,
    "Caution (simple or conditional)": 1,
    "": 1,
}


def write_stops(
    folder: Path, points: Points, months: Calendar, seed: int
) -> list[Path]:
    """One file a month, newest searches last."""
    rng = np.random.default_rng([seed, 40])
    near = np.flatnonzero(points.authority < 3)  # the force's own three authorities
    places = points.degrees[near]
    pull = points.pull[near] * np.where(points.authority[near] == 0, 1.0, 0.5)
    written: list[Path] = []
    dated = zip(months.months, months.names, months.days.tolist(), strict=True)
    for month, name, days in dated:
        start = datetime(month.year, month.month, 1, tzinfo=UTC)
        lines = _month(start, days, places, pull, rng)
        path = folder / name / f"{name}-saxonshire-stop-and-search.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((HEADER + "".join(lines)).encode())
        written.append(path)
    return written


def _month(
    start: datetime,
    days: int,
    places: np.ndarray,
    pull: np.ndarray,
    rng: np.random.Generator,
) -> list[str]:
    count = int(rng.poisson(A_MONTH))
    # Hours 1 to 22 in universal time are the same month by the local clock, all year.
    hour = rng.choice(22, count, p=BY_HOUR) + 1
    moment = rng.integers(0, days, count) * 86_400 + hour * 3_600
    seconds = np.sort(moment + rng.integers(0, 3_600, count)).tolist()
    at = places[rng.choice(len(places), count, p=pull / pull.sum())]
    lost = rng.random(count) < 0.04
    drawn = [
        _draw(table, count, rng)
        for table in (TYPES, GENDERS, AGES, ETHNICITIES, POWERS, OUTCOMES)
    ]
    kinds, genders, ages, ethnicities, powers, outcomes = drawn
    lines: list[str] = []
    for i in range(count):
        when = (start + timedelta(seconds=seconds[i])).isoformat()
        where = "," if lost[i] else f"{at[i, 1]:.6f},{at[i, 0]:.6f}"
        said, seen = ethnicities[i]
        law, sought = powers[i]
        found = outcomes[i] not in ("A no further action disposal", "")
        linked = ("True" if rng.random() < 0.75 else "False") if found else ""
        bare = "True" if rng.random() < 0.03 else "False"
        lines.append(
            f"{kinds[i]},{when},False,,{where},{genders[i]},{ages[i]},{said},{seen},"
            f"{law},{sought},{outcomes[i]},{linked},{bare}\r\n"
        )
    return lines


def _draw(
    table: Mapping[Any, float], count: int, rng: np.random.Generator
) -> list[Any]:
    share = np.array(list(table.values()), dtype=float)
    values = list(table)
    return [values[i] for i in rng.choice(len(values), count, p=share / share.sum())]
