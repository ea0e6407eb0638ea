"""The partnership's year: who owns each month's work, and how it stands."""

from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.governance import rules
from goldthread.governance.models import YearStep
from goldthread.governance.services.writing import check, refuse
from goldthread.governance.year import BY_KEY
from goldthread.partners.models import Person


@transaction.atomic
def set_year_step(
    year: int,
    key: str,
    *,
    owner: Person | None,
    state: str,
    words: str = "",
    on: date,
    by: Person | None,
    at: datetime,
) -> YearStep:
    """Say who owns a month's work and how it stands."""
    refuse(rules.refusal_to_keep_duties(by))
    if key not in BY_KEY:
        raise rules.Refused(f"Expected C1 to C12; found {key!r}.")
    step, _ = YearStep.objects.select_for_update().get_or_create(year=year, key=key)
    before = step.state
    step.owner, step.state, step.words = owner, state, words.strip()
    step.done_on = on if state == YearStep.State.DONE else None
    check(step)
    step.save()
    detail = {"before": before, "after": state, "owner": str(owner or "")}
    record("year_step.set", step, by=by, at=at, detail=detail)
    kept: YearStep = step
    return kept
