"""One change to many actions: what it would do to each, before anything is done."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from goldthread.core.working_days import LONGEST, add_working_days
from goldthread.delivery import rules
from goldthread.delivery.models import Action
from goldthread.delivery.words import label, said
from goldthread.partners.models import Agency, Person
from goldthread.strategy.models import Workstream

Unit = Literal["working_days", "weeks", "months"]
UNITS = {"working_days": "working days", "weeks": "weeks", "months": "months"}


@dataclass(frozen=True, slots=True)
class Shift:
    """How far due dates move: later, or earlier where the number is negative."""

    number: int
    unit: Unit

    def __str__(self) -> str:
        way = "earlier" if self.number < 0 else "later"
        unit = UNITS[self.unit]
        if abs(self.number) == 1:
            unit = unit.removesuffix("s")
        return f"{abs(self.number)} {unit} {way}"


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What is to be changed, and to what."""

    field: Literal["owner", "lead_agency", "workstream", "status", "due_on"]
    value: Person | Agency | Workstream | Shift | str | None

    def __str__(self) -> str:
        if self.field == "due_on":
            return f"Due {self.value}"
        if self.field == "status":
            return f"Status: {Action.Status(str(self.value)).label}"
        return f"{label(self.field)}: {self.value or 'nobody'}"


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One action before and after; or why it is left as it is."""

    action: Action
    before: str
    after: str
    value: Any  # what will stand in the field
    refusal: str = ""


def refusal_of_shift(shift: Shift) -> str | None:
    """Why due dates cannot move so far; None when they can."""
    furthest = {"working_days": LONGEST, "weeks": 260, "months": 60}
    if shift.unit not in furthest:
        return f"Expected one of {', '.join(UNITS.values())}; found {shift.unit!r}."
    if not 0 < abs(shift.number) <= furthest[shift.unit]:
        return f"Expected 1 to {furthest[shift.unit]} {UNITS[shift.unit]}, earlier or later; found {shift.number}."
    return None


def planned(
    actions: Sequence[Action],
    change: BulkChange,
    *,
    by: Person | None,
    on: date,
    off: Collection[date],
) -> tuple[BulkRow, ...]:
    """What the change would do to each action, in the order given.

    The actions come with workstream, lead agency and owner, so that nothing is asked of
    the database here.
    """
    return tuple(_row(action, change, by, on, off) for action in actions)


def _row(
    action: Action,
    change: BulkChange,
    by: Person | None,
    on: date,
    off: Collection[date],
) -> BulkRow:
    before = _written(action, change.field, getattr(action, change.field))
    value: Any = change.value
    if isinstance(value, Shift):
        value = shifted(action.due_on, value, off) if action.due_on else None
    after = _written(action, change.field, value)
    refusal = _refusal(action, change, value, by, on)
    return BulkRow(action, before, after, value, refusal or "")


def _refusal(
    action: Action, change: BulkChange, value: Any, by: Person | None, on: date
) -> str | None:
    if refusal := rules.refusal_to_change(action, by=by):
        return refusal
    if getattr(action, change.field) == value and change.field != "due_on":
        return "It is so already."
    if change.field == "lead_agency":
        return rules.refusal_to_hand_over(action, to=value, by=by)
    if change.field == "workstream":
        return rules.refusal_to_move(action, to=value, by=by, on=on)
    if change.field == "due_on":
        if action.due_on is None:
            return "It has no due date that could move."
        if action.status not in Action.OPEN:
            return (
                f"It is {action.get_status_display().lower()}, so its due date stays."
            )
        if action.start_on and value < action.start_on:
            return f"It would be due before it starts on {said(action.start_on)}."
    return None


def _written(action: Action, field: str, value: Any) -> str:
    if field == "status":
        return str(Action.Status(value).label)
    return said(value)


def shifted(day: date, shift: Shift, off: Collection[date]) -> date:
    """A due date moved; a month later than 31 January is the last day of February."""
    if shift.unit == "working_days":
        return add_working_days(day, shift.number, off=off)
    if shift.unit == "weeks":
        return day + timedelta(weeks=shift.number)
    months = day.year * 12 + day.month - 1 + shift.number
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
