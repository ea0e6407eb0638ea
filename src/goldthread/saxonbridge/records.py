"""Every record of sixty months as parallel arrays, chance and real oddities included."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from goldthread.saxonbridge import oddities
from goldthread.saxonbridge.borders import Floats, Ints
from goldthread.saxonbridge.categories import CATEGORIES, number_of
from goldthread.saxonbridge.land import Land
from goldthread.saxonbridge.points import Points
from goldthread.saxonbridge.rates import MONTHS, ROBBERY_ENDS
from goldthread.saxonbridge.words import FORCES, TRANSPORT

SLUGS_OF_FORCES = (*FORCES, TRANSPORT[0])
NAMES_OF_FORCES = (*FORCES.values(), TRANSPORT[1])
SAXONSHIRE, ALBION = 0, len(FORCES)

# Monthly factor each authority and category gets on top of chance: real totals vary
# about twice as much as Poisson counts would.
MONTHLY_LUCK = 0.025
AREA_LUCK = 15.0  # gamma shape; the smaller, the burstier single areas are

EVEN = number_of("other-crime")  # chance and nothing else

# What the transport police record at one main station in a year.
AT_STATIONS = {
    "violent-crime": 74, "public-order": 62, "theft-from-the-person": 22,
    "other-theft": 40, "anti-social-behaviour": 26, "bicycle-theft": 24, "drugs": 14,
    "criminal-damage-arson": 12, "robbery": 6, "possession-of-weapons": 5,
    "vehicle-crime": 4, "other-crime": 6,
}  # fmt: skip


@dataclass(slots=True)
class Records:
    """One element per record; `ids` is empty text for anti-social behaviour."""

    force: Ints
    month: Ints
    category: Ints
    point: Ints
    ids: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.force)


def draw_records(land: Land, points: Points, expected: Floats, seed: int) -> Records:
    """Let chance have its say, then put in what real suppliers' files put in."""
    counts = _counts(land, expected, seed)
    area, category, month = (
        np.repeat(index, counts[counts > 0]) for index in np.nonzero(counts)
    )
    rng = np.random.default_rng([seed, 11])
    slugs = list(FORCES)
    of_authority = np.array([slugs.index(a.force) for a in land.authorities])
    territorial = Records(
        force=of_authority[land.authority[area]],
        month=month,
        category=category,
        point=_points_for(points, area, category, rng),
    )
    transport = _at_stations(points, np.random.default_rng([seed, 12]))
    records = Records(
        force=np.concatenate([territorial.force, transport.force]),
        month=np.concatenate([territorial.month, transport.month]),
        category=np.concatenate([territorial.category, transport.category]),
        point=np.concatenate([territorial.point, transport.point]),
    )
    oddities.misplace(records, points, np.random.default_rng([seed, 13]))
    _identify(records, np.random.default_rng([seed, 14]))
    oddities.repeat_ids(records, np.random.default_rng([seed, 15]))
    return records


def _counts(land: Land, expected: Floats, seed: int) -> Ints:
    counts = _luckily(land.authority, expected, np.random.default_rng([seed, 10]))
    city = land.city
    wards = np.arange(land.ward[city].max() + 1)[:, None] == land.ward[city]
    for k in range(len(CATEGORIES)):
        rng = np.random.default_rng([seed, 16, k])
        aim, draw = expected[city][:, [k]], _evenly if k == EVEN else _luckily
        own = draw(land.authority[city], aim, rng)
        while _strays(own[:, 0], aim[:, 0], wards):
            own = draw(land.authority[city], aim, rng)
        counts[city, k] = own[:, 0]
    _set_robbery(land, expected, counts, np.random.default_rng([seed, 18]))
    return counts


def _luckily(authority: Ints, expected: Floats, rng: np.random.Generator) -> Ints:
    shape = (int(authority.max()) + 1, *expected.shape[1:])
    luck = np.exp(rng.normal(0, MONTHLY_LUCK, shape))[authority]
    bursts = rng.gamma(AREA_LUCK, 1 / AREA_LUCK, expected.shape)
    return np.asarray(rng.poisson(expected * luck * bursts), dtype=np.int64)


def _evenly(authority: Ints, expected: Floats, rng: np.random.Generator) -> Ints:
    return np.asarray(rng.poisson(expected), dtype=np.int64)


def _strays(drawn: Ints, aim: Floats, wards: NDArray[np.bool_]) -> bool:
    """Whether chance alone made something that somebody would have to report.

    Of fourteen categories, twelve calendar months and twenty wards some would, most
    times, and then the planted truths would not be all there is to find.
    """
    total, due = drawn.sum(axis=0), aim.sum(axis=0)
    newest = (total[-1:] - due[-1:]) / np.sqrt(due[-1:])
    calendar, usual = (each.reshape(-1, 12).sum(axis=0) for each in (total, due))
    season = (calendar - usual) / np.sqrt(usual)
    return any(
        bool((np.abs(found) > limit).any())
        for found, limit in (
            (_yearly(total, due), 1.4),
            (_yearly(total, due)[-1:], 1.0),
            (newest, 1.4),
            (season, 2.0),
            (_yearly(wards @ drawn, wards @ aim)[:, -1], 2.4),
        )
    )


def _yearly(counts: Ints, due: Floats) -> Floats:
    """Each year's change on the last against what is due, in standard errors."""
    year, fair = (
        each.reshape(*each.shape[:-1], -1, 12).sum(-1) for each in (counts, due)
    )
    before, after = year[..., :-1], year[..., 1:]
    expected = before * fair[..., 1:] / fair[..., :-1]
    return np.asarray((after - expected) / np.sqrt(np.maximum(after + before, 1)))


def _set_robbery(
    land: Land, expected: Floats, counts: Ints, rng: np.random.Generator
) -> None:
    """Two years with the same total and two Marches far apart, each likely by chance."""
    k, city = number_of("robbery"), land.city
    total = round(float(expected[city][:, k, :12].sum()))
    months = np.zeros(MONTHS, dtype=np.int64)
    for end, fixed in ROBBERY_ENDS.items():
        others = np.arange(end - 11, end)
        months[end] = fixed
        months[others] = rng.multinomial(total - fixed, np.full(11, 1 / 11))
    for month in np.flatnonzero(months):
        share = expected[city, k, month]
        counts[city, k, month] = rng.multinomial(months[month], share / share.sum())


def _points_for(
    points: Points, area: Ints, category: Ints, rng: np.random.Generator
) -> Ints:
    """A map point in the record's area, drawn by what the category is drawn to."""
    order = np.argsort(points.finest, kind="stable")
    owner = points.finest[order]
    kinds = np.array(points.kind)[order]
    chosen = np.zeros(len(area), dtype=np.int64)
    for k, kind in enumerate(CATEGORIES):
        draw = np.ones(len(order))
        for name, strength in kind.points.items():
            draw[kinds == name] = strength
        running = np.concatenate([[0.0], np.cumsum(points.pull[order] * draw + 1e-9)])
        own = category == k
        low = running[np.searchsorted(owner, area[own], "left")]
        high = running[np.searchsorted(owner, area[own], "right")]
        aim = low + (high - low) * rng.random(int(own.sum()))
        found = np.searchsorted(running, aim, "right") - 1
        chosen[own] = order[np.clip(found, 0, len(order) - 1)]
    return chosen


def _at_stations(points: Points, rng: np.random.Generator) -> Records:
    stations = np.flatnonzero(np.array(points.kind) == "station")
    size = np.where(points.authority[stations] == 0, 1.0, 0.45)
    size[points.authority[stations] == 0] *= np.array([1.0, 0.35, 0.3, 0.15])
    a_year = np.array([AT_STATIONS.get(c.slug, 0) for c in CATEGORIES])
    counts = rng.poisson(
        np.broadcast_to(
            (size[:, None] * a_year / 12)[:, :, None], (*(len(size), 14), MONTHS)
        )
    )
    at, category, month = (
        np.repeat(index, counts[counts > 0]) for index in np.nonzero(counts)
    )
    force = np.full(len(at), ALBION)
    return Records(force, month, category, stations[at])


def _identify(records: Records, rng: np.random.Generator) -> None:
    """Sixty-four hexadecimal characters each, none for anti-social behaviour."""
    text = rng.bytes(32 * len(records)).hex()
    silent = (records.category == 0).tolist()
    records.ids = [
        "" if quiet else text[at : at + 64]
        for quiet, at in zip(silent, range(0, 64 * len(records), 64), strict=True)
    ]
