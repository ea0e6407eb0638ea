"""What an agency sent in one return, figure by figure, and whom it tells of a slip."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldthread.partners.models import Agency, Appointment
from goldthread.performance.models import KeyedReturn, Reading
from goldthread.performance.periods import short_label
from goldthread.performance.words import counted, figure, shown_reading

MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class SentFigure:
    """One figure as it was taken."""

    measure: str
    period: str
    shown: str
    told: str  # "410 of 900", where it was given as two numbers


@dataclass(frozen=True, slots=True)
class Sent:
    """One return as it was taken, and who can put a figure of it right."""

    figures: tuple[SentFigure, ...]
    tell: tuple[str, ...]  # names of the partnership's managers

    @property
    def whom(self) -> str:
        """Who is told of a wrong figure."""
        return " or ".join(self.tell) or "the partnership"


def sent_with(token: str, *, agency: Agency | None, on: date) -> Sent | None:
    """What came with this mark of a form from this agency; None where nothing did."""
    try:
        mark = UUID(token)
    except ValueError:
        return None
    came = KeyedReturn.objects.filter(token=mark, agency=agency).first()
    if came is None:
        return None
    rows = (
        Reading.objects.filter(came_with=came)
        .select_related("indicator")
        .order_by("indicator__code", "period_start", "pk")
    )
    managers = Appointment.objects.on(on).filter(role=MANAGER, person__is_active=True)
    names = managers.order_by("person__name").values_list("person__name", flat=True)
    return Sent(tuple(map(_figure, rows)), tuple(dict.fromkeys(names)))


def _figure(one: Reading) -> SentFigure:
    pair = one.numerator is not None and one.denominator is not None
    return SentFigure(
        str(one.indicator),
        short_label(one.period_start, one.period_end),
        f"{shown_reading(one.indicator, one)} {counted(one.indicator)}",
        f"{shown_number(one.numerator)} of {shown_number(one.denominator)}"
        if pair
        else "",
    )


def shown_number(value: float | None) -> str:
    """A number of a share, with its thousands parted."""
    return figure(value or 0.0, 0 if value == int(value or 0) else 1)
