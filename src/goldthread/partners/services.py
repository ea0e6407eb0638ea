"""Every change to the installation, its agencies and its people."""

from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Model

from goldthread.audit.services import Actor, Subject, record
from goldthread.partners import rules
from goldthread.partners.models import Agency, Appointment, Area, Installation, Person
from goldthread.partners.policy import appointed_roles


@transaction.atomic
def found_installation(
    *,
    email: str,
    name: str,
    password: str,
    area_code: str,
    area_name: str,
    agency_name: str = "",
    by: Person | None,
    at: datetime,
) -> Installation:
    """Name the area and make the first account; refused where one is already there.

    The first person is appointed partnership manager and administrator of the
    installation, for the agency named (else one called after the partnership).
    """
    installation = _found(
        area_code=area_code, area_name=area_name, at=at, is_demonstration=False
    )
    first = add_person(email=email, name=name, password=password, by=by, at=at)
    home = agency_name.strip() or f"Partnership team of {area_name.strip()}"
    agency = add_agency(name=home, by=by, at=at)
    for role in ("manager", "sysadmin"):
        appoint(first, agency=agency, role=role, from_on=at.date(), by=by, at=at)
    record(
        "installation.founded",
        installation,
        by=by,
        at=at,
        detail={"after": {"area": area_code, "first account": first.email}},
    )
    return installation


@transaction.atomic
def found_demonstration(
    *, area_code: str, area_name: str, by: Person | None, at: datetime
) -> Installation:
    """Name the invented area; every page will say that its figures are invented."""
    installation = _found(
        area_code=area_code, area_name=area_name, at=at, is_demonstration=True
    )
    record("installation.founded_as_demonstration", installation, by=by, at=at)
    return installation


def _found(
    *, area_code: str, area_name: str, at: datetime, is_demonstration: bool
) -> Installation:
    already = Installation.objects.select_related("area").first()
    if refusal := rules.refusal_to_found(already):
        raise rules.Refused(refusal)
    area = Area(code=area_code.strip(), name=area_name.strip())
    _check(area)
    area.save()
    return Installation.objects.create(
        area=area, founded_at=at, is_demonstration=is_demonstration
    )


@transaction.atomic
def add_agency(
    *,
    name: str,
    short_name: str = "",
    kind: str = Agency.Kind.OTHER,
    by: Person | None,
    at: datetime,
) -> Agency:
    """Add an organisation of the partnership."""
    agency = Agency(name=name.strip(), short_name=short_name.strip(), kind=kind)
    _check(agency)
    agency.save()
    record("agency.added", agency, by=by, at=at)
    return agency


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
    _check_email(email)
    _check(person, without=("password", "email"))
    if refusal := rules.refusal_of_password(_complaints(password, person)):
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
    _check(appointment)
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
    _check(kept)
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


@transaction.atomic
def note_sign_in(person: Person, *, at: datetime) -> None:
    """Write down that someone signed in."""
    record("person.signed_in", person, by=person, at=at)


@transaction.atomic
def note_sign_out(person: Person, *, at: datetime) -> None:
    """Write down that someone signed out."""
    record("person.signed_out", person, by=person, at=at)


@transaction.atomic
def note_acting(person: Person, appointment: Appointment, *, at: datetime) -> None:
    """Write down that someone acts in another appointment from now on."""
    detail = {"after": {"agency": str(appointment.agency), "role": appointment.role}}
    record("person.acts_as", person, by=person, at=at, detail=detail)


@transaction.atomic
def note_refused_sign_in(person: Person | None, *, at: datetime) -> None:
    """Write down a wrong password; for an unknown e-mail, without what was typed."""
    stranger = Actor("nobody", "Someone not signed in")
    subject = person or Subject("partners.person", "", "an e-mail without an account")
    record("person.sign_in_refused", subject, by=stranger, at=at, outcome="refused")


@transaction.atomic
def note_password_changed(person: Person, *, at: datetime) -> None:
    """Write down that someone chose a new password; never what it is."""
    record("person.password_changed", person, by=person, at=at)


def _check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise rules.Refused(
            f"Expected an e-mail address like name@example.org, and found {email!r}."
        ) from None


def _check(thing: Model, *, without: tuple[str, ...] = ()) -> None:
    try:
        thing.full_clean(exclude=without)
    except ValidationError as wrong:
        raise rules.Refused(
            " ".join(
                " ".join(found)
                if field == NON_FIELD_ERRORS
                else f"{field.replace('_', ' ').capitalize()}: {' '.join(found)}"
                for field, found in wrong.message_dict.items()
            )
        ) from None


def _complaints(password: str, person: Person) -> list[str]:
    try:
        validate_password(password, person)
    except ValidationError as wrong:
        return list(wrong.messages)
    return []
