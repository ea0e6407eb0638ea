"""The golden threads, which the board names itself, and how workstreams answer them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from goldthread.core.uk_time import local_day
from goldthread.notes.editing import OVERTAKEN, Overtaken
from goldthread.partners.models import Person
from goldthread.strategy import rules
from goldthread.strategy.models import Strategy, Thread, ThreadStatement, Workstream
from goldthread.strategy.services.writing import (
    By,
    differing,
    forget,
    keep,
    locked,
    refuse,
    tell,
    writable,
)


@transaction.atomic
def add_thread(
    strategy: Strategy, *, name: str = "", meaning: str = "", by: By, at: datetime
) -> Thread:
    """Make room for a thread; in a draft it may stand without a name (Z10)."""
    kept = writable(strategy)
    most = kept.threads.aggregate(most=Max("number"))["most"] or 0
    thread = keep(
        Thread(
            strategy=kept, number=most + 1, name=name.strip(), meaning=meaning.strip()
        )
    )
    tell("thread.added", thread, kept, by=by, at=at)
    return thread


@transaction.atomic
def name_thread(
    thread: Thread, *, name: str, meaning: str = "", by: By, at: datetime
) -> Thread:
    """Give a thread its name and what it means, as the board decided."""
    strategy = writable(thread.strategy)
    kept = Thread.objects.get(pk=thread.pk)
    detail = differing(kept, {"name": name.strip(), "meaning": meaning.strip()})
    keep(kept)
    tell("thread.named", kept, strategy, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def remove_thread(thread: Thread, *, by: By, at: datetime) -> None:
    """Take a thread out of a draft, with what workstreams said to it."""
    strategy = writable(thread.strategy)
    kept = Thread.objects.get(pk=thread.pk)
    tell("thread.removed", kept, strategy, by=by, at=at)
    forget(kept)


@transaction.atomic
def write_statement(
    thread: Thread,
    workstream: Workstream,
    *,
    text: str,
    seen: str | None = None,
    by: By,
    at: datetime,
) -> ThreadStatement | None:
    """Say how a workstream answers a thread; no words take the statement back.

    `seen` is what stood there when its writer looked; other words are not overwritten.
    """
    strategy = locked(workstream.strategy)
    refuse(rules.refusal_to_keep_workstreams(strategy, on=local_day(at)))
    refuse(rules.refusal_to_answer(thread, workstream))
    stood = ThreadStatement.objects.filter(thread=thread, workstream=workstream).first()
    if seen is not None and seen != (stood.text if stood else ""):
        raise Overtaken(OVERTAKEN)
    detail = {
        "thread": str(thread),
        "before": {"text": stood.text if stood else ""},
        "after": {"text": text.strip()},
    }
    tell("workstream.answers_thread", workstream, strategy, by=by, at=at, detail=detail)
    if not text.strip():
        if stood:
            stood.delete()
        return None
    said = stood or ThreadStatement(thread=thread, workstream=workstream)
    said.text, said.written_at = text.strip(), at
    said.written_by = by if isinstance(by, Person) else None
    return keep(said)
