"""Residents by single year of age, and deprivation, in the publishers' tables."""

from pathlib import Path
from statistics import NormalDist

import numpy as np

from goldthread.saxonbridge.borders import Floats, Ints
from goldthread.saxonbridge.land import Areas, Land
from goldthread.saxonbridge.rates import deprivation

OLDEST = 90
GROWTH = 0.004  # a year
# Ranks are places in the national list, of which ours are a few hundred.
NATIONAL = {2019: 32_844, 2025: 33_755}
DOMAINS = (
    ("Index of Multiple Deprivation (IMD)", 1.0),
    ("Income", 0.92),
    ("Employment", 0.90),
    ("Education, Skills and Training", 0.82),
    ("Health Deprivation and Disability", 0.80),
    ("Crime", 0.72),
    ("Barriers to Housing and Services", 0.25),
    ("Living Environment", 0.40),
)
MEASURES = (
    "Score",
    "Rank (where 1 is most deprived)",
    "Decile (where 1 is most deprived 10% of LSOAs)",
)


def write_populations(folder: Path, land: Land, mid_year: int, seed: int) -> list[Path]:
    """Mid-2020 in 2011 areas, and the four newest mid-years in 2021 areas, by sex."""
    folder.mkdir(parents=True, exist_ok=True)
    ages = _ages(land, seed)
    written = [folder / "sape-mid-2020-lsoa11.csv"]
    written[0].write_bytes(_plain(land.areas11, _grown(ages, 2020 - mid_year)))
    for year in range(mid_year - 3, mid_year + 1):
        path = folder / f"sape-mid-{year}-lsoa21.csv"
        path.write_bytes(_by_sex(land.areas21, _grown(ages, year - mid_year), seed))
        written.append(path)
    return written


def _ages(land: Land, seed: int) -> Ints:
    """Residents of each finest area at each age; rows add up to `land.residents`."""
    rng = np.random.default_rng([seed, 30])
    age = np.arange(OLDEST + 1)
    settled = 1.0 / (1 + np.exp((age - 78) / 7)) + 0.10 * np.exp(
        -((age - 58) ** 2) / 120
    )
    young = 1.6 * np.exp(-((age - 23) ** 2) / 30)  # students and first jobs
    families = 0.35 * np.exp(-((age - 7) ** 2) / 60) + 0.3 * np.exp(
        -((age - 36) ** 2) / 70
    )
    distance = np.hypot(*land.middle.T)
    near = np.exp(-distance / 1.3)[:, None]
    mix = settled + near * young + (1 - near) * families
    mix = mix * rng.gamma(220, 1 / 220, mix.shape)
    mix[:, -1] *= 4.5  # ninety and over is many years
    people = [
        rng.multinomial(int(n), share / share.sum())
        for n, share in zip(land.residents, mix, strict=True)
    ]
    return np.array(people)


def _grown(ages: Ints, years: int) -> Ints:
    """The same people some years later or earlier, every area grown at the same rate."""
    # Rounded along the row, because twenty people of one age grow by nobody in a year.
    running: Floats = np.floor(np.cumsum(ages, axis=1) * (1 + GROWTH) ** years + 0.5)
    return np.asarray(np.diff(running, axis=1, prepend=0), dtype=np.int64)


def _of_areas(areas: Areas, ages: Ints) -> Ints:
    total = np.zeros((len(areas.code), ages.shape[1]), dtype=np.int64)
    np.add.at(total, areas.of_finest, ages)
    return total


def _plain(areas: Areas, ages: Ints) -> bytes:
    header = ["LSOA11CD", "LSOA11NM", "All Ages", *map(str, range(OLDEST)), "90+"]
    return _table(header, areas, _of_areas(areas, ages))


def _by_sex(areas: Areas, ages: Ints, seed: int) -> bytes:
    """Women and men apart, as the office for statistics has published since 2021."""
    rng = np.random.default_rng([seed, 31])
    total = _of_areas(areas, ages)
    women = rng.binomial(total, np.linspace(0.488, 0.53, OLDEST + 1))
    header = ["LSOA 2021 Code", "LSOA 2021 Name", "Total"]
    header += [f"{sex}{age}" for sex in "FM" for age in range(OLDEST + 1)]
    return _table(header, areas, np.hstack([women, total - women]))


def _table(header: list[str], areas: Areas, numbers: Ints) -> bytes:
    lines = [",".join(header)]
    for code, name, row in zip(areas.code, areas.name, numbers.tolist(), strict=True):
        lines.append(f"{code},{name},{sum(row)},{','.join(map(str, row))}")
    return ("\r\n".join(lines) + "\r\n").encode()


def write_deprivation(folder: Path, land: Land, seed: int) -> list[Path]:
    """The 2019 indices for 2011 areas and the 2025 indices for 2021 areas."""
    folder.mkdir(parents=True, exist_ok=True)
    score = deprivation(land, seed)
    written: list[Path] = []
    for edition, areas, lad_year in (
        (2019, land.areas11, 2019),
        (2025, land.areas21, 2024),
    ):
        rng = np.random.default_rng([seed, 32, edition])
        path = folder / f"IoD{edition}_File_7_all_scores_ranks_deciles.csv"
        path.write_bytes(_indices(land, areas, score, edition, lad_year, rng))
        written.append(path)
    return written


def _indices(
    land: Land,
    areas: Areas,
    score: Floats,
    edition: int,
    lad_year: int,
    rng: np.random.Generator,
) -> bytes:
    people = np.bincount(areas.of_finest, land.residents)
    mean = np.bincount(areas.of_finest, score * land.residents) / people
    header = [
        f"LSOA code ({areas.vintage})",
        f"LSOA name ({areas.vintage})",
        f"Local Authority District code ({lad_year})",
        f"Local Authority District name ({lad_year})",
    ]
    columns: list[list[str]] = []
    for domain, follows in DOMAINS:
        spread = (1 - follows**2) ** 0.5
        own = follows * mean + spread * rng.normal(size=len(mean))
        header += [
            f'"{domain} {m}"' if "," in domain else f"{domain} {m}" for m in MEASURES
        ]
        columns += _measures(own, NATIONAL[edition])
    lines = [",".join(header)]
    for i, (code, name) in enumerate(zip(areas.code, areas.name, strict=True)):
        lad = land.authorities[int(areas.authority[i])]
        lines.append(
            ",".join(
                [code, name, lad.code, lad.name, *(column[i] for column in columns)]
            )
        )
    return ("\r\n".join(lines) + "\r\n").encode()


def _measures(own: Floats, national: int) -> list[list[str]]:
    """Score, rank and decile of each area: this part of the country is poorer than most."""
    normal = NormalDist()
    places = [normal.cdf(-0.72 - 0.78 * z) for z in own.tolist()]
    ranks: list[int] = []
    taken: set[int] = set()
    for place in places:
        rank = 1 + int(place * (national - 1))
        while rank in taken:  # no two areas share a rank
            rank += 1
        taken.add(rank)
        ranks.append(rank)
    scores = [
        f"{max(0.6, 21.7 + 15.5 * normal.inv_cdf(1 - (r - 0.5) / national)):.3f}"
        for r in ranks
    ]
    deciles = [min(10, 1 + (r - 1) * 10 // national) for r in ranks]
    return [scores, [str(r) for r in ranks], [str(d) for d in deciles]]
