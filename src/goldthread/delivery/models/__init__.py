"""The plan's nouns, one cluster a file; other rooms import from here."""

from goldthread.delivery.models.actions import (
    Action,
    ActionThread,
    Dependency,
    Milestone,
)
from goldthread.delivery.models.changes import BulkEdit, Change, PlanImport
from goldthread.delivery.models.effects import ExpectedEffect
from goldthread.delivery.models.updates import Chase, Update

__all__ = [
    "Action",
    "ActionThread",
    "BulkEdit",
    "Change",
    "Chase",
    "Dependency",
    "ExpectedEffect",
    "Milestone",
    "PlanImport",
    "Update",
]
