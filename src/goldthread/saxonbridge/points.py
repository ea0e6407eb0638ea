"""The map points that records are snapped to: streets, and the catch-alls among them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldthread.saxonbridge.borders import Floats, Ints
from goldthread.saxonbridge.land import Land
from goldthread.saxonbridge.rates import where
from goldthread.saxonbridge.words import CENTRE_STREETS, street_names

CITY_POINTS = 1_300
ON_BORDERS = 0.03  # share of points that lie exactly on a border between areas

# Kind, label in the files, how many in the city, and how near the centre they must be.
PLACES: tuple[tuple[str, str, int, float], ...] = (
    ("shopping", "Shopping Area", 3, 0.7),
    ("shopping", "Shopping Area", 5, 9.0),
    ("supermarket", "Supermarket", 18, 9.0),
    ("parking", "Parking Area", 5, 1.0),
    ("parking", "Parking Area", 20, 9.0),
    ("nightclub", "Nightclub", 5, 0.9),
    ("police", "Police Station", 1, 1.0),
    ("police", "Police Station", 2, 9.0),
    ("hospital", "Hospital", 2, 4.0),
    ("petrol", "Petrol Station", 14, 9.0),
    ("sports", "Sports/Recreation Area", 26, 9.0),
    ("park", "Park/Open Space", 14, 9.0),
    ("subway", "Pedestrian Subway", 7, 2.0),
    ("college", "Further/Higher Educational Building", 6, 2.0),
    ("bus", "Bus/Coach Station", 1, 0.8),
    ("street", "Theatre/Concert Hall", 1, 0.8),
    ("street", "Conference/Exhibition Centre", 2, 3.0),
)
TOWN_PLACES = ("shopping", "supermarket", "supermarket", "parking", "petrol", "police")
STATIONS = (
    ("Saxonbridge", 0.8),
    ("Lyde Quay (Tram Stop)", 1.2),
    ("Market Place (Tram Stop)", 0.8),
    ("Thornhurst Parkway", 9.0),
)


@dataclass(frozen=True, slots=True)
class Points:
    """Every map point of the country, city first; all arrays run in parallel."""

    degrees: Floats
    label: tuple[str, ...]
    kind: tuple[str, ...]
    finest: Ints  # the finest area it is coded to
    authority: Ints
    pull: Floats  # how much an ordinary record is drawn to it
    unnamed: Ints  # 1 where the street's name is missing in the months without names


def make_points(land: Land, seed: int) -> Points:
    """Choose, name and weigh the map points of every authority."""
    degrees: list[Floats] = []
    label: list[str] = []
    kind: list[str] = []
    finest: list[Ints] = []
    for number, authority in enumerate(land.authorities):
        rng = np.random.default_rng([seed, 3, number])
        cells = _chosen(land, number, rng)
        names, kinds = _named(land, number, cells, rng)
        spots = authority.ground.cells[cells].copy()
        own = authority.ground.area[cells]
        if number == 0:
            spots, own = _onto_borders(land, spots, own, kinds, rng)
        degrees.append(spots)
        label += names
        kind += kinds
        finest.append(own + land.first_finest[number])
    area = np.concatenate(finest)
    rng = np.random.default_rng([seed, 4])
    return Points(
        degrees=np.vstack(degrees),
        label=tuple(label),
        kind=tuple(kind),
        finest=area,
        authority=land.authority[area],
        pull=_pull(np.array(kind), rng),
        unnamed=(rng.random(len(area)) < 0.133).astype(np.int64),
    )


def _pull(kind: NDArray[np.str_], rng: np.random.Generator) -> Floats:
    """Streets differ widely; a catch-all point is never quiet; stations have their own."""
    pull = rng.gamma(0.85, 1.0, len(kind)) + 0.03
    pull = np.where(kind == "street", pull, np.maximum(pull, 0.8))
    return np.where(kind == "station", 0.0, pull)


def _chosen(land: Land, number: int, rng: np.random.Generator) -> Ints:
    """Cells that carry a map point: three in every finest area, twenty in the centre."""
    ground = land.authorities[number].ground
    count = CITY_POINTS if number == 0 else 160
    order = rng.permutation(len(ground.cells))
    rank = np.zeros(len(order), dtype=np.int64)
    seen: dict[int, int] = {}
    for cell in order.tolist():
        area = int(ground.area[cell])
        rank[cell] = seen[area] = seen.get(area, 0) + 1
    # More people, more streets; the first few of each area come before all others.
    luck = rng.random(len(order)) ** (1 / (ground.people**0.5 + 1e-9) / 100)
    least = np.full(int(ground.area.max()) + 1, 3)
    if number == 0:
        least[where(land).centre] = 20
    by = np.lexsort([-luck, rank > least[ground.area]])
    return np.sort(by[:count])


def _named(
    land: Land, number: int, cells: Ints, rng: np.random.Generator
) -> tuple[list[str], list[str]]:
    ground = land.authorities[number].ground
    distance = np.hypot(*ground.kilometres[cells].T)
    names = [f"On or near {n}" for n in street_names(rng, len(cells))]
    kinds = ["street"] * len(cells)
    free = list(rng.permutation(len(cells)).tolist())

    def take(kind: str, label: str, within: float) -> None:
        spot = next((c for c in free if distance[c] < within), free[0])
        free.remove(spot)
        names[spot], kinds[spot] = f"On or near {label}", kind

    if number == 0:
        for kind, label, count, within in PLACES:
            for _ in range(count):
                take(kind, label, within)
        for street in CENTRE_STREETS:
            take("street", street, 0.8)
        for station, within in STATIONS:
            take("station", station, within)
    else:
        common = {kind: label for kind, label, _, _ in PLACES}
        for kind in TOWN_PLACES:
            take(kind, common[kind], 9.0)
        take("station", land.authorities[number].name, 9.0)
    return names, kinds


def _onto_borders(
    land: Land, spots: Floats, own: Ints, kinds: list[str], rng: np.random.Generator
) -> tuple[Floats, Ints]:
    """Move some points onto a border, coded to one side of it, as snapping does."""
    inner = [
        a for a in land.authorities[0].ground.arcs if a.left >= 0 and len(a.line) > 4
    ]
    arcs = rng.choice(len(inner), int(ON_BORDERS * len(spots)), replace=False)
    for arc in (inner[i] for i in arcs):
        corner = arc.line[len(arc.line) // 2]
        near = np.hypot(*(spots - corner).T)
        for point in np.argsort(near, kind="stable").tolist():
            if kinds[point] == "street" and own[point] in (arc.left, arc.right):
                spots[point] = corner
                break
    return spots, own
