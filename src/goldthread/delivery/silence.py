"""Silence is data: how long nobody said a word about an action, and who hears of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from goldthread.delivery.models import Action, PlanSettings
from goldthread.delivery.words import day

NONE, OWNER, LEAD, CHAIR = "", "owner", "lead", "chair"


@dataclass(frozen=True, slots=True)
class Silence:
    """Since when nothing was heard, who hears of it by now, and when the next one does."""

    level: str  # "", "owner", "lead" or "chair": the highest that is reached
    since: date
    days: int
    owner_on: date
    lead_on: date
    chair_on: date
    is_ahead: bool = False  # it begins later; until then nothing has to be reported

    @property
    def is_silent(self) -> bool:
        return self.level != NONE

    @property
    def sentence(self) -> str:
        """What the page says about it."""
        if self.is_ahead:
            return f"It begins on {day(self.since)}; until then nothing has to be reported."
        if not self.is_silent:
            return f"Last heard of on {day(self.since)}."
        heard = {
            OWNER: f"The lead hears of it on {day(self.lead_on)}.",
            LEAD: f"It comes to the chair's list on {day(self.chair_on)}.",
            CHAIR: "It stands on the chair's list.",
        }
        return f"Not a word for {self.days} days, since {day(self.since)}. {heard[self.level]}"


def silence(action: Action, on: date, settings: PlanSettings) -> Silence:
    """How silent an action is on this day (C41).

    It is counted from the last report, else from when it was put in; an action that
    begins later, or whose workstream opens later, has nothing to tell before. One that is done or stopped is not silent.
    """
    since = action.silent_from
    days = (on - since).days
    told = (
        (CHAIR, settings.chair_days),
        (LEAD, settings.lead_days),
        (OWNER, settings.owner_days),
    )
    is_open = action.status in Action.OPEN and action.deleted_at is None
    reached = [level for level, after in told if is_open and days >= after]
    return Silence(
        level=reached[0] if reached else NONE,
        since=since,
        days=max(days, 0),
        owner_on=since + timedelta(days=settings.owner_days),
        lead_on=since + timedelta(days=settings.lead_days),
        chair_on=since + timedelta(days=settings.chair_days),
        is_ahead=since > on,
    )


def silent_if_before(on: date, days: int) -> date:
    """An action last heard of before this day has been silent for `days` days."""
    return on - timedelta(days=days - 1)
