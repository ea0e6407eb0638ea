"""The look back on a strategy: begun, written claim by claim, issued, frozen."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.governance import rules
from goldthread.governance.models import LookBack, LookBackClaim
from goldthread.governance.papers.look_back import look_back_document
from goldthread.governance.papers.written import frozen
from goldthread.governance.services.writing import check, refuse
from goldthread.partners.models import Person
from goldthread.performance.models import Reading
from goldthread.strategy.models import Priority, Strategy


@dataclass(frozen=True, slots=True)
class ClaimTold:
    """One sentence on a priority, with the reading it rests on or whose story it is."""

    priority: Priority
    kind: str
    text: str
    reading: Reading | None = None
    source: str = ""


@transaction.atomic
def begin_look_back(strategy: Strategy, *, by: Person | None, at: datetime) -> LookBack:
    """Begin the look back on a strategy; begun already, it is that one."""
    refuse(rules.refusal_to_lead_reviews(by))
    Strategy.objects.select_for_update().get(pk=strategy.pk)
    found: LookBack | None = LookBack.objects.filter(strategy=strategy).first()
    if found is not None:
        return found
    look_back = LookBack(strategy=strategy, begun_at=at, begun_by=by)
    check(look_back)
    look_back.save()
    record("look_back.begun", look_back, by=by, at=at)
    return look_back


@transaction.atomic
def claim(
    look_back: LookBack, told: ClaimTold, *, by: Person | None, at: datetime
) -> LookBackClaim:
    """Say what was achieved or not: with the figure that shows it, or as an anecdote."""
    kept = _locked(look_back)
    refuse(rules.refusal_to_lead_reviews(by))
    refuse(
        rules.refusal_of_claim(
            kept,
            text=told.text,
            has_reading=told.reading is not None,
            source=told.source,
        )
    )
    if told.priority.strategy_id != kept.strategy_id:
        raise rules.Refused(f"“{told.priority}” is no priority of “{kept.strategy}”.")
    row = LookBackClaim(
        look_back=kept,
        priority=told.priority,
        kind=told.kind,
        text=told.text.strip(),
        reading=told.reading,
        source=told.source.strip(),
        written_at=at,
        written_by=by,
    )
    check(row)
    row.save()
    rests = f"reading {told.reading.pk}" if told.reading else "anecdote"
    detail = {"priority": told.priority.key, "kind": told.kind, "rests_on": rests}
    record("look_back.claimed", row, by=by, at=at, detail=detail)
    return row


@transaction.atomic
def take_back_claim(row: LookBackClaim, *, by: Person | None, at: datetime) -> None:
    """Take a claim out of a look back that is not issued yet."""
    _locked(row.look_back)
    refuse(rules.refusal_to_lead_reviews(by))
    kept = LookBackClaim.objects.select_related("look_back").get(pk=row.pk)
    refuse(rules.refusal_to_take_back(kept))
    record("look_back.claim_removed", kept, by=by, at=at)
    kept.delete()


@transaction.atomic
def issue_look_back(
    look_back: LookBack, *, on: date, by: Person | None, at: datetime
) -> LookBack:
    """Freeze the look back as it reads now."""
    kept = _locked(look_back)
    refuse(rules.refusal_to_lead_reviews(by))
    said = set(kept.claims.values_list("priority", flat=True))
    priorities = kept.strategy.priorities.order_by("number")
    silent = [each.title for each in priorities if each.pk not in said]
    refuse(rules.refusal_to_issue_look_back(kept, silent=silent))
    kept.state, kept.issued_at, kept.issued_by = LookBack.State.ISSUED, at, by
    kept.document, kept.digest = frozen(look_back_document(kept, on=on))
    check(kept)
    kept.save()
    claims = kept.claims.count()
    anecdotes = kept.claims.filter(reading__isnull=True).count()
    detail = {"digest": kept.digest, "claims": claims, "anecdotes": anecdotes}
    record("look_back.issued", kept, by=by, at=at, detail=detail)
    return kept


def _locked(look_back: LookBack) -> LookBack:
    found: LookBack = (
        LookBack.objects.select_for_update(of=("self",))
        .select_related("strategy")
        .get(pk=look_back.pk)
    )
    return found
