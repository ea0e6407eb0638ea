"""Every change to boards, groups and linked bodies, and to the lines between them."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.partners import rules
from goldthread.partners.models import Agency, Body, LegalRole, Reporting
from goldthread.partners.services.checks import By, check, difference


@dataclass(frozen=True, slots=True)
class BodyTold:
    """What is known of a body, terms of reference (C46) with it."""

    name: str
    kind: str
    level: str
    short_name: str = ""
    is_ours: bool = True
    host: Agency | None = None
    purpose: str = ""
    quorum: int | None = None
    meets: str = ""
    chair_term_months: int | None = None
    conflict_rule: str = ""
    terms_review_on: date | None = None
    from_on: date | None = None
    until_on: date | None = None


def _values(told: BodyTold) -> dict[str, object]:
    values = asdict(told) | {"host": told.host}
    return {k: v.strip() if isinstance(v, str) else v for k, v in values.items()}


@transaction.atomic
def add_body(told: BodyTold, *, by: By, at: datetime) -> Body:
    """Add a board, a group or a body we are linked to."""
    body = Body(**_values(told))
    check(body)
    body.save()
    record("body.added", body, by=by, at=at)
    return body


@transaction.atomic
def change_body(body: Body, told: BodyTold, *, by: By, at: datetime) -> Body:
    """Correct what is known of a body, its terms of reference or its dates."""
    kept: Body = Body.objects.select_for_update().get(pk=body.pk)
    detail = difference(kept, **_values(told))
    check(kept)
    kept.save()
    record("body.changed", kept, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def add_legal_role(
    body: Body,
    *,
    name: str,
    basis: str = "",
    from_on: date | None = None,
    by: By,
    at: datetime,
) -> LegalRole:
    """Say what a body is in law; it may be several things at once (S26)."""
    role = LegalRole(body=body, name=name.strip(), basis=basis.strip(), from_on=from_on)
    check(role)
    role.save()
    record(
        "body.legal_role_added", body, by=by, at=at, detail={"after": {"role": name}}
    )
    return role


@transaction.atomic
def end_legal_role(role: LegalRole, *, on: date, by: By, at: datetime) -> LegalRole:
    """A body stops being this in law."""
    kept: LegalRole = LegalRole.objects.select_for_update().get(pk=role.pk)
    kept.until_on = on
    check(kept)
    kept.save(update_fields=["until_on"])
    detail = {"after": {"role": kept.name, "until": str(on)}}
    record("body.legal_role_ended", kept.body, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def add_reporting(
    body: Body,
    *,
    to: Body,
    kind: str = Reporting.Kind.REPORTS,
    from_on: date | None = None,
    by: By,
    at: datetime,
) -> Reporting:
    """Draw a line: a body reports to another, or is linked with it."""
    lines = Reporting.objects.select_for_update().filter(until_on__isnull=True)
    pairs = [(line.body_id, line.to_id) for line in lines if line.kind == "reports"]
    same = [line for line in lines if (line.body_id, line.to_id) == (body.pk, to.pk)]
    if refusal := rules.refusal_to_report(body, to, kind, pairs, already=bool(same)):
        raise rules.Refused(refusal)
    line = Reporting(body=body, to=to, kind=kind, from_on=from_on)
    check(line)
    line.save()
    detail = {"after": {kind: to.name}}
    record("body.line_added", body, by=by, at=at, detail=detail)
    return line


@transaction.atomic
def end_reporting(line: Reporting, *, on: date, by: By, at: datetime) -> Reporting:
    """A line ends on a day; the past still shows it."""
    kept: Reporting = Reporting.objects.select_for_update().get(pk=line.pk)
    kept.until_on = on
    check(kept)
    kept.save(update_fields=["until_on"])
    detail = {"after": {"to": kept.to.name, "until": str(on)}}
    record("body.line_ended", kept.body, by=by, at=at, detail=detail)
    return kept
