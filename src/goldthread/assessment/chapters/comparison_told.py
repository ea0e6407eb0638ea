"""How the comparison with other areas is told: a funnel, the categories, the group."""

import numpy as np

from goldthread.assessment import guards, wording
from goldthread.assessment.chapters.comparison import CHAPTER, REF, Comparison, compare
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.polarity import caveat_of
from goldthread.assessment.recipe import Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.core.arrays import Floats
from goldthread.core.funnel import (
    Z_95,
    Z_998,
)
from goldthread.documents import charts, numbers
from goldthread.documents.model import (
    Block,
    Callout,
    Chart,
    Column,
    Interval,
    Paragraph,
    Run,
    Table,
    Text,
)
from goldthread.evidence.offences import category_name


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
        ". ",
        *(("Only ",) if result.alike else ()),
        wording.how_many(result.alike, REF, opening=True),
        f" of them {wording.plural(result.alike or 1, 'resembles', 'resemble')} {scope.area_name} "
        "in residents and deprivation, so whether its rate is high for such a place is not said.",
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
    words: list[Run] = [f"Beside {result.chosen}, "]
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
