"""How many silent actions have come up to somebody who does not own them (C41)."""

from datetime import date

from django.db.models import Q

from goldthread.delivery.models import Action
from goldthread.delivery.queries.own import plan_settings
from goldthread.delivery.silence import silent_if_before
from goldthread.partners.models import Person


def came_up_to(person: Person, *, on: date) -> int:
    """Silent actions that this person hears of as lead or as chair; not their own."""
    acting, settings = person.acting, plan_settings()
    if acting is None:
        return 0
    if acting.role == "chair":
        found = Action.objects.silent_since(silent_if_before(on, settings.chair_days))
        return found.exclude(owner=person).count()
    led = Q(workstream__lead=person)
    if acting.role == "agency_lead":  # who answers where no workstream lead is named
        led |= Q(workstream__lead__isnull=True, lead_agency=acting.agency)
    found = Action.objects.silent_since(silent_if_before(on, settings.lead_days))
    return found.filter(led).exclude(owner=person).count()
