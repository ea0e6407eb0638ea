"""Owed figures are silence too: who hears of it by now, by the plan's own settings.

An agency is asked two weeks before its oldest figure is due and reminded the day after;
the lead and then the chair hear of it as much later as they hear of a silent action
after its owner did (C41).
"""

from datetime import date, timedelta

from goldthread.delivery.models import PlanSettings
from goldthread.performance.models import FigureChase

AHEAD = timedelta(days=14)


def levels_reached(
    due_on: date, *, on: date, settings: PlanSettings
) -> tuple[str, ...]:
    """Every level that figures due on this day have come to, the first one first."""
    owner, lead, chair = settings.days
    after = (-AHEAD.days, 1, 1 + lead - owner, 1 + chair - owner)
    days = (on - due_on).days
    return tuple(
        level
        for level, wait in zip(FigureChase.LADDER, after, strict=True)
        if days >= wait
    )
