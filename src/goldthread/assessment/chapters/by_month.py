"""Month by month: all crime, and anti-social behaviour with public order beside it (E39)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np

from goldthread.assessment import guards, wording
from goldthread.assessment.chapters.levels import CHAPTER
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.polarity import caveat_of
from goldthread.assessment.recipe import Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.assessment.series import Monthly, monthly_counts, steps_in
from goldthread.core.breaks import Break
from goldthread.core.periods import month
from goldthread.documents import charts, numbers
from goldthread.documents.model import (
    Block,
    Cell,
    Chart,
    Column,
    Paragraph,
    Table,
    Text,
)
from goldthread.evidence.offences import ALL_CRIME, ASB, PUBLIC_ORDER

FEWEST_FOR_A_LINE = 6  # months


@dataclass(frozen=True, slots=True)
class ByMonth:
    """All crime, anti-social behaviour and public order, month by month."""

    months: tuple[date, ...]
    crimes: tuple[float | None, ...]
    asb: tuple[float | None, ...]
    public_order: tuple[float | None, ...]
    missing: int


def by_month(scope: Scope, notebook: Notebook) -> ByMonth:
    """The held months up to the end of the period, gaps kept as gaps."""
    monthly = monthly_counts(scope, notebook)
    return ByMonth(
        months=monthly.dates,
        crimes=_series(monthly, ALL_CRIME),
        asb=_series(monthly, ASB),
        public_order=_series(monthly, PUBLIC_ORDER),
        missing=int(np.isnan(monthly.of(ALL_CRIME)).sum()),
    )


def _series(monthly: Monthly, category: str) -> tuple[float | None, ...]:
    if category not in monthly.categories:
        return (None,) * monthly.months.size
    return tuple(None if np.isnan(v) else float(v) for v in monthly.of(category))


def tell_by_month(scope: Scope, result: ByMonth, notebook: Notebook) -> Told:
    """Crime as one line; anti-social behaviour with public order beside it (E39)."""
    inside_period = [
        (m, c) for m, c in zip(result.months, result.crimes, strict=True)
        if m in scope.period and c is not None
    ]  # fmt: skip
    high, low = max(inside_period, key=_by_count), min(inside_period, key=_by_count)
    ref = "levels-by-month"
    sentence: Text = (
        "Within the period the fullest month was ",
        numbers.month_figure(high[0], ref), " (", numbers.count_figure(int(high[1]), ref),
        " crimes) and the emptiest ", numbers.month_figure(low[0], ref), " (",
        numbers.count_figure(int(low[1]), ref),
        "). Months differ in length and season, so the fullest is not by that the worst.",
    )  # fmt: skip
    if sum(c is not None for c in result.crimes) < FEWEST_FOR_A_LINE:
        return Told((_few_bars(scope, result),))
    blocks: list[Block] = [Paragraph(sentence), _crime_line(scope, result, notebook)]
    if any(v is not None for v in result.asb):
        blocks.append(_asb_line(scope, result))
    return Told(tuple(blocks))


def _by_count(pair: tuple[date, float]) -> float:
    return pair[1]


def spans(scope: Scope, steps: Sequence[Break] = ()) -> tuple[charts.Span, ...]:
    """The stretches a chart shades, and the month of each recording change (E32, E34)."""
    shaded = [
        charts.Span(b.start, b.end, b.name)
        for b in scope.spells_in(scope.stretch)
        if b.end is not None
    ]
    changed = [
        charts.Span(s.start, month(s.start).end, "recording change") for s in steps
    ]
    return (*shaded, *changed)


def series_caveats(scope: Scope, *categories: str) -> tuple[str, ...]:
    """What must stand under any monthly series of these categories (E31, E32, E34, E35)."""
    cut = [b for c in categories for b in scope.steps_in(c, scope.stretch)]
    gap = guards.gaps(scope.held, scope.stretch)
    return (
        guards.source_badge("offence"),
        *guards.recording_breaks(cut),
        *guards.masked_months(scope.spells_in(scope.stretch)),
        *((gap,) if gap else ()),
    )


def _few_bars(scope: Scope, result: ByMonth) -> Chart:
    """A few months as bars: a line between two points would be read as a trend."""
    held = [
        (m, c)
        for m, c in zip(result.months, result.crimes, strict=True)
        if c is not None
    ]
    first = held[0]
    title: Text = (
        numbers.count_figure(int(first[1]), "levels-by-month"),
        " crimes were recorded in ",
        numbers.month_figure(first[0], "levels-by-month"),
        f", the first of {len(held)} months held; so few show no direction.",
    )
    return Chart(
        id="chart-levels-by-month",
        title=title,
        spec=charts.yearly_bars(
            [numbers.short_month(m) for m, _ in held],
            [c for _, c in held],
            unit="recorded crimes",
        ),
        table=Table(
            f"Records by month, {scope.area_name}",
            (
                Column("Month", "month"),
                Column("Recorded crimes", "number"),
                Column("Anti-social behaviour, incidents", "number"),
                Column("Public order, crimes", "number"),
            ),
            held_rows(result),
            source=wording.CRIME_SOURCE,
            ref="levels-by-month",
        ),
        source=wording.CRIME_SOURCE,
        alt="One bar of recorded crimes for each month held.",
        caveats=series_caveats(scope, ALL_CRIME),
        ref="levels-by-month",
    )


def held_rows(result: ByMonth) -> tuple[tuple[Cell, ...], ...]:
    """A row for each month held, and one for each run of months of which nothing is.

    Wolverhampton's three months stood among 34 rows of "not held", over two pages.
    """
    rows = zip(
        result.months, result.crimes, result.asb, result.public_order, strict=True
    )
    shown: list[tuple[Cell, ...]] = []
    for blank, run in groupby(rows, key=lambda row: row[1:] == (None, None, None)):
        months = list(run)
        if blank and len(months) > 1:
            words = numbers.months_between(months[0][0], months[-1][0])
            shown.append((words, None, None, None))
        else:
            shown += months
    return tuple(shown)


def _month_title(scope: Scope, result: ByMonth) -> Text:
    held = [
        (m, c)
        for m, c in zip(result.months, result.crimes, strict=True)
        if c is not None
    ]
    high = max(held, key=_by_count)
    return (
        f"Recorded crime in {scope.area_name} was highest in ",
        numbers.month_figure(high[0], "levels-by-month"),
        ", of the months held.",
    )


def _crime_line(scope: Scope, result: ByMonth, notebook: Notebook) -> Chart:
    steps = steps_in(scope, monthly_counts(scope, notebook), ALL_CRIME, scope.stretch)
    return Chart(
        id="chart-levels-by-month",
        title=_month_title(scope, result),
        spec=charts.monthly_line(
            result.months,
            result.crimes,
            unit="recorded crimes",
            spans=spans(scope, steps),
        ),
        table=Table(
            f"Recorded crimes by month, {scope.area_name}",
            (Column("Month", "month"), Column("Recorded crimes", "number")),
            tuple(zip(result.months, result.crimes, strict=True)),
            source=wording.CRIME_SOURCE,
            ref="levels-by-month",
        ),
        source=wording.CRIME_SOURCE,
        alt="A line of recorded crimes by month, broken where a month is not held.",
        caveats=(*series_caveats(scope, ALL_CRIME), *guards.recording_breaks(steps)),
        ref="levels-by-month",
    )


def _asb_line(scope: Scope, result: ByMonth) -> Chart:
    return Chart(
        id="chart-asb-and-public-order",
        title="Anti-social behaviour by month, with public order crime beside it.",
        spec=charts.small_multiples(
            result.months,
            [
                charts.SmallSeries("Anti-social behaviour (incidents)", result.asb),
                charts.SmallSeries("Public order (crimes)", result.public_order),
            ],
            unit="records",
            columns=2,
            shared_scale=True,
        ),
        table=Table(
            "Anti-social behaviour and public order by month",
            (
                Column("Month", "month"),
                Column("Anti-social behaviour, incidents", "number"),
                Column("Public order, crimes", "number"),
            ),
            tuple(zip(result.months, result.asb, result.public_order, strict=True)),
            source=wording.ASB_SOURCE,
            ref="levels-by-month",
        ),
        source=wording.ASB_SOURCE,
        alt="Two lines on one scale: incidents of anti-social behaviour, and public order crimes.",
        caveats=(
            "A fall in one can be a change of name into the other, so they are shown together.",
            caveat_of(ASB),
            *series_caveats(scope, ASB, PUBLIC_ORDER)[1:],
        ),
        ref="levels-by-month",
    )


RECIPES = (
    Recipe(
        "levels-by-month",
        CHAPTER,
        "Month by month",
        "by-month/1",
        by_month,
        tell_by_month,
    ),
)
