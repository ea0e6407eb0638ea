"""How many records each area is to expect each month, before chance has its say."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from goldthread.saxonbridge.borders import Floats, Ints
from goldthread.saxonbridge.categories import CATEGORIES, number_of
from goldthread.saxonbridge.land import Land

MONTHS = 60
RISING = 2.0  # vehicle crime in two wards, last year against the years before
STEADY = 1.08  # shoplifting, each year on the last
RECORDED_MORE = 1.22  # violence, from the month the force changed its counting
RECORDED_FROM = 24  # number of that month
HOT = 4.0  # criminal damage where it gathers, against an ordinary area
MOVED_FROM = 48  # the last year begins
HIGH = 1.6  # burglary against the middle of the comparison areas
# Robbery is the same in all years; two Marches happen to lie at opposite ends of chance.
ROBBERY_ENDS = {47: 14, 59: 30}
COMPARED_FROM = 36  # other forces' files begin here: 24 months


@dataclass(frozen=True, slots=True)
class Calendar:
    """The sixty months, numbered from 0."""

    months: tuple[date, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The months as files name them: 2026-03."""
        return tuple(f"{m.year}-{m.month:02d}" for m in self.months)

    @property
    def days(self) -> Ints:
        """Days in each month."""
        starts = np.array(self.names, dtype="datetime64[M]")
        ends = (starts + 1).astype("datetime64[D]")
        return np.asarray((ends - starts.astype("datetime64[D]")).astype(np.int64))


def calendar(last_month: date) -> Calendar:
    """The sixty months that end with `last_month`."""
    last = last_month.year * 12 + last_month.month - 1
    numbers = range(last - MONTHS + 1, last + 1)
    return Calendar(tuple(date(n // 12, n % 12 + 1, 1) for n in numbers))


@dataclass(frozen=True, slots=True)
class Where:
    """The places in which something was planted: finest areas of the city."""

    centre: Ints
    rising: tuple[int, int]  # wards
    hot_before: Ints
    hot_after: Ints


def where(land: Land) -> Where:
    """Find the planted places by where they lie, so that any seed has them."""
    middle = land.middle[land.city]

    def nearest(x: float, y: float, count: int) -> Ints:
        return np.argsort(np.hypot(middle[:, 0] - x, middle[:, 1] - y))[:count]

    one, other = (
        int(land.ward[nearest(x, y, 1)[0]]) for x, y in ((2.4, 2.4), (-2.3, -2.6))
    )
    return Where(
        centre=_whole(land, nearest(0.0, 0.0, 2)),
        rising=(one, other),
        hot_before=_whole(land, nearest(-2.6, 1.9, 5)),
        hot_after=_whole(land, nearest(2.2, -2.4, 5)),
    )


def _whole(land: Land, finest: Ints) -> Ints:
    """The finest areas of the same small area belong together in either vintage."""
    new = np.isin(land.areas21.of_finest, land.areas21.of_finest[finest])
    old = np.isin(land.areas11.of_finest, land.areas11.of_finest[np.flatnonzero(new)])
    return np.flatnonzero(old)


def deprivation(land: Land, seed: int) -> Floats:
    """How deprived each finest area is, in standard deviations; neighbours are alike."""
    rng = np.random.default_rng([seed, 5])
    score = np.zeros(len(land.authority))
    for number in range(len(land.authorities)):
        own = land.authority == number
        x, y = land.middle[own].T
        waves = sum(
            rng.normal(0, 0.5)
            * np.sin(
                rng.uniform(0.5, 1.1) * (x * np.cos(a) + y * np.sin(a))
                + rng.uniform(0, 6.28)
            )
            for a in (0.3, 1.4, 2.5)
        )
        near = 1.1 * np.exp(-np.hypot(x, y) / 2.2)
        score[own] = waves + near + rng.normal(0, 0.35, int(own.sum()))
        score[own] = (score[own] - score[own].mean()) / score[own].std()
    return score


def expected(land: Land, months: Calendar, seed: int) -> Floats:
    """Records to expect, finest areas x categories x months; zero where no file is due."""
    planted = where(land)
    share = _shares(land, planted, seed)
    level = _levels(land, seed)
    shape = _shape(months)
    result = level[land.authority][:, :, None] * share[:, :, None] * shape
    _plant(result, land, planted)
    foreign = np.array([a.force != "saxonshire" for a in land.authorities])
    result[foreign[land.authority], :, :COMPARED_FROM] = 0.0
    return result


def _shares(land: Land, planted: Where, seed: int) -> Floats:
    """Each area's share of its authority's records, by category; sums to one."""
    rng = np.random.default_rng([seed, 6])
    deprived = deprivation(land, seed)
    fortune = rng.normal(0, 0.24, len(deprived))  # some areas have more of everything
    pieces = np.bincount(land.areas21.of_finest)[land.areas21.of_finest]
    share = np.zeros((len(land.authority), len(CATEGORIES)))
    for k, category in enumerate(CATEGORIES):
        weight = np.exp(
            1.35 * category.deprived * deprived
            + category.uneven * rng.normal(size=len(deprived))
            + (fortune if category.uneven else 0.0)
        )
        whole = land.residents / land.residents.mean()
        if category.uneven:
            weight *= whole**0.8
        # The centre is the centre by decree, not by luck, whatever the seed.
        usual = weight[land.city].mean()
        weight[planted.centre] = usual * category.centre / pieces[planted.centre]
        towns = land.first_finest[1:]
        weight[towns] *= 1 + (category.centre - 1) * 0.25
        share[:, k] = weight
    # Equal in every small area of 2021, whatever it was made of.
    share[:, number_of("other-crime")] = 1.0 / pieces
    total = np.zeros((len(land.authorities), len(CATEGORIES)))
    np.add.at(total, land.authority, share)
    return share / total[land.authority]


def _levels(land: Land, seed: int) -> Floats:
    """Records a year, authorities x categories. The city is the middle of its group."""
    rng = np.random.default_rng([seed, 7])
    count = len(land.authorities)
    own = rng.normal(0, 0.09, count)[:, None]
    luck = own + rng.normal(0, 0.10, (count, len(CATEGORIES)))
    luck -= np.median(luck[1:], axis=0)
    luck[0] = 0.0
    residents = np.array([a.residents for a in land.authorities], dtype=float)
    base = np.array([c.a_year for c in CATEGORIES])
    level: Floats = np.exp(luck) * base * (residents / residents[0])[:, None]
    level[1:, number_of("burglary")] /= HIGH
    for number, authority in enumerate(land.authorities):
        if authority.force != "saxonshire":  # counted the new way all along
            level[number, number_of("violent-crime")] *= RECORDED_MORE
            level[number, number_of("shoplifting")] *= STEADY**3.5
    return level


def _shape(months: Calendar) -> Floats:
    """Days and season, categories x months, a year summing to about one."""
    days = months.days / 365.25
    turn = np.array([np.cos(2 * np.pi * (m.month - 7) / 12) for m in months.months])
    swing = np.array([c.summer for c in CATEGORIES])
    season = np.exp(swing[:, None] * turn)
    return np.asarray(days * season / season.mean(axis=1, keepdims=True))


def _plant(result: Floats, land: Land, planted: Where) -> None:
    """Put the truths in. `truths.py` says them in words; the sizes are the same names."""
    ours = np.array([a.force == "saxonshire" for a in land.authorities])[land.authority]
    result[ours, number_of("violent-crime"), RECORDED_FROM:] *= RECORDED_MORE
    years = np.arange(MONTHS) // 12
    result[ours, number_of("shoplifting")] *= STEADY**years
    wards = np.isin(land.ward, planted.rising)
    result[wards, number_of("vehicle-crime"), MOVED_FROM:] *= RISING
    damage = number_of("criminal-damage-arson")
    # An even start in both places, so that only the heat differs between them.
    both = np.concatenate([planted.hot_before, planted.hot_after])
    city = land.city
    usual = result[city, damage].mean(axis=0)
    result[both, damage] = usual
    result[planted.hot_before, damage, :MOVED_FROM] *= HOT
    result[planted.hot_after, damage, MOVED_FROM:] *= HOT
