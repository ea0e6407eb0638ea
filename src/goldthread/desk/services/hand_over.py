"""What somebody who leaves had to do goes to somebody who stays."""

from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.delivery.models import Action
from goldthread.delivery.services import change_action
from goldthread.desk import rules
from goldthread.desk.models import UpdateLink
from goldthread.desk.queries.links import person_acting
from goldthread.partners.models import Person
from goldthread.strategy.models import Workstream


@transaction.atomic
def hand_over_actions(
    person: Person, *, to: Person, on: date, by: Person | None, at: datetime
) -> int:
    """Give every open action, and every workstream led, to somebody else; how many actions.

    The links of the one who leaves end with it.
    """
    to = person_acting(to, on=on)
    if refusal := rules.refusal_to_hand_over(person, to, to_agency=bool(to.acting)):
        raise rules.Refused(refusal)
    actions = list(Action.objects.open().filter(owner=person).order_by("pk"))
    for action in actions:
        change_action(
            action,
            seen=action.version,
            reason=f"{person.name} handed it over",
            owner=to,
            by=by,
            at=at,
        )
    led = Workstream.objects.filter(lead=person, closed_on__isnull=True)
    streams = led.update(lead=to)
    UpdateLink.objects.filter(person=person, revoked_at__isnull=True).update(
        revoked_at=at
    )
    record(
        "person.handed_over",
        person,
        by=by,
        at=at,
        detail={
            "after": {"to": to.name, "actions": len(actions), "workstreams": streams}
        },
    )
    return len(actions)
