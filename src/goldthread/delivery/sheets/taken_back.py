"""What a spreadsheet that was taken back has left behind.

A report is never edited, so it leaves two: what it said, and the word that the old state
stands again. Both bear names that follow from the file and its row. The actions that it
added lie deleted, and come back when the same rows are loaded again.
"""

import uuid
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime

from goldthread.core.uk_time import local_day
from goldthread.delivery.models import Action, PlanImport
from goldthread.delivery.models.actions import KEPT_AFTER_DELETION
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.strategy.models import Strategy


@dataclass(frozen=True, slots=True)
class Lying:
    """An action that lies deleted for no other reason than that its sheet was taken back."""

    action: Action
    title: str  # plain, as is its number in the sheet
    number: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What the sheets left that were taken back.

    reports  the tokens of their reports, and of those that took them back
    """

    reports: Set[uuid.UUID]
    actions: Sequence[Lying]


def report_token(key: int, row: int) -> uuid.UUID:
    """One report of one row of one file, however often it is tried."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"plan-import:{key}:row:{row}")


def undo_token(key: int, action: int) -> uuid.UUID:
    """The word that takes back what one file said of an action."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"plan-import-undo:{key}:{action}")


def taken_back(strategy: Strategy, actions: Sequence[Action], *, on: date) -> TakenBack:
    """What is left of a strategy's sheets that were taken back; `actions` are all of it."""
    undone = PlanImport.objects.filter(
        strategy=strategy, state=PlanImport.State.UNDONE
    ).values_list("pk", "touched", "not_undone", "undone_at")
    reports: set[uuid.UUID] = set()
    numbers = {}
    for key, touched, kept, at in undone:
        stays = {each["reference"] for each in kept}
        for told in touched:
            # Deleted at that very moment: whoever deleted it since meant it.
            if told["made"] or told.get("back"):
                numbers[told["action"], at] = told.get("own", "")
            if told["reported"] and told["reference"] not in stays:
                reports.add(report_token(key, told["row"]))
                reports.add(undo_token(key, told["action"]))
    lie = [
        Lying(each, plainly(each.title), plainly(numbers[each.pk, each.deleted_at]))
        for each in actions
        if (each.pk, each.deleted_at) in numbers and _is_kept(each.deleted_at, on)
    ]
    return TakenBack(reports, lie)


def _is_kept(deleted_at: datetime | None, on: date) -> bool:
    """Whether what was deleted then can be had back on this day, at whatever hour."""
    return deleted_at is not None and local_day(deleted_at) + KEPT_AFTER_DELETION > on
