"""The nightly word to information governance: how much in the record asks for a look."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from goldthread.audit.watching import watch
from goldthread.desk.services.mail import queue_mail
from goldthread.partners.models import Appointment
from goldthread.partners.policy import policy

DAYS = 30


@transaction.atomic
def tell_of_oddities(*, on: date, at: datetime) -> int:
    """Tell those who read the record when something new waits; how many mails."""
    found = watch(on - timedelta(days=DAYS), on)
    waiting = [one for one in found if one.settled is None]
    if not any(one.oddity.on == on - timedelta(days=1) for one in waiting):
        return 0
    roles = [role.key for role in policy().who_may("read the record")]
    held = Appointment.objects.on(on).filter(role__in=roles, person__is_active=True)
    people = {one.person_id: one.person for one in held.select_related("person")}
    count = len(waiting)
    words = f"{count} {'thing' if count == 1 else 'things'} in the record {'asks' if count == 1 else 'ask'} for a look"
    for person in people.values():
        address = f"{settings.ADDRESS}{reverse('record_watch')}"
        queue_mail(
            person,
            key=f"watch:{person.pk}:{on.isoformat()}",
            kind="watch",
            subject="The record asks for a look",
            body=f"Hello {person.name},\n\n{words}:\n\n{address}\n",
            by=None,
            at=at,
        )
    return len(people)
