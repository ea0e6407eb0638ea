"""Season: which months are usually high, beyond chance and beyond their number of days (E7)."""

from dataclasses import dataclass

from goldthread.assessment import wording
from goldthread.assessment.chapters.by_month import series_caveats
from goldthread.assessment.chapters.trend import CHAPTER, FEWEST_MONTHS
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.assessment.series import (
    Monthly,
    monthly_counts,
    unbroken,
)
from goldthread.core.periods import MONTH_NAMES
from goldthread.core.refusal import Refused
from goldthread.core.season import seasonality
from goldthread.documents import charts, numbers
from goldthread.documents.model import (
    Chart,
    Column,
    Paragraph,
    Run,
    Table,
    Text,
)
from goldthread.evidence.offences import category_name


@dataclass(frozen=True, slots=True)
class Season:
    """One category's yearly pattern, January first, or why there is none."""

    category: str
    factors: tuple[float, ...]
    peak: int
    trough: int
    distinguishable: bool
    refused: str


@dataclass(frozen=True, slots=True)
class Seasons:
    """The yearly pattern of every category."""

    seasons: tuple[Season, ...]

    @property
    def told(self) -> tuple[Season, ...]:
        """Those with a pattern beyond chance, the strongest swing first."""
        found = [s for s in self.seasons if s.distinguishable]
        return tuple(sorted(found, key=lambda s: (-_swing(s), s.category)))


def _swing(season: Season) -> float:
    return max(season.factors) - min(season.factors)


def seasons(scope: Scope, notebook: Notebook) -> Seasons | NotSaid:
    """Decompose each category and ask whether its calendar months differ."""
    if len(scope.held) < FEWEST_MONTHS:
        return NotSaid(
            f"No season is stated: {len(scope.held)} months are held and at least "
            f"{FEWEST_MONTHS}, three of every calendar month, are needed."
        )
    monthly = monthly_counts(scope, notebook)
    return Seasons(tuple(_season(scope, monthly, c) for c in monthly.categories))


def _season(scope: Scope, monthly: Monthly, category: str) -> Season:
    run = unbroken(scope, monthly, category)
    found = seasonality(run.counts, months=run.months, masked=run.masked)
    if isinstance(found, Refused):
        return Season(category, (), 0, 0, False, found.reason)
    return Season(
        category,
        tuple(float(f) for f in found.factors),
        found.peak,
        found.trough,
        found.distinguishable,
        "",
    )


def tell_seasons(scope: Scope, result: Seasons, notebook: Notebook) -> Told:
    """The clearest season as a picture, every category as a row."""
    ref = "season-by-category"
    told = result.told
    if not told:
        reasons = sorted({s.refused for s in result.seasons if s.refused})
        words = "No category shows a yearly pattern beyond chance."
        if len(reasons) and all(s.refused for s in result.seasons):
            words = f"No yearly pattern can be read. {reasons[0]}"
        return Told((Paragraph(words), _season_table(scope, result, ref)))
    pieces = [_peak(s, ref) for s in told[:4]]
    said: list[Run] = ["A yearly pattern beyond chance: "]
    for at, piece in enumerate(pieces):
        said += ["; " if at else "", *piece]
    if len(told) > len(pieces):
        said += [
            "; and ",
            numbers.count_figure(len(told) - len(pieces), ref),
            " more in the table",
        ]
    sentence: Text = (*said, ".")
    first = told[0]
    title: Text = (
        f"{category_name(first.category)} usually runs ",
        numbers.share_figure(first.factors[first.peak - 1] - 1, ref),
        f" above an ordinary month in {MONTH_NAMES[first.peak - 1]}.",
    )
    chart = Chart(
        id="chart-season",
        title=title,
        spec=charts.seasonal_profile(
            [f - 1 for f in first.factors],
            unit="compared with an ordinary month",
        ),
        table=_season_table(scope, result, ref),
        source=wording.CRIME_SOURCE,
        alt=f"Twelve months of {wording.name_in_sentence(first.category)} around an ordinary month.",
        caveats=series_caveats(scope, first.category),
        ref=ref,
    )
    return Told((Paragraph(sentence), chart), key=sentence, weight=45.0)


def _peak(season: Season, ref: str) -> tuple[Run, ...]:
    return (
        f"{wording.name_in_sentence(season.category)} peaks in {MONTH_NAMES[season.peak - 1]} (",
        numbers.signed_share_figure(season.factors[season.peak - 1] - 1, ref),
        f") and is lowest in {MONTH_NAMES[season.trough - 1]}",
    )


def _season_table(scope: Scope, result: Seasons, ref: str) -> Table:
    rows = tuple(
        (
            category_name(s.category),
            MONTH_NAMES[s.peak - 1] if s.distinguishable else "",
            s.factors[s.peak - 1] - 1 if s.distinguishable else "",
            MONTH_NAMES[s.trough - 1] if s.distinguishable else "",
            s.factors[s.trough - 1] - 1 if s.distinguishable else "",
            s.refused
            or ("yearly pattern" if s.distinguishable else "no pattern beyond chance"),
        )
        for s in result.seasons
    )
    return Table(
        f"Season by category, {scope.area_name}",
        (
            Column("Category"),
            Column("Highest month"),
            Column("Above an ordinary month", "share"),
            Column("Lowest month"),
            Column("Below", "share"),
            Column("Reading"),
        ),
        rows,
        notes=("Every month is brought to the same number of days.",),
        source=wording.CRIME_SOURCE,
        ref=ref,
    )


RECIPES = (
    Recipe("season-by-category", CHAPTER, "Season", "season/3", seasons, tell_seasons),
)
