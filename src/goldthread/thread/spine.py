"""The thread itself: its nouns in their order, and the strands between them.

One more noun is one entry in NOUNS and one in STRANDS for every table that joins it to
another. The order is the law of the walk: a strand leads from an earlier noun to a later.
"""

from goldthread.delivery.models import Action, ExpectedEffect
from goldthread.strategy.models import (
    Evidence,
    Outcome,
    WorkstreamPriority,
)
from goldthread.thread.nouns import Noun, Strand
from goldthread.thread.told import plan, reasons

NOUNS: tuple[Noun, ...] = (
    reasons.FINDING,
    reasons.EVIDENCE,
    reasons.PRIORITY,
    reasons.OUTCOME,
    reasons.WORKSTREAM,
    plan.ACTION,
    plan.EFFECT,
)

_CITED = Evidence.priorities.through.objects
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
    Strand("outcome", "action", Action.objects.standing, "outcome_id", "pk"),
    Strand("workstream", "action", Action.objects.standing, "workstream_id", "pk"),
    Strand("action", "effect", ExpectedEffect.objects.all, "action_id", "pk"),
)
