"""Chart specifications, all in one house style.

Each function takes plain sequences (months as dates, missing as None or NaN) and gives
a Vega-Lite specification that `drawing` draws. Titles are not drawn: the title of a
chart is a sentence on the page, where it wraps, is searchable and is read aloud. What
the functions do draw is what a reader needs to read the shape: direct labels before
legends, a zero under every bar, a gap where a month is missing, a band where we are
unsure. Scales and label places are worked out here in pixels, so no label lands on
another and equal data give equal bytes.
"""

from goldthread.documents.charts.bars import ranked_bars, seasonal_profile, yearly_bars
from goldthread.documents.charts.concentration import lorenz
from goldthread.documents.charts.dots import funnel, interval_dots
from goldthread.documents.charts.months import Limits, Span, monthly_line
from goldthread.documents.charts.panels import SmallSeries, small_multiples
from goldthread.documents.charts.rows import Rated, Verdict

__all__ = [
    "Limits",
    "Rated",
    "SmallSeries",
    "Span",
    "Verdict",
    "funnel",
    "interval_dots",
    "lorenz",
    "monthly_line",
    "ranked_bars",
    "seasonal_profile",
    "small_multiples",
    "yearly_bars",
]
