"""Comparison with other areas: high, low, or like the others, never a league table (E3).

The group is the one the partnership names; without one it is the fourteen partnerships
nearest in size and deprivation for which the same months are held, each with its distance.
Rates are per resident, and areas differ beyond chance for a hundred reasons: the limits allow
for as much as the group shows (Spiegelhalter 2005).
"""

from dataclasses import dataclass

import numpy as np

from goldthread.assessment import guards, wording
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.polarity import caveat_of
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.core.arrays import Floats
from goldthread.core.funnel import (
    FEWEST_AREAS,
    Z_95,
    Z_998,
    GroupComparison,
    compare_with_group,
    funnel,
)
from goldthread.core.hotspots import benjamini_hochberg
from goldthread.core.periods import Period, months_between
from goldthread.core.refusal import Refused
from goldthread.documents import charts, numbers
from goldthread.documents.model import (
    Block,
    Callout,
    Chart,
    Column,
    Interval,
    Paragraph,
    Table,
    Text,
)
from goldthread.evidence import offences, people, quality
from goldthread.evidence.offences import ALL_CRIME, ASB, category_name

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
            f"No comparison is made: the same months are held for {len(group) - 1} other "
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


def tell_comparison(scope: Scope, result: Comparison, notebook: Notebook) -> Told:
    """High, low or like the others; the funnel, the categories, the group."""
    if not result.judged:
        return _tell_unlike(scope, result)
    sentence = _sentence(scope, result)
    blocks: list[Block] = [Paragraph(sentence), _funnel(scope, result)]
    blocks.append(_group_table(scope, result))
    apart = bool(result.read("higher") or result.read("lower"))
    return Told(tuple(blocks), key=sentence, weight=68.0 if apart else 42.0)


def _span(result: Comparison) -> str:
    """How long the rates run where that is not a year."""
    return "" if result.months == 12 else f" over {result.months} months"


def _tell_unlike(scope: Scope, result: Comparison) -> Told:
    """The rates beside the others, and why they are not read as high or low (E3)."""
    ours, *others = result.areas
    rates = sorted(1000 * o.crimes / o.residents for o in others)
    words: Text = (
        f"Recorded crime in {scope.area_name} was ",
        numbers.decimal_figure(1000 * ours.crimes / ours.residents, 1, REF),
        f" per 1,000 residents{_span(result)}; {result.chosen} had ",
        numbers.interval_figure(rates[0], rates[-1], 1, REF),
        ". Only ",
        numbers.count_figure(result.alike, REF),
        f" of them resemble {scope.area_name} in residents and deprivation, so whether its rate is "
        "high for such a place is not said.",
    )
    ask = Callout(
        "not-held",
        "Ask the police force for the official group of most similar areas, or load the files of "
        "forces that cover like places, and name them for comparison.",
        "A fair group",
    )
    table = _category_table(scope, result)
    return Told((Paragraph(words), ask, table, _group_table(scope, result)))


def _sentence(scope: Scope, result: Comparison) -> Text:
    crime = result.compared[0]
    higher, lower = result.read("higher"), result.read("lower")
    words: list = [f"Beside {result.chosen}, "]
    if crime.found:
        reading = {
            "like the others": "like that of the others",
            "higher": "higher than the group's spread explains",
            "lower": "lower than the group's spread explains",
        }[crime.reading]
        words += [
            f"recorded crime per resident in {scope.area_name} is {reading} (",
            numbers.decimal_figure(crime.found.rate, 1, REF),
            f" per 1,000{_span(result)}; the middle of the group is ",
            numbers.decimal_figure(crime.found.median, 1, REF),
            ").",
        ]
    for found, verb in ((higher, "Higher"), (lower, "Lower")):
        if found:
            words.append(f" {verb} than the group's spread explains: ")
            words += wording.listed_some(
                [
                    (
                        f"{wording.name_in_sentence(c.category)} (",
                        numbers.decimal_figure(c.found.rate, 1, REF),
                        " against ",
                        numbers.decimal_figure(c.found.median, 1, REF),
                        ")",
                    )
                    for c in found
                    if c.found
                ]
            )
            words.append(".")
    if not higher and not lower:
        words.append(" No category stands apart.")
    return tuple(words)


def _funnel(scope: Scope, result: Comparison) -> Chart:
    crime = result.compared[0]
    state = {
        "higher": "is above what the group's spread explains",
        "lower": "is below what the group's spread explains",
    }.get(crime.reading, "is within the spread of the group")
    sizes = np.linspace(
        0.8 * min(o.residents for o in result.areas),
        1.1 * max(o.residents for o in result.areas),
        40,
    )
    limits = [_limit(sizes, result, z) for z in (-Z_95, Z_95, -Z_998, Z_998)]
    return Chart(
        id="chart-comparison",
        title=f"Recorded crime per resident in {scope.area_name} {state}.",
        spec=charts.funnel(
            [
                charts.Rated(
                    o.name,
                    1000 * o.crimes / o.residents,
                    highlighted=o.code == scope.area,
                )
                for o in result.areas
            ],
            [o.residents for o in result.areas],
            centre=result.group_rate,
            sizes=sizes.tolist(),
            low95=limits[0],
            high95=limits[1],
            low998=limits[2],
            high998=limits[3],
            exposure_label="residents",
            unit="crimes per 1,000 residents",
        ),
        table=_category_table(scope, result),
        source=wording.source(scope),
        alt="Each partnership's crime rate against its residents, between widening limits.",
        caveats=(
            guards.source_badge("offence"),
            "Limits allow for chance and for as much difference as the group itself shows. "
            "Forces record differently, and that is part of the spread.",
            "Residents are the denominator; a city draws people who are not its residents, so a "
            "higher rate is no higher risk for those who live there.",
            *((crime.found.caveat,) if crime.found and crime.found.caveat else ()),
            *(
                (f"Violence and sexual offences: {caveat_of('violent-crime')}",)
                if any(
                    c.category == "violent-crime"
                    for c in (*result.read("higher"), *result.read("lower"))
                )
                else ()
            ),
        ),
        ref=REF,
    )


def _limit(sizes: Floats, result: Comparison, z: float) -> list[float]:
    """The group's rate widened by chance and by its own spread, at each size."""
    expected = sizes * result.group_rate / 1000
    spread = np.sqrt(1 / (4 * expected) + result.tau2)
    values = result.group_rate * np.maximum(1 + z * spread, 0) ** 2
    return [float(v) for v in values]


def _category_table(scope: Scope, result: Comparison) -> Table:
    return Table(
        f"Offences per 1,000 residents{_span(result)} beside the group, {wording.period_words(scope)}",
        (
            Column("Category"),
            Column(scope.area_name, "number", decimals=2),
            Column("95% limits", "interval", decimals=2),
            Column("Middle of the group", "number", decimals=2),
            Column("Middle half of the group", "interval", decimals=2),
            Column("Ranks the limits allow", "interval"),
            Column("Reading"),
        ),
        tuple(
            (
                category_name(c.category),
                c.found.rate,
                Interval(c.found.low, c.found.high),
                c.found.median,
                Interval(c.found.lower_quartile, c.found.upper_quartile),
                Interval(c.found.rank_best, c.found.rank_worst),
                c.reading,
            )
            if c.found
            else (category_name(c.category), "", "", "", "", "", c.refused)
            for c in result.compared
        ),
        notes=(
            f"Rank 1 of {len(result.areas)} is the highest rate. Readings are judged among all "
            "categories: of those said to stand apart one in twenty may be chance.",
            "Anti-social behaviour is not compared: forces count it too differently.",
        ),
        source=wording.source(scope),
        ref=REF,
    )


def _group_table(scope: Scope, result: Comparison) -> Table:
    measured = any(o.distance is not None for o in result.areas)
    columns = [
        Column("Partnership"),
        Column("Residents", "number"),
        Column("Crimes", "number"),
        Column("Per 1,000", "number", decimals=1),
    ]
    if measured:
        columns.append(Column("Distance", "number", decimals=2))
    return Table(
        f"The group: {result.chosen}",
        tuple(columns),
        tuple(
            (
                o.name,
                round(o.residents),
                o.crimes,
                1000 * o.crimes / o.residents,
                *(("" if o.distance is None else o.distance,) if measured else ()),
            )
            for o in result.areas
        ),
        notes=(
            "Distance is in residents and deprivation, in standard units; the official groups of "
            "similar areas are not held.",
        )
        if measured
        else (),
        source=wording.source(scope),
        ref=REF,
    )


RECIPES = (
    Recipe(
        REF,
        CHAPTER,
        "Beside other partnerships",
        "comparison/1",
        compare,
        tell_comparison,
    ),
)
