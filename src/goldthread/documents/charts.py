"""Chart specifications, all in one house style.

Each function takes plain sequences (months as first-of-month dates, missing as None or
NaN) and gives a Vega-Lite specification that `drawing` draws. Titles are not drawn: the
title of a chart is a sentence on the page, where it wraps, is searchable and is read
aloud. What the functions do draw is what a reader needs to read the shape: direct
labels before legends, a zero under every bar, a gap where a month is missing, a band
where we are unsure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from goldthread.documents.model import Spec

Values = Sequence[float | None]
Verdict = Literal["improving", "concern", "unclear"]


@dataclass(frozen=True, slots=True)
class Span:
    """A shaded stretch of months: a recording break, a lockdown, a period left out."""

    start: date
    end: date
    label: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Lower, middle and upper line of ordinary variation, one value per month or one."""

    low: Values
    centre: Values
    high: Values
    label: str = "ordinary variation"


@dataclass(frozen=True, slots=True)
class Rated:
    """A name with its value and the interval round it, as for one area or offence."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    verdict: Verdict = "unclear"
    highlighted: bool = False


def monthly_line(
    months: Sequence[date],
    values: Values,
    *,
    unit: str,
    smooth: Values | None = None,
    smooth_label: str = "",
    limits: Limits | None = None,
    spans: Sequence[Span] = (),
    signals: Sequence[date] = (),
) -> Spec:
    """Month by month, broken where a month is missing, over ordinary variation."""
    raise NotImplementedError


def yearly_bars(
    labels: Sequence[str],
    values: Values,
    *,
    unit: str,
    low: Values | None = None,
    high: Values | None = None,
    highlighted: str = "",
) -> Spec:
    """One bar a year, from zero, the newest in ink."""
    raise NotImplementedError


def interval_dots(
    rows: Sequence[Rated],
    *,
    unit: str,
    reference: float | None = None,
    reference_label: str = "",
    decimals: int = 1,
) -> Spec:
    """A dot and its 95% interval for each name, with a line to compare against."""
    raise NotImplementedError


def ranked_bars(rows: Sequence[Rated], *, unit: str, decimals: int = 0) -> Spec:
    """Bars from zero in the order given, values at their ends, intervals where known."""
    raise NotImplementedError


def funnel(
    rows: Sequence[Rated],
    exposures: Sequence[float],
    *,
    centre: float,
    sizes: Sequence[float],
    low95: Values,
    high95: Values,
    low998: Values,
    high998: Values,
    exposure_label: str,
    unit: str,
) -> Spec:
    """Rates against size, between the limits that chance alone would respect."""
    raise NotImplementedError


def seasonal_profile(
    effects: Values,
    *,
    low: Values | None = None,
    high: Values | None = None,
    unit: str,
) -> Spec:
    """Twelve months, January first, above and below an ordinary month."""
    raise NotImplementedError


def lorenz(
    share_of_areas: Values,
    share_of_events: Values,
    *,
    null_low: Values | None = None,
    null_high: Values | None = None,
    areas_label: str = "small areas",
    events_label: str = "offences",
) -> Spec:
    """How few areas hold how much, beside what chance alone would give."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class SmallSeries:
    """One panel of small multiples."""

    name: str
    values: Values
    verdict: Verdict = "unclear"
    words: str = ""


def small_multiples(
    months: Sequence[date],
    series: Sequence[SmallSeries],
    *,
    unit: str,
    columns: int = 3,
    shared_scale: bool = False,
) -> Spec:
    """The same months for many series, side by side, each from zero."""
    raise NotImplementedError
