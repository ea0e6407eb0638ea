"""The agencies are each other's witnesses: every week each gets the newest checkpoint.

It holds figures and a signature, nothing about anybody. Whoever keeps it can show later
that a row before it was changed, removed or slipped in, whoever did it (trust AUD-4).
"""

from datetime import date, datetime

from django.db import transaction

from goldthread.audit.checkpoints import of_row
from goldthread.audit.keys import PublicKey, keys
from goldthread.audit.models import Checkpoint
from goldthread.audit.roles import reading
from goldthread.desk.services.mail import queue_mail
from goldthread.partners.models import Appointment, Membership, Person

WORDS = """Hello {name},

please keep this line with your agency's papers. It says what the record of acts held at
that moment, and shows later that nothing before it was changed. It holds nothing about
anybody.

{line}

The key that it is checked with has the fingerprint
{fingerprint}
Compare it once with what you were told by another way; how to check a line is in
docs/how-to/verify-the-record.md.
"""


@transaction.atomic
def send_checkpoints(*, on: date, at: datetime) -> int:
    """Send the newest checkpoint to one person of each member agency; how many mails."""
    public = keys().public_key()
    with reading():
        newest = Checkpoint.objects.order_by("-number").first()
    if newest is None or public is None:
        return 0
    line = of_row(newest).line()
    people = _witnesses(on)
    for person in people:
        _send(person, line, public, on=on, at=at)
    return len(people)


def _send(
    person: Person, line: str, public: PublicKey, *, on: date, at: datetime
) -> None:
    year, week, _ = on.isocalendar()
    queue_mail(
        person,
        key=f"checkpoint:{person.pk}:{year}-W{week:02}",
        kind="checkpoint",
        subject="Please keep: what the record held this week",
        body=WORDS.format(name=person.name, line=line, fingerprint=public.fingerprint),
        by=None,
        at=at,
    )


def _witnesses(on: date) -> list[Person]:
    """For each member agency whoever makes its information flow (B7), else its lead."""
    leads = {
        held.agency_id: held.person
        for held in Appointment.objects.on(on)
        .filter(role="agency_lead", person__is_active=True)
        .select_related("person")
        .order_by("-pk")
    }
    members = Membership.objects.on(on).select_related("facilitator").order_by("pk")
    found: dict[int, Person] = {}
    for member in members:
        named = member.facilitator
        person = named if named and named.is_active else leads.get(member.agency_id)
        if person is not None:
            found[person.pk] = person
    return list(found.values())
