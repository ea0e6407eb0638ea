"""Why: findings, evidence, priorities, outcomes, workstreams."""

from typing import Any

from django.db.models import QuerySet

from goldthread.assessment.models import Assessment, Finding
from goldthread.strategy.models import Evidence, Outcome, Priority, Workstream
from goldthread.thread.nouns import Knot, Noun, Reader
from goldthread.web.kit import Status
from goldthread.web.templatetags.kit import day

READ = "read the strategy"


def _findings(reader: Reader) -> QuerySet[Finding]:
    rows = Finding.objects.all()
    if reader.may("read assessments"):
        return rows
    return rows.filter(assessment__state=Assessment.State.PUBLISHED)


def _finding(row: Any) -> Knot:
    reference = f"A{row.assessment_id}-{row.ref}"
    return Knot(
        "finding",
        row.pk,
        "Finding",
        reference,
        row.heading,
        "finding",
        (
            row.assessment_id,
            row.ref,
        ),
        notes=(f"{row.assessment__area_name}, {row.assessment__period_label}",),
    )


def _finding_named(reference: str) -> dict[str, Any] | None:
    key, _, ref = reference.partition("-")
    if key[:1].upper() != "A" or not key[1:].isdigit() or not ref:
        return None
    return {"assessment_id": int(key[1:]), "ref": ref}


FINDING = Noun(
    "finding",
    "Finding",
    "Findings",
    _findings,
    (
        "pk",
        "ref",
        "heading",
        "assessment_id",
        "assessment__area_name",
        "assessment__period_label",
    ),
    _finding,
    _finding_named,
)


def _of_strategies(rows: QuerySet[Any], path: str, reader: Reader) -> QuerySet[Any]:
    """What stands in a strategy: all of it, or what was published for everybody."""
    if reader.may(READ):
        return rows
    return rows.filter(**{f"{path}__published_at__isnull": False})


def _numbered(path: str) -> "Any":
    """Finds "2026/3": the strategy's key and a number in it."""

    def named(reference: str) -> dict[str, Any] | None:
        key, _, number = reference.rpartition("/")
        if not key or not number.isdigit():
            return None
        return {path: key, "number": int(number)}

    return named


def _keyed(reference: str) -> dict[str, Any] | None:
    """Finds "2026/violence"; a bare "violence" is looked for in every strategy."""
    strategy, _, key = reference.rpartition("/")
    return {"key": key, **({"strategy__key": strategy} if strategy else {})}


def _evidence(row: Any) -> Knot:
    strategy = row.strategy__key
    source = f"{row.source}, {row.strength}" if row.source else ""
    return Knot(
        "evidence",
        row.pk,
        "Evidence",
        f"{strategy}/{row.number}",
        row.text,
        "change_evidence",
        (
            strategy,
            row.number,
        ),
        notes=(source,) if source else (),
    )


EVIDENCE = Noun(
    "evidence",
    "Evidence",
    "Evidence",
    lambda reader: _of_strategies(Evidence.objects.all(), "strategy", reader),
    ("pk", "number", "text", "source", "strength", "strategy__key"),
    _evidence,
    _numbered("strategy__key"),
)


def _priority(row: Any) -> Knot:
    return Knot(
        "priority",
        row.pk,
        "Priority",
        f"{row.strategy__key}/{row.key}",
        row.title,
        "strategy_priority",
        (
            row.strategy__key,
            row.key,
        ),
        notes=(row.strategy__title,),
    )


PRIORITY = Noun(
    "priority",
    "Priority",
    "Priorities",
    lambda reader: _of_strategies(Priority.objects.all(), "strategy", reader),
    ("pk", "key", "title", "strategy__key", "strategy__title"),
    _priority,
    _keyed,
)


def _outcome(row: Any) -> Knot:
    strategy, priority = row.priority__strategy__key, row.priority__key
    return Knot(
        "outcome",
        row.pk,
        "Outcome",
        f"{strategy}/{priority}/{row.number}",
        row.text,
        "strategy_priority",
        (
            strategy,
            priority,
        ),
    )


def _outcome_named(reference: str) -> dict[str, Any] | None:
    *rest, number = reference.split("/")
    if len(rest) != 2 or not number.isdigit():
        return None
    return {
        "priority__strategy__key": rest[0],
        "priority__key": rest[1],
        "number": int(number),
    }


OUTCOME = Noun(
    "outcome",
    "Outcome",
    "Outcomes",
    lambda reader: _of_strategies(Outcome.objects.all(), "priority__strategy", reader),
    ("pk", "number", "text", "priority__key", "priority__strategy__key"),
    _outcome,
    _outcome_named,
)


def _workstream(row: Any) -> Knot:
    closed = Status(f"Closed {day(row.closed_on)}", "quiet") if row.closed_on else None
    led = row.lead_agency__name
    return Knot(
        "workstream",
        row.pk,
        "Workstream",
        f"{row.strategy__key}/{row.key}",
        row.title,
        "strategy_workstream",
        (
            row.strategy__key,
            row.key,
        ),
        closed,
        (f"led by {led}",) if led else (),
    )


WORKSTREAM = Noun(
    "workstream",
    "Workstream",
    "Workstreams",
    lambda reader: _of_strategies(Workstream.objects.all(), "strategy", reader),
    ("pk", "key", "title", "closed_on", "lead_agency__name", "strategy__key"),
    _workstream,
    _keyed,
)
