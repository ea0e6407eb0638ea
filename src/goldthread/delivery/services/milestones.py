"""The steps of an action that can be seen from outside."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery import rules
from goldthread.delivery.models import Action, Milestone
from goldthread.delivery.services.checks import check, locked, log
from goldthread.delivery.words import day
from goldthread.partners.models import Person


@transaction.atomic
def add_milestone(
    action: Action,
    *,
    title: str,
    due_on: date | None,
    by: Person | None,
    at: datetime,
) -> Milestone:
    """Add a step to an action, after those it has."""
    kept = _changeable(action, by)
    last = kept.milestones.aggregate(last=Max("number"))["last"] or 0
    milestone = Milestone(
        action=kept, number=last + 1, title=title.strip(), due_on=due_on
    )
    check(milestone)
    milestone.save()
    due = f", due {day(due_on)}" if due_on else ""
    _log(kept, "", f"{milestone.title}{due}", by, at)
    record(
        "action.milestone_added",
        kept,
        by=by,
        at=at,
        detail={"milestone": milestone.title},
    )
    return milestone


@transaction.atomic
def finish_milestone(
    milestone: Milestone, *, on: date, by: Person | None, at: datetime
) -> Milestone:
    """Say that a step is done, and on which day it was.

    Whoever may report on the action may say so: it is a report, not a change of plan.
    """
    kept = locked(milestone.action)
    own = rules.agency_of(by)
    supports = own is not None and kept.support_agencies.filter(pk=own.pk).exists()
    if refusal := rules.refusal_to_report(kept, by=by, supports=supports):
        raise rules.Refused(refusal)
    milestone = Milestone.objects.select_for_update().get(pk=milestone.pk)
    if milestone.done_on:
        return milestone
    if on > local_day(at):
        raise rules.Refused(
            f"A milestone is done today or before; found {day(on)}, which is to come."
        )
    milestone.done_on = on
    milestone.save(update_fields=["done_on"])
    _log(kept, milestone.title, f"{milestone.title}, done {day(on)}", by, at)
    record(
        "action.milestone_done",
        kept,
        by=by,
        at=at,
        detail={"milestone": milestone.title, "on": str(on)},
    )
    return milestone


@transaction.atomic
def remove_milestone(
    milestone: Milestone, *, by: Person | None, at: datetime
) -> Action:
    """Take a step out of an action; the change log keeps it."""
    kept = _changeable(milestone.action, by)
    title = milestone.title
    Milestone.objects.filter(pk=milestone.pk).delete()
    _log(kept, title, "", by, at)
    record("action.milestone_removed", kept, by=by, at=at, detail={"milestone": title})
    return kept


def _changeable(action: Action, by: Person | None) -> Action:
    kept = locked(action)
    if refusal := rules.refusal_to_change(kept, by=by):
        raise rules.Refused(refusal)
    return kept


def _log(
    action: Action, before: str, after: str, by: Person | None, at: datetime
) -> None:
    log(action, {"milestone": (before, after)}, reason="", by=by, at=at)
    action.save(update_fields=["version"])
