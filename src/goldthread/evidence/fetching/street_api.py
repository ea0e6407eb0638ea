"""Asks the data.police.uk API for an area's months, polygon by polygon.

The API answers 503 above 10,000 records, so a polygon that is too much is cut in two
and asked again; 400 when the address is longer than 4,094 characters, so those are sent
as a form; and its newest month, with 200, when it does not understand the date. Every
record's month is therefore compared with the one asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import Polygon, box

from goldthread.evidence.fetching.client import Client, FetchFailed, host_of, with_query

BASE = "https://data.police.uk/api"
LONGEST_ADDRESS = 4_094
# A whole force's worst month is twenty times the limit, so 200 cuts of one polygon mean
# that the server is down, not that the polygon is too much.
MOST_CUTS = 200

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Harvest:
    """The records of one month in one area, each once.

    repeated  records that lay on a shared edge and came for two polygons (oddity 11)
    """

    month: str
    records: tuple[Record, ...]
    repeated: int


def crimes_in(
    client: Client, polygons: Sequence[Polygon], month: str, *, base: str = BASE
) -> Harvest:
    """Every record of the month whose map point lies in one of the polygons."""
    seen: dict[Any, Record] = {}
    repeated = 0
    for polygon in polygons:
        for record in _in_polygon(client, polygon, month, base):
            if record.get("id") in seen:
                repeated += 1
            else:
                seen[record.get("id")] = record
    return Harvest(month, tuple(seen.values()), repeated)


def crimes_without_location(
    client: Client, force: str, month: str, *, base: str = BASE
) -> Harvest:
    """The month's records of a force that have no map point."""
    url = f"{base}/crimes-no-location"
    query = {"category": "all-crime", "force": force, "date": month}
    records = _records(client.get(url, query).json(), url, month)
    return Harvest(month, tuple(records), 0)


def fetch_area(
    client: Client,
    name: str,
    polygons: Sequence[Polygon],
    months: Sequence[str],
    to: Path,
    *,
    forces: Sequence[str] = (),
    base: str = BASE,
    say: Callable[[str], None] = lambda words: None,
) -> tuple[Path, ...]:
    """Write one file a month; months already in the folder are not asked for again."""
    to.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    fingerprints: dict[str, str] = {}
    for month in months:
        path = to / f"{month}-{name}-api.jsonl"
        if not path.exists():
            harvest = crimes_in(client, polygons, month, base=base)
            lines = [_line(name, harvest)]
            for force in forces:
                unlocated = crimes_without_location(client, force, month, base=base)
                lines.append(_line(f"{force}, no location", unlocated))
            part = path.with_name(path.name + ".part")
            part.write_text("".join(lines), encoding="utf-8")
            part.replace(path)
            say(f"{month}: {len(harvest.records):,} records in {name}.")
        _refuse_same_month(fingerprints, month, path)
        written.append(path)
    return tuple(written)


def _line(area: str, harvest: Harvest) -> str:
    return (
        json.dumps(
            {
                "area": area,
                "requested_month": harvest.month,
                "response": list(harvest.records),
            },
            ensure_ascii=False,
        )
        + "\n"
    )


def _refuse_same_month(seen: dict[str, str], month: str, path: Path) -> None:
    """Two months with the same records: the server answered one of them twice."""
    records = [
        (record.get("id"), record.get("category"), record.get("persistent_id"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for record in json.loads(line)["response"]
    ]
    if not records:
        return
    mark = hashlib.sha256(repr(records).encode()).hexdigest()
    if mark in seen:
        path.unlink()
        raise FetchFailed(
            f"The records of {month} are the same as those of {seen[mark]}, so one of "
            "them is not what it says. Nothing was kept for the later month."
        )
    seen[mark] = month


def _in_polygon(
    client: Client, polygon: Polygon, month: str, base: str
) -> Iterator[Record]:
    url = f"{base}/crimes-street/all-crime"
    pieces, cuts = [polygon], 0
    while pieces:
        piece = pieces.pop()
        query = {"poly": _ring(piece), "date": month}
        too_much = (503,) if cuts < MOST_CUTS else ()
        if len(with_query(url, query)) <= LONGEST_ADDRESS:
            answer = client.get(url, query, final=too_much)
        else:
            answer = client.post(url, query, final=too_much)
        if answer.status == 503:
            cuts += 1
            pieces += _halves(piece)
        else:
            yield from _records(answer.json(), url, month)


def _ring(polygon: Polygon) -> str:
    """The outline as the API wants it: latitude first, the last point left out.

    Six decimals are 0.1 m; a hole is asked for too, and its records are placed by the
    lake, which knows the hole.
    """
    points = list(polygon.exterior.coords)[:-1]
    return ":".join(f"{lat:.6f},{lon:.6f}" for lon, lat, *_ in points)


def _halves(polygon: Polygon) -> Iterator[Polygon]:
    """The polygon cut through the middle of its longer side."""
    left, bottom, right, top = polygon.bounds
    if right - left > top - bottom:
        middle = (left + right) / 2
        boxes = (box(left, bottom, middle, top), box(middle, bottom, right, top))
    else:
        middle = (bottom + top) / 2
        boxes = (box(left, bottom, right, middle), box(left, middle, right, top))
    for each in boxes:
        for piece in shapely.get_parts(shapely.intersection(polygon, each)):
            if piece.geom_type == "Polygon" and piece.area > 0:
                yield piece


def _records(answer: Any, url: str, month: str) -> list[Record]:
    """The answer's records, all of the month that was asked for (oddity 12)."""
    if not isinstance(answer, list) or not all(isinstance(r, dict) for r in answer):
        raise FetchFailed(
            f"{host_of(url)} answered something other than a list of records; try later."
        )
    wrong = sorted({str(r.get("month")) for r in answer if r.get("month") != month})
    if wrong:
        count = sum(r.get("month") != month for r in answer)
        raise FetchFailed(
            f"Asked for {month}, got {', '.join(wrong)} in {count:,} of {len(answer):,} "
            "records. The server ignored the month, as it does with its newest when it "
            "does not know the one asked for; nothing was kept."
        )
    return answer
