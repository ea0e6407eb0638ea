"""The plan's nouns, one cluster a file; other rooms import from here."""

from goldthread.delivery.models.actions import (
    Action,
    ActionThread,
    Dependency,
    Milestone,
)
from goldthread.delivery.models.changes import BulkEdit, Change
from goldthread.delivery.models.effects import Effect, ExpectedEffect, GivenFigures
from goldthread.delivery.models.feeds import CalendarFeed
from goldthread.delivery.models.imports import PlanImport, SheetRow
from goldthread.delivery.models.settings import LocalClosure, PlanSettings
from goldthread.delivery.models.updates import Chase, Update

__all__ = [
    "Action",
    "ActionThread",
    "BulkEdit",
    "CalendarFeed",
    "Change",
    "Chase",
    "Dependency",
    "Effect",
    "ExpectedEffect",
    "GivenFigures",
    "LocalClosure",
    "Milestone",
    "PlanImport",
    "PlanSettings",
    "SheetRow",
    "Update",
]
