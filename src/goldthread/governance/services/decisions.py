"""What a board decides, in a meeting or between two, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from goldthread.assessment.models import Finding
from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery.models import Action
from goldthread.governance import rules
from goldthread.governance.models import (
    AgendaItem,
    Consent,
    Decision,
    Evidence,
    Meeting,
)
from goldthread.governance.services.presence import is_quorate
from goldthread.governance.services.publishing import freeze, locked_decision
from goldthread.governance.services.writing import (
    check,
    locked_meeting,
    next_reference,
    one_act,
    refuse,
    refuse_unless_runs,
)
from goldthread.partners.models import Body, Person, Seat
from goldthread.strategy import services as strategy
from goldthread.strategy.models import Approval, Priority, Workstream


@dataclass(frozen=True, slots=True)
class Told:
    """What a board had before it: one of the three."""

    words: str = ""
    finding: Finding | None = None
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """What is told of a decision."""

    kind: str
    title: str
    reasons: str
    evidence: Sequence[Told] = ()
    effect: str = ""
    effect_by: date | None = None
    expects_nothing: bool = False
    votes: tuple[int, int, int] | None = None  # for, against, abstained
    referred_to: Body | None = None
    deferred_to: date | None = None
    is_public: bool = False
    workstreams: Sequence[Workstream] = ()
    priorities: Sequence[Priority] = ()
    approval: Approval | None = None  # of a workstream or a strategy, where it is one


@transaction.atomic
def take_decision(
    item: AgendaItem, told: DecisionTold, *, by: Person, at: datetime
) -> Decision:
    """Write down what a meeting decided on an item.

    A deferred item comes back: it stands on the forward plan for its day. Where the
    decision agrees to a strategy or to a workstream, that agreement is given with it.
    """
    meeting = locked_meeting(item.meeting)
    refuse_unless_runs(
        meeting.body, by, at=at, what="writes down what the board decided"
    )
    refuse(
        rules.refusal_to_decide(meeting, quorate=is_quorate(meeting), kind=told.kind)
    )
    decision = Decision(
        body=meeting.body, meeting=meeting, item=item, decided_on=meeting.held_on
    )
    with one_act():
        _keep(decision, told, by=by, at=at)
        if told.approval is not None:
            _agree(told.approval, decision, by=by, at=at)
        if decision.deferred_to is not None:
            _bring_back(item, decision)
    return decision


@transaction.atomic
def decide_between_meetings(
    body: Body,
    told: DecisionTold,
    *,
    urgency: str,
    decided_on: date,
    answers: Sequence[tuple[Seat, str]],
    by: Person,
    at: datetime,
) -> Decision:
    """Write down what a board agreed between two meetings, seat by seat (G10).

    It stands until the next meeting hears of it; see `report_decision`.
    """
    refuse_unless_runs(body, by, at=at, what="asks the board between meetings")
    if decided_on > local_day(at):
        raise rules.Refused("A decision is written down once it is taken.")
    voting = [answer for seat, answer in answers if seat.votes]
    refuse(rules.refusal_of_consents(voting, seats=len(voting), quorum=body.quorum))
    decision = Decision(body=body, decided_on=decided_on, urgency=urgency.strip())
    with one_act():
        _keep(decision, told, by=by, at=at)
    for seat, answer in answers:
        consent = Consent(decision=decision, seat=seat, answer=answer)
        check(consent)
        consent.save()
    return decision


@transaction.atomic
def report_decision(
    decision: Decision, meeting: Meeting, *, by: Person | None, at: datetime
) -> Decision:
    """Tell a meeting of a decision that was taken between meetings."""
    kept = locked_decision(decision)
    refuse_unless_runs(kept.body, by, at=at, what="reports what was decided")
    refuse(rules.refusal_to_report_to(kept, meeting))
    kept.reported_to = meeting
    check(kept)
    kept.save(update_fields=["reported_to"])
    detail = {"to": str(meeting)}
    record("decision.reported", kept, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def say_what_came(
    decision: Decision, *, words: str, on: date, by: Person | None, at: datetime
) -> Decision:
    """Say what came of a decision; said again, it says how it stands by then."""
    kept = locked_decision(decision)
    refuse_unless_runs(
        kept.body, by, at=at, what="says what came of the board's decisions"
    )
    refuse(rules.refusal_to_say_what_came(kept, words=words))
    before = str(kept.followed_up_on or "")
    kept.outcome, kept.followed_up_on, kept.followed_up_by = words.strip(), on, by
    check(kept)
    kept.save(update_fields=["outcome", "followed_up_on", "followed_up_by"])
    detail = {"before": before, "after": str(on)}
    record("decision.followed_up", kept, by=by, at=at, detail=detail)
    return kept


def _keep(decision: Decision, told: DecisionTold, *, by: Person, at: datetime) -> None:
    refuse(
        rules.refusal_of_decision(
            kind=told.kind,
            reasons=told.reasons,
            evidence=len(told.evidence),
            effect=told.effect,
            effect_by=told.effect_by,
            expects_nothing=told.expects_nothing,
            referred_to=told.referred_to,
            deferred_to=told.deferred_to,
            decided_on=decision.decided_on,
        )
    )
    decision.reference = next_reference("D")
    decision.kind, decision.title = told.kind, told.title.strip()
    decision.reasons, decision.effect = told.reasons.strip(), told.effect.strip()
    decision.effect_by = told.effect_by
    decision.expects_nothing = told.expects_nothing
    decision.referred_to, decision.deferred_to = told.referred_to, told.deferred_to
    decision.approval = told.approval
    if told.votes is not None:
        decision.votes_for, decision.votes_against, decision.abstained = told.votes
    decision.recorded_by, decision.recorded_at = by, at
    check(decision)
    decision.save()
    decision.workstreams.set(told.workstreams)
    decision.priorities.set(told.priorities)
    for one in told.evidence:
        row = Evidence(
            decision=decision,
            finding=one.finding,
            action=one.action,
            words=one.words.strip(),
        )
        check(row)
        row.save()
    detail = {"kind": decision.kind, "evidence": len(told.evidence)}
    record("decision.taken", decision, by=by, at=at, detail=detail)
    if told.is_public:
        freeze(decision, by=by, at=at)


def _agree(approval: Approval, decision: Decision, *, by: Person, at: datetime) -> None:
    """The named board's own answer, given by this decision and by no other's (Z9)."""
    if approval.body_id != decision.body_id:
        raise rules.Refused(
            f"{approval.body} agrees for itself. This is a meeting of {decision.body}."
        )
    answers = {Decision.Kind.APPROVE: "agreed", Decision.Kind.REFUSE: "refused"}
    if decision.kind not in answers:
        raise rules.Refused(
            "A board that is asked to agree approves or does not; to think it over, defer it without naming the agreement."
        )
    strategy.record_decision(
        approval,
        decision=answers[Decision.Kind(decision.kind)],
        decided_on=decision.decided_on,
        note=f"{decision.reference}: {decision.reasons}",
        by=by,
        at=at,
    )


def _bring_back(item: AgendaItem, decision: Decision) -> None:
    assert decision.deferred_to is not None
    title = "A restricted item, deferred" if item.is_restricted else item.title
    decision.body.forward_items.create(
        title=title,
        purpose=item.purpose,
        due_on=decision.deferred_to,
        owner=item.presenter,
        decision=decision,
    )
