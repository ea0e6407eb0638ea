"""The area: how many people, how old, and how deprived (C20)."""

from dataclasses import dataclass

from goldthread.assessment import guards, wording
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.documents import charts, numbers
from goldthread.documents.model import (
    Chart,
    Column,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Table,
    Text,
)
from goldthread.evidence import people

CHAPTER = "area"
BANDS = ((0, 9), (10, 17), (18, 24), (25, 34), (35, 49), (50, 64), (65, 79), (80, 90))


@dataclass(frozen=True, slots=True)
class Band:
    """Residents of one age band, both ages included; 90 stands for 90 and over."""

    first: int
    last: int
    persons: float

    @property
    def name(self) -> str:
        """The band as people write it."""
        return (
            f"{self.first} and over"
            if self.last == 90
            else f"{self.first} to {self.last}"
        )


@dataclass(frozen=True, slots=True)
class Residents:
    """Residents of the area by age, from one year's estimate."""

    year: int
    persons: float
    small_areas: int
    bands: tuple[Band, ...]


def residents(scope: Scope, notebook: Notebook) -> Residents | NotSaid:
    """Sum single years of age into bands that services work with."""
    used = scope.population
    if used is None:
        return NotSaid(
            f"No estimate of residents is held for {scope.area_name}. Load the population by "
            "small area and age; until then there are no rates."
        )
    ages = people.population_by_age(
        notebook, area=scope.area, vintage=used.vintage, year=used.year
    ).to_pylist()
    areas = people.small_areas_of(
        notebook, area=scope.area, vintage=used.vintage, year=used.year
    )
    bands = tuple(
        Band(low, high, sum(a["persons"] for a in ages if low <= a["age"] <= high))
        for low, high in BANDS
    )
    return Residents(used.year, used.persons, areas.num_rows, bands)


def tell_residents(scope: Scope, result: Residents, notebook: Notebook) -> Told:
    """Two key figures and the ages."""
    ref = "area-residents"
    young = sum(b.persons for b in result.bands if b.first >= 10 and b.last <= 24)
    title: Text = (
        "One resident in ",
        numbers.decimal_figure(result.persons / young, 1, ref),
        " is aged 10 to 24.",
    )
    lag = abs(scope.period.start.year - result.year)
    caveats = (
        (
            f"The newest fitting estimate is of mid-{result.year}; rates use it although the "
            f"period is {lag} years away.",
        )
        if lag > 1
        else ()
    )
    table = Table(
        f"Residents by age, {scope.area_name}, mid-{result.year}",
        (
            Column("Age"),
            Column("Residents", "number"),
            Column("Share", "share", decimals=1),
        ),
        tuple(
            (b.name, round(b.persons), b.persons / result.persons) for b in result.bands
        ),
        source=f"{wording.PEOPLE_SOURCE}, mid-{result.year}",
        ref=ref,
    )
    return Told(
        (
            KeyFigures(
                (
                    KeyFigure(
                        "Residents",
                        numbers.count_figure(round(result.persons), ref),
                        f"mid-{result.year} estimate",
                    ),
                    KeyFigure(
                        "Small areas",
                        numbers.count_figure(result.small_areas, ref),
                        f"of the {scope.vintage} census, about 1,600 people each",
                    ),
                )
            ),
            Chart(
                id="chart-ages",
                title=title,
                spec=charts.ranked_bars(
                    [charts.Rated(b.name, b.persons) for b in result.bands],
                    unit="residents",
                ),
                table=table,
                source=table.source,
                alt="Bars of residents by age band, youngest first.",
                caveats=caveats,
                ref=ref,
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class Deprived:
    """How many small areas stand in each tenth of England, 1 the most deprived."""

    edition: int
    small_areas: int
    deciles: tuple[int, ...]
    most_deprived_fifth: int


def deprived(scope: Scope, notebook: Notebook) -> Deprived | NotSaid:
    """Count small areas by national decile of multiple deprivation."""
    used = scope.deprivation
    if used is None:
        return NotSaid(
            f"No indices of deprivation are held for {scope.area_name}. Load an edition of the "
            "English indices of deprivation."
        )
    values = people.deprivation_by_small_area(
        notebook, area=scope.area, edition=used.edition, measure="imd_decile"
    )["value"].to_pylist()
    known = [int(v) for v in values if v is not None]
    deciles = tuple(known.count(step) for step in range(1, 11))
    return Deprived(used.edition, len(known), deciles, deciles[0] + deciles[1])


def tell_deprived(scope: Scope, result: Deprived, notebook: Notebook) -> Told:
    """One sentence and the ten bars."""
    ref = "area-deprivation"
    title: Text = (
        wording.how_many(result.most_deprived_fifth, ref, opening=True),
        " of ",
        numbers.count_figure(result.small_areas, ref),
        " small areas are in the most deprived fifth of England.",
    )
    names = ("1, most deprived", *(str(s) for s in range(2, 10)), "10, least deprived")
    table = Table(
        f"Small areas by tenth of national deprivation, {result.edition} indices",
        (Column("Tenth of England"), Column("Small areas", "number")),
        tuple(zip(names, result.deciles, strict=True)),
        source=f"{wording.DEPRIVATION_SOURCE} {result.edition}",
        ref=ref,
    )
    return Told(
        (
            Paragraph(
                (
                    "By the indices of ",
                    f"{result.edition}, ",
                    wording.how_many(result.most_deprived_fifth, ref),
                    f" of the {result.small_areas} small areas of {scope.area_name} are among the "
                    "fifth of England that is most deprived. The indices describe places, not "
                    "everyone who lives in them.",
                )
            ),
            Chart(
                id="chart-deprivation",
                title=title,
                spec=charts.ranked_bars(
                    [
                        charts.Rated(name, float(count))
                        for name, count in zip(names, result.deciles, strict=True)
                    ],
                    unit="small areas",
                ),
                table=table,
                source=table.source,
                alt="Bars of small areas in each tenth of national deprivation.",
                caveats=(guards.boundary_vintage(scope.deprivation.vintage),)
                if scope.deprivation
                else (),
                ref=ref,
            ),
        )
    )


RECIPES = (
    Recipe(
        "area-residents", CHAPTER, "People", "residents/1", residents, tell_residents
    ),
    Recipe(
        "area-deprivation",
        CHAPTER,
        "Deprivation",
        "deprivation/1",
        deprived,
        tell_deprived,
    ),
)
