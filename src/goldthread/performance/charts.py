"""A measure along time as a picture: its figures, the band of the usual, its breaks."""

from dataclasses import replace
from datetime import timedelta

from goldthread.core import status
from goldthread.core.arrays import Floats
from goldthread.core.refusal import Refused
from goldthread.documents.charts import Limits, Span, monthly_line
from goldthread.documents.model import Chart, Column, Table
from goldthread.performance.deriving import RECENT, Along, Behind
from goldthread.performance.models import Indicator, Standing
from goldthread.performance.periods import label, later
from goldthread.performance.words import decimals_of, shown


def chart_of(
    indicator: Indicator, behind: Behind, standing: Standing, *, source: str = ""
) -> Chart | None:
    """The picture of a measure in one area; None where there is no reading yet."""
    along = Along.of(indicator, behind)
    if not along.starts:
        return None
    caveats = tuple(filter(None, (standing.caveat, indicator.caveat)))
    flat = _flat(indicator, along)
    return Chart(
        id=f"measure-{indicator.code.lower()}",
        title=f"{indicator.name}: {standing.word.lower()}.",
        spec=monthly_line(
            along.starts,
            along.values,
            unit=indicator.unit,
            smooth=None if flat is None else flat.tolist(),
            smooth_label="without its season" if flat is not None else "",
            limits=_limits(along, standing),
            spans=_spans(behind, along),
            signals=[along.starts[-1]]
            if standing.variation in (status.CONCERN, status.IMPROVEMENT, status.CHANGE)
            else [],
            every=indicator.every,
        ),
        table=_table(indicator, along),
        source=source or indicator.source,
        alt=_words(indicator, along, standing),
        caveats=caveats,
        ref=indicator.code,
    )


def latest_chart(
    indicator: Indicator, behind: Behind, standing: Standing
) -> Chart | None:
    """The last thirteen points: a year and where it began, for whoever writes on them."""
    recent = replace(behind, readings=behind.readings[-RECENT:])
    made = chart_of(indicator, recent, standing)
    return None if made is None else replace(made, caveats=())


def _flat(indicator: Indicator, along: Along) -> Floats | None:
    """The series without its season, where it has one that can be taken out."""
    if not indicator.is_seasonal:
        return None
    flat = status.flattened(along.series(indicator, None))
    return None if isinstance(flat, Refused) else flat


def _limits(along: Along, standing: Standing) -> Limits | None:
    """The band of the usual, only over what it was reckoned from."""
    if standing.low is None or standing.mean is None or standing.high is None:
        return None
    inside = [
        not masked and (along.since is None or start >= along.since)
        for start, masked in zip(along.starts, along.masked, strict=True)
    ]
    low, mean, high = standing.low, standing.mean, standing.high
    return Limits(
        low=[max(low, 0.0) if held else None for held in inside],
        centre=[mean if held else None for held in inside],
        high=[high if held else None for held in inside],
        label="the usual",
    )


def _spans(behind: Behind, along: Along) -> list[Span]:
    spans = []
    for mark in behind.marks:
        if mark.kind == "break":
            last = max(mark.from_on, later(mark.from_on, along.every - 1))
            spans.append(Span(mark.from_on, last, mark.words))
        elif mark.until_on:
            spans.append(
                Span(mark.from_on, mark.until_on - timedelta(days=1), mark.words)
            )
    return spans


def _table(indicator: Indicator, along: Along) -> Table:
    places = decimals_of(indicator.kind)
    return Table(
        caption=f"{indicator.name}, {indicator.unit}",
        columns=(Column("Period"), Column(indicator.unit, "number", decimals=places)),
        rows=tuple(
            (
                label(start, later(start, indicator.every)),
                None if value != value else value,
            )
            for start, value in zip(along.starts, along.values, strict=True)
        ),
    )


def _words(indicator: Indicator, along: Along, standing: Standing) -> str:
    first, last = along.starts[0], along.starts[-1]
    begins = label(first, later(first, indicator.every))
    ends = label(last, later(last, indicator.every))
    return (
        f"A line from {begins}, {shown(indicator, along.values[0])}, to {ends}, "
        f"{shown(indicator, along.values[-1])}. {standing.sentence}"
    )
