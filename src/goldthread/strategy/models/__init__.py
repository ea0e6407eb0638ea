"""The strategy's nouns, one cluster a file; other rooms import from here."""

from goldthread.strategy.models.agreement import Approval, EarlierDecision, Waiver
from goldthread.strategy.models.evidence import Evidence
from goldthread.strategy.models.links import Crosswalk, LinkCheck, LinkedPlan
from goldthread.strategy.models.means import Resource, SuccessMeasure
from goldthread.strategy.models.priorities import (
    FocusArea,
    HiddenCrime,
    Outcome,
    Priority,
)
from goldthread.strategy.models.sections import Section, SectionVersion
from goldthread.strategy.models.strategies import Strategy, StrategyVersion
from goldthread.strategy.models.threads import Thread, ThreadStatement
from goldthread.strategy.models.workstreams import Workstream, WorkstreamPriority

__all__ = [
    "Approval",
    "Crosswalk",
    "EarlierDecision",
    "Evidence",
    "FocusArea",
    "HiddenCrime",
    "LinkCheck",
    "LinkedPlan",
    "Outcome",
    "Priority",
    "Resource",
    "Section",
    "SectionVersion",
    "Strategy",
    "StrategyVersion",
    "SuccessMeasure",
    "Thread",
    "ThreadStatement",
    "Waiver",
    "Workstream",
    "WorkstreamPriority",
]
