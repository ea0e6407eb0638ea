"""Writes the police files: street, outcomes, corrected month, in the archive's layout."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from goldthread.saxonbridge import oddities
from goldthread.saxonbridge.borders import Ints
from goldthread.saxonbridge.categories import CATEGORIES
from goldthread.saxonbridge.land import Areas, Land
from goldthread.saxonbridge.outcomes import (
    ENDINGS,
    LABELS,
    NONE,
    UNKNOWN,
    as_known,
    draw_endings,
)
from goldthread.saxonbridge.points import Points
from goldthread.saxonbridge.rates import COMPARED_FROM, MONTHS, Calendar
from goldthread.saxonbridge.records import (
    ALBION,
    NAMES_OF_FORCES,
    SAXONSHIRE,
    SLUGS_OF_FORCES,
    Records,
)

PLACE_COLUMNS = (
    "Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name"
)
STREET = f"Crime ID,Month,{PLACE_COLUMNS},Crime type,Last outcome category,Context\r\n"
OUTCOMES = f"Crime ID,Month,{PLACE_COLUMNS},Outcome type\r\n"
TYPES = [c.label for c in CATEGORIES]
# The outcomes file names the act, the street file the state it led to.
ACTS = {
    "Awaiting court outcome": "Suspect charged",
    "Court result unavailable": "Suspect charged",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What a supplier's clerk needs to print any file: text ready to be joined."""

    seed: int
    calendar: Calendar
    records: Records
    ending: Ints
    decided: Ints
    late: Ints  # records that only the corrected file has
    places: dict[str, list[str]]  # per vintage; the last is "no location"
    unnamed: list[str]
    rank: dict[str, Ints]  # per vintage, the position of each point's area in a file


def make_desk(
    land: Land, points: Points, records: Records, months: Calendar, seed: int
) -> Desk:
    """Print every place once, and decide how every crime ends."""
    ending, decided = draw_endings(records, seed)
    corrected = (records.force == SAXONSHIRE) & (records.month == oddities.CORRECTED)
    rng = np.random.default_rng([seed, 21])
    late = rng.choice(np.flatnonzero(corrected), oddities.LATE_ROWS, replace=False)
    both = (land.areas11, land.areas21)
    blank = [
        "On or near " if u else n
        for u, n in zip(points.unnamed, points.label, strict=True)
    ]
    return Desk(
        seed=seed,
        calendar=months,
        records=records,
        ending=ending,
        decided=decided,
        late=late,
        places={a.vintage: _places(points, a, points.label) for a in both},
        unnamed=_places(points, land.areas21, blank),
        rank={a.vintage: _rank(points, a) for a in both},
    )


def _places(
    points: Points, areas: Areas, labels: tuple[str, ...] | list[str]
) -> list[str]:
    own = areas.of_finest[points.finest].tolist()
    printed = [
        f"{lon:.6f},{lat:.6f},{_quoted(label)},{areas.code[a]},{areas.name[a]}"
        for (lon, lat), label, a in zip(
            points.degrees.tolist(), labels, own, strict=True
        )
    ]
    return [*printed, ",,No Location,,"]


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text else text


def _rank(points: Points, areas: Areas) -> Ints:
    place = {name: i for i, name in enumerate(sorted(set(areas.name)))}
    ranks = [place[areas.name[a]] for a in areas.of_finest[points.finest].tolist()]
    return np.array([*ranks, len(place)])  # no location comes last


def write_street(folder: Path, desk: Desk) -> list[Path]:
    """Every force's street file of every month it delivered."""
    known = as_known(desk.ending, desk.decided, MONTHS - 1)
    held = np.ones(len(desk.records), dtype=bool)
    held[desk.late] = False
    written: list[Path] = []
    for month, rows in _by_month(desk.records, held):
        for force in range(len(SLUGS_OF_FORCES)):
            own = rows[desk.records.force[rows] == force]
            if _delivered(force, month):
                path = _path(folder, desk, month, force, "street")
                text = _street_text(desk, own, known, force, month)
                path.write_bytes(_as_delivered(text, desk.seed, force, month))
                written.append(path)
    return written


def write_corrected(folder: Path, desk: Desk) -> list[Path]:
    """The corrected month: rows that came late, and three more months of outcomes."""
    month = oddities.CORRECTED
    records = desk.records
    rows = np.flatnonzero((records.month == month) & (records.force == SAXONSHIRE))
    known = as_known(desk.ending, desk.decided, MONTHS + 3)
    path = _path(folder, desk, month, SAXONSHIRE, "street")
    path.write_bytes(
        "".join(_street_text(desk, rows, known, SAXONSHIRE, month)).encode()
    )
    return [path]


def write_outcomes(folder: Path, desk: Desk) -> list[Path]:
    """Saxonshire's outcomes, each in the month it was decided."""
    records = desk.records
    told = (desk.ending != NONE) & (desk.ending != ENDINGS.index(UNKNOWN))
    told &= (records.force == SAXONSHIRE) & (desk.decided < MONTHS)
    acts = [ACTS.get(label, label) for label in LABELS]
    written: list[Path] = []
    for month in range(MONTHS):
        rows = np.flatnonzero(told & (desk.decided == month))
        rows = _in_file_order(desk, rows, month)
        places = _places_of(desk, month)
        head = _head(desk, SAXONSHIRE, month)
        lines = [
            f"{records.ids[i]},{head}{places[p]},{acts[e]}\r\n"
            for i, p, e in zip(
                rows.tolist(),
                records.point[rows].tolist(),
                desk.ending[rows].tolist(),
                strict=True,
            )
        ]
        path = _path(folder, desk, month, SAXONSHIRE, "outcomes")
        path.write_bytes((OUTCOMES + "".join(lines)).encode())
        written.append(path)
    return written


def _by_month(records: Records, held: np.ndarray) -> list[tuple[int, Ints]]:
    order = np.argsort(records.month, kind="stable")
    order = order[held[order]]
    cuts = np.searchsorted(records.month[order], np.arange(MONTHS + 1))
    return [(m, order[cuts[m] : cuts[m + 1]]) for m in range(MONTHS)]


def _delivered(force: int, month: int) -> bool:
    if force == ALBION:
        return month != oddities.NO_TRANSPORT_FILE
    return force == SAXONSHIRE or month >= COMPARED_FROM


def _path(folder: Path, desk: Desk, month: int, force: int, kind: str) -> Path:
    name = desk.calendar.names[month]
    inside = folder / name
    inside.mkdir(parents=True, exist_ok=True)
    return inside / f"{name}-{SLUGS_OF_FORCES[force]}-{kind}.csv"


def _head(desk: Desk, force: int, month: int) -> str:
    name = NAMES_OF_FORCES[force]
    return f"{desk.calendar.names[month]},{name},{name},"


def _places_of(desk: Desk, month: int) -> list[str]:
    if month in oddities.UNNAMED:
        return desk.unnamed
    return desk.places["2021" if month >= oddities.NEW_AREAS else "2011"]


def _in_file_order(desk: Desk, rows: Ints, month: int) -> Ints:
    """By small-area name, then kind of crime: the order of the published files."""
    records = desk.records
    rank = desk.rank["2021" if month >= oddities.NEW_AREAS else "2011"]
    point = records.point[rows]
    return rows[np.lexsort([records.category[rows], rank[point]])]


def _street_text(
    desk: Desk, rows: Ints, known: Ints, force: int, month: int
) -> list[str]:
    records = desk.records
    rows = _in_file_order(desk, rows, month)
    places, head, ids = _places_of(desk, month), _head(desk, force, month), records.ids
    lines = [
        f"{ids[i]},{head}{places[p]},{TYPES[k]},{LABELS[e]},\r\n"
        for i, p, k, e in zip(
            rows.tolist(),
            records.point[rows].tolist(),
            records.category[rows].tolist(),
            known[rows].tolist(),
            strict=True,
        )
    ]
    return [STREET, *lines]


def _as_delivered(text: list[str], seed: int, force: int, month: int) -> bytes:
    """What arrives is not always what was meant."""
    if force == SAXONSHIRE and month == oddities.BAD_ROWS:
        rng = np.random.default_rng([seed, 22])
        text = [text[0], *oddities.spoil(text[1:], rng)]
    whole = "".join(text).encode()
    if force == SAXONSHIRE and month == oddities.TRUNCATED:
        return whole[: int(len(whole) * oddities.TRUNCATED_AT)]
    return whole
