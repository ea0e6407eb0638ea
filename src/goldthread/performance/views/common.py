"""What every page of the numbers begins with."""

from datetime import UTC, date, datetime

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from goldthread.documents import html
from goldthread.documents.drawing import NotDrawn, draw_all
from goldthread.documents.model import Chart, Section, described
from goldthread.evidence.home import home
from goldthread.performance import queries
from goldthread.performance.models import Indicator
from goldthread.web.kit import Link


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The day in London."""
    return timezone.localdate()


def indicator_or_404(code: str) -> Indicator:
    found = queries.indicator_named(code)
    if found is None:
        raise Http404(f"There is no measure {code}.")
    return found


def crumbs(indicator: Indicator | None = None) -> tuple[Link, ...]:
    measures = Link("Measures", reverse("measures"))
    if indicator is None:
        return (measures,)
    return measures, Link(str(indicator), reverse("measure", args=[indicator.code]))


def drawn(chart: Chart, title: str) -> SafeString:
    """A picture with its table; the writer escapes everything that comes from data."""
    try:
        pictures = draw_all({chart.id: described(chart)}, cache=home() / "drawn")
    except NotDrawn:  # the table stands in its place
        pictures = {}
    setting = html.Setting(
        pictures={key: svg.decode() for (key, _), svg in pictures.items()}
    )
    section = Section("along-time", title, (chart,))
    return mark_safe(html.section(section, setting, level=2))


def tabs(here: str) -> tuple[Link, ...]:
    """The parts of the numbers, each a page."""
    parts = (
        ("Scorecard", "measures"),
        ("Returns", "returns"),
        ("How early", "earliness"),
        ("How quickly information flows", "information_flow"),
    )
    return tuple(Link(words, reverse(page), page == here) for words, page in parts)


def whole(request: HttpRequest, name: str) -> int | None:
    """A whole number that an address asks for; None where it is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
