"""Trend over the years held: what drifts, read from the last recording change on (E1, E32).

Masked months teach nothing and are left out (E34).
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from goldthread.assessment import traps, wording
from goldthread.assessment.chapters.by_month import series_caveats, spans
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.polarity import caveat_of
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.assessment.series import (
    Unbroken,
    laid_over,
    monthly_counts,
    plain_months,
    steps_in,
    unbroken,
)
from goldthread.core.refusal import Refused
from goldthread.core.season import seasonality
from goldthread.core.trend import Trend, trend
from goldthread.documents import charts, numbers
from goldthread.documents.model import (
    Block,
    Chart,
    Column,
    Interval,
    Paragraph,
    Run,
    Table,
    Text,
)
from goldthread.evidence.offences import ALL_CRIME, category_name

CHAPTER = "trend"
FEWEST_MONTHS = 36
CONFIDENCE = 0.99  # fifteen series are read at once, see `change`


@dataclass(frozen=True, slots=True)
class Drift:
    """One category's trend from its last recording change on, or why there is none."""

    category: str
    since: date | None
    trend: Trend | None
    refused: str


@dataclass(frozen=True, slots=True)
class Drifts:
    """The trend of every category, and the smoothed line of all crime."""

    months: tuple[date, ...]
    crimes: tuple[float | None, ...]
    smooth: tuple[float | None, ...]
    drifts: tuple[Drift, ...]

    def in_direction(self, direction: str) -> tuple[Drift, ...]:
        """Categories with that direction, the largest yearly step first."""
        found = [d for d in self.drifts if d.trend and d.trend.direction == direction]
        return tuple(
            sorted(
                found,
                key=lambda d: (-abs(d.trend.per_year if d.trend else 0), d.category),
            )
        )


def drifts(scope: Scope, notebook: Notebook) -> Drifts | NotSaid:
    """Seasonal Kendall's test and Sen's slope for each category."""
    if len(scope.held) < FEWEST_MONTHS:
        return NotSaid(
            f"No trend is stated: {len(scope.held)} months are held and at least "
            f"{FEWEST_MONTHS} are needed to part a trend from the seasons."
        )
    monthly = monthly_counts(scope, notebook)
    crimes, run = monthly.of(ALL_CRIME), unbroken(scope, monthly, ALL_CRIME)
    season = seasonality(run.counts, months=run.months, masked=run.masked)
    smooth = (
        np.full_like(crimes, np.nan)
        if isinstance(season, Refused)
        else laid_over(season.trend, run.months, monthly.months)
    )
    return Drifts(
        months=monthly.dates,
        crimes=plain_months(crimes),
        smooth=plain_months(smooth),
        drifts=tuple(
            drift_of(c, unbroken(scope, monthly, c)) for c in monthly.categories
        ),
    )


def drift_of(category: str, run: Unbroken) -> Drift:
    """The trend of one run, or why there is none."""
    found = trend(
        run.counts, months=run.months, masked=run.masked, confidence=CONFIDENCE
    )
    if isinstance(found, Refused):
        return Drift(category, run.since, None, found.reason)
    return Drift(category, run.since, found, "")


def tell_drifts(scope: Scope, result: Drifts, notebook: Notebook) -> Told:
    """All crime as a line, every category as a row."""
    ref = "trend-by-category"
    sentence = _drift_sentence(result, ref)
    crime = result.drifts[0]
    words = {
        "rising": "has been rising over the years held",
        "falling": "has been falling over the years held",
    }.get(
        crime.trend.direction if crime.trend else "",
        "shows no trend that can be told from chance",
    )
    title: Text = (f"Recorded crime in {scope.area_name} {words}.",)
    told = [d for d in result.drifts if d.trend and d.trend.distinguishable]
    steps = steps_in(scope, monthly_counts(scope, notebook), ALL_CRIME, scope.stretch)
    blocks: list[Block] = [
        Paragraph(sentence),
        Chart(
            id="chart-trend",
            title=title,
            spec=charts.monthly_line(
                result.months,
                result.crimes,
                unit="recorded crimes",
                smooth=result.smooth,
                smooth_label="without season",
                spans=spans(scope, steps),
            ),
            table=_drift_table(scope, result, ref),
            source=wording.CRIME_SOURCE,
            alt="A line of recorded crimes by month with a smoothed line over it.",
            caveats=(
                *series_caveats(scope, *(d.category for d in result.drifts)),
                *(f"{category_name(d.category)}: {caveat_of(d.category)}"
                  for d in told if caveat_of(d.category) and d.category != ALL_CRIME),
                traps.date_basis("pattern", dates=("month",)).words,
            ),
            ref=ref,
        ),
    ]  # fmt: skip
    return Told(tuple(blocks), key=sentence, weight=70.0 if told else 40.0)


def _drift_sentence(result: Drifts, ref: str) -> Text:
    words: list[Run] = []
    for direction, verb in (("rising", "Rising"), ("falling", "Falling")):
        found = result.in_direction(direction)
        if found:
            words.append(f"{verb} over the years held: ")
            words.extend(wording.listed_some([_step(d, ref) for d in found]))
            words.append(". ")
    still = [d for d in result.drifts if d.trend and not d.trend.distinguishable]
    if still:
        words += [
            numbers.count_figure(len(still), ref),
            " of the counts have no trend that can be told from chance. ",
        ]
    silent = [d for d in result.drifts if d.trend is None]
    if silent:
        words += [
            "For ", numbers.count_figure(len(silent), ref),
            " none is stated; the table says why.",
        ]  # fmt: skip
    return tuple(words)


def _step(drift: Drift, ref: str) -> tuple[Run, ...]:
    assert drift.trend is not None
    return (
        wording.name_in_sentence(drift.category), " (by about ",
        numbers.decimal_figure(abs(drift.trend.per_year), 1, ref), " a month each year)",
    )  # fmt: skip


def _drift_table(scope: Scope, result: Drifts, ref: str) -> Table:
    rows = tuple(
        (
            category_name(d.category),
            d.trend.months if d.trend else None,
            d.trend.per_year if d.trend else None,
            Interval(d.trend.low, d.trend.high) if d.trend else None,
            _reading(d),
        )
        for d in result.drifts
    )
    return Table(
        f"Trend of monthly counts, {scope.area_name}",
        (
            Column("Category"),
            Column("Months used", "number"),
            Column("More a month, each year", "number", decimals=1),
            Column("99% limits", "interval", decimals=1),
            Column("Reading"),
        ),
        rows,
        notes=(
            "Masked months, and those before a recording change, are not used; every month is "
            "brought to the same number of days.",
        ),
        source=wording.CRIME_SOURCE,
        ref=ref,
    )


def _reading(drift: Drift) -> str:
    if drift.trend is None:
        return drift.refused
    since = f", since {numbers.month(drift.since)}" if drift.since else ""
    return drift.trend.direction + since


RECIPES = (
    Recipe("trend-by-category", CHAPTER, "Trend", "trend/3", drifts, tell_drifts),
)
