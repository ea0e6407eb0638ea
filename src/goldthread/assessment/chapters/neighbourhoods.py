"""Neighbourhoods: which small areas and wards hold most, and which stand out (E8, C21).

Counts lead and rates follow: small areas are drawn to hold about as many people each, and
where people come to shop or go out, residents are the wrong denominator (E37).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from goldthread.assessment import guards, wording
from goldthread.assessment.chapters.located import unlocated_words
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.core.rates import rates
from goldthread.documents import maps, numbers
from goldthread.documents.model import (
    Block,
    Cell,
    Column,
    Interval,
    MapBlock,
    Paragraph,
    Run,
    Table,
    Text,
)
from goldthread.evidence import offences, people, places

CHAPTER = "neighbourhoods"
LISTED = 10
FEWEST_FOR_A_TOP = 30  # a top ten of a dozen areas says nothing


@dataclass(frozen=True, slots=True)
class SmallArea:
    """One small area in the period; the rate only where residents are its measure."""

    code: str
    name: str
    residents: float | None
    crimes: int
    asb: int
    share: float
    per_1000: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class SmallAreas:
    """Every small area, most crimes first, and the centres among them."""

    vintage: str
    crimes: int
    areas: tuple[SmallArea, ...]
    centres: tuple[guards.Centre, ...]
    per_1000_elsewhere: float | None

    @property
    def elsewhere(self) -> tuple[SmallArea, ...]:
        """The areas that are not centres."""
        central = {c.code for c in self.centres}
        return tuple(a for a in self.areas if a.code not in central)


def small_areas(scope: Scope, notebook: Notebook) -> SmallAreas | NotSaid:
    """Count each small area in the held months of the period."""
    counts = counted_by_small_area(scope, notebook)
    year = scope.population.year if scope.population else 0
    listed = people.small_areas_of(
        notebook, area=scope.area, vintage=scope.vintage, year=year
    ).to_pylist()
    if not listed or not counts:
        return NotSaid(
            "No small areas can be shown: the lake holds no list of them, or no record with a "
            "place. Load the lookups of small areas."
        )
    crimes = [counts.get(a["small_area"], (0, 0))[0] for a in listed]
    residents = [a["persons"] for a in listed]
    codes = [a["small_area"] for a in listed]
    centres = guards.centres(codes, crimes, residents)
    found = _rated(scope, listed, counts)
    central = {c.code for c in centres}
    known = [a for a in found if a.residents and a.code not in central]
    people_elsewhere = sum(a.residents or 0 for a in known)
    return SmallAreas(
        vintage=scope.vintage,
        crimes=sum(crimes),
        areas=tuple(sorted(found, key=lambda a: (-a.crimes, a.code))),
        centres=centres,
        per_1000_elsewhere=1000 * sum(a.crimes for a in known) / people_elsewhere
        if people_elsewhere and scope.is_whole_year
        else None,
    )


def counted_by_small_area(
    scope: Scope, notebook: Notebook
) -> dict[str, tuple[int, int]]:
    """Crimes and incidents of every small area over the held months of the period."""
    rows = offences.by_small_area_and_month(
        notebook,
        area=scope.area,
        vintage=scope.vintage,
        start=scope.period.start,
        end=scope.period.end,
    )
    held = set(scope.months_held)
    counts: dict[str, tuple[int, int]] = {}
    for code, month, crimes, asb in zip(
        *(rows[c].to_pylist() for c in ("small_area", "month", "crimes", "asb")),
        strict=True,
    ):
        if month in held:
            before = counts.get(code, (0, 0))
            counts[code] = (before[0] + crimes, before[1] + asb)
    return counts


def _rated(
    scope: Scope, listed: list[dict[str, Any]], counts: dict[str, tuple[int, int]]
) -> list[SmallArea]:
    crimes = np.array(
        [counts.get(a["small_area"], (0, 0))[0] for a in listed], dtype=float
    )
    residents = np.array([a["persons"] or np.nan for a in listed], dtype=float)
    total = crimes.sum()
    found = rates(crimes, residents)
    whole = scope.is_whole_year
    return [
        SmallArea(
            code=a["small_area"],
            name=a["name"] or a["small_area"],
            residents=a["persons"],
            crimes=int(crimes[at]),
            asb=counts.get(a["small_area"], (0, 0))[1],
            share=float(crimes[at] / total),
            per_1000=_or_none(found.value[at]) if whole else None,
            low=_or_none(found.low[at]) if whole else None,
            high=_or_none(found.high[at]) if whole else None,
        )
        for at, a in enumerate(listed)
    ]


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def tell_small_areas(scope: Scope, result: SmallAreas, notebook: Notebook) -> Told:
    """The ten areas with most crime, the centre said apart, and the map."""
    ref = "neighbourhoods-small-areas"
    sentence = _top_sentence(result, ref)
    names = {a.code: a.name for a in result.areas}
    blocks: list[Block] = [Paragraph(sentence)]
    centre = guards.denominator(result.centres, names)
    if centre:
        blocks.append(Paragraph(centre))
    table = _area_table(scope, result, ref)
    blocks.append(_map(scope, result, notebook, table, ref) or table)
    if result.centres and result.per_1000_elsewhere is not None:
        blocks.append(_without_centres(scope, result, ref))
    return Told(tuple(blocks), key=sentence, weight=60.0)


def _top_sentence(result: SmallAreas, ref: str) -> Text:
    first = result.areas[0]
    most: tuple[Run, ...] = (
        f"most were recorded in {first.name} (",
        numbers.count_figure(first.crimes, ref),
        ", ",
        numbers.share_figure(first.share, ref),
        ").",
    )
    if len(result.areas) < FEWEST_FOR_A_TOP:
        return (f"Of the crimes in the {len(result.areas)} small areas ", *most)
    return (
        f"The ten small areas with most crime, of {len(result.areas)}, hold ",
        numbers.share_figure(_top_share(result), ref),
        " of the crimes that have a place; ",
        *most,
    )


def _top_share(result: SmallAreas) -> float:
    return sum(a.crimes for a in result.areas[:LISTED]) / result.crimes


def _area_table(scope: Scope, result: SmallAreas, ref: str) -> Table:
    central = {c.code for c in result.centres}
    columns = [
        Column("Small area"),
        Column("Crimes", "number"),
        Column("Share", "share", decimals=1),
        Column("Anti-social behaviour", "number"),
        Column("Residents", "number"),
    ]
    notes: tuple[str, ...] = ("A rate needs a whole year, and less is held.",)
    if scope.is_whole_year:
        columns += [
            Column("Crimes per 1,000", "number", decimals=1),
            Column("95% limits", "interval", decimals=1),
        ]
        notes = ("Where residents are the wrong measure no rate is printed.",)
    return Table(
        f"The small areas with most crime, {wording.period_words(scope)}",
        tuple(columns),
        tuple(
            _area_row(a, a.code in central)[: len(columns)]
            for a in result.areas[:LISTED]
        ),
        notes=notes,
        source=wording.source(scope),
        ref=ref,
    )


def _area_row(area: SmallArea, is_centre: bool) -> tuple[Cell, ...]:
    row: tuple[Cell, ...] = (
        area.name,
        area.crimes,
        area.share,
        area.asb,
        area.residents,
    )
    if is_centre or area.low is None or area.high is None:
        return (*row, "", "")
    return (*row, area.per_1000, Interval(area.low, area.high))


def _map(
    scope: Scope, result: SmallAreas, notebook: Notebook, table: Table, ref: str
) -> MapBlock | None:
    shapes = outlines(scope, notebook)
    if not shapes:
        return None
    rank = {a.code: at for at, a in enumerate(result.areas[:LISTED], start=1)}
    drawn = [
        maps.Area(
            a.code, a.name, shapes[a.code], float(a.crimes), rank=rank.get(a.code, 0)
        )
        for a in result.areas
        if a.code in shapes
    ]
    first = result.areas[0]
    title: Text = (
        f"{first.name} holds ",
        numbers.share_figure(first.share, ref),
        " of recorded crime.",
    )
    if len(result.areas) >= FEWEST_FOR_A_TOP:
        title = (
            "Ten of ",
            numbers.count_figure(len(result.areas), ref),
            " small areas hold ",
            numbers.share_figure(_top_share(result), ref),
            " of crime.",
        )
    return MapBlock(
        id="map-small-areas",
        title=title,
        spec=maps.shaded_map(drawn, unit="recorded crimes"),
        table=table,
        unlocated=unlocated_words(scope, notebook),
        source=wording.source(scope),
        alt="Small areas shaded by recorded crimes; the ten with most are numbered.",
        caveats=(
            guards.source_badge("offence"),
            guards.SNAPPED,
            guards.MAP_BLAME,
            guards.boundary_vintage(result.vintage),
        ),
        ref=ref,
    )


def outlines(scope: Scope, notebook: Notebook) -> dict[str, bytes]:
    """The outline of each small area, the exact one where two are held."""
    if not scope.has_outlines:
        return {}
    rows = places.outlines_of_small_areas(
        notebook, area=scope.area, vintage=scope.vintage
    ).to_pylist()
    found: dict[str, bytes] = {}
    for row in rows:
        found.setdefault(row["code"], row["geometry"])
    return found


def _without_centres(scope: Scope, result: SmallAreas, ref: str) -> Table:
    usual = result.per_1000_elsewhere or 0.0
    ranked = sorted(
        (a for a in result.elsewhere if a.per_1000 is not None),
        key=lambda a: (-(a.per_1000 or 0), a.code),
    )
    above = [a for a in ranked if (a.low or 0) > usual]
    return Table(
        (
            "Small areas outside the centres whose rate is above that of the rest (",
            numbers.decimal_figure(usual, 1, ref),
            " per 1,000), highest first",
        ),
        (
            Column("Small area"),
            Column("Crimes", "number"),
            Column("Crimes per 1,000", "number", decimals=1),
            Column("95% limits", "interval", decimals=1),
        ),
        tuple(
            (a.name, a.crimes, a.per_1000, Interval(a.low or 0.0, a.high or 0.0))
            for a in above[:LISTED]
        ),
        notes=(
            "Neighbours in this list whose limits overlap cannot be told apart: their order is "
            "not a ranking.",
        ),
        source=wording.source(scope),
        ref=ref,
    )


def area_names(scope: Scope, notebook: Notebook) -> dict[str, str]:
    """The name of each small area."""
    year = scope.population.year if scope.population else 0
    listed = people.small_areas_of(
        notebook, area=scope.area, vintage=scope.vintage, year=year
    )
    return {
        code: name or code
        for code, name in zip(
            listed["small_area"].to_pylist(), listed["name"].to_pylist(), strict=True
        )
    }


RECIPES = (
    Recipe(
        "neighbourhoods-small-areas",
        CHAPTER,
        "Small areas",
        "small-areas/2",
        small_areas,
        tell_small_areas,
    ),
)
