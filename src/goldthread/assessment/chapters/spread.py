"""Concentration: in how few places how much happens, beside what chance alone would show.

Every figure stands beside a blind scatter of as many offences (methods §5), on small areas
and never on streets: the published points make concentration of their own (E40).
"""

from dataclasses import dataclass

import numpy as np

from goldthread.assessment import guards, wording
from goldthread.assessment.chapters.neighbourhoods import area_names
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.core.arrays import Floats
from goldthread.core.concentration import (
    FEWEST_PLACES,
    BesideChance,
    concentration,
    lorenz,
)
from goldthread.core.periods import Period
from goldthread.core.refusal import Refused
from goldthread.documents import charts, numbers
from goldthread.documents.model import (
    Cell,
    Chart,
    Column,
    Interval,
    Paragraph,
    Run,
    Table,
    Text,
)
from goldthread.evidence import offences
from goldthread.evidence.offences import ALL_CRIME, category_name

CHAPTER = "concentration"
SEED = 1998  # the year of the Act: the same draws on every machine, every time
DRAWS = 499


@dataclass(frozen=True, slots=True)
class Spread:
    """How one category is spread over small areas, beside chance."""

    category: str
    offences: int
    gini: BesideChance | None
    half: BesideChance | None
    refused: str

    @property
    def gathers(self) -> bool:
        """Whether it is more concentrated than a blind scatter."""
        return bool(
            self.gini
            and self.gini.beyond_chance
            and self.gini.observed > self.gini.high
        )


@dataclass(frozen=True, slots=True)
class Spreads:
    """Every category, and the curve of all crime."""

    areas: int
    share_of_areas: tuple[float, ...]
    share_of_crime: tuple[float, ...]
    spreads: tuple[Spread, ...]

    def of(self, category: str) -> Spread | None:
        """One category's spread."""
        return next((s for s in self.spreads if s.category == category), None)


def counts_by_area(
    scope: Scope, notebook: Notebook, period: Period
) -> tuple[tuple[str, ...], dict[str, Floats]]:
    """Codes of all small areas, and each category's counts over them."""
    codes = tuple(sorted(area_names(scope, notebook)))
    place = {code: at for at, code in enumerate(codes)}
    rows = offences.by_small_area_and_category(
        notebook,
        area=scope.area,
        vintage=scope.vintage,
        start=period.start,
        end=period.end,
    )
    found: dict[str, Floats] = {ALL_CRIME: np.zeros(len(codes))}
    for row in rows.to_pylist():
        at = place.get(row["small_area"])
        if at is None:
            continue
        found.setdefault(row["category"], np.zeros(len(codes)))[at] += row["offences"]
        if row["is_crime"]:
            found[ALL_CRIME][at] += row["offences"]
    return codes, found


def spreads(scope: Scope, notebook: Notebook) -> Spreads | NotSaid:
    """Generalised Gini and the share of areas with half, each beside a blind scatter."""
    codes, found = counts_by_area(scope, notebook, scope.period)
    if len(codes) < FEWEST_PLACES or not found[ALL_CRIME].sum():
        return NotSaid(
            f"No concentration is stated: {len(codes)} small areas with records are too few; "
            f"{FEWEST_PLACES} are needed."
        )
    curve = lorenz(found[ALL_CRIME])
    order = sorted(found, key=lambda c: (c != ALL_CRIME, c))
    return Spreads(
        areas=len(codes),
        share_of_areas=tuple(float(x) for x in curve[0]),
        share_of_crime=tuple(float(x) for x in curve[1]),
        spreads=tuple(_spread(c, found[c]) for c in order),
    )


def _spread(category: str, counts: Floats) -> Spread:
    found = concentration(counts, rng=np.random.default_rng(SEED), draws=DRAWS)
    if isinstance(found, Refused):
        return Spread(category, int(counts.sum()), None, None, found.reason)
    return Spread(
        category,
        int(counts.sum()),
        found.generalised_gini,
        found.share_of_places_for_half,
        "",
    )


def tell_spreads(scope: Scope, result: Spreads, notebook: Notebook) -> Told:
    """How few areas hold half, beside chance, then each category."""
    ref = "concentration-by-category"
    crime = result.of(ALL_CRIME)
    if crime is None or crime.half is None:
        return Told((_spread_table(scope, result, ref),))
    sentence = _spread_sentence(result, crime.half, ref)
    title: Text = (
        "Half of all crime is in ",
        numbers.share_figure(crime.half.observed, ref),
        " of the small areas; chance alone would need ",
        numbers.share_figure(crime.half.expected, ref),
        ".",
    )
    chart = Chart(
        id="chart-concentration",
        title=title,
        spec=charts.lorenz(result.share_of_areas, result.share_of_crime),
        table=_spread_table(scope, result, ref),
        source=wording.source(scope),
        alt="A curve of the share of crime against the share of small areas, busiest first.",
        caveats=(
            guards.SNAPPED,
            "Chance: as many offences thrown blindly over the same small areas, "
            f"{DRAWS} times.",
        ),
        ref=ref,
    )
    return Told((Paragraph(sentence), chart), key=sentence, weight=48.0)


def _spread_sentence(result: Spreads, half: BesideChance, ref: str) -> Text:
    gathered = sorted(
        (s for s in result.spreads if s.gathers and s.category != ALL_CRIME and s.gini),
        key=lambda s: (-(s.gini.observed if s.gini else 0), s.category),
    )
    even = [
        s
        for s in result.spreads
        if s.gini and not s.gathers and s.category != ALL_CRIME
    ]
    words: list[Run] = [
        "Half of all crime with a place is in ",
        numbers.count_figure(round(half.observed * result.areas), ref),
        f" of {result.areas} small areas; scattered blindly it would fill ",
        numbers.count_figure(round(half.expected * result.areas), ref),
        ".",
    ]
    if gathered:
        words.append(" Most gathered: ")
        words += wording.listed(
            [(wording.name_in_sentence(s.category),) for s in gathered[:3]]
        )
        words.append(".")
    if even:
        words.append(" Spread as chance would spread it: ")
        words += wording.listed([(wording.name_in_sentence(s.category),) for s in even])
        words.append(".")
    return tuple(words)


def _spread_table(scope: Scope, result: Spreads, ref: str) -> Table:
    return Table(
        f"Concentration over {result.areas} small areas, {wording.period_words(scope)}",
        (
            Column("Category"),
            Column("Offences with a place", "number"),
            Column("Small areas with half", "share", decimals=0),
            Column("By chance", "share", decimals=0),
            Column("Generalised Gini", "number", decimals=2),
            Column("By chance, 95% range", "interval", decimals=2),
            Column("Reading"),
        ),
        tuple(_spread_row(s) for s in result.spreads),
        notes=(
            "The Gini is 0 where all areas have as many and near 1 where one has all.",
            "Gathered: in fewer areas than chance alone would put them.",
        ),
        source=wording.source(scope),
        ref=ref,
    )


def _spread_row(spread: Spread) -> tuple[Cell, ...]:
    name = category_name(spread.category)
    if spread.gini is None or spread.half is None:
        return (name, spread.offences, "", "", "", "", spread.refused)
    return (
        name,
        spread.offences,
        spread.half.observed,
        spread.half.expected,
        spread.gini.observed,
        Interval(max(spread.gini.low, 0.0), spread.gini.high),
        "gathered" if spread.gathers else "as by chance",
    )


RECIPES = (
    Recipe(
        "concentration-by-category",
        CHAPTER,
        "How few areas hold how much",
        "spread/1",
        spreads,
        tell_spreads,
    ),
)
