"""Planning a meeting, sending its agenda, holding it, agreeing its minutes."""

from datetime import date, datetime, time

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.governance import rules
from goldthread.governance.models import Attendance, ForwardItem, Meeting
from goldthread.governance.services.writing import (
    check,
    locked_meeting,
    refuse,
    refuse_unless_runs,
)
from goldthread.partners.models import Body, Person


@transaction.atomic
def plan_meeting(
    body: Body,
    *,
    held_on: date,
    starts_at: time | None = None,
    place: str = "",
    kind: str = Meeting.Kind.ORDINARY,
    by: Person | None,
    at: datetime,
) -> Meeting:
    """Plan a meeting; what stands on every agenda of the body goes on it at once."""
    refuse_unless_runs(body, by, at=at, what="plans its meetings")
    already = Meeting.objects.standing().of(body).filter(held_on=held_on).exists()
    refuse(rules.refusal_to_meet(body, held_on, on=local_day(at), already=already))
    meeting = Meeting(
        body=body, held_on=held_on, starts_at=starts_at, place=place.strip(), kind=kind
    )
    check(meeting)
    meeting.save()
    for number, stands in enumerate(body.standing_items.order_by("number"), start=1):
        meeting.items.create(number=number, title=stands.title, purpose=stands.purpose)
    record("meeting.planned", meeting, by=by, at=at)
    return meeting


@transaction.atomic
def change_meeting(
    meeting: Meeting,
    *,
    held_on: date,
    starts_at: time | None,
    place: str,
    kind: str,
    by: Person | None,
    at: datetime,
) -> Meeting:
    """Move a meeting that is still to come, or say where it is."""
    kept = locked_meeting(meeting)
    refuse_unless_runs(kept.body, by, at=at, what="changes its meetings")
    refuse(rules.refusal_to_change_meeting(kept))
    others = Meeting.objects.standing().of(kept.body).exclude(pk=kept.pk)
    already = others.filter(held_on=held_on).exists()
    refuse(rules.refusal_to_meet(kept.body, held_on, on=local_day(at), already=already))
    before = {"on": str(kept.held_on), "place": kept.place}
    kept.held_on, kept.starts_at = held_on, starts_at
    kept.place, kept.kind = place.strip(), kind
    check(kept)
    kept.save()
    after = {"on": str(kept.held_on), "place": kept.place}
    detail = {"before": before, "after": after}
    record("meeting.changed", kept, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def call_meeting(meeting: Meeting, *, by: Person | None, at: datetime) -> Meeting:
    """Send the agenda: from now on its numbers stand."""
    kept = locked_meeting(meeting)
    refuse_unless_runs(kept.body, by, at=at, what="sends its agenda")
    refuse(rules.refusal_to_call(kept, items=kept.items.count(), on=local_day(at)))
    kept.state, kept.called_at, kept.called_by = Meeting.State.CALLED, at, by
    kept.save(update_fields=["state", "called_at", "called_by"])
    record("meeting.called", kept, by=by, at=at)
    return kept


@transaction.atomic
def cancel_meeting(
    meeting: Meeting, *, because: str, by: Person | None, at: datetime
) -> Meeting:
    """Cancel a meeting with the reason; what was planned for it waits again."""
    kept = locked_meeting(meeting)
    refuse_unless_runs(kept.body, by, at=at, what="cancels its meetings")
    refuse(rules.refusal_to_cancel(kept, because=because))
    kept.state, kept.cancelled_because = Meeting.State.CANCELLED, because.strip()
    check(kept)
    kept.save(update_fields=["state", "cancelled_because"])
    ForwardItem.objects.filter(item__meeting=kept).update(item=None)
    detail = {"because": kept.cancelled_because}
    record("meeting.cancelled", kept, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def hold_meeting(
    meeting: Meeting,
    *,
    chair: Person,
    in_attendance: str = "",
    by: Person | None,
    at: datetime,
) -> Meeting:
    """Write down that a meeting was held, who chaired it, and the quorum of that day."""
    kept = locked_meeting(meeting)
    refuse_unless_runs(
        kept.body, by, at=at, what="writes down that its meetings were held"
    )
    filled = kept.attendance.filter(state__in=Attendance.FILLED)
    sits = filled.filter(person=chair).exists()
    refuse(
        rules.refusal_to_hold(kept, on=local_day(at), filled=filled.count(), sits=sits)
    )
    kept.state, kept.chair = Meeting.State.HELD, chair
    kept.quorum_asked, kept.in_attendance = kept.body.quorum, in_attendance.strip()
    check(kept)
    kept.save()
    seats = filled.filter(seat__votes=True).count()
    detail = {"chair": chair.name, "seats filled": seats, "quorum": kept.quorum_asked}
    record("meeting.held", kept, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def agree_minutes(
    meeting: Meeting, *, agreed_on: date, by: Person, at: datetime
) -> Meeting:
    """The board agrees what was written: from now on nothing of it changes."""
    kept = locked_meeting(meeting)
    refuse_unless_runs(kept.body, by, at=at, what="records that minutes are agreed")
    refuse(
        rules.refusal_to_agree_minutes(
            kept,
            agreed_on=agreed_on,
            today=local_day(at),
            undecided=kept.items.undecided().order_by("number"),
        )
    )
    kept.state = Meeting.State.MINUTED
    kept.minutes_agreed_on, kept.minutes_agreed_by = agreed_on, by
    check(kept)
    kept.save()
    record("meeting.minuted", kept, by=by, at=at, detail={"on": str(agreed_on)})
    return kept


@transaction.atomic
def write_opening(
    meeting: Meeting,
    *,
    opening: str,
    in_attendance: str,
    seen: int,
    by: Person | None,
    at: datetime,
) -> Meeting:
    """Write what was said before the first item: matters arising, who else was there.

    Raises:
        Overtaken: somebody wrote since the page showed version `seen`.
    """
    kept = locked_meeting(meeting)
    refuse_unless_runs(kept.body, by, at=at, what="writes its minutes")
    refuse(rules.refusal_to_minute(kept))
    if kept.version != seen:
        raise rules.Overtaken(rules.OVERTAKEN)
    kept.opening, kept.in_attendance = opening.strip(), in_attendance.strip()
    kept.version += 1
    check(kept)
    kept.save(update_fields=["opening", "in_attendance", "version"])
    detail = {"part": "opening", "version": kept.version}
    record("minutes.written", kept, by=by, at=at, detail=detail)
    return kept
