"""How many silent actions have come up to somebody who does not own them (C41)."""

from datetime import date

from django.db.models import Q

from goldthread.delivery.models import Action
from goldthread.delivery.queries.own import plan_settings
from goldthread.delivery.silence import silent_if_before
from goldthread.partners.models import Person
from goldthread.strategy.models import Workstream


def came_up_to(person: Person, *, on: date) -> int:
    """Silent actions that this person hears of as lead or as chair; not their own."""
    acting = person.acting
    if acting is None:
        return 0
    if acting.role == "chair":
        settings = plan_settings()
        found = Action.objects.silent_since(silent_if_before(on, settings.chair_days))
        return found.exclude(owner=person).count()
    workstreams = list(Workstream.objects.filter(lead=person))
    led = Q(workstream__in=workstreams)
    if acting.role == "agency_lead":  # who answers where no workstream lead is named
        led |= Q(workstream__lead__isnull=True, lead_agency=acting.agency)
    elif not workstreams:
        return 0
    settings = plan_settings()
    found = Action.objects.silent_since(silent_if_before(on, settings.lead_days))
    return found.filter(led).exclude(owner=person).count()
