"""Scrutiny, the yearly duties, and section 17 checks: recorded, counted, answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery.models import Action
from goldthread.governance import rules
from goldthread.governance.models import (
    Decision,
    DutyDone,
    LocalDuty,
    Meeting,
    PublicPresence,
    ScrutinyRequest,
    Section17Check,
)
from goldthread.governance.services.clocks import due_after
from goldthread.governance.services.writing import check, next_reference, refuse
from goldthread.partners.models import Agency, Person


@transaction.atomic
def record_scrutiny(
    *,
    committee: str,
    kind: str,
    asked: str,
    received_on: date,
    wanted_by: date | None = None,
    names_people: bool = False,
    names_because: str = "",
    by: Person | None,
    at: datetime,
) -> ScrutinyRequest:
    """Write down what scrutiny asked for; its day follows from the law or the clock."""
    refuse(rules.refusal_to_keep_duties(by))
    by_clock = due_after(f"scrutiny {kind}", received_on)
    due_on = by_clock
    if wanted_by is not None:  # the committee's own day, but never later than the law's
        due_on = min(wanted_by, by_clock) if kind == "report" else wanted_by
    request = ScrutinyRequest(
        reference=next_reference("S"),
        committee=committee.strip(),
        kind=kind,
        asked=asked.strip(),
        received_on=received_on,
        due_on=due_on,
        names_people=names_people,
        names_because=names_because.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    check(request)
    request.save()
    detail = {"kind": kind, "due": str(due_on)}
    record("scrutiny.asked", request, by=by, at=at, detail=detail)
    return request


@transaction.atomic
def answer_scrutiny(
    request: ScrutinyRequest,
    *,
    reply: str,
    on: date,
    left_out_because: str = "",
    action: Action | None = None,
    by: Person | None,
    at: datetime,
) -> ScrutinyRequest:
    """Answer scrutiny; a recommendation may have become an action."""
    kept = ScrutinyRequest.objects.select_for_update().get(pk=request.pk)
    refuse(rules.refusal_to_keep_duties(by))
    refuse(
        rules.refusal_to_answer_scrutiny(kept, reply=reply, on=on, today=local_day(at))
    )
    kept.reply, kept.replied_on, kept.replied_by = reply.strip(), on, by
    kept.left_out_because, kept.action = left_out_because.strip(), action
    check(kept)
    kept.save()
    detail = {"on": str(on), "due": str(kept.due_on)}
    record("scrutiny.answered", kept, by=by, at=at, detail=detail)
    answered: ScrutinyRequest = kept
    return answered


@transaction.atomic
def record_duty(
    kind: str,
    *,
    on: date,
    words: str,
    duty: LocalDuty | None = None,
    meeting: Meeting | None = None,
    presences: Sequence[tuple[Agency, str]] = (),
    by: Person | None,
    at: datetime,
) -> DutyDone:
    """Write down that a yearly duty was done; of a public meeting, who came for whom."""
    refuse(rules.refusal_to_keep_duties(by))
    refuse(rules.refusal_of_duty(kind, on=on, today=local_day(at), came=len(presences)))
    done = DutyDone(
        kind=kind,
        duty=duty,
        on=on,
        words=words.strip(),
        meeting=meeting,
        recorded_by=by,
        recorded_at=at,
    )
    check(done)
    done.save()
    for agency, seniority in presences:
        presence = PublicPresence(duty=done, agency=agency, seniority=seniority.strip())
        check(presence)
        presence.save()
    detail = {"on": str(on), "authorities": len(presences)}
    record("duty.done", done, by=by, at=at, detail=detail)
    return done


@transaction.atomic
def set_local_duty(
    title: str,
    *,
    words: str,
    month: int,
    ended_on: date | None = None,
    duty: LocalDuty | None = None,
    by: Person | None,
    at: datetime,
) -> LocalDuty:
    """Say that something is owed here once a year, or change what was said of it."""
    refuse(rules.refusal_to_keep_duties(by))
    refuse(rules.refusal_of_local_duty(title, words=words, month=month))
    kept = LocalDuty()
    if duty is not None:
        kept = LocalDuty.objects.select_for_update().get(pk=duty.pk)
    before = f"{kept.title}, month {kept.month}" if kept.pk else ""
    kept.title, kept.words, kept.month = title.strip(), words.strip(), month
    kept.ended_on, kept.set_by, kept.set_at = ended_on, by, at
    check(kept)
    kept.save()
    after = f"{kept.title}, month {kept.month}"
    detail = {"before": before, "after": after, "ended": str(ended_on or "")}
    record("duty.set", kept, by=by, at=at, detail=detail)
    return kept


@dataclass(frozen=True, slots=True)
class CheckTold:
    """What a section 17 check says, head by head."""

    subject: str
    crime: str
    substance: str
    reoffending: str
    violence: str
    reasons: str
    mitigation: str = ""
    decision: Decision | None = None
    agency: Agency | None = None
    owner: Person | None = None
    follow_up_on: date | None = None


@transaction.atomic
def check_section_17(
    told: CheckTold, *, on: date, by: Person | None, at: datetime
) -> Section17Check:
    """Say what a decision does to crime and disorder, under the law's four heads."""
    refuse(rules.refusal_to_keep_duties(by))
    effects = [told.crime, told.substance, told.reoffending, told.violence]
    refuse(rules.refusal_of_check(effects, mitigation=told.mitigation))
    row = Section17Check(
        reference=next_reference("C"),
        subject=told.subject.strip(),
        decision=told.decision,
        agency=told.agency,
        crime=told.crime,
        substance=told.substance,
        reoffending=told.reoffending,
        violence=told.violence,
        reasons=told.reasons.strip(),
        mitigation=told.mitigation.strip(),
        owner=told.owner,
        follow_up_on=told.follow_up_on,
        checked_on=on,
        checked_by=by,
    )
    check(row)
    row.save()
    heads = {head: getattr(row, head) for head in Section17Check.HEADS}
    record("section17.checked", row, by=by, at=at, detail=heads)
    return row


@transaction.atomic
def follow_up_section_17(
    row: Section17Check, *, words: str, on: date, by: Person | None, at: datetime
) -> Section17Check:
    """Say whether it came as the check said."""
    kept = Section17Check.objects.select_for_update().get(pk=row.pk)
    refuse(rules.refusal_to_keep_duties(by))
    if not words.strip():
        raise rules.Refused("Say in a sentence what came of it.")
    kept.followed_up, kept.followed_up_on = words.strip(), on
    check(kept)
    kept.save()
    record("section17.followed_up", kept, by=by, at=at, detail={"on": str(on)})
    followed: Section17Check = kept
    return followed
