"""The plan's own settings: how long silence may last, and local closures."""

from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.delivery import rules
from goldthread.delivery.models import LocalClosure, PlanSettings
from goldthread.delivery.services.checks import check, locked_settings
from goldthread.partners.models import Person


@transaction.atomic
def set_silence(
    *,
    owner_days: int,
    lead_days: int,
    chair_days: int,
    by: Person | None,
    at: datetime,
) -> PlanSettings:
    """Set after how many days of silence the owner, the lead and the chair hear of it."""
    _check_right(by)
    if refusal := rules.refusal_of_thresholds(owner_days, lead_days, chair_days):
        raise rules.Refused(refusal)
    settings = locked_settings()
    before = [settings.owner_days, settings.lead_days, settings.chair_days]
    settings.owner_days, settings.lead_days = owner_days, lead_days
    settings.chair_days = chair_days
    settings.save(update_fields=["owner_days", "lead_days", "chair_days"])
    after = [owner_days, lead_days, chair_days]
    detail = {"before": before, "after": after}
    record("plan.silence_set", settings, by=by, at=at, detail=detail)
    return settings


@transaction.atomic
def add_closure(
    *, on: date, words: str, by: Person | None, at: datetime
) -> LocalClosure:
    """Add a day on which offices here are closed beside the bank holidays."""
    _check_right(by)
    closure = LocalClosure(on=on, words=words.strip(), added_by=by, added_at=at)
    check(closure)
    closure.save()
    record("plan.closure_added", closure, by=by, at=at)
    return closure


@transaction.atomic
def remove_closure(closure: LocalClosure, *, by: Person | None, at: datetime) -> None:
    """Take a local closure out again."""
    _check_right(by)
    record("plan.closure_removed", closure, by=by, at=at)
    LocalClosure.objects.filter(pk=closure.pk).delete()


def _check_right(by: Person | None) -> None:
    if refusal := rules.refusal_to_run(by):
        raise rules.Refused(refusal)
