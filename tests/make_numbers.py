"""Measures and readings for the tests, made by the services that make real ones."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from tests.laid import laid
from tests.make_plan import make_workstream
from tests.partners.people import NOW, make_agency

from goldthread.partners.models import Person
from goldthread.performance import services
from goldthread.performance.models import Indicator, Reading
from goldthread.performance.periods import later
from goldthread.performance.services import Figure, IndicatorTold
from goldthread.strategy.models import Workstream

AREA = "X22000001"
QUIET = (100, 104, 97, 102, 99, 103, 98, 101, 100, 103, 97, 102, 99, 101, 100, 102)
TOLD: dict[str, Any] = {
    "code": "V1",
    "name": "Vehicle crimes recorded",
    "definition": "Thefts of and from vehicles that the police recorded in the city.",
    "counts": "One recorded crime, in the month in which it was recorded.",
    "source": "Police recorded crime",
    "unit": "recorded crimes",
    "kind": "count",
    "polarity": "down",
    "about": "population",
    "basis": "recorded",
    "every": 1,
    "area_code": AREA,
    "opened_on": date(2024, 4, 1),
    "comes_from": "hand",
}


def told(**how: Any) -> IndicatorTold:
    """A whole definition; what is told replaces the usual."""
    return IndicatorTold(**{"owner": make_agency()} | TOLD | how)


@laid
def make_indicator(
    code: str = "V1", *, by: Person | None = None, at: datetime = NOW, **how: Any
) -> Indicator:
    """A measure, defined; the council answers for it unless another is named."""
    return services.define_indicator(told(code=code, **how), by=by, at=at)


def make_readings(
    indicator: Indicator,
    values: Sequence[float | None] = QUIET,
    *,
    until: date = date(2026, 10, 1),
    at: datetime = NOW,
    **how: Any,
) -> list[Reading]:
    """Readings whose newest period starts at `until`; None leaves one out."""
    first = later(until, -(len(values) - 1) * indicator.every)
    figures = [
        Figure(later(first, n * indicator.every), value=value, **how)
        for n, value in enumerate(values)
        if value is not None
    ]
    return services.record_readings(
        indicator, figures, evidence="Monthly report", by=None, at=at
    )


@laid
def make_stream(title: str = "Safer evenings", **how: Any) -> Workstream:
    found: Workstream | None = Workstream.objects.filter(title=title).first()
    return found or make_workstream(title, **how)
