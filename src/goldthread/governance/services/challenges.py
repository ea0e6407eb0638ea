"""Questions that members put, the answers, and whether they satisfied (C47)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery.models import Action
from goldthread.governance import rules
from goldthread.governance.models import AgendaItem, Challenge, Meeting
from goldthread.governance.services.writing import (
    check,
    next_reference,
    refuse,
    runs,
)
from goldthread.partners.models import Body, Holding, Person
from goldthread.strategy.models import Workstream


@dataclass(frozen=True, slots=True)
class ChallengeTold:
    """What is asked, about what, of whom."""

    question: str
    asked_on: date
    asked_by: Person | None = None  # where somebody else writes it down
    asked_of: Person | None = None
    due_on: date | None = None
    workstream: Workstream | None = None
    action: Action | None = None
    meeting: Meeting | None = None
    item: AgendaItem | None = None


@transaction.atomic
def put_challenge(
    body: Body, told: ChallengeTold, *, by: Person | None, at: datetime
) -> Challenge:
    """Put a challenge to a board; whoever runs it may write down what somebody asked."""
    sits = by is not None and sits_on(body, by, on=local_day(at))
    refuse(rules.refusal_to_challenge(body, by=by, sits=sits))
    for_another = told.asked_by is not None and told.asked_by != by
    if for_another and not runs(body, by, at=at):
        raise rules.Refused(
            "You put your own challenges; the chair writes down others'."
        )
    challenge = Challenge(
        reference=next_reference("H"),
        body=body,
        meeting=told.meeting or (told.item.meeting if told.item else None),
        item=told.item,
        question=told.question.strip(),
        workstream=told.workstream,
        action=told.action,
        asked_by=told.asked_by or by,
        asked_on=told.asked_on,
        asked_of=told.asked_of,
        due_on=told.due_on,
        recorded_at=at,
    )
    check(challenge)
    challenge.save()
    detail = {"of": str(told.asked_of or "")}
    record("challenge.put", challenge, by=by, at=at, detail=detail)
    return challenge


@transaction.atomic
def answer_challenge(
    challenge: Challenge, *, answer: str, on: date, by: Person | None, at: datetime
) -> Challenge:
    """Answer a challenge; a new answer is judged anew."""
    kept = _locked(challenge)
    refuse(
        rules.refusal_to_answer(
            kept, by=by, runs=runs(kept.body, by, at=at), answer=answer
        )
    )
    kept.answer, kept.answered_on, kept.answered_by = answer.strip(), on, by
    kept.satisfied, kept.judged_on, kept.remark = None, None, ""
    check(kept)
    kept.save()
    record("challenge.answered", kept, by=by, at=at, detail={"on": str(on)})
    return kept


@transaction.atomic
def judge_answer(
    challenge: Challenge,
    *,
    satisfied: bool,
    remark: str = "",
    on: date,
    by: Person | None,
    at: datetime,
) -> Challenge:
    """Say whether an answer satisfied, and what is missing where it did not."""
    kept = _locked(challenge)
    refuse(
        rules.refusal_to_judge(
            kept,
            by=by,
            runs=runs(kept.body, by, at=at),
            satisfied=satisfied,
            remark=remark,
        )
    )
    kept.satisfied, kept.judged_on, kept.remark = satisfied, on, remark.strip()
    check(kept)
    kept.save()
    detail = {"satisfied": satisfied}
    record("challenge.judged", kept, by=by, at=at, detail=detail)
    return kept


def sits_on(body: Body, person: Person, *, on: date) -> bool:
    """Whether somebody holds a seat at this table on that day, or deputises."""
    held = Holding.objects.on(on).filter(person=person, seat__body=body)
    return bool(held.exists())


def _locked(challenge: Challenge) -> Challenge:
    found: Challenge = (
        Challenge.objects.select_for_update(of=("self",))
        .select_related("body", "asked_of", "item")
        .get(pk=challenge.pk)
    )
    return found
