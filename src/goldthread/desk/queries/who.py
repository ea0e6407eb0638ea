"""Who is told what: the owners of an action, its leads, the chairs."""

from datetime import date

from goldthread.delivery.models import Action
from goldthread.partners.models import Appointment, Person
from goldthread.partners.policy import policy


def owners_of(action: Action, *, on: date) -> list[Person]:
    """Its owner; else those who answer for the agency that leads it."""
    if action.owner_id and action.owner and action.owner.is_active:
        return [action.owner]
    return _appointed(on, role="agency_lead", agency=action.lead_agency_id)


def leads_of(action: Action, *, on: date) -> list[Person]:
    """Whoever leads its workstream; else those who answer for the agency that leads it."""
    lead = action.workstream.lead
    if lead is not None and lead.is_active:
        return [lead]
    return _appointed(on, role="agency_lead", agency=action.lead_agency_id)


def chairs(*, on: date) -> list[Person]:
    """Whoever chairs, and the partnership manager who prepares the chair's list."""
    return [*_appointed(on, role="chair"), *_appointed(on, role="manager")]


def readers_of(right: str, *, on: date) -> list[Person]:
    """Everybody who may see things of a kind today: those who can be called to one."""
    roles = [role.key for role in policy().who_may(right)]
    held = Appointment.objects.on(on).filter(role__in=roles).values("person")
    found = Person.objects.filter(pk__in=held, is_active=True)
    return list(found.order_by("name", "pk"))


def people_with_actions(*, on: date) -> list[Person]:
    """Everybody who owns an open action and acts for an agency today."""
    owners = Action.objects.open().values("owner")
    acting = Appointment.objects.on(on).values("person")
    return list(
        Person.objects.filter(pk__in=owners, is_active=True)
        .filter(pk__in=acting)
        .order_by("pk")
    )


def _appointed(on: date, *, role: str, agency: int | None = None) -> list[Person]:
    held = Appointment.objects.on(on).filter(role=role, person__is_active=True)
    if agency is not None:
        held = held.filter(agency_id=agency)
    return list(
        {
            one.person_id: one.person
            for one in held.select_related("person").order_by("pk")
        }.values()
    )
