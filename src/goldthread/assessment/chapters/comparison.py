"""Comparison with other areas: high, low, or like the others, never a league table (E3).

The group is the one the partnership names; without one it is the fourteen partnerships
nearest in size and deprivation for which the same months are held, each with its distance.
Rates are per resident, and areas differ beyond chance for a hundred reasons: the limits allow
for as much as the group shows (Spiegelhalter 2005).
"""

from dataclasses import dataclass

import numpy as np

from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid
from goldthread.assessment.scope import Scope
from goldthread.core.arrays import Floats
from goldthread.core.funnel import (
    FEWEST_AREAS,
    GroupComparison,
    compare_with_group,
    funnel,
)
from goldthread.core.hotspots import benjamini_hochberg
from goldthread.core.periods import Period, months_between
from goldthread.core.refusal import Refused
from goldthread.evidence import offences, people, quality
from goldthread.evidence.offences import ALL_CRIME, ASB

CHAPTER = "comparison"
REF = "comparison-by-category"
NEAREST = 14
FEWEST_ALIKE = (
    5  # with fewer like areas a reading would compare a city with its villages
)
ALIKE_SIZE = 2.0  # times as many residents, or as few
ALIKE_DEPRIVATION = 1.5  # mean deciles apart
SMALLEST_MEAN = 10.0  # offences an area of the group must expect for its rate to speak
DISCOVERY_RATE = 0.05
NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True)
class Other:
    """One area of the group: residents, crimes, and how unlike ours it is."""

    code: str
    name: str
    residents: float
    crimes: int
    distance: float | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One category beside the group; the reading is judged among all categories."""

    category: str
    found: GroupComparison | None
    reading: str
    refused: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Our area (first) and its group, by category."""

    months: int
    chosen: str
    alike: int
    judged: bool
    areas: tuple[Other, ...]
    group_rate: float
    tau2: float
    compared: tuple[Compared, ...]

    def read(self, reading: str) -> tuple[Compared, ...]:
        """Categories that read so, the widest apart first."""
        found = [
            c for c in self.compared if c.reading == reading and c.category != ALL_CRIME
        ]
        return tuple(
            sorted(found, key=lambda c: (-abs(c.found.z if c.found else 0), c.category))
        )


def compare(scope: Scope, notebook: Notebook) -> Comparison | NotSaid:
    """Put our rates beside those of the group over the same months."""
    if scope.level != "csp" or scope.population is None:
        return NotSaid(
            "No comparison is made: it needs a partnership and an estimate of residents for it "
            "and for others."
        )
    when = months_between(scope.months_held[0], scope.months_held[-1])
    if len(when.months) != len(scope.months_held):
        return NotSaid(
            "No comparison is made: the months held have gaps, and others would have more months."
        )
    group, chosen = _group(scope, notebook, when)
    if len(group) < FEWEST_AREAS + 1:
        return NotSaid(
            f"No comparison is made: the same months are held for {len(group) - 1 or 'no'} other "
            f"partnerships and at least {FEWEST_AREAS} are needed. Load the files of other forces."
        )
    counts = _counts(notebook, when, group)
    residents = np.array([other.residents for other in group])
    alike = _alike(scope, notebook, group)
    judged = bool(scope.comparison) or alike >= FEWEST_ALIKE
    compared = _compared(counts, residents, judged=judged)
    crimes = counts[ALL_CRIME]
    rate = crimes.sum() / residents.sum()
    shape = funnel(crimes, residents * rate)
    return Comparison(
        months=len(scope.months_held),
        chosen=chosen,
        alike=alike,
        judged=judged,
        areas=tuple(
            Other(o.code, o.name, o.residents, int(n), o.distance)
            for o, n in zip(group, crimes, strict=True)
        ),
        group_rate=float(1000 * rate),
        tau2=0.0 if isinstance(shape, Refused) else shape.tau2,
        compared=compared,
    )


def _group(scope: Scope, notebook: Notebook, when: Period) -> tuple[list[Other], str]:
    """Our area first, then those it is compared with, nearest first; and how chosen."""
    assert scope.population is not None
    used = scope.population
    held = {
        r["partnership"]: r["months"]
        for r in quality.months_held_by_partnership(
            notebook, source="offence", start=when.start, end=when.end
        ).to_pylist()
    }
    known = {
        r["partnership"]: Other(r["partnership"], r["name"], r["persons"], 0, None)
        for r in people.population_by_partnership(
            notebook, vintage=used.vintage, year=used.year
        ).to_pylist()
        if held.get(r["partnership"], 0) == len(when.months) and r["persons"] > 0
    }
    if scope.area not in known:
        return [], ""
    ours = known.pop(scope.area)
    if scope.comparison:
        given = [known[c] for c in scope.comparison if c in known]
        return [ours, *given], f"the {len(given)} partnerships given for comparison"
    others = _nearest(scope, notebook, ours, list(known.values()))
    if len(known) <= NEAREST:
        words = (
            f"all {len(known)} other partnerships for which the same months are held"
        )
    else:
        words = (
            f"the {NEAREST} partnerships nearest in residents and deprivation, of {len(known)} "
            "for which the same months are held"
        )
    return [ours, *others], words


def _nearest(
    scope: Scope, notebook: Notebook, ours: Other, others: list[Other]
) -> list[Other]:
    """Others by distance in residents (log) and deprivation, each in standard units."""
    deprived = _deprivation(scope, notebook)
    table = np.array(
        [
            [np.log(o.residents), *deprived.get(o.code, (np.nan, np.nan))]
            for o in (ours, *others)
        ]
    )
    columns = ~np.isnan(table).any(axis=0)
    table = table[:, columns]
    spread = table.std(axis=0)
    scaled = (table - table[0]) / np.where(spread > 0, spread, 1.0)
    distance = np.sqrt((scaled**2).mean(axis=1))[1:]
    ranked = sorted(zip(distance, others, strict=True), key=lambda d: (d[0], d[1].code))
    return [
        Other(o.code, o.name, o.residents, 0, float(d)) for d, o in ranked[:NEAREST]
    ]


def _alike(scope: Scope, notebook: Notebook, group: list[Other]) -> int:
    """How many of the group resemble ours in size and, where held, in deprivation."""
    deprived, ours = _deprivation(scope, notebook), group[0]
    mean = deprived.get(ours.code, (None, None))[0]

    def resembles(other: Other) -> bool:
        ratio = other.residents / ours.residents
        theirs = deprived.get(other.code, (None, None))[0]
        near = mean is None or theirs is None or abs(theirs - mean) <= ALIKE_DEPRIVATION
        return 1 / ALIKE_SIZE <= ratio <= ALIKE_SIZE and near

    return sum(resembles(other) for other in group[1:])


def _deprivation(scope: Scope, notebook: Notebook) -> dict[str, tuple[float, float]]:
    if scope.deprivation is None:
        return {}
    rows = people.deprivation_by_partnership(
        notebook, edition=scope.deprivation.edition, measure="imd_decile"
    ).to_pylist()
    return {
        r["partnership"]: (r["mean_value"], r["most_deprived_fifth"] / r["areas"])
        for r in rows
        if r["areas"]
    }


def _counts(notebook: Notebook, when: Period, group: list[Other]) -> dict[str, Floats]:
    place = {other.code: at for at, other in enumerate(group)}
    found: dict[str, Floats] = {ALL_CRIME: np.zeros(len(group))}
    rows = offences.by_partnership_and_category(
        notebook, start=when.start, end=when.end
    )
    for row in rows.to_pylist():
        at = place.get(row["partnership"])
        # Forces count anti-social behaviour too differently to be set side by side (E39).
        if at is None or row["category"] == ASB:
            continue
        found.setdefault(row["category"], np.zeros(len(group)))[at] += row["offences"]
        found[ALL_CRIME][at] += row["offences"]
    return found


def _compared(
    counts: dict[str, Floats], residents: Floats, *, judged: bool
) -> tuple[Compared, ...]:
    order = sorted(counts, key=lambda c: (c != ALL_CRIME, c))
    found = {c: _one(counts[c], residents) for c in order}
    told = {c: f for c, f in found.items() if isinstance(f, GroupComparison)}
    q_values = dict(
        zip(
            told,
            benjamini_hochberg([_two_sided(f.z) for f in told.values()]),
            strict=True,
        )
        if told
        else ()
    )
    rows = []
    for category in order:
        one = found[category]
        if isinstance(one, GroupComparison):
            apart = q_values[category] <= DISCOVERY_RATE
            side = "higher" if one.z > 0 else "lower"
            reading = side if apart else "like the others"
            rows.append(Compared(category, one, reading if judged else NOT_JUDGED, ""))
        else:
            rows.append(Compared(category, None, "not compared", one))
    return tuple(rows)


def _one(counts: Floats, residents: Floats) -> GroupComparison | str:
    expected = residents * counts.sum() / residents.sum()
    if expected.min() < SMALLEST_MEAN:
        return (
            f"Not compared: some area of the group expects fewer than {SMALLEST_MEAN:g} such "
            "offences."
        )
    found = compare_with_group(counts, residents, area=0)
    return found.reason if isinstance(found, Refused) else found


def _two_sided(z: float) -> float:
    from scipy.special import erfc

    return float(erfc(abs(z) / np.sqrt(2)))
