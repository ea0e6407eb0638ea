"""Who can be chosen in a form of the plan."""

from datetime import date
from typing import Any

from goldthread.partners.models import Appointment, Person
from goldthread.partners.policy import policy


def readers_on(on: date) -> Any:
    """The people who may see the plan on this day: those who can be called to it."""
    roles = [role.key for role in policy().who_may("read the plan")]
    held = Appointment.objects.on(on).filter(role__in=roles).values("person")
    return Person.objects.filter(pk__in=held, is_active=True).order_by("name", "pk")


def people_on(on: date) -> Any:
    """The people who act for somebody on this day."""
    held = Appointment.objects.on(on).values("person")
    return Person.objects.filter(pk__in=held, is_active=True).order_by("name", "pk")
