"""The reports that nobody stands by any more: those of a spreadsheet that was taken back.

A report is never edited, so a sheet taken back leaves two: what it said, and the word that
the old state stands again. Both bear names that follow from the file and its row.
"""

import uuid
from collections.abc import Set

from goldthread.delivery.models import PlanImport
from goldthread.strategy.models import Strategy


def report_token(key: int, row: int) -> uuid.UUID:
    """One report of one row of one file, however often it is tried."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"plan-import:{key}:row:{row}")


def undo_token(key: int, action: int) -> uuid.UUID:
    """The word that takes back what one file said of an action."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"plan-import-undo:{key}:{action}")


def taken_back(strategy: Strategy) -> Set[uuid.UUID]:
    """The tokens of the reports that were taken back, and of those that took them back."""
    undone = PlanImport.objects.filter(
        strategy=strategy, state=PlanImport.State.UNDONE
    ).values_list("pk", "touched", "not_undone")
    found: set[uuid.UUID] = set()
    for key, touched, kept in undone:
        stays = {each["reference"] for each in kept}
        for told in touched:
            if told["reported"] and told["reference"] not in stays:
                found.add(report_token(key, told["row"]))
                found.add(undo_token(key, told["action"]))
    return found
