"""Every change to people and what they are appointed to."""

from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.partners import rules
from goldthread.partners.models import Agency, Appointment, Person
from goldthread.partners.policy import appointed_roles
from goldthread.partners.services.checks import check, check_email, complaints


@transaction.atomic
def add_person(
    *,
    email: str,
    name: str,
    password: str,
    by: Person | None,
    at: datetime,
) -> Person:
    """Add someone who may sign in with this e-mail and password."""
    email = email.strip().lower()
    already = Person.objects.filter(email=email).first()
    if refusal := rules.refusal_to_add(already):
        raise rules.Refused(refusal)
    person = Person(email=email, name=name.strip(), joined_at=at)
    check_email(email)
    check(person, without=("password", "email"))
    if refusal := rules.refusal_of_password(complaints(password, person)):
        raise rules.Refused(refusal)
    person.set_password(password)
    person.save()
    record(
        "person.added", person, by=by, at=at, detail={"after": {"email": person.email}}
    )
    return person


@transaction.atomic
def appoint(
    person: Person,
    *,
    agency: Agency,
    role: str,
    title: str = "",
    from_on: date,
    until_on: date | None = None,
    by: Person | None,
    at: datetime,
) -> Appointment:
    """Let someone act for an agency in a role, from a day and perhaps until one."""
    if refusal := rules.refusal_to_appoint(
        role, known=dict(appointed_roles()), person=person, by=by
    ):
        raise rules.Refused(refusal)
    appointment = Appointment(
        person=person,
        agency=agency,
        role=role,
        title=title.strip(),
        from_on=from_on,
        until_on=until_on,
    )
    check(appointment)
    appointment.save()
    record(
        "person.appointed",
        person,
        by=by,
        at=at,
        detail={"after": {"agency": str(agency), "role": role, "from": str(from_on)}},
    )
    return appointment


@transaction.atomic
def end_appointment(
    appointment: Appointment, *, on: date, by: Person | None, at: datetime
) -> Appointment:
    """End what someone acts as; from that day on it gives them nothing."""
    kept: Appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    kept.until_on = on
    check(kept)
    kept.save(update_fields=["until_on"])
    record(
        "person.appointment_ended",
        kept.person,
        by=by,
        at=at,
        detail={
            "after": {"agency": str(kept.agency), "role": kept.role, "until": str(on)}
        },
    )
    return kept


@transaction.atomic
def close_account(person: Person, *, by: Person | None, at: datetime) -> Person:
    """End someone's access; their next click asks them to sign in, and cannot."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.is_active = False
    person.save(update_fields=["is_active"])
    record("person.account_closed", person, by=by, at=at)
    return person
