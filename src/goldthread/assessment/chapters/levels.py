"""Levels and patterns: how much of what was recorded, and month by month (B4 a)."""

from dataclasses import dataclass

import numpy as np

from goldthread.assessment import guards, wording
from goldthread.assessment.chapters.neighbourhoods import small_areas
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.assessment.series import monthly_counts
from goldthread.core.rates import rate
from goldthread.documents import charts, numbers
from goldthread.documents.model import (
    Block,
    Callout,
    Cell,
    Chart,
    Column,
    Interval,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Table,
    Text,
)
from goldthread.evidence.offences import ALL_CRIME, ASB, category_name

CHAPTER = "levels"
# Where half of all crime is in places people come to, residents are the wrong measure of
# the whole area too: the City of London would have 700 crimes per 1,000 residents.
MOSTLY_CENTRE = 0.5


@dataclass(frozen=True, slots=True)
class Level:
    """One category in the period: how many, what share of crime, and the yearly rate."""

    category: str
    offences: int
    share_of_crime: float | None
    per_1000: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Levels:
    """Every category in the held months of the period."""

    months: int
    crimes: int
    share_in_centres: float
    residents: float | None
    residents_year: int | None
    levels: tuple[Level, ...]

    def of(self, category: str) -> Level | None:
        """The level of one category, if it was counted."""
        return next((x for x in self.levels if x.category == category), None)


def levels(scope: Scope, notebook: Notebook) -> Levels:
    """Count every category in the held months; a rate only for a whole year."""
    monthly = monthly_counts(scope, notebook)
    totals = monthly.total(scope.period)
    crimes = int(totals[0])
    people = scope.population.persons if scope.population else None
    drawn = share_in_centres(scope, notebook)
    rated = people if scope.is_whole_year and drawn < MOSTLY_CENTRE else None
    rows = [
        _level(category, int(count), crimes, rated)
        for category, count in zip(monthly.categories, totals, strict=True)
        if not np.isnan(count)
    ]
    return Levels(
        months=len(scope.months_held),
        crimes=crimes,
        share_in_centres=drawn,
        residents=people,
        residents_year=scope.population.year if scope.population else None,
        levels=tuple(sorted(rows, key=lambda x: (-x.offences, x.category))),
    )


def share_in_centres(scope: Scope, notebook: Notebook) -> float:
    """The share of crime in small areas that people come to from elsewhere (E37)."""
    found = small_areas(scope, notebook)
    return 0.0 if isinstance(found, NotSaid) else sum(c.share for c in found.centres)


def _level(category: str, count: int, crimes: int, people: float | None) -> Level:
    found = rate(count, people) if people else None
    return Level(
        category=category,
        offences=count,
        share_of_crime=count / crimes if crimes and category != ASB else None,
        per_1000=found.value if found else None,
        low=found.low if found else None,
        high=found.high if found else None,
    )


def tell_levels(scope: Scope, result: Levels, notebook: Notebook) -> Told:
    """Key figures, the commonest categories, and the whole table."""
    ref = "levels-by-category"
    crime, asb = result.of(ALL_CRIME), result.of(ASB)
    largest = [x for x in result.levels if x.category not in (ALL_CRIME, ASB)][:3]
    figures = [
        KeyFigure(
            "Recorded crimes",
            numbers.count_figure(result.crimes, ref),
            wording.period_words(scope),
        )
    ]
    if asb:
        figures.append(
            KeyFigure(
                "Incidents of anti-social behaviour",
                numbers.count_figure(asb.offences, ref),
                "counted apart: not crimes",
            )
        )
    if crime and crime.per_1000 is not None and crime.low is not None:
        figures.append(
            KeyFigure(
                "Crimes per 1,000 residents",
                numbers.decimal_figure(crime.per_1000, 1, ref),
                (
                    "95% limits ",
                    numbers.interval_figure(crime.low, crime.high or 0.0, 1, ref),
                ),
            )
        )
    sentence = _sentence(scope, result, largest, ref)
    blocks: list[Block] = [KeyFigures(tuple(figures)), Paragraph(sentence)]
    if not scope.is_whole_year:
        blocks.append(_short(scope, result))
    if result.share_in_centres >= MOSTLY_CENTRE:
        blocks.append(_no_rate(scope, result, ref))
    blocks.append(_bars(scope, result, ref))
    return Told(tuple(blocks), key=sentence, weight=100.0)


def _sentence(scope: Scope, result: Levels, largest: list[Level], ref: str) -> Text:
    asb = result.of(ASB)
    pieces = [
        (
            f"{wording.name_in_sentence(x.category)} (",
            numbers.count_figure(x.offences, ref),
            ", ",
            numbers.share_of_figure(x.offences, result.crimes, ref),
            " of crime)",
        )
        for x in largest
    ]
    return (
        "From " if len(scope.months_held) > 1 else "In ",
        wording.period_words(scope),
        " the police recorded ",
        numbers.count_figure(result.crimes, ref),
        f" crimes in {scope.area_name}",
        *(
            (" and, apart from them, ", numbers.count_figure(asb.offences, ref),
             " incidents of anti-social behaviour")
            if asb
            else ()
        ),
        ". The largest groups of crime were ",
        *wording.listed(pieces),
        ".",
    )  # fmt: skip


def _no_rate(scope: Scope, result: Levels, ref: str) -> Callout:
    words: Text = (
        numbers.share_figure(result.share_in_centres, ref),
        f" of crime in {scope.area_name} is where people come to work, shop or go out, so residents "
        "are the wrong measure and no rate is printed. A count of people by day would give one.",
    )
    return Callout("refused", words, "No rate per resident")


def _short(scope: Scope, result: Levels) -> Callout:
    words: Text = (
        "Only ",
        numbers.count_figure(result.months),
        f" of the {len(scope.period.months)} months are held. These are counts of those months: "
        "they give no yearly rate, no change, no trend and no season.",
    )
    return Callout("caveat", words, "A short stretch")


def _bars(scope: Scope, result: Levels, ref: str) -> Chart:
    shown = [x for x in result.levels if x.category not in (ALL_CRIME, ASB)]
    top = shown[0]
    has_rates = top.per_1000 is not None
    columns = [
        Column("Category"),
        Column("Offences", "number"),
        Column("Share of crime", "share", decimals=1),
    ]
    if has_rates:
        columns += [
            Column("Per 1,000 residents", "number", decimals=2),
            Column("95% interval", "interval", decimals=2),
        ]
    listed = [x for x in result.levels if x.category != ALL_CRIME]
    rows = tuple(_row(x, has_rates) for x in listed)
    title: Text = (
        f"{category_name(top.category)} made up ",
        numbers.share_of_figure(top.offences, result.crimes, ref),
        " of recorded crime.",
    )
    notes = (guards.COUNTING_RULE,)
    return Chart(
        id="chart-levels",
        title=title,
        spec=charts.ranked_bars(
            [charts.Rated(category_name(x.category), float(x.offences)) for x in shown],
            unit="recorded crimes",
        ),
        table=Table(
            f"Offences by category, {scope.area_name}, {wording.period_words(scope)}",
            tuple(columns),
            rows,
            notes=("Anti-social behaviour is not a crime and is in no share.",),
            source=wording.source(scope),
            ref=ref,
        ),
        source=wording.source(scope),
        alt=f"Bars of recorded crimes by category, largest first: {category_name(top.category)}.",
        caveats=(guards.POLICE_BADGE, *notes),
        ref=ref,
    )


def _row(level: Level, has_rates: bool) -> tuple[Cell, ...]:
    share = "" if level.share_of_crime is None else level.share_of_crime
    row: tuple[Cell, ...] = (category_name(level.category), level.offences, share)
    if not has_rates:
        return row
    if level.low is None or level.high is None:
        return (*row, None, None)
    return (*row, level.per_1000, Interval(level.low, level.high))


RECIPES = (
    Recipe(
        "levels-by-category",
        CHAPTER,
        "How much of what",
        "levels/2",
        levels,
        tell_levels,
    ),
)
