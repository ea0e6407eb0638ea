"""The invented country: authorities, their small areas in two vintages, their wards.

Every code begins with X, which no real code does (X01 small area, X05 ward, X06
authority, X22 partnership, X23 force). It all lies in the North Sea, on what was dry
land eight thousand years ago, so that no real place is given invented figures.
"""

from dataclasses import dataclass

import numpy as np

from goldthread.saxonbridge.borders import Floats, Ints
from goldthread.saxonbridge.ground import Ground, Town, lay_out
from goldthread.saxonbridge.words import FORCES, NEIGHBOURS, WARDS

CITY_RESIDENTS = 260_400
# Ashmere and Wexcombe flank the city, South Fenwold lies beside North Fenwold; the
# others stand in rows of four.
PLACED = {1: (0.66, 54.57), 2: (1.42, 54.65), 15: (1.4, 54.99)}
SPLIT = 3  # small areas of 2011 that became two in 2021
MERGED = 2  # pairs of 2011 that became one
FRESH = 500_000  # codes that are new in 2021 begin here

CITY = Town(
    radius=4.7,
    cells=11_000,
    levels=(20, 2, 4),
    halved=MERGED,
    longitude=1.05,
    latitude=54.62,
    centres=(
        (0.0, 0.0, 0.8, 4.0),  # the old town
        (-2.6, 1.9, 0.7, 2.2),  # four local centres, each with its own estates
        (2.4, 2.4, 0.8, 1.8),
        (2.2, -2.4, 0.7, 1.8),
        (-2.3, -2.6, 0.8, 1.6),
        (0.3, 3.4, 0.6, 1.5),
    ),
    empty=(
        (-1.5, 0.9, 0.75, 0.45),  # the park
        (3.3, 0.2, 0.7, 0.5),  # goods yard
        (-3.4, -0.4, 0.5, 0.8),  # water meadows
        (0.9, -3.5, 0.8, 0.4),  # cemetery and playing fields
    ),
    river=True,
)


@dataclass(frozen=True, slots=True)
class Authority:
    """One local authority and the ground it stands on."""

    name: str
    code: str
    partnership: str
    partnership_name: str
    force: str
    residents: int
    town: Town
    ground: Ground


@dataclass(frozen=True, slots=True)
class Areas:
    """Small areas of one vintage; `of_finest` says which one each finest area is in."""

    vintage: str
    code: tuple[str, ...]
    name: tuple[str, ...]
    authority: Ints
    of_finest: Ints


@dataclass(frozen=True, slots=True)
class Land:
    """Everything fixed in place. Finest areas of all authorities are numbered through."""

    authorities: tuple[Authority, ...]  # the city is the first
    first_finest: Ints  # per authority, the number of its first finest area
    authority: Ints  # per finest area
    ward: Ints  # per finest area
    ward_code: tuple[str, ...]
    ward_name: tuple[str, ...]
    residents: Floats  # per finest area
    middle: Floats  # per finest area, kilometres from its authority's centre
    areas11: Areas
    areas21: Areas

    @property
    def city(self) -> Ints:
        """The finest areas of Saxonbridge."""
        return np.flatnonzero(self.authority == 0)


def make_land(seed: int) -> Land:
    """Lay out the city and its comparison areas."""
    authorities = _authorities(seed)
    counts = np.array([len(a.ground.parents[0]) for a in authorities])
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    authority = np.repeat(np.arange(len(authorities)), counts)
    ward, codes, names = _wards(authorities, seed)
    areas11, areas21 = _name_areas(authorities, authority)
    return Land(
        authorities=authorities,
        first_finest=first,
        authority=authority,
        ward=ward,
        ward_code=codes,
        ward_name=names,
        residents=np.concatenate([_residents(a) for a in authorities]),
        middle=np.vstack([_middles(a.ground) for a in authorities]),
        areas11=areas11,
        areas21=areas21,
    )


def _authorities(seed: int) -> tuple[Authority, ...]:
    listed = [("Saxonbridge", CITY_RESIDENTS, "saxonshire"), *NEIGHBOURS]
    made: list[Authority] = []
    partnerships: list[str] = []
    for number, (name, residents, force) in enumerate(listed):
        rng = np.random.default_rng([seed, 1, number])
        town = CITY if number == 0 else _coarse(number, residents, rng)
        shared = name.removeprefix("North ").removeprefix("South ")
        if number == 0:
            shared = "Safer Saxonbridge Partnership"
        if shared not in partnerships:
            partnerships.append(shared)
        made.append(
            Authority(
                name=name,
                code=f"X06{number + 1:06d}",
                partnership=f"X22{partnerships.index(shared) + 1:06d}",
                partnership_name=shared,
                force=force,
                residents=residents,
                town=town,
                ground=lay_out(town, rng),
            )
        )
    return tuple(made)


def _coarse(number: int, residents: int, rng: np.random.Generator) -> Town:
    """A comparison town: ten areas on a grid of sites well apart from one another."""
    row, column = divmod(number - 3, 4)
    site = (0.35 + 0.34 * column, 54.06 + 0.19 * row + (0.36 if row > 1 else 0))
    longitude, latitude = PLACED.get(number, site)
    return Town(
        radius=3.2 * (residents / 120_000) ** 0.5,
        cells=700,
        levels=(5, 2),
        longitude=round(longitude + float(rng.uniform(-0.04, 0.04)), 3),
        latitude=round(latitude, 3),
        centres=((0.0, 0.0, 1.0, 3.0), (1.8, -1.2, 0.8, 1.5)),
    )


def _middles(ground: Ground) -> Floats:
    mass = np.bincount(ground.area, ground.people)
    return np.column_stack(
        [
            np.bincount(ground.area, ground.people * ground.kilometres[:, i]) / mass
            for i in (0, 1)
        ]
    )


def _residents(authority: Authority) -> Floats:
    """People of each finest area, whole, adding up to the authority's residents."""
    ground = authority.ground
    share = np.bincount(ground.area, ground.people)
    # A census small area never has fewer than a thousand people; half of one may.
    share = np.maximum(share, 0.5 / len(share))
    exact: Floats = authority.residents * share / share.sum()
    whole = np.floor(exact)
    missing = int(authority.residents - whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    return np.asarray(whole)


def _wards(
    authorities: tuple[Authority, ...], seed: int
) -> tuple[Ints, tuple[str, ...], tuple[str, ...]]:
    ward: list[Ints] = []
    names: list[str] = []
    for number, authority in enumerate(authorities):
        parent = authority.ground.parents[0]
        count = int(parent.max()) + 1
        ward.append(parent + len(names))
        if number == 0:
            names += _city_ward_names(authority.ground, seed)
        else:
            names += [
                f"{authority.name} {side}"
                for side in ("Central", "North", "East", "South", "West")[:count]
            ]
    codes = tuple(f"X05{i + 1:06d}" for i in range(len(names)))
    return np.concatenate(ward), codes, tuple(names)


def _city_ward_names(ground: Ground, seed: int) -> list[str]:
    """The ward at the heart is Priory; the others draw lots."""
    middles = _middles(ground)
    parent = ground.parents[0]
    distance = [np.hypot(*middles[parent == w].mean(0)) for w in range(len(WARDS))]
    lots = np.random.default_rng([seed, 2]).permutation(len(WARDS) - 1) + 1
    heart = int(np.argmin(distance))
    others = iter(lots)
    return [WARDS[0 if w == heart else int(next(others))] for w in range(len(WARDS))]


def _name_areas(
    authorities: tuple[Authority, ...], authority: Ints
) -> tuple[Areas, Areas]:
    """Codes and names as the census gives them: unchanged areas keep both."""
    old: list[tuple[str, str]] = []
    new: list[tuple[str, str]] = []
    for number, each in enumerate(authorities):
        parents = each.ground.parents
        block, leaf = parents[len(each.town.levels) - 2], parents[-1]
        labels = _labels(each.name, block, leaf, _middles(each.ground))
        split = _split_pairs(each.ground, block, leaf) if number == 0 else {}
        merged = np.bincount(leaf)[leaf] > 1
        for finest, (name11, merged_name) in enumerate(labels):
            whole = split.get(finest, finest)
            old.append((f"X01{1000 * number + whole + 1:06d}", labels[whole][0]))
            fresh = f"X01{FRESH + 1000 * number + int(leaf[finest]) + 1:06d}"
            if merged[finest]:
                new.append((fresh, merged_name))
            elif finest in split or finest in split.values():
                # New letters after the old ones: 014A becomes 014F and 014G.
                new.append((fresh, name11[:-1] + chr(ord(name11[-1]) + 5)))
            else:
                new.append(old[-1])
    return _areas("2011", old, authority), _areas("2021", new, authority)


def _labels(
    place: str, block: Ints, leaf: Ints, middles: Floats
) -> list[tuple[str, str]]:
    """Names of each finest area in 2011 and in 2021 if merged: blocks from the north."""
    blocks = sorted(set(block.tolist()), key=lambda b: -middles[block == b, 1].mean())
    whole = np.bincount(leaf)[leaf] == 1
    names: list[tuple[str, str]] = [("", "")] * len(block)
    for number, b in enumerate(blocks):
        stem = f"{place} {number + 1:03d}"
        members = np.flatnonzero(block == b).tolist()
        joined = sorted({int(leaf[m]) for m in members if not whole[m]})
        for letter, finest in enumerate(members):
            merged = ""
            if not whole[finest]:  # the next letters after the block's own
                merged = chr(65 + len(members) + joined.index(int(leaf[finest])))
            names[finest] = (f"{stem}{chr(65 + letter)}", f"{stem}{merged}")
    return names


def _split_pairs(ground: Ground, block: Ints, leaf: Ints) -> dict[int, int]:
    """Finest areas of 2021 that were one with a neighbour in 2011."""
    pairs: dict[int, int] = {}
    merged = set(block[np.bincount(leaf)[leaf] > 1].tolist())
    for arc in ground.arcs:
        left, right = arc.left, arc.right
        here = int(block[left])
        taken = here in merged | {int(block[p]) for p in pairs}
        spaced = here % 7 == 3  # scattered over the city
        if left >= 0 and block[left] == block[right] and spaced and not taken:
            pairs[max(left, right)] = min(left, right)
        if len(pairs) == SPLIT:
            break
    return pairs


def _areas(vintage: str, listed: list[tuple[str, str]], authority: Ints) -> Areas:
    unique = sorted(set(listed))
    at = {pair: i for i, pair in enumerate(unique)}
    of_finest = np.array([at[pair] for pair in listed])
    owner = np.zeros(len(unique), dtype=np.int64)
    owner[of_finest] = authority
    return Areas(
        vintage=vintage,
        code=tuple(code for code, _ in unique),
        name=tuple(name for _, name in unique),
        authority=owner,
        of_finest=of_finest,
    )


def force_names() -> dict[str, tuple[str, str]]:
    """Slug to code and name of every territorial force."""
    return {s: (f"X23{i + 1:06d}", n) for i, (s, n) in enumerate(FORCES.items())}
