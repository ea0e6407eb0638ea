"""An exception and the way out of it; issues that boards share."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery.models import Action
from goldthread.governance import rules
from goldthread.governance.models import Recovery, RecoveryStep, SharedIssue
from goldthread.governance.services.writing import (
    check,
    next_reference,
    refuse,
    refuse_unless_runs,
)
from goldthread.partners.models import Agency, Body, Person
from goldthread.strategy.models import Workstream


@transaction.atomic
def raise_exception(
    body: Body,
    *,
    title: str,
    words: str,
    on: date,
    action: Action | None = None,
    workstream: Workstream | None = None,
    agency: Agency | None = None,
    by: Person | None,
    at: datetime,
) -> Recovery:
    """Bring what is out of order before a board."""
    refuse_unless_runs(body, by, at=at, what="brings exceptions before it")
    if agency is None and action is not None:
        agency = action.lead_agency
    recovery = Recovery(
        reference=next_reference("X"),
        body=body,
        title=title.strip(),
        action=action,
        workstream=workstream or (action.workstream if action else None),
        agency=agency,
    )
    check(recovery)
    recovery.save()
    _step(recovery, words=words, on=on, due_on=None, by=by, at=at)
    record("exception.raised", recovery, by=by, at=at)
    return recovery


@transaction.atomic
def take_step(
    recovery: Recovery,
    *,
    to: str,
    words: str,
    on: date,
    due_on: date | None = None,
    by: Person | None,
    at: datetime,
) -> Recovery:
    """Go a step on the way out; steps that may not follow each other are refused."""
    kept: Recovery = (
        Recovery.objects.select_for_update(of=("self",))
        .select_related("body")
        .get(pk=recovery.pk)
    )
    refuse_unless_runs(kept.body, by, at=at, what="leads its exceptions")
    last = kept.steps.order_by("-on", "-pk").first()
    refuse(
        rules.refusal_of_step(
            kept,
            to=to,
            words=words,
            on=on,
            last_on=last.on if last else None,
            today=local_day(at),
            due_on=due_on,
        )
    )
    before, kept.state = kept.state, to
    check(kept)
    kept.save(update_fields=["state"])
    _step(kept, words=words, on=on, due_on=due_on, by=by, at=at)
    detail = {"before": before, "after": to, "on": str(on)}
    record("exception.stepped", kept, by=by, at=at, detail=detail)
    return kept


def _step(
    recovery: Recovery,
    *,
    words: str,
    on: date,
    due_on: date | None,
    by: Person | None,
    at: datetime,
) -> None:
    step = RecoveryStep(
        recovery=recovery,
        state=recovery.state,
        on=on,
        words=words.strip(),
        due_on=due_on,
        by=by,
        at=at,
    )
    check(step)
    step.save()


@transaction.atomic
def share_issue(
    *,
    title: str,
    lead: Body,
    supports: Sequence[Body],
    agreed_on: date,
    words: str = "",
    workstream: Workstream | None = None,
    by: Person | None,
    at: datetime,
) -> SharedIssue:
    """Agree who leads on an issue that several boards share: exactly one (S112)."""
    refuse(rules.refusal_to_keep_duties(by))
    refuse(rules.refusal_to_share(lead, supports))
    issue = SharedIssue.objects.select_for_update().filter(title=title.strip()).first()
    before = str(issue.lead) if issue else ""
    issue = issue or SharedIssue(title=title.strip())
    issue.lead, issue.words = lead, words.strip()
    issue.workstream, issue.agreed_on = workstream, agreed_on
    check(issue)
    issue.save()
    issue.supports.set(supports)
    detail = {
        "before": before,
        "after": str(lead),
        "supports": [str(each) for each in supports],
    }
    record("shared_issue.agreed", issue, by=by, at=at, detail=detail)
    return issue
