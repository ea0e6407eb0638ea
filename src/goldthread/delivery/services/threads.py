"""How actions answer the golden threads that the board named."""

from datetime import datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.delivery import rules
from goldthread.delivery.models import Action, ActionThread
from goldthread.delivery.services.checks import locked, log
from goldthread.partners.models import Person
from goldthread.strategy.models import Thread


@transaction.atomic
def answer_thread(
    action: Action, thread: Thread, *, text: str, by: Person | None, at: datetime
) -> Action:
    """Say how an action answers a thread; with no words, say that it does not."""
    kept = locked(action)
    if refusal := rules.refusal_to_change(kept, by=by):
        raise rules.Refused(refusal)
    if thread.strategy_id != kept.workstream.strategy_id:
        raise rules.Refused(f"{thread} is a thread of another strategy.")
    found = ActionThread.objects.filter(action=kept, thread=thread).first()
    before, after = found.text if found else "", text.strip()
    if before == after:
        return kept
    if after:
        ActionThread.objects.update_or_create(
            action=kept, thread=thread, defaults={"text": after}
        )
    elif found:
        found.delete()
    log(kept, {"thread": (before, after)}, reason=str(thread), by=by, at=at)
    kept.save(update_fields=["version"])
    record("action.thread_answered", kept, by=by, at=at, detail={"thread": str(thread)})
    return kept
