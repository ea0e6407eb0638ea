"""The newest month: is it out of the ordinary, once the season is taken out? (E2)

Only the last point is judged, under a named set of rules (methods §3).
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from goldthread.assessment import wording
from goldthread.assessment.chapters.by_month import series_caveats, spans
from goldthread.assessment.chapters.trend import CHAPTER, FEWEST_MONTHS, drift_of
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.assessment.series import (
    Unbroken,
    laid_over,
    monthly_counts,
    plain_months,
    unbroken,
)
from goldthread.core.control import ControlChart, chart_of_counts
from goldthread.core.refusal import Refused
from goldthread.documents import charts, numbers
from goldthread.documents.model import (
    Chart,
    Column,
    Interval,
    Paragraph,
    Table,
    Text,
)
from goldthread.evidence.offences import ALL_CRIME, category_name

RULES = "MDC-Excel-2023"


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
    runs = {c: unbroken(scope, monthly, c) for c in monthly.categories}
    charted = {c: _charted(c, run) for c, run in runs.items()}
    crime = charted[ALL_CRIME]
    chart = crime if isinstance(crime, ControlChart) else None
    return Signals(
        month=scope.months_held[-1],
        rules=RULES,
        months=monthly.dates,
        crimes=plain_months(
            laid_over(chart.values, runs[ALL_CRIME].months, monthly.months)
        )
        if chart
        else (),
        mean=chart.mean if chart else None,
        low=chart.low if chart else None,
        high=chart.high if chart else None,
        signals=tuple(_signal(c, found) for c, found in charted.items()),
    )


def _charted(category: str, run: Unbroken) -> ControlChart | Refused:
    drift = drift_of(category, run).trend
    if drift is not None and drift.distinguishable:
        # Around one mean every new month of a steady rise would be called a jump.
        return Refused(
            f"No control chart: the series is {drift.direction} over the years, and limits "
            "around one mean would mark every new month."
        )
    return chart_of_counts(
        run.counts, months=run.months, rules=RULES, masked=run.masked
    )


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
        wording.how_many(len(told), ref), " of ", numbers.count_figure(len(read), ref),
        " counts that can be charted "
        + ("is" if len(told) == 1 else "are") + " out of the ordinary",
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
            limits=_limits(result, result.low, result.mean, result.high),
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


def _limits(result: Signals, low: float, mean: float, high: float) -> charts.Limits:
    """The limits from the first charted month on; none before a recording change."""
    first = next(
        (m for m, v in zip(result.months, result.crimes, strict=True) if v), None
    )

    def level(value: float) -> list[float | None]:
        return [value if first and m >= first else None for m in result.months]

    return charts.Limits(level(low), level(mean), level(high))


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
    Recipe(
        "signals-by-category",
        CHAPTER,
        "The newest month",
        "signals/2",
        signals,
        tell_signals,
    ),
)
