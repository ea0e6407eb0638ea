"""What owners report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery import rules
from goldthread.delivery.models import Action, Chase, Update
from goldthread.delivery.services.checks import check_reason, locked, log
from goldthread.delivery.words import ASKS_FOR_DAY, day, said
from goldthread.partners.models import Person


@transaction.atomic
def report_progress(
    action: Action,
    *,
    status: str,
    percent: int,
    text: str,
    next_step: str,
    token: UUID,
    via: str = Update.Via.SITE,
    seen: int | None = None,
    asks_due_on: date | None = None,
    by: Person | None,
    at: datetime,
) -> Update:
    """Report how an action stands; the newest report is what its page shows.

    `token` is the form's: the same form sent ten times is one report (F26), and whoever
    sends it again gets that one. `seen` is the version of the action that the page
    showed: where somebody reported since, nothing is saved (F25). A complete action is
    wholly done, whatever per cent was typed. `asks_due_on` is the day by which its owner
    would rather be done: it is asked for, and moves no date.

    Raises:
        Overtaken: somebody reported since.
    """
    kept = locked(action)
    already = Update.objects.filter(token=token).first()
    if already is not None and already.action_id == kept.pk:
        return already
    stood = kept.status
    told = Told(status, percent, text, next_step)
    if refusal := refusal_of(kept, told, by=by, supports=_supports(kept, by)):
        raise rules.Refused(refusal)
    if refusal := _refusal_to_ask(kept, asks_due_on, at):
        raise rules.Refused(refusal)
    if seen is not None and kept.updates.filter(version__gt=seen).exists():
        raise rules.Overtaken(rules.OVERTAKEN)
    update = put_report(kept, told, by=by, at=at)
    if asks_due_on and asks_due_on != kept.due_on:
        kept.asks_due_on = asks_due_on
        asked = ASKS_FOR_DAY.format(f"{day(asks_due_on)}.")
        update.text = "\n\n".join(filter(None, (update.text, asked)))
    update.token, update.via = token, via
    update.save()
    kept.save()
    answer_chases([kept], at)
    detail = reported_in_words(stood, update)
    record("action.reported", kept, by=by, at=at, detail=detail)
    return update


def _refusal_to_ask(action: Action, asked: date | None, at: datetime) -> str | None:
    if asked is None:
        return None
    return rules.refusal_to_ask_for_day(action, asked, on=local_day(at))


@transaction.atomic
def keep_due_date(
    action: Action, *, reason: str, by: Person | None, at: datetime
) -> Action:
    """Answer that the due date stays, with the reason, where its owner asked for another."""
    kept = locked(action)
    if refusal := rules.refusal_to_keep_day(kept, by=by):
        raise rules.Refused(refusal)
    reason, asked = check_reason(reason), said(kept.asks_due_on)
    kept.asks_due_on = None
    log(kept, {"asks_due_on": (asked, "")}, reason=reason, by=by, at=at)
    kept.save(update_fields=["asks_due_on", "version"])
    record("action.due_date_kept", kept, by=by, at=at, detail={"reason": reason})
    return kept


def _supports(action: Action, by: Person | None) -> bool:
    own = rules.agency_of(by)
    return own is not None and action.support_agencies.filter(pk=own.pk).exists()


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says; a complete action is wholly done, whatever was typed."""

    status: str
    percent: int
    text: str
    next_step: str

    def __post_init__(self) -> None:
        done = 100 if self.status == Action.Status.COMPLETE else self.percent
        object.__setattr__(self, "percent", done)
        object.__setattr__(self, "text", self.text.strip())
        object.__setattr__(self, "next_step", self.next_step.strip())


def refusal_of(
    action: Action, told: Told, *, by: Person | None, supports: bool
) -> str | None:
    """Why `by` may not report this; None when they may."""
    return rules.refusal_to_report(
        action, by=by, supports=supports
    ) or rules.refusal_of_report(
        status=told.status, percent=told.percent, text=told.text
    )


def put_report(
    action: Action, told: Told, *, by: Person | None, at: datetime
) -> Update:
    """Put a report into an action; neither is saved."""
    action.version += 1
    action.status, action.percent = told.status, told.percent
    action.next_step = told.next_step
    action.last_update_at = max(at, action.last_update_at or at)
    action.settle()
    return Update(
        action=action,
        status=told.status,
        percent=told.percent,
        text=told.text,
        next_step=told.next_step,
        by=by,
        at=at,
        version=action.version,
    )


def reported_in_words(stood: str, update: Update) -> dict[str, object]:
    """What the record keeps of a report: never its words."""
    return {
        "before": {"status": stood},
        "after": {"status": update.status, "percent": update.percent},
        "via": update.via,
    }


def answer_chases(actions: Sequence[Action], at: datetime) -> None:
    """Whoever was told of a silence has an answer."""
    waiting = Chase.objects.filter(
        action__in=actions, answered_at__isnull=True, at__lte=at
    )
    waiting.update(answered_at=at)
