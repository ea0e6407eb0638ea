"""One action as one line of a list: how it stands, in an icon and a word."""

from dataclasses import dataclass
from datetime import date

from goldthread.delivery.models import Action, PlanSettings
from goldthread.delivery.silence import silence
from goldthread.web.kit import Mood, Status

MOODS: dict[str, Mood] = {
    "not_started": "waiting",
    "on_track": "working",
    "at_risk": "concern",
    "off_track": "concern",
    "complete": "done",
    "stopped": "refused",
}
SILENT = Status("Silent", "quiet")
OVERDUE = Status("Overdue", "concern")


@dataclass(frozen=True, slots=True)
class ActionLine:
    """A row of the plan, with ready values only."""

    key: int
    version: int
    reference: str
    title: str
    workstream: str
    leader: str
    is_community: bool
    owner: str
    due_on: date | None
    percent: int
    next_step: str
    status: Status  # as its owner said
    warnings: tuple[Status, ...]  # overdue, silent: what nobody had to say
    silent_days: int
    is_added: bool  # in the year


def line_of(action: Action, *, on: date, settings: PlanSettings) -> ActionLine:
    """The line of an action that came with workstream, lead agency and owner."""
    quiet = silence(action, on, settings)
    is_open = action.status in Action.OPEN
    warnings = []
    if is_open and action.due_on and action.due_on < on:
        warnings.append(OVERDUE)
    if quiet.is_silent:
        warnings.append(SILENT)
    return ActionLine(
        key=action.pk,
        version=action.version,
        reference=action.reference,
        title=action.title,
        workstream=action.workstream.title,
        leader=action.community_owner or str(action.lead_agency),
        is_community=bool(action.community_owner),
        owner=action.owner.name if action.owner else "",
        due_on=action.due_on,
        percent=action.percent,
        next_step=action.next_step,
        status=status_of(action),
        warnings=tuple(warnings),
        silent_days=quiet.days if quiet.is_silent else 0,
        is_added=action.origin in (Action.Origin.IN_YEAR, Action.Origin.BOARD),
    )


def status_of(action: Action) -> Status:
    """How an action stands, as its owner said."""
    return Status(str(action.get_status_display()), MOODS[action.status])
