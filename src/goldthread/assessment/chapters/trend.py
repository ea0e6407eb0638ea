"""Trend and season over the years held: what drifts, and what comes back each year.

Masked months teach nothing and are left out; a series is not read across a recording
change, only from it on (E32, E34).
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from goldthread.assessment import guards, wording
from goldthread.assessment.chapters.levels import series_caveats, spans
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.polarity import caveat_of
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.assessment.series import (
    Monthly,
    by_ordinary_month,
    monthly_counts,
    steps_in,
)
from goldthread.core.arrays import Floats
from goldthread.core.control import ControlChart, chart_of_counts
from goldthread.core.periods import MONTH_NAMES
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
RULES = "MDC-Excel-2023"
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


def usable(scope: Scope, monthly: Monthly, category: str) -> tuple[Floats, date | None]:
    """The series with everything before its last recording change blanked."""
    series = by_ordinary_month(monthly, category)
    steps = steps_in(scope, monthly, category, scope.stretch)
    if not steps:
        return series, None
    last = max(step.start for step in steps)
    series[monthly.months < np.datetime64(last, "M")] = np.nan
    return series, last


def drifts(scope: Scope, notebook: Notebook) -> Drifts | NotSaid:
    """Seasonal Kendall's test and Sen's slope for each category."""
    if len(scope.held) < FEWEST_MONTHS:
        return NotSaid(
            f"No trend is stated: {len(scope.held)} months are held and at least "
            f"{FEWEST_MONTHS} are needed to part a trend from the seasons."
        )
    monthly = monthly_counts(scope, notebook)
    crimes, since = monthly.of(ALL_CRIME), usable(scope, monthly, ALL_CRIME)[0]
    season = seasonality(
        since, months=monthly.months, masked=scope.masked(monthly.months, ALL_CRIME)
    )
    smooth = (
        season.trend
        if not isinstance(season, Refused)
        else np.full_like(crimes, np.nan)
    )
    return Drifts(
        months=monthly.dates,
        crimes=_plain(crimes),
        smooth=_plain(smooth),
        drifts=tuple(_drift(scope, monthly, c) for c in monthly.categories),
    )


def _drift(scope: Scope, monthly: Monthly, category: str) -> Drift:
    series, since = usable(scope, monthly, category)
    found = trend(
        series,
        months=monthly.months,
        masked=scope.masked(monthly.months, category),
        confidence=CONFIDENCE,
    )
    if isinstance(found, Refused):
        return Drift(category, since, None, found.reason)
    return Drift(category, since, found, "")


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
                spans=spans(scope),
            ),
            table=_drift_table(scope, result, ref),
            source=wording.CRIME_SOURCE,
            alt="A line of recorded crimes by month with a smoothed line over it.",
            caveats=(
                *series_caveats(scope, *(d.category for d in result.drifts)),
                *(f"{category_name(d.category)}: {caveat_of(d.category)}"
                  for d in told if caveat_of(d.category) and d.category != ALL_CRIME),
                guards.MONTH_BASIS,
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
    series, _ = usable(scope, monthly, category)
    found = seasonality(
        series, months=monthly.months, masked=scope.masked(monthly.months, category)
    )
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
    sentence: Text = ("A yearly pattern beyond chance: ", *wording.listed(
        [_peak(s, ref) for s in told[:4]]
    ), f" and {len(told) - 4} more." if len(told) > 4 else ".")  # fmt: skip
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
            s.factors[s.peak - 1] - 1 if s.distinguishable else None,
            MONTH_NAMES[s.trough - 1] if s.distinguishable else "",
            s.factors[s.trough - 1] - 1 if s.distinguishable else None,
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


def _plain(values: Floats) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(v) else float(v) for v in values)


@dataclass(frozen=True, slots=True)
class Signal:
    """One category's newest month against its ordinary variation, season taken out."""

    category: str
    newest: float | None
    low: float | None
    high: float | None
    rule: str
    side: int
    refused: str


@dataclass(frozen=True, slots=True)
class Signals:
    """The newest month of every category, and the chart of all crime."""

    month: date
    rules: str
    months: tuple[date, ...]
    crimes: tuple[float | None, ...]
    mean: float | None
    low: float | None
    high: float | None
    signals: tuple[Signal, ...]

    @property
    def told(self) -> tuple[Signal, ...]:
        """Categories whose newest month is out of the ordinary."""
        return tuple(s for s in self.signals if s.rule)


def signals(scope: Scope, notebook: Notebook) -> Signals | NotSaid:
    """An XmR chart of each category once season, masks and recording changes are out."""
    if len(scope.held) < FEWEST_MONTHS:
        return NotSaid(
            f"No control chart is drawn: {len(scope.held)} months are held and at least "
            f"{FEWEST_MONTHS} are needed to take the season out first."
        )
    monthly = monthly_counts(scope, notebook)
    charted = {c: _charted(scope, monthly, c) for c in monthly.categories}
    crime = charted[ALL_CRIME]
    chart = crime if isinstance(crime, ControlChart) else None
    return Signals(
        month=scope.months_held[-1],
        rules=RULES,
        months=monthly.dates,
        crimes=_plain(chart.values) if chart else (None,) * monthly.months.size,
        mean=chart.mean if chart else None,
        low=chart.low if chart else None,
        high=chart.high if chart else None,
        signals=tuple(_signal(c, found) for c, found in charted.items()),
    )


def _charted(scope: Scope, monthly: Monthly, category: str) -> ControlChart | Refused:
    series, _ = usable(scope, monthly, category)
    hidden = scope.masked(monthly.months, category)
    drift = _drift(scope, monthly, category).trend
    if drift is not None and drift.distinguishable:
        # Around one mean every new month of a steady rise would be called a jump.
        return Refused(
            f"No control chart: the series is {drift.direction} over the years, and limits "
            "around one mean would mark every new month."
        )
    return chart_of_counts(series, months=monthly.months, rules=RULES, masked=hidden)


def _signal(category: str, found: ControlChart | Refused) -> Signal:
    if isinstance(found, Refused):
        return Signal(category, None, None, None, "", 0, found.reason)
    newest = float(found.values[-1])
    return Signal(
        category,
        None if np.isnan(newest) else newest,
        found.low,
        found.high,
        found.signals[-1],
        int(found.sides[-1]),
        "",
    )


def tell_signals(scope: Scope, result: Signals, notebook: Notebook) -> Told:
    """Whether the newest month is out of the ordinary, for each category."""
    ref = "signals-by-category"
    when, told = numbers.month(result.month), result.told
    read = [s for s in result.signals if not s.refused]
    sentence: Text = (
        "In the newest month, ", numbers.month_figure(result.month, ref), ", ",
        numbers.count_figure(len(told), ref), " of ", numbers.count_figure(len(read), ref),
        " counts that can be charted are out of the ordinary",
        *(
            (": ", *wording.listed_some([(f"{wording.name_in_sentence(s.category)} "
              f"({'high' if s.side > 0 else 'low'}: {s.rule})",) for s in told]))
            if told else ()
        ), ".",
    )  # fmt: skip
    table = _signal_table(result, ref)
    if result.mean is None or result.low is None or result.high is None:
        return Told(
            (Paragraph(sentence), table), key=sentence if told else None, weight=65.0
        )
    crime = next(s for s in result.signals if s.category == ALL_CRIME)
    state = "is out of the ordinary" if crime.rule else "is within ordinary variation"
    chart = Chart(
        id="chart-signals",
        title=f"All recorded crime {state} in {when}, season taken out.",
        spec=charts.monthly_line(
            result.months,
            result.crimes,
            unit="recorded crimes, season taken out",
            limits=charts.Limits([result.low], [result.mean], [result.high]),
            spans=spans(scope),
        ),
        table=table,
        source=wording.CRIME_SOURCE,
        alt="Monthly recorded crimes without season, inside or outside two limits.",
        caveats=(
            f"Limits and rules of the {result.rules} set; only the newest month is judged.",
            *series_caveats(scope, *(s.category for s in read)),
        ),
        ref=ref,
    )
    return Told(
        (Paragraph(sentence), chart), key=sentence if told else None, weight=65.0
    )


def _signal_table(result: Signals, ref: str) -> Table:
    return Table(
        f"{numbers.month(result.month)} against ordinary variation, season taken out",
        (
            Column("Category"),
            Column("Newest month", "number"),
            Column("Ordinary range", "interval"),
            Column("Reading"),
        ),
        tuple(
            (
                category_name(s.category),
                s.newest if s.newest is not None else "",
                Interval(max(s.low, 0.0), s.high)
                if s.low is not None and s.high is not None
                else "",
                s.refused or s.rule or "ordinary",
            )
            for s in result.signals
        ),
        source=wording.CRIME_SOURCE,
        ref=ref,
    )


RECIPES = (
    Recipe("trend-by-category", CHAPTER, "Trend", "trend/2", drifts, tell_drifts),
    Recipe("season-by-category", CHAPTER, "Season", "season/2", seasons, tell_seasons),
    Recipe(
        "signals-by-category",
        CHAPTER,
        "The newest month",
        "signals/1",
        signals,
        tell_signals,
    ),
)
