"""The thread itself: its nouns in their order, and the strands between them.

One more noun is one entry in NOUNS and one in STRANDS for every table that joins it to
another. The order is the law of the walk: a strand leads from an earlier noun to a later.
"""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from goldthread.delivery.models import Action, ExpectedEffect
from goldthread.governance.models import Arising, Ask, Decision
from goldthread.governance.models import Evidence as BoardEvidence
from goldthread.performance.models import Indicator, Reading
from goldthread.strategy.models import (
    Evidence,
    Outcome,
    WorkstreamPriority,
)
from goldthread.thread.nouns import Noun, Strand
from goldthread.thread.told import board, numbers, plan, reasons

NOUNS: tuple[Noun, ...] = (
    reasons.FINDING,
    reasons.EVIDENCE,
    reasons.PRIORITY,
    reasons.OUTCOME,
    reasons.WORKSTREAM,
    numbers.INDICATOR,
    numbers.READING,
    board.DECISION,
    board.ASK,
    plan.ACTION,
    plan.EFFECT,
)


def _by_measure() -> QuerySet[Any]:
    """The effects that a measure judges: the plan keeps its code, for it knows no measure."""
    measure = Indicator.objects.filter(code=OuterRef("indicator"))
    return ExpectedEffect.objects.exclude(indicator="").annotate(
        measure_id=Subquery(measure.values("pk")[:1])
    )


_CITED = Evidence.priorities.through.objects
_MEASURED = Indicator.outcomes.through.objects
_OF_PRIORITY = Decision.priorities.through.objects
_OF_STREAM = Decision.workstreams.through.objects
STRANDS: tuple[Strand, ...] = (
    Strand("finding", "evidence", Evidence.objects.all, "finding_id", "pk"),
    Strand("finding", "action", Action.objects.standing, "finding_id", "pk"),
    Strand("evidence", "priority", _CITED.all, "evidence_id", "priority_id"),
    Strand("priority", "outcome", Outcome.objects.all, "priority_id", "pk"),
    Strand(
        "priority",
        "workstream",
        WorkstreamPriority.objects.all,
        "priority_id",
        "workstream_id",
    ),
    Strand("outcome", "indicator", _MEASURED.all, "outcome_id", "indicator_id"),
    Strand("workstream", "indicator", Indicator.objects.all, "workstream_id", "pk"),
    # Down to the newest figure alone, up from any.
    Strand(
        "indicator",
        "reading",
        numbers.newest,
        "indicator_id",
        "reading_id",
        Reading.objects.all,
        "pk",
    ),
    Strand(
        "finding", "decision", BoardEvidence.objects.all, "finding_id", "decision_id"
    ),
    Strand("priority", "decision", _OF_PRIORITY.all, "priority_id", "decision_id"),
    Strand("workstream", "decision", _OF_STREAM.all, "workstream_id", "decision_id"),
    Strand("workstream", "ask", Ask.objects.all, "workstream_id", "pk"),
    Strand("decision", "action", Arising.objects.all, "decision_id", "action_id"),
    Strand("outcome", "action", Action.objects.standing, "outcome_id", "pk"),
    Strand("workstream", "action", Action.objects.standing, "workstream_id", "pk"),
    Strand("action", "effect", ExpectedEffect.objects.all, "action_id", "pk"),
    Strand("indicator", "effect", _by_measure, "measure_id", "pk"),
)
