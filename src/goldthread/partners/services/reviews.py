"""The quarterly review of access: opened, answered, and what nobody confirmed lapses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from goldthread.audit.services import record
from goldthread.partners import rules, rules_review
from goldthread.partners.models import (
    AccessReview,
    Appointment,
    Installation,
    Person,
    ReviewedAppointment,
)
from goldthread.partners.policy import policy
from goldthread.partners.services.people import end_held, refuse_to_leave_nobody

Answer = ReviewedAppointment.Answer


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of the answers that somebody sent."""

    kept: int
    ended: int
    late: int  # somebody else had answered meanwhile, or it was over


@transaction.atomic
def open_review(
    *, on: date, by: Person | None, at: datetime, due_on: date | None = None
) -> AccessReview | None:
    """Ask about every appointment older than a month; None where nothing is to be asked.

    One review a quarter: whoever asks again, however often, opens no second one.
    """
    held = Appointment.objects.on(on).filter(
        from_on__lte=on - rules_review.NEW_FOR, person__is_active=True
    )
    keys = list(held.order_by("pk").values_list("pk", flat=True))
    if not keys:
        return None
    due = due_on or on + rules_review.DUE_AFTER
    review, is_new = AccessReview.objects.get_or_create(
        quarter_from=rules_review.quarter_from(on),
        defaults={
            "opened_at": at,
            "due_on": due,
            "lapses_on": due + rules_review.LAPSES_AFTER,
        },
    )
    if not is_new:
        return None
    ReviewedAppointment.objects.bulk_create(
        ReviewedAppointment(review=review, appointment_id=key) for key in keys
    )
    told = {"appointments": len(keys), "due": str(due), "lapses": str(review.lapses_on)}
    record("access.review_opened", review, by=by, at=at, detail=told)
    return review


@transaction.atomic
def answer_review(
    review: AccessReview,
    answers: Mapping[int, str],
    *,
    on: date,
    by: Person,
    at: datetime,
) -> Answered:
    """Confirm or end what people hold: `answers` says "kept" or "ended" line by line.

    What somebody else answered meanwhile stays as they answered it.
    """
    review = AccessReview.objects.select_for_update().get(pk=review.pk)
    if refusal := rules_review.refusal_to_close(review):
        raise rules.Refused(refusal)
    lines = _waiting(review).filter(pk__in=answers)
    done: dict[str, list[str]] = {Answer.KEPT: [], Answer.ENDED: []}
    for line in lines:
        answer = answers[line.pk]
        if not line.appointment.is_true_on(on):
            continue
        _answer(line, answer, on=on, by=by, at=at)
        done[answer].append(str(line.appointment_id))
    if any(done.values()):
        detail = {str(answer.value): done[answer] for answer in done}  # type: ignore[attr-defined]
        record("access.reviewed", review, by=by, at=at, detail=detail)
    _close_when_answered(review, on=on, at=at)
    kept, ended = len(done[Answer.KEPT]), len(done[Answer.ENDED])
    return Answered(kept, ended, len(answers) - kept - ended)


def _answer(
    line: ReviewedAppointment, answer: str, *, on: date, by: Person, at: datetime
) -> None:
    held, found = line.appointment, policy()
    refusal = rules_review.refusal_to_answer(held, by=by, found=found)
    if answer == Answer.ENDED:
        refusal = refusal or rules_review.refusal_to_end_here(held, by=by, found=found)
    if refusal:
        raise rules.Refused(f"{held.person}: {refusal}")
    if answer == Answer.ENDED:
        refuse_to_leave_nobody(held.person, [held], on=on)
        end_held(held, on=on, by=by, at=at)
    line.answer, line.answered_by, line.answered_at = answer, by, at
    line.save(update_fields=["answer", "answered_by", "answered_at"])


@transaction.atomic
def lapse_review(
    review: AccessReview, *, on: date, by: Person | None, at: datetime
) -> list[ReviewedAppointment]:
    """End what nobody confirmed by the last day, and close the review; what lapsed.

    The last one who can bring people in stays: a partnership must not lock itself out.
    Where every figure is invented nothing lapses, so that a demonstration stays usable.
    """
    review = AccessReview.objects.select_for_update().get(pk=review.pk)
    if review.closed_at is not None or on < review.lapses_on:
        return []
    lapsed: list[ReviewedAppointment] = []
    stay: list[ReviewedAppointment] = []
    if not Installation.objects.filter(is_demonstration=True).exists():
        for line in _waiting(review):
            if not line.appointment.is_true_on(on):
                continue
            (lapsed if _lapse(line, on=on, at=at) else stay).append(line)
    told = {
        "ended": [str(line.appointment_id) for line in lapsed],
        "nobody else could bring people in": [str(one.appointment_id) for one in stay],
    }
    if lapsed or stay:
        record("access.lapsed", review, by=by, at=at, detail=told)
    _close(review, on=on, at=at)
    return lapsed


def _lapse(line: ReviewedAppointment, *, on: date, at: datetime) -> bool:
    try:
        refuse_to_leave_nobody(line.appointment.person, [line.appointment], on=on)
    except rules.Refused:
        return False
    end_held(line.appointment, on=on, by=None, at=at)
    line.answer = Answer.LAPSED
    line.save(update_fields=["answer"])
    return True


def _waiting(review: AccessReview) -> QuerySet[ReviewedAppointment]:
    # The rows that change, and no outer joins: PostgreSQL locks none.
    found: QuerySet[ReviewedAppointment] = (
        ReviewedAppointment.objects.select_for_update(of=("self", "appointment"))
        .filter(review=review, answer="")
        .select_related("appointment__person", "appointment__agency")
        .order_by("pk")
    )
    return found


def _close_when_answered(review: AccessReview, *, on: date, at: datetime) -> None:
    """Close a review in which nothing that still runs waits for an answer."""
    waiting = ReviewedAppointment.objects.filter(review=review, answer="")
    running = Appointment.objects.on(on).filter(person__is_active=True)
    if not waiting.filter(appointment__in=running).exists():
        _close(review, on=on, at=at)


def _close(review: AccessReview, *, on: date, at: datetime) -> None:
    running = Appointment.objects.on(on).filter(person__is_active=True)
    ReviewedAppointment.objects.filter(review=review, answer="").exclude(
        appointment__in=running
    ).update(answer=Answer.OVER)
    review.closed_at = at
    review.save(update_fields=["closed_at"])
    told = {
        str(answer.label): ReviewedAppointment.objects.filter(
            review=review, answer=answer
        ).count()
        for answer in Answer
    }
    record("access.review_closed", review, by=None, at=at, detail=told)
