"""Every change to the organisations of the partnership and what they are in it."""

from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.partners import rules
from goldthread.partners.models import Agency, Membership, Person, Succession
from goldthread.partners.services.checks import By, check, difference


@transaction.atomic
def add_agency(
    *,
    name: str,
    short_name: str = "",
    kind: str = Agency.Kind.OTHER,
    note: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
    by: By,
    at: datetime,
) -> Agency:
    """Add an organisation of the partnership."""
    agency = Agency(
        name=name.strip(),
        short_name=short_name.strip(),
        kind=kind,
        note=note.strip(),
        from_on=from_on,
        until_on=until_on,
    )
    check(agency)
    agency.save()
    record("agency.added", agency, by=by, at=at)
    return agency


@transaction.atomic
def change_agency(
    agency: Agency,
    *,
    name: str,
    short_name: str,
    kind: str,
    note: str,
    from_on: date | None,
    until_on: date | None,
    by: By,
    at: datetime,
) -> Agency:
    """Correct what is known of an organisation, or say when it ended."""
    kept: Agency = Agency.objects.select_for_update().get(pk=agency.pk)
    detail = difference(
        kept,
        name=name.strip(),
        short_name=short_name.strip(),
        kind=kind,
        note=note.strip(),
        from_on=from_on,
        until_on=until_on,
    )
    check(kept)
    kept.save()
    record("agency.changed", kept, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def succeed(
    predecessor: Agency,
    *,
    successor: Agency,
    on: date,
    by: By,
    at: datetime,
) -> Succession:
    """Say that one organisation took over from another; the older one ends that day.

    What the older one was in the partnership ends with it; the newer one takes it over,
    unless it was a member already.
    """
    old: Agency = Agency.objects.select_for_update().get(pk=predecessor.pk)
    if refusal := rules.refusal_to_succeed(old, successor):
        raise rules.Refused(refusal)
    succession = Succession(predecessor=old, successor=successor, on=on)
    check(succession)
    succession.save()
    if old.until_on is None:
        old.until_on = on
        check(old)
        old.save(update_fields=["until_on"])
    for held in old.memberships.on(on):
        _hand_on(held, successor, on)
    detail = {"after": {"successor": successor.name, "on": str(on)}}
    record("agency.succeeded", old, by=by, at=at, detail=detail)
    return succession


def _hand_on(held: Membership, successor: Agency, on: date) -> None:
    held.until_on = on
    check(held)
    held.save(update_fields=["until_on"])
    if not successor.memberships.on(on).exists():
        Membership.objects.create(
            agency=successor, tier=held.tier, number=held.number, from_on=on
        )


@transaction.atomic
def add_membership(
    agency: Agency,
    *,
    tier: str,
    from_on: date | None,
    until_on: date | None = None,
    number: int = 0,
    by: By,
    at: datetime,
) -> Membership:
    """Say what an organisation is in the partnership, from a day on."""
    taken = agency.memberships.select_for_update()
    if refusal := rules.refusal_to_join(agency, taken, from_on, until_on):
        raise rules.Refused(refusal)
    membership = Membership(
        agency=agency, tier=tier, from_on=from_on, until_on=until_on, number=number
    )
    check(membership)
    membership.save()
    detail = {"after": {"tier": tier, "from": str(from_on or "")}}
    record("agency.joined", agency, by=by, at=at, detail=detail)
    return membership


@transaction.atomic
def end_membership(
    membership: Membership, *, on: date, by: By, at: datetime
) -> Membership:
    """End what an organisation is in the partnership."""
    kept: Membership = Membership.objects.select_for_update().get(pk=membership.pk)
    kept.until_on = on
    check(kept)
    kept.save(update_fields=["until_on"])
    record("agency.left", kept.agency, by=by, at=at, detail={"after": {"on": str(on)}})
    return kept


@transaction.atomic
def nominate_facilitator(
    membership: Membership, *, person: Person | None, by: By, at: datetime
) -> Membership:
    """Name who makes information flow for an authority; the law asks for one (B7)."""
    kept: Membership = Membership.objects.select_for_update().get(pk=membership.pk)
    kept.facilitator = person
    kept.save(update_fields=["facilitator"])
    detail = {"after": {"facilitator": person.name if person else ""}}
    record("agency.facilitator_named", kept.agency, by=by, at=at, detail=detail)
    return kept
