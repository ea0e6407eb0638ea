"""The accounts of a demonstration: invented people, one password that everyone knows."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction

from goldthread.audit.services import record
from goldthread.partners import rules
from goldthread.partners.models import Agency, Installation, Person
from goldthread.partners.services import add_agency, appoint
from goldthread.partners.services.people import new_person

APPOINTED_FROM = date(2024, 4, 1)
PASSWORD = "one gold thread through it all"


@dataclass(frozen=True, slots=True)
class Account:
    """Someone invented, and what they do in the invented partnership."""

    email: str
    name: str
    agency: str
    kind: str
    role: str
    work: str


ACCOUNTS = (
    Account(
        "analyst@saxonbridge.example.org",
        "Ottoline Fennick",
        "Saxonbridge City Council",
        "council",
        "analyst",
        "analyst",
    ),
    Account(
        "manager@saxonbridge.example.org",
        "Ravi Thornquist",
        "Saxonbridge City Council",
        "council",
        "manager",
        "partnership manager",
    ),
    Account(
        "police@saxonbridge.example.org",
        "Morwenna Adair-Platt",
        "Saxonshire Police",
        "police",
        "agency_lead",
        "agency lead",
    ),
    Account(
        "board@saxonbridge.example.org",
        "Dame Ifeoma Larkwright",
        "Saxonbridge Community Trust",
        "voluntary",
        "chair",
        "chair of the board",
    ),
)


@transaction.atomic
def add_demonstration_people(*, at: datetime) -> tuple[Account, ...]:
    """Make the invented accounts; refused wherever figures are not invented.

    Safe to run twice: an account that is there stays as it is.
    """
    installation = Installation.objects.first()
    if refusal := rules.refusal_to_add_demonstration_people(installation):
        raise rules.Refused(refusal)
    for account in ACCOUNTS:
        if Person.objects.filter(email=account.email).exists():
            continue
        agency = Agency.objects.filter(name=account.agency).first() or add_agency(
            name=account.agency, kind=account.kind, by=None, at=at
        )
        person = Person(email=account.email, name=account.name, joined_at=at)
        person.password = _hashed()
        person.save()
        record("person.added_for_demonstration", person, by=None, at=at)
        appoint(
            person,
            agency=agency,
            role=account.role,
            title=account.work.capitalize(),
            from_on=APPOINTED_FROM,
            by=None,
            at=at,
        )
    return ACCOUNTS


@transaction.atomic
def add_invented_person(*, email: str, name: str, at: datetime) -> Person:
    """Add somebody more who signs in with the password of the demonstration."""
    if refusal := rules.refusal_to_add_demonstration_people(
        Installation.objects.first()
    ):
        raise rules.Refused(refusal)
    person = new_person(email=email, name=name, at=at)
    person.password = _hashed()
    person.save()
    told = {"after": {"email": person.email}}
    record("person.added", person, by=None, at=at, detail=told)
    return person


@cache
def _hashed() -> str:
    """One hash for all: it takes a quarter of a second, and the password is printed."""
    return make_password(PASSWORD)
