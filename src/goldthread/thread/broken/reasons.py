"""Breaks in the strategy: evidence, threads not answered, boards that have not agreed."""

from collections.abc import Iterator

from goldthread.strategy.models import (
    Approval,
    Evidence,
    Priority,
    Strategy,
    Thread,
    ThreadStatement,
    Workstream,
    WorkstreamPriority,
)
from goldthread.strategy.rules import (
    refusal_to_decide,
    refusal_to_keep_workstreams,
    refusal_to_write,
)
from goldthread.strategy.services.approvals import chairs
from goldthread.thread.broken.shape import Break, Kind, Mend, Scope
from goldthread.thread.nouns import Reader

READ = "read the strategy"
FOLLOW = Mend("Begin the strategy that follows", "start_strategy")


def _in_text(strategy: Strategy, mend: Mend, reader: Reader) -> Mend:
    """What mends the text of a strategy; one that the boards agreed stands as it is."""
    return (FOLLOW if refusal_to_write(strategy) else mend).by(reader)


def _without_evidence(scope: Scope, reader: Reader) -> Iterator[Break]:
    cited = Evidence.priorities.through.objects.values("priority_id")
    rows = Priority.objects.filter(strategy__in=scope.keys).exclude(pk__in=cited)
    for one in rows.select_related("strategy").order_by("strategy_id", "number"):
        yield Break(
            ("priority", one.pk),
            one.title,
            f"“{one.title}” rests on no evidence: nobody can say why it is a priority.",
            _in_text(
                one.strategy,
                Mend("Cite a finding", "cite_findings", (one.strategy.key,)),
                reader,
            ),
        )


def _without_workstream(scope: Scope, reader: Reader) -> Iterator[Break]:
    worked_on = WorkstreamPriority.objects.filter(
        workstream__closed_on__isnull=True
    ).values("priority_id")
    rows = Priority.objects.filter(strategy__in=scope.keys).exclude(pk__in=worked_on)
    for one in rows.select_related("strategy").order_by("strategy_id", "number"):
        yield Break(
            ("priority", one.pk),
            one.title,
            f"No open workstream stands under “{one.title}”: nobody works on it.",
            Mend("Open a workstream", "open_workstream", (one.strategy.key,)).by(
                reader, refusal_to_keep_workstreams(one.strategy, on=scope.on)
            ),
        )


def _open(scope: Scope) -> list[Workstream]:
    rows = Workstream.objects.filter(
        strategy__in=scope.keys, closed_on__isnull=True
    ).select_related("strategy")
    return list(rows.order_by("strategy_id", "number", "pk"))


def _unanswered(scope: Scope, reader: Reader) -> Iterator[Break]:
    threads = Thread.objects.filter(strategy__in=scope.keys).exclude(name="")
    said = set(
        ThreadStatement.objects.filter(thread__strategy__in=scope.keys).values_list(
            "thread_id", "workstream_id"
        )
    )
    asked = list(threads.order_by("number", "pk"))
    for one in _open(scope):
        for thread in asked:
            if thread.strategy_id != one.strategy_id or (thread.pk, one.pk) in said:
                continue
            yield Break(
                ("workstream", one.pk),
                one.title,
                f"“{one.title}” does not say how it answers the thread “{thread}”.",
                Mend(
                    "Write how it does",
                    "write_statement",
                    (one.strategy.key, thread.number, one.key),
                ).by(reader, refusal_to_keep_workstreams(one.strategy, on=scope.on)),
            )


def _not_theirs(approval: Approval, scope: Scope, reader: Reader) -> str | None:
    """Why this reader may not write down what a body decided; None when they may."""
    if reader.person is None:
        return None
    return refusal_to_decide(
        approval,
        approval.strategy,
        decision=Approval.Decision.AGREED,
        note="",
        decided_on=scope.on,
        today=scope.on,
        known_on=scope.on,
        by=reader.person,
        is_chair=chairs(reader.person, approval.body, on=scope.on),
    )


def _not_agreed(scope: Scope, reader: Reader) -> Iterator[Break]:
    rows = Approval.objects.filter(strategy__in=scope.keys).exclude(decision="agreed")
    for one in rows.select_related("strategy", "workstream", "body").order_by("pk"):
        what = one.workstream or one.strategy
        # A strategy is no knot of its own: its boards stand where its work does.
        at = ("workstream", one.workstream_id) if one.workstream_id else ("", 0)
        stands = "has not agreed to" if one.decision else "has not decided on"
        yield Break(
            at,
            str(what),
            f"{one.body} {stands} “{what}”; every board that is named agrees on its own.",
            Mend(
                "Write down what it decided",
                "record_decision",
                (one.strategy.key, one.pk),
            ).by(reader, _not_theirs(one, scope, reader)),
        )


KINDS = (
    Kind(
        "priority-without-evidence",
        "Priorities without evidence",
        "A priority that rests on nothing cannot be defended, or dropped.",
        READ,
        _without_evidence,
    ),
    Kind(
        "priority-without-work",
        "Priorities that nobody works on",
        "A priority without an open workstream is a wish.",
        READ,
        _without_workstream,
    ),
    Kind(
        "thread-not-answered",
        "Workstreams that do not answer a golden thread",
        "The board named the threads so that every workstream answers each of them.",
        READ,
        _unanswered,
    ),
    Kind(
        "board-without-agreement",
        "Boards that have not agreed",
        "Nothing is agreed before each named board has agreed on its own.",
        READ,
        _not_agreed,
    ),
)
