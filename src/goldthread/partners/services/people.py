"""Every change to people and what they are appointed to."""

from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.partners import rules, rules_people
from goldthread.partners.models import Agency, Appointment, Person
from goldthread.partners.policy import appointed_roles, policy
from goldthread.partners.services.checks import check, check_email, complaints
from goldthread.partners.services.sessions import end_sessions


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
    person = new_person(email=email, name=name, at=at)
    if refusal := rules.refusal_of_password(complaints(password, person)):
        raise rules.Refused(refusal)
    person.set_password(password)
    person.save()
    record(
        "person.added", person, by=by, at=at, detail={"after": {"email": person.email}}
    )
    return person


def new_person(*, email: str, name: str, at: datetime) -> Person:
    """Somebody not yet kept, with an address that is free and a name that says something."""
    email = email.strip().lower()
    already = Person.objects.filter(email=email).first()
    if refusal := rules.refusal_to_add(already):
        raise rules.Refused(refusal)
    person = Person(email=email, name=name.strip(), joined_at=at)
    check_email(email)
    check(person, without=("password", "email"))
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
    if refusal := rules_people.refusal_to_appoint(
        role,
        agency,
        person=person,
        by=by,
        found=policy(),
        known=dict(appointed_roles()),
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
def extend_appointment(
    appointment: Appointment,
    *,
    until_on: date | None,
    by: Person | None,
    at: datetime,
) -> Appointment:
    """Let an appointment run until another day; None: until somebody ends it."""
    kept = _locked(appointment)
    refusal = rules_people.refusal_to_appoint(
        kept.role,
        kept.agency,
        person=kept.person,
        by=by,
        found=policy(),
        known=dict(appointed_roles()),
    ) or rules_people.refusal_to_extend(kept, until_on=until_on, today=at.date())
    if refusal:
        raise rules.Refused(refusal)
    before, kept.until_on = kept.until_on, until_on
    check(kept)
    kept.save(update_fields=["until_on"])
    told = {"agency": str(kept.agency), "role": kept.role}
    record(
        "person.appointment_extended",
        kept.person,
        by=by,
        at=at,
        detail={
            "before": told | {"until": str(before or "")},
            "after": told | {"until": str(until_on or "")},
        },
    )
    return kept


@transaction.atomic
def end_appointment(
    appointment: Appointment, *, on: date, by: Person | None, at: datetime
) -> Appointment:
    """End what someone acts as; from that day on it gives them nothing."""
    kept = _locked(appointment)
    refusal = rules_people.refusal_to_change_person(
        kept.person, [kept], by=by, found=policy(), act="end it"
    ) or rules_people.refusal_to_end(kept, on=on)
    if refusal:
        raise rules.Refused(refusal)
    if by is not None:
        refuse_to_leave_nobody(kept.person, [kept], on=on)
    return end_held(kept, on=on, by=by, at=at)


def end_held(
    kept: Appointment, *, on: date, by: Person | None, at: datetime
) -> Appointment:
    """End a locked appointment that may end; whoever calls has asked the rules."""
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


def refuse_to_leave_nobody(
    person: Person, ending: list[Appointment], *, on: date
) -> None:
    """A partnership where nobody can bring people in is locked for good.

    Raises:
        Refused: without these appointments nobody would be left who can.
    """
    giving = [role.key for role in policy().who_may("appoint people")]
    if not any(one.role in giving for one in ending):
        return
    left = (
        Appointment.objects.on(on)
        .filter(role__in=giving, person__is_active=True)
        .exclude(pk__in=[one.pk for one in ending])
    )
    if refusal := rules_people.refusal_to_leave_nobody(
        person, others_appoint=left.exists()
    ):
        raise rules.Refused(refusal)


@transaction.atomic
def wake_person(person: Person, *, by: Person | None, at: datetime) -> Person:
    """Wake an account that nobody used for long; it lets its owner in again."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if refusal := rules_people.refusal_to_change_person(
        person, _held(person, at.date()), by=by, found=policy(), act="wake it"
    ):
        raise rules.Refused(refusal)
    person.woken_at = at
    person.save(update_fields=["woken_at"])
    record("person.woken", person, by=by, at=at)
    return person


@transaction.atomic
def close_account(person: Person, *, by: Person | None, at: datetime) -> Person:
    """End someone's access; their next click asks them to sign in, and cannot."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if refusal := rules_people.refusal_to_change_person(
        person, _held(person, at.date()), by=by, found=policy(), act="close it"
    ):
        raise rules.Refused(refusal)
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person, why="the account was closed", by=by, at=at)
    record("person.account_closed", person, by=by, at=at)
    return person


def _locked(appointment: Appointment) -> Appointment:
    # Only the row itself: PostgreSQL locks no outer joins, and nothing else changes.
    kept: Appointment = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("person", "agency")
        .get(pk=appointment.pk)
    )
    return kept


def _held(person: Person, on: date) -> list[Appointment]:
    return list(
        Appointment.objects.on(on).filter(person=person).select_related("agency")
    )
