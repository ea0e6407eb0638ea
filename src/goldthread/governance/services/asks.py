"""What a board asks of partners and outside bodies, and what they answer."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.governance import rules
from goldthread.governance.models import AgendaItem, Ask, Meeting
from goldthread.governance.services.writing import (
    check,
    next_reference,
    refuse,
    refuse_unless_runs,
    runs,
)
from goldthread.partners.models import Agency, Body, Person
from goldthread.strategy.models import Workstream


@dataclass(frozen=True, slots=True)
class AskTold:
    """What is asked of whom, by when."""

    words: str
    asked_on: date
    due_on: date
    agency: Agency | None = None
    outside: str = ""
    why: str = ""
    workstream: Workstream | None = None
    meeting: Meeting | None = None
    item: AgendaItem | None = None


@transaction.atomic
def make_ask(body: Body, told: AskTold, *, by: Person | None, at: datetime) -> Ask:
    """Write down what a board asks of a partner or of somebody outside."""
    refuse_unless_runs(body, by, at=at, what="asks for the board")
    ask = Ask(
        reference=next_reference("Q"),
        body=body,
        meeting=told.meeting or (told.item.meeting if told.item else None),
        item=told.item,
        agency=told.agency,
        outside=told.outside.strip(),
        words=told.words.strip(),
        why=told.why.strip(),
        workstream=told.workstream,
        asked_on=told.asked_on,
        due_on=told.due_on,
        asked_by=by,
        recorded_at=at,
    )
    check(ask)
    ask.save()
    detail = {"of": ask.asked_of, "due": str(ask.due_on)}
    record("ask.made", ask, by=by, at=at, detail=detail)
    return ask


@transaction.atomic
def reply_to_ask(
    ask: Ask,
    *,
    answer: str,
    reply: str,
    on: date,
    answered_by: str = "",
    by: Person | None,
    at: datetime,
) -> Ask:
    """Answer for one's own agency, or write down what somebody else answered and when."""
    kept = _locked(ask)
    refuse(rules.refusal_to_reply(kept, by=by, runs=runs(kept.body, by, at=at)))
    refuse(rules.refusal_of_reply(answer, reply))
    refuse(rules.refusal_of_reply_day(kept, on=on, today=local_day(at)))
    kept.answered_by = answered_by.strip()
    before = kept.answer
    kept.answer, kept.reply = answer, reply.strip()
    kept.replied_on, kept.replied_by = on, by
    kept.state = Ask.State.REPLIED
    check(kept)
    kept.save()
    detail = {"before": before, "after": answer}
    record("ask.replied", kept, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def close_ask(
    ask: Ask,
    *,
    result: str,
    pounds: Decimal | None = None,
    fits_need: str = "",
    on: date,
    by: Person | None,
    at: datetime,
) -> Ask:
    """Say what came of an ask, and what money followed it."""
    kept = _locked(ask)
    refuse_unless_runs(kept.body, by, at=at, what="says what came of its asks")
    refuse(rules.refusal_to_close_ask(kept, result=result))
    kept.result, kept.pounds, kept.fits_need = result.strip(), pounds, fits_need.strip()
    return _end(kept, Ask.State.CLOSED, "ask.closed", on=on, by=by, at=at)


@transaction.atomic
def withdraw_ask(
    ask: Ask, *, because: str, on: date, by: Person | None, at: datetime
) -> Ask:
    """The board asks no longer, and says why."""
    kept = _locked(ask)
    refuse_unless_runs(kept.body, by, at=at, what="withdraws its asks")
    refuse(rules.refusal_to_withdraw_ask(kept, because=because))
    kept.result = because.strip()
    return _end(kept, Ask.State.WITHDRAWN, "ask.withdrawn", on=on, by=by, at=at)


def _end(
    ask: Ask, state: Ask.State, verb: str, *, on: date, by: Person | None, at: datetime
) -> Ask:
    ask.state, ask.closed_on = state, on
    check(ask)
    ask.save()
    record(verb, ask, by=by, at=at, detail={"on": str(on)})
    return ask


def _locked(ask: Ask) -> Ask:
    found: Ask = (
        Ask.objects.select_for_update(of=("self",))
        .select_related("body", "agency", "item")
        .get(pk=ask.pk)
    )
    return found
